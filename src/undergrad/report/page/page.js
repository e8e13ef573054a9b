// The page: `render(data)` draws it, and may be called again with newer data; what the reader has chosen stays.

const view = { data: null, language: "en", hidden: new Set(), measures: { gradients: "upstream_norm", activity: "derivative" }, open: new Set(), cursor: null };

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const words = () => view.data.words[view.language];
/** A value of the measure, as tables have it. */
const written = (value) => {
  const { digits, has_units: hasUnits } = view.data.measure;
  return hasUnits ? String(Number(value.toPrecision(digits))) : value.toFixed(digits);
};

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
  const sections = [results(), explanation(), curves(), calibration(), agreement(), worth(), tableColumns(), gradients(), activity(), search(), weights(), filters(), confusion(), worst(), specification(), downloads()];
  renew(document.getElementById("main"), h("main", {}, contents(sections), sections));
  document.querySelectorAll(".scroll").forEach(markMore);
  paint();
  followCursor();
}

// Layout --------------------------------------------------------------------------------------------------------------

const PAPER = 690; // pixels between the margins of A4 or letter
const printing = () => document.documentElement.hasAttribute("data-print");
const pageWidth = () => printing() ? PAPER : Math.min(1320, document.documentElement.clientWidth - (document.documentElement.clientWidth < 600 ? 24 : 48));
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

/** The epochs to which the curves of `runs` will go, as far as these are under way. */
const planned = (runs) => Math.max(0, ...runs.filter((run) => run.status === "running").map((run) => run.planned));

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
  const { live } = view.data;
  const list = (notes) => (notes.length ? h("ul", { class: "notes" }, notes.map((note) => h("li", {}, note))) : null);
  return section("results", words().results, live && live.unit === "trials" && live.done === 0 ? h("p", {}, words().no_trial_yet) : null,
    view.data.results[view.language].map(({ caption, columns: titles, rows, notes }, index) => [rows.length ? table(caption, titles, rows, { unseen: index === 0 }) : null, list(notes)]));
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
  const parts = [["validation", "val_measure", "val_loss", false], ["training", "train_measure", "data_loss", true]].filter(([part]) => !view.hidden.has(`part ${part}`));
  const line = (run, key, dashed, name) => ({ name, slot: run.slot, dashed, xs: run.epochs.epoch, ys: run.epochs[key], mark: key === "val_measure" ? run.best_epoch : null });
  const w = words(), width = columnWidth(560, 2);
  const toggles = [
    ...runs.map((run) => ["toggle", run.name, run.name, swatch(run.slot)]),
    ...[["validation", false], ["training", true]].map(([part, dashed]) => ["toggle", `part ${part}`, w[`${part}_part`], swatch(7, dashed)]),
  ];
  const chart = (id, title, yLabel, share, keyOf) => lineChart({
    id, title, xLabel: w.epoch, yLabel, width, share, until: planned(shown), describedBy: "chart-help",
    series: shown.flatMap((run) => parts.map(([part, measured, lost, dashed]) => line(run, keyOf(measured, lost), dashed, `${run.name}, ${w[`${part}_part`]}`))),
  });
  const measure = chart("measure", w.measure_chart, w.measured_as, data.measure.is_share, (measured) => measured);
  const loss = chart("loss", w.loss_chart, w.loss, false, (_, lost) => lost);
  return section("curves", w.curves, choice(w.series, toggles, (value) => !view.hidden.has(value)), h("p", { id: "chart-help", class: "help" }, w.chart_help),
    grid(560, [figure(measure, "measure", w.measure_chart), figure(loss, "loss", w.loss_chart)]));
}

function search() {
  const { data } = view, w = words();
  if (!data.search || !data.search.trials.some((trial) => trial.reached !== null)) return null;
  const { importances } = data.search;
  return section("search", w.search, h("figure", {}, h("figcaption", {}, w.parallel), h("p", { class: "help" }, w.parallel_help),
    h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": w.parallel }, parallel({ id: "parallel", title: w.parallel, search: data.search, measure: data.measure, words: w, width: Math.max(pageWidth(), 110 * (data.search.axes.length + 1)) })),
    h("details", { id: "parallel-details", "data-chart": "parallel", open: view.open.has("parallel") }, h("summary", {}, fill(w.as_table, { title: w.trials })), view.open.has("parallel") ? trialTable() : null)),
  importances.length ? h("figure", {}, h("figcaption", {}, w.importance), h("p", { class: "help" }, w.importance_help), importanceChart({ title: w.importance, importances, words: w, width: Math.min(720, pageWidth()) }),
    h("details", { id: "importance-details", "data-chart": "importance", open: view.open.has("importance") }, h("summary", {}, fill(w.as_table, { title: w.importance })), view.open.has("importance") ? importanceTable() : null)) : null);
}

