// The page: `render(data)` draws it, and may be called again with newer data; what the reader has chosen stays.

const view = { data: null, language: "en", hidden: new Set(), measures: { gradients: "upstream_norm", activity: "derivative" }, open: new Set(), cursor: null };
const GRADIENTS = ["upstream_norm", "upstream_rms", "gradient_norm", "gradient_rms", "weight_norm", "update_ratio"];
const LAYERS = 3; // the first colour of layers, so that up to three networks and three layers share none
const ACTIVITY = ["derivative", "dead", "near_dead", "saturated", "dormant", "both_signs"];

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const words = () => view.data.words[view.language];

/** Draw `data`, the object of `page_data`. */
function render(data) {
  if (view.data === null) {
    view.language = data.language;
    // With several seeds, the curves of the first: those of every seed together would be unreadable.
    const first = data.runs.length && data.runs[0].seed;
    if (!data.search) data.runs.filter((run) => run.seed !== first).forEach((run) => view.hidden.add(run.name));
  }
  view.data = data;
  data.runs.forEach((run, index) => { run.id = index; run.slot = data.runs.findIndex((other) => other.network === run.network); });
  draw();
}

function draw() {
  const { data } = view;
  document.documentElement.lang = view.language;
  document.title = data.title;
  charts.clear();
  canvases.clear();
  renew(document.getElementById("head"), h("header", {}, head()));
  const sections = [results(), explanation(), curves(), insight("gradients", GRADIENTS), insight("activity", ACTIVITY), search(), weights(), confusion(), worst(), specification(), downloads()];
  renew(document.getElementById("main"), h("main", {}, contents(sections), sections));
  paint();
  if (view.cursor && document.getElementById(view.cursor.id)) showCursor(document.getElementById(view.cursor.id), view.cursor.at);
}

// Layout --------------------------------------------------------------------------------------------------------------

const pageWidth = () => Math.min(1320, document.documentElement.clientWidth - (document.documentElement.clientWidth < 600 ? 24 : 48));
const columns = (least) => Math.max(1, Math.floor((pageWidth() + 24) / (least + 24)));
const columnWidth = (least, count) => { const used = Math.min(columns(least), count); return Math.round((pageWidth() - 24 * (used - 1)) / used); };
const grid = (least, items) => h("div", { class: `grid of${Math.min(columns(least), items.length)}` }, items);

function section(id, title, ...children) {
  return h("section", { id, "aria-labelledby": `${id}-title` }, h("h2", { id: `${id}-title` }, title), children);
}

function figure(chart, id, title) {
  const open = view.open.has(id);
  return h("figure", { id: `${id}-figure` }, h("figcaption", {}, title), chart,
    h("details", { id: `${id}-details`, "data-chart": id, open }, h("summary", {}, fill(words().as_table, { title })), open ? chartTable(id) : null));
}

function choice(name, options, chosen) {
  return h("div", { class: "choice", role: "group", "aria-label": name }, h("span", { "aria-hidden": "true" }, name), options.map(([action, value, label, extra]) =>
    h("button", { id: `${action}-${value}`, type: "button", "data-action": action, "data-value": value, "aria-pressed": String(chosen(value)) }, extra, label)));
}

const swatch = (slot, dashed = false) => s("svg", { class: "swatch", width: 26, height: 10, viewBox: "0 0 26 10", "aria-hidden": "true" }, s("path", { class: `line c${slot % 8}${dashed ? " dashed" : ""}`, d: "M1 5H25" }));

// Sections ------------------------------------------------------------------------------------------------------------

function head() {
  const { data } = view;
  return [
    h("h1", {}, data.title),
    liveBanner(data.live),
    data.protocol[view.language] ? h("p", { class: "protocol" }, data.protocol[view.language]) : null,
    choice(words().language, [["language", "en", h("span", { lang: "en" }, "English")], ["language", "ko", h("span", { lang: "ko" }, "한국어")]], (value) => value === view.language),
  ];
}

function contents(sections) {
  const there = sections.filter((part) => part !== null);
  return h("nav", { id: "contents", "aria-label": words().contents }, h("ul", {}, there.map((part) => h("li", {}, h("a", { href: `#${part.id}` }, part.querySelector("h2").textContent)))));
}

function results() {
  const list = (notes) => (notes.length ? h("ul", { class: "notes" }, notes.map((note) => h("li", {}, note))) : null);
  return section("results", words().results, view.data.results[view.language].map(({ caption, columns: titles, rows, notes }, index) =>
    [table(caption, titles, rows, { unseen: index === 0 }), list(notes)]));
}

