// The cursor of charts: what the pointer or the keyboard asks of one, and the tip that tells it.

function showCursor(svg, at, event = null) {
  const told = charts.get(svg.id).kind === "line" ? moveCursor(svg, at) : showTrial(svg, at);
  if (told === null) return;
  const isNews = !view.cursor || view.cursor.id !== svg.id || view.cursor.at !== told.at;
  const box = svg.getBoundingClientRect();
  view.cursor = { id: svg.id, at: told.at, event, box };
  const tip = document.getElementById("tip");
  tip.replaceChildren(h("strong", {}, told.title), h("table", {}, told.rows.map((row) => h("tr", {},
    h("td", {}, row.slot === undefined ? null : swatch(row.slot, row.dashed), row.name), h("td", { class: "number" }, String(row.value))))));
  tip.hidden = box.bottom < 0 || box.top > window.innerHeight;
  const x = event ? event.clientX : box.left + told.left * box.width, y = event ? event.clientY : box.top + 12;
  tip.style.left = `${Math.max(4, x + 16 + tip.offsetWidth > window.innerWidth ? x - 16 - tip.offsetWidth : x + 16)}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 16, window.innerHeight - tip.offsetHeight - 4))}px`;
  if (isNews && document.activeElement === svg) document.getElementById("announce").textContent = `${told.title}: ${told.rows.map((row) => `${row.name} ${row.value}`).join("; ")}`;
}

/** Show the cursor again where its chart is now. */
function followCursor() {
  const svg = view.cursor && document.getElementById(view.cursor.id);
  if (svg) showCursor(svg, view.cursor.at, view.cursor.event);
}

function hideCursor() {
  if (!view.cursor) return;
  const svg = document.getElementById(view.cursor.id);
  if (svg) svg.querySelector(".cursor").replaceChildren();
  view.cursor = null;
  document.getElementById("tip").hidden = true;
}

for (const kind of ["pointermove", "pointerdown"]) document.addEventListener(kind, (event) => {
  const svg = event.target.closest && event.target.closest("svg.chart[id]");
  if (!svg) {
    if (view.cursor && document.activeElement.id !== view.cursor.id) hideCursor();
    return;
  }
  if (view.cursor && view.cursor.id !== svg.id) hideCursor();
  const chart = charts.get(svg.id), box = svg.getBoundingClientRect(), zoom = chart.width / box.width;
  const x = (event.clientX - box.left) * zoom, y = (event.clientY - box.top) * zoom;
  if (chart.kind === "parallel") showCursor(svg, nearestTrial(chart, x, y), event);
  else if (chart.xs.length) showCursor(svg, chart.xs.reduce((near, value) => (Math.abs(chart.x(value) - x) < Math.abs(chart.x(near) - x) ? value : near)), event);
});

document.addEventListener("keydown", (event) => {
  const svg = document.activeElement;
  if (event.key === "Escape") hideCursor();
  const chart = charts.get(svg.id);
  const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
  if (!chart || step === undefined) return;
  event.preventDefault();
  const places = chart.kind === "line" ? chart.xs : chart.lines.map((_, order) => order);
  if (!places.length) return;
  const now = view.cursor && view.cursor.id === svg.id ? places.indexOf(view.cursor.at) : step > 0 ? -1 : places.length;
  showCursor(svg, places[Math.max(0, Math.min(places.length - 1, now + step))]);
});

document.addEventListener("focusout", (event) => { if (view.cursor && event.target.id === view.cursor.id) hideCursor(); });
// What the pointer has called up is left behind by scrolling; what the keyboard has goes along with its chart.
document.addEventListener("scroll", (event) => {
  if (event.target !== document) markMore(event.target);
  const svg = view.cursor && document.getElementById(view.cursor.id);
  if (!svg) return;
  const { top, left } = svg.getBoundingClientRect();
  if (top === view.cursor.box.top && left === view.cursor.box.left) return;
  if (view.cursor.event) hideCursor();
  else followCursor();
}, true);
