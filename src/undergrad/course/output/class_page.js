"use strict";
// The table of submissions is searched and sorted. Without this script it is whole, in the order of the grades.

const rows = document.querySelector("#rows tbody");
const find = document.getElementById("find"), state = document.getElementById("state"), shown = document.getElementById("shown");
const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;

/** Show the rows that have every word of the search and are in the chosen state, and say how many these are. */
function choose() {
  const wanted = find.value.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows.rows) {
    const fits = wanted.every((word) => row.dataset.find.includes(word)) && (!state.value || row.dataset.state.split(" ").includes(state.value));
    row.hidden = !fits;
    count += fits;
  }
  shown.textContent = shown.dataset.says.replace("{count}", count).replace("{all}", rows.rows.length);
}

/** What a row is sorted by: a number where the cell has one; an empty cell is the last in either direction. */
function valueOf(row, place) {
  const { sort } = row.cells[place].dataset;
  return sort === undefined ? row.cells[place].textContent.trim() : sort === "" ? "" : Number(sort);
}

function sortBy(heading) {
  const place = heading.cellIndex, down = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
  const valued = [...rows.rows].map((row) => ({ row, value: valueOf(row, place) }));
  valued.sort(({ value: a }, { value: b }) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    return down * (typeof a === "number" ? a - b : compare(a, b));
  });
  rows.append(...valued.map(({ row }) => row));
}

for (const heading of document.querySelectorAll("#rows thead th")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  heading.append(button);
  button.addEventListener("click", () => sortBy(heading));
}

for (const code of document.querySelectorAll("#mistakes code.cause")) {
  const button = document.createElement("button");
  button.type = "button";
  code.replaceWith(button);
  button.append(code);
  button.title = button.closest("table").dataset.shows;
  button.addEventListener("click", () => {
    find.value = code.textContent;
    state.value = "";
    choose();
    find.scrollIntoView({ block: "center" });
    find.focus();
  });
}

/** Mark whether more of a scrolled box is to be seen on its right. */
const markMore = (box) => box.toggleAttribute("data-more", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
const boxes = [...document.querySelectorAll(".scroll")];
for (const box of boxes) box.addEventListener("scroll", () => markMore(box));
new ResizeObserver(() => boxes.forEach(markMore)).observe(document.body);

find.addEventListener("input", choose);
state.addEventListener("change", choose);
document.getElementById("controls").hidden = false;
choose();