function trialRows() {
  return view.data.search.trials.map((trial) => [trial.number, ...trial.labels, trial.status, trial.epochs, trial.reached]);
}

function trialTable() {
  const w = words(), keys = view.data.search.axes.map((axis) => w[axis.key] || axis.key);
  const rows = trialRows().map((row) => [...row.slice(0, -3), w[row.at(-3)], row.at(-2), row.at(-1) === null ? "–" : written(row.at(-1))]);
  return table(w.trials, [w.trial, ...keys, w.status, w.epochs, w.best_val_measure], rows, { unseen: true });
}

function importanceTable() {
  const w = words();
  const rows = view.data.search.importances.flatMap((entry) => entry.groups.map(([label, count, median, best], index) =>
    [index ? "" : w[entry.parameter] || entry.parameter, index ? "" : `${Math.round(100 * entry.share)} % (p ${entry.p_value < 1e-4 ? "< 0.0001" : `= ${entry.p_value.toFixed(4)}`})`, label, count, written(median), written(best)]));
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
  return section("weights", w.weights, h("p", { class: "about" }, w.weights_help), onlyFirst(), grid(300, runs.map((run) => {
    const { count: shown, units } = run.details.weights, title = fill(w.weights_of, { name: run.name, shown, units });
    return h("figure", {}, h("figcaption", {}, title), signedPicture(`weights-${run.id}`, title, run.details.weights, 8));
  })));
}

function confusion() {
  const w = words(), runs = detailed();
  if (!runs.length) return null;
  // All are tested on the same classes.
  const { classes, confusion: matrix } = runs[0].details;
  return section("confusion", w.confusion, h("p", { class: "about" }, matrix ? w.confusion_help : fill(w.many_classes, { classes: classes.length })), onlyFirst(), h("div", { class: "matrices" }, runs.map((run) => {
    const { confused } = run.details;
    const pairs = confused.map(([label, predicted, count]) => fill(w.confused_pair, { true: classes[label], predicted: classes[predicted], count }));
    return h("div", {}, matrix ? confusionTable(fill(w.confusion_of, { name: run.name }), run, w) : h("h3", {}, run.name),
      pairs.length ? h("p", { class: "about" }, fill(w.confused, { pairs: pairs.join(", ") })) : null,
      run.details.per_class ? perClass(run) : null);
  })));
}

/** Precision, recall and F of each class, folded away until it is asked for. */
function perClass(run) {
  const w = words(), id = `per-class-${run.id}`, open = view.open.has(id), caption = fill(w.per_class_of, { name: run.name });
  const share = (value) => (value === null ? "0/0" : value.toFixed(4));
  const rows = () => run.details.per_class.map(([precision, recall, f, samples], number) => [run.details.classes[number], ...[precision, recall, f].map(share), samples]);
  return h("details", { id: `${id}-details`, "data-chart": id, open }, h("summary", {}, caption),
    open ? table(caption, [w.class, w.precision, w.recall, w.f, w.samples], rows(), { unseen: true, id: `${id}-table-region` }) : null);
}

function worst() {
  const w = words(), runs = detailed();
  if (!runs.length) return null;
  return section("worst", w.worst, h("p", { class: "about" }, w.worst_help), view.data.images ? null : h("p", { class: "about" }, w.no_data_here), onlyFirst(), runs.map((run) =>
    h("div", { class: "kept" }, h("h3", {}, run.name), run.details.worst ? worstSamples(run, w, fill) : h("p", {}, fill(w.no_probabilities, { name: run.name })))));
}