function explanation() {
  const claims = view.data.claims[view.language], sentences = view.data.explanation[view.language];
  if (!claims.length && !sentences.length) return null;
  return section("explanation", words().explanation, claims.map(({ caption, columns, rows }) => table(caption, columns, rows, { kind: "claims" })), sentences.map((sentence) => h("p", {}, sentence)));
}

function curves() {
  const { data } = view, runs = data.runs.filter((run) => run.epochs.epoch.length);
  if (!runs.length) return null;
  const shown = runs.filter((run) => !view.hidden.has(run.name));
  const parts = [["validation", "val_accuracy", false], ["training", "train_accuracy", true]].filter(([part]) => !view.hidden.has(`part ${part}`));
  const line = (run, key, dashed, name) => ({ name, slot: run.slot, dashed, xs: run.epochs.epoch, ys: run.epochs[key], mark: key === "val_accuracy" ? run.best_epoch : null });
  const w = words(), width = columnWidth(560, 2);
  const toggles = [
    ...runs.map((run) => ["toggle", run.name, run.name, swatch(run.slot)]),
    ...[["validation", false], ["training", true]].map(([part, dashed]) => ["toggle", `part ${part}`, w[`${part}_part`], swatch(7, dashed)]),
  ];
  const accuracy = lineChart({
    id: "accuracy", title: w.accuracy_chart, xLabel: w.epoch, yLabel: w.accuracy, width, share: true, describedBy: "chart-help",
    series: shown.flatMap((run) => parts.map(([part, key, dashed]) => line(run, key, dashed, `${run.name}, ${w[`${part}_part`]}`))),
  });
  const loss = lineChart({ id: "loss", title: w.loss_chart, xLabel: w.epoch, yLabel: w.loss, width, describedBy: "chart-help", series: shown.map((run) => line(run, "loss", true, run.name)) });
  return section("curves", w.curves, choice(w.series, toggles, (value) => !view.hidden.has(value)), h("p", { id: "chart-help", class: "help" }, w.chart_help),
    grid(560, [figure(accuracy, "accuracy", w.accuracy_chart), figure(loss, "loss", w.loss_chart)]));
}

function insight(id, measures) {
  const { data } = view, runs = data.runs.filter((run) => run.insight && !view.hidden.has(run.name)), w = words();
  if (!data.runs.some((run) => run.insight)) return null;
  const measure = view.measures[id], log = id === "gradients";
  const seriesOf = (run) => run.insight.layers.map((layer, number) => ({ name: layer, labelled: layer, slot: number + LAYERS, xs: run.insight.epochs, ys: run.insight.measures[measure][number] })).filter((line) => line.ys.some((value) => value !== null));
  const range = log ? extent(runs.flatMap(seriesOf), true) : [0, 1], width = columnWidth(360, Math.max(1, runs.length));
  const charted = runs.map((run) => {
    const title = `${w[measure]}: ${run.name}`, series = seriesOf(run);
    if (!series.length) return h("p", { class: "help" }, fill(w.no_measure, { title }));
    return figure(lineChart({ id: `${id}-${run.id}`, title, series, xLabel: w.epoch, yLabel: "", width, height: 240, log, share: !log, range }), `${id}-${run.id}`, title);
  });
  return section(id, w[id], choice(w.measure, measures.map((key) => ["measure", `${id} ${key}`, w[key]]), (value) => value === `${id} ${measure}`),
    grid(360, charted), log ? [ratio(runs), verdicts()] : null);
}

function ratio(runs) {
  const w = words();
  const series = runs.map((run) => ({ name: run.name, labelled: run.name, slot: run.slot, xs: run.insight.epochs, ys: run.insight.first_to_last }));
  return figure(lineChart({ id: "ratio", title: w.first_to_last, series, xLabel: w.epoch, yLabel: "", width: pageWidth(), height: 220, log: true }), "ratio", w.first_to_last);
}

function verdicts() {
  const w = words(), found = view.data.runs.flatMap((run) => (run.insight ? run.insight.verdicts.map((verdict) => [run, verdict]) : []));
  const rows = found.map(([run, verdict]) => [run.name, w[`verdict_${verdict.name}`] || verdict.name, w[verdict.severity], verdict.layer || "–",
    verdict.epoch === verdict.until ? verdict.epoch : `${verdict.epoch}-${verdict.until}`, short(verdict.value), verdict.definition, verdict.source]);
  return [h("h3", {}, w.verdicts), found.length
    ? table(w.verdicts, [w.network, w.verdict, w.severity, w.layer, w.epochs, w.value, w.definition, w.source], rows, { unseen: true })
    : h("p", {}, w.no_verdicts)];
}

