"use strict";
// Elements, and their renewal: a page is made anew from its data and its state, and what has not changed stays as it is,
// so that focus, scrolling and a half-done click survive new data.

const SVG = "http://www.w3.org/2000/svg";

function make(namespace, tag, attributes, children) {
  const node = namespace ? document.createElementNS(namespace, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

const h = (tag, attributes = {}, ...children) => make(null, tag, attributes, children);
const s = (tag, attributes = {}, ...children) => make(SVG, tag, attributes, children);

/** Make the children of `node` those of `wanted`, changing as little as possible. */
function renew(node, wanted) {
  const fresh = [...wanted.childNodes];
  fresh.forEach((child, index) => {
    const old = node.childNodes[index];
    if (!old) node.append(child);
    else if (old.nodeName !== child.nodeName || (old.id || "") !== (child.id || "")) old.replaceWith(child);
    else if (child.nodeType === Node.TEXT_NODE) {
      if (old.data !== child.data) old.data = child.data;
    } else {
      for (const { name } of [...old.attributes]) if (!child.hasAttribute(name)) old.removeAttribute(name);
      for (const { name, value } of child.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
      renew(old, child);
    }
  });
  while (node.childNodes.length > fresh.length) node.lastChild.remove();
}

/** Mark whether more of a scrolled box is to be seen on its right. */
const markMore = (box) => box.toggleAttribute("data-more", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);

const SHORT = 24; // letters that are not worth a second line

/** A table of texts; the first column names the row. Columns of numbers stand to the right, and short texts are not broken. */
function table(caption, columns, rows, { id = null, unseen = false, kind = "" } = {}) {
  const numeric = columns.map((_, place) => rows.every((row) => /^[-+.\d\s%e=()/,]*$/.test(String(row[place]))));
  const brief = columns.map((_, place) => rows.every((row) => String(row[place]).length <= SHORT));
  const cell = (value, place) => (place ? h("td", { class: numeric[place] ? "number" : brief[place] && "brief" }, String(value)) : h("th", { scope: "row" }, String(value)));
  return h("div", { class: `scroll ${kind}`.trim(), tabindex: "0", role: "group", "aria-label": caption, id },
    h("table", {},
      h("caption", { class: unseen && "unseen" }, caption),
      h("thead", {}, h("tr", {}, columns.map((name, place) => h("th", { scope: "col", class: numeric[place] && place > 0 && "number" }, name)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell))))));
}

/** Offer `text` as a file. */
function download(name, text) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** Rows of values as CSV; a text that a spreadsheet would run gets a ' before it, as in the files of the command. */
function csv(rows) {
  const cell = (value) => {
    const isFormula = typeof value === "string" && /^[=+\-@\t\r\n']/.test(value) && Number.isNaN(Number(value));
    const text = value === null || value === undefined ? "" : isFormula ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(",") + "\n").join("");
}