function specification() {
  const w = words(), { runs, machines } = view.data;
  const rows = (run) => run.specification[view.language];
  const keys = [...new Set(runs.flatMap((run) => rows(run).map(([key]) => key)))];
  const value = (run, key) => (rows(run).find(([name]) => name === key) || ["", "–"])[1];
  const isShared = (key) => runs.every((run) => value(run, key) === value(runs[0], key));
  const shared = keys.filter(isShared), own = keys.filter((key) => !isShared(key));
  // With the fewer of both as columns, it fits a narrow window, and paper.
  const differences = runs.length <= own.length
    ? () => table(w.specification_own, [w.parameter, ...runs.map((run) => run.name)], own.map((key) => [w[key], ...runs.map((run) => value(run, key))]))
    : () => table(w.specification_own, [w.network, ...own.map((key) => w[key])], runs.map((run) => [run.name, ...own.map((key) => value(run, key))]));
  return section("specification", w.specification, own.length ? differences() : null,
    shared.length ? table(runs.length > 1 ? w.specification_shared : w.specification, [w.parameter, w.parameter_value], shared.map((key) => [w[key], value(runs[0], key)]), { unseen: runs.length === 1 }) : null,
    machines[view.language].length ? [h("h3", {}, w.machines), machines[view.language].map((sentence) => h("p", {}, sentence))] : null);
}

// Files ---------------------------------------------------------------------------------------------------------------

const FILES = {
  "history.csv": (data) => {
    const keys = data.runs.length ? Object.keys(data.runs[0].epochs) : [];
    return [["network", "seed", ...keys.map((key) => data.measure.columns[key])], ...data.runs.flatMap((run) => run.epochs.epoch.map((_, row) => [run.network, run.seed, ...keys.map((key) => run.epochs[key][row])]))];
  },
  "insight.csv": (data) => {
    const runs = recorded(), keys = runs.length ? Object.keys(runs[0].insight.measures) : [];
    // Columns for the tenths, from the lowest on.
    const bins = Array.from({ length: 10 }, (_, bin) => bin), binsOf = (counts) => bins.map((bin) => counts && counts[bin]);
    return [["network", "seed", "epoch", "layer", ...keys, ...bins.map((bin) => `derivative_histogram_${bin}`)], ...runs.flatMap(({ network, seed, insight: told }) => told.epochs.flatMap((epoch, row) =>
      told.layers.map((layer, number) => [network, seed, epoch, layer, ...keys.map((key) => told.measures[key][number][row]), ...binsOf(told.derivative_histogram[number][row])])))];
  },
  "confusion.csv": (data) => [["network", "seed", "true", "predicted", "samples"], ...data.runs.filter((run) => run.details && run.details.confusion).flatMap(({ network, seed, details }) =>
    details.confusion.flatMap((row, label) => row.map((count, predicted) => [network, seed, details.classes[label], details.classes[predicted], count])))],
  "classes.csv": (data) => [["network", "seed", "class", "precision", "recall", "f", "samples"], ...data.runs.filter((run) => run.details && run.details.per_class).flatMap(({ network, seed, details }) =>
    details.per_class.map((row, label) => [network, seed, details.classes[label], ...row]))],
  "calibration.csv": (data) => [["network", "seed", "probability", "right", "low", "high", "samples"], ...data.runs.filter((run) => run.calibration).flatMap(({ network, seed, calibration }) =>
    calibration.groups.map(({ probability, right, low, high, samples }) => [network, seed, probability, right, low, high, samples]))],
  "predicted.csv": (data) => [["network", "seed", "number", "true", "predicted"], ...data.runs.flatMap(({ network, seed, agreement }) => agreement.flatMap(({ name, dots }) => dots.map((dot) => [network, seed, name, ...dot])))],
  "trials.csv": (data) => (data.search ? [["trial", ...data.search.axes.map((axis) => axis.key), "status", "epochs", `best_val_${data.measure.name}`], ...trialRows()] : [[]]),
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

// Paper is drawn for before its pages are counted, and not again until it is done. Pictures are painted with the colours
// of the moment.
const redraw = () => { if (!printing()) draw(); };
window.addEventListener("resize", redraw);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
for (const [event, isPaper] of [["beforeprint", true], ["afterprint", false]]) window.addEventListener(event, () => {
  document.documentElement.toggleAttribute("data-print", isPaper);
  draw();
});

render(JSON.parse(document.getElementById("data").textContent));
listen();