function search() {
  const { data } = view, w = words();
  if (!data.search || !data.search.trials.some((trial) => trial.accuracy !== null)) return null;
  const { importances } = data.search;
  return section("search", w.search, h("figure", {}, h("figcaption", {}, w.parallel), h("p", { class: "help" }, w.parallel_help),
    h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": w.parallel }, parallel({ id: "parallel", title: w.parallel, search: data.search, words: w, width: Math.max(pageWidth(), 110 * (data.search.axes.length + 1)) })),
    h("details", { id: "parallel-details", "data-chart": "parallel", open: view.open.has("parallel") }, h("summary", {}, fill(w.as_table, { title: w.trials })), view.open.has("parallel") ? trialTable() : null)),
  importances.length ? h("figure", {}, h("figcaption", {}, w.importance), h("p", { class: "help" }, w.importance_help), importanceChart({ title: w.importance, importances, words: w, width: Math.min(720, pageWidth()) }),
    h("details", { id: "importance-details", "data-chart": "importance", open: view.open.has("importance") }, h("summary", {}, fill(w.as_table, { title: w.importance })), view.open.has("importance") ? importanceTable() : null)) : null);
}

function trialRows() {
  return view.data.search.trials.map((trial) => [trial.number, ...trial.labels, trial.status, trial.epochs, trial.accuracy]);
}

function trialTable() {
  const w = words(), keys = view.data.search.axes.map((axis) => w[axis.key] || axis.key);
  const rows = trialRows().map((row) => [...row.slice(0, -3), w[row.at(-3)], row.at(-2), row.at(-1) === null ? "–" : row.at(-1).toFixed(4)]);
  return table(w.trials, [w.trial, ...keys, w.status, w.epochs, w.best_val_accuracy], rows, { unseen: true });
}

function importanceTable() {
  const w = words();
  const rows = view.data.search.importances.flatMap((entry) => entry.groups.map(([label, count, median, best], index) =>
    [index ? "" : w[entry.parameter] || entry.parameter, index ? "" : `${Math.round(100 * entry.share)} % (p ${entry.p_value < 1e-4 ? "< 0.0001" : `= ${entry.p_value.toFixed(4)}`})`, label, count, median.toFixed(4), best.toFixed(4)]));
  return table(w.importance, [w.parameter, w.explains, w.values, w.trials, w.median, w.best], rows, { unseen: true });
}

const detailed = () => view.data.runs.filter((run) => run.details);

function onlyFirst() {
  const { runs } = view.data, shown = detailed().length;
  return shown < runs.length ? h("p", { class: "help" }, fill(words().details_first, { shown, runs: runs.length })) : null;
}

function weights() {
  const w = words(), runs = detailed().filter((run) => run.details.weights);
  if (!runs.length) return null;
  const { count, units } = runs[0].details.weights;
  return section("weights", w.weights, h("p", { class: "help" }, fill(w.weights_help, { shown: count, units })), onlyFirst(), grid(300, runs.map((run) =>
    h("figure", {}, h("figcaption", {}, run.name), weightsPicture(`weights-${run.id}`, fill(w.weights_of, { shown: run.details.weights.count, name: run.name }), run.details.weights)))));
}

function confusion() {
  const w = words(), runs = detailed();
  if (!runs.length) return null;
  return section("confusion", w.confusion, h("p", { class: "help" }, w.confusion_help), onlyFirst(), grid(420, runs.map((run) => {
    const { classes, confused } = run.details;
    const pairs = confused.map(([label, predicted, count]) => fill(w.confused_pair, { true: classes[label], predicted: classes[predicted], count }));
    return h("div", {}, run.details.confusion ? confusionTable(fill(w.confusion_of, { name: run.name }), run, w) : h("p", {}, `${run.name}: ${fill(w.many_classes, { classes: classes.length })}`),
      pairs.length ? h("p", { class: "help" }, fill(w.confused, { pairs: pairs.join(", ") })) : null);
  })));
}

function worst() {
  const w = words(), runs = detailed();
  if (!runs.length) return null;
  return section("worst", w.worst, h("p", { class: "help" }, w.worst_help), view.data.images ? null : h("p", { class: "help" }, w.no_data_here), onlyFirst(), runs.map((run) =>
    h("div", { class: "kept" }, h("h3", {}, run.name), run.details.worst ? worstSamples(run, w, fill) : h("p", {}, fill(w.no_probabilities, { name: run.name })))));
}

function specification() {
  const w = words(), { runs, machines } = view.data;
  const keys = [...new Set(runs.flatMap((run) => run.specification.map(([key]) => key)))];
  const value = (run, key) => (run.specification.find(([name]) => name === key) || ["", "–"])[1];
  return section("specification", w.specification, runs.length ? table(w.specification, [w.parameter, ...runs.map((run) => run.name)], keys.map((key) => [w[key], ...runs.map((run) => value(run, key))]), { unseen: true }) : null,
    machines[view.language].length ? [h("h3", {}, w.machines), machines[view.language].map((sentence) => h("p", {}, sentence))] : null);
}

// Files ---------------------------------------------------------------------------------------------------------------

const FILES = {
  "history.csv": (data) => {
    const keys = data.runs.length ? Object.keys(data.runs[0].epochs) : [];
    return [["network", "seed", ...keys], ...data.runs.flatMap((run) => run.epochs.epoch.map((_, row) => [run.network, run.seed, ...keys.map((key) => run.epochs[key][row])]))];
  },
  "insight.csv": (data) => {
    const runs = data.runs.filter((run) => run.insight), keys = runs.length ? Object.keys(runs[0].insight.measures) : [];
    return [["network", "seed", "epoch", "layer", ...keys], ...runs.flatMap(({ network, seed, insight: told }) => told.epochs.flatMap((epoch, row) =>
      told.layers.map((layer, number) => [network, seed, epoch, layer, ...keys.map((key) => told.measures[key][number][row])])))];
  },
  "confusion.csv": (data) => [["network", "seed", "true", "predicted", "samples"], ...data.runs.filter((run) => run.details && run.details.confusion).flatMap(({ network, seed, details }) =>
    details.confusion.flatMap((row, label) => row.map((count, predicted) => [network, seed, details.classes[label], details.classes[predicted], count])))],
  "trials.csv": (data) => (data.search ? [["trial", ...data.search.axes.map((axis) => axis.key), "status", "epochs", "best_val_accuracy"], ...trialRows()] : [[]]),
};

function fileText(name) {
  return view.data.files[name] || csv(FILES[name](view.data));
}

function downloads() {
  const names = [...Object.keys(view.data.files), ...Object.keys(FILES).filter((name) => FILES[name](view.data).length > 1)];
  return section("downloads", words().downloads, h("p", { class: "choice" }, names.map((name) => h("button", { id: `download-${name}`, type: "button", "data-action": "download", "data-value": name }, name))));
}

// What the reader does ------------------------------------------------------------------------------------------------

const ACTIONS = {
  language: (value) => { view.language = value; },
  toggle: (value) => { if (!view.hidden.delete(value)) view.hidden.add(value); },
  measure: (value) => { const [id, measure] = value.split(" "); view.measures[id] = measure; },
  download: (value) => download(value, fileText(value)),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  if (!button) return;
  ACTIONS[button.dataset.action](button.dataset.value);
  draw();
});

document.addEventListener("toggle", (event) => {
  const id = event.target.dataset.chart;
  if (!id || event.target.open === view.open.has(id)) return;
  if (event.target.open) view.open.add(id);
  else view.open.delete(id);
  draw();
}, true);

function showCursor(svg, at, event = null) {
  const told = charts.get(svg.id).kind === "line" ? moveCursor(svg, at) : showTrial(svg, at);
  if (told === null) return;
  view.cursor = { id: svg.id, at: told.at };
  const tip = document.getElementById("tip");
  tip.replaceChildren(h("strong", {}, told.title), h("table", {}, told.rows.map((row) => h("tr", {},
    h("td", {}, row.slot === undefined ? null : swatch(row.slot, row.dashed), row.name), h("td", { class: "number" }, String(row.value))))));
  tip.hidden = false;
  const box = svg.getBoundingClientRect(), x = event ? event.clientX : box.left + told.left * box.width, y = event ? event.clientY : box.top + 12;
  tip.style.left = `${Math.max(4, x + 16 + tip.offsetWidth > window.innerWidth ? x - 16 - tip.offsetWidth : x + 16)}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 16, window.innerHeight - tip.offsetHeight - 4))}px`;
  if (document.activeElement === svg) document.getElementById("announce").textContent = `${told.title}: ${told.rows.map((row) => `${row.name} ${row.value}`).join("; ")}`;
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
window.addEventListener("resize", () => draw());
// Pictures are painted with the colours of the moment.
for (const query of ["(prefers-color-scheme: dark)", "print"]) window.matchMedia(query).addEventListener("change", () => draw());

render(JSON.parse(document.getElementById("data").textContent));
listen();
