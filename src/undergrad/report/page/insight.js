// What happens inside networks while they learn: curves of layers, how their units spread, and verdicts.

const GRADIENTS = ["upstream_norm", "upstream_rms", "gradient_norm", "gradient_rms", "weight_norm", "update_ratio"];
const ACTIVITY = ["derivative", "derivative_histogram", "dead", "near_dead", "saturated", "dormant", "both_signs"];
const LAYERS = 3; // the first colour of layers, so that up to three networks and three layers share none
const NARROW = 330; // the least width of a chart of a network: two fit on paper

const recorded = () => view.data.runs.filter((run) => run.insight);
const wanted = () => recorded().filter((run) => !view.hidden.has(run.name));

/** Says of which runs nothing was recorded; of one without an epoch that is not known yet. */
function unrecorded() {
  const w = words(), without = view.data.runs.filter((run) => !run.insight && run.epochs.epoch.length);
  if (!without.length) return null;
  return h("p", {}, recorded().length ? fill(w.no_insight_of, { names: without.map((run) => run.name).join(", ") }) : w.no_insight);
}

function gradients() {
  const w = words(), missing = unrecorded();
  if (!recorded().length) return missing && section("gradients", w.gradients, missing);
  return section("gradients", w.gradients, missing, measures("gradients", GRADIENTS, curvesOfLayers), ratio(), verdicts());
}

function activity() {
  if (!recorded().length) return null;
  const charted = (id, measure) => (measure === "derivative_histogram" ? mapsOfUnits : curvesOfLayers)(id, measure);
  return section("activity", words().activity, measures("activity", ACTIVITY, charted));
}

/** The choice of a measure, what it is, and its charts. */
function measures(id, keys, charted) {
  const w = words(), measure = view.measures[id], items = charted(id, measure);
  return [choice(w.measure, keys.map((key) => ["measure", `${id} ${key}`, w[key]]), (value) => value === `${id} ${measure}`),
    h("p", { class: "about" }, w[`about_${measure}`]), grid(NARROW, items)];
}

/** A chart for each run, a curve for each layer. */
function curvesOfLayers(id, measure) {
  const w = words(), runs = wanted(), log = id === "gradients", width = columnWidth(NARROW, Math.max(1, runs.length));
  const seriesOf = (run) => run.insight.layers.map((layer, number) => ({ name: layer, labelled: layer, slot: number + LAYERS, xs: run.insight.epochs, ys: run.insight.measures[measure][number] })).filter((line) => line.ys.some((value) => value !== null));
  const range = log ? extent(runs.flatMap(seriesOf), true) : [0, 1];
  return runs.map((run) => {
    const title = `${w[measure]}: ${run.name}`, series = seriesOf(run);
    if (!series.length) return h("p", { class: "help" }, fill(w.no_measure, { title }));
    return figure(lineChart({ id: `${id}-${run.id}`, title, series, xLabel: w.epoch, yLabel: "", width, height: 240, log, share: !log, range, until: planned([run]) }), `${id}-${run.id}`, title);
  });
}

/** A map for each layer of each run: in what tenth of the derivative's range its units work. */
function mapsOfUnits(id, measure) {
  const w = words();
  const layers = wanted().flatMap((run) => run.insight.layers.map((layer, number) => ({ run, layer, number, counts: run.insight[measure][number] })).filter(({ counts }) => counts.some(Boolean)));
  if (!layers.length) return [h("p", { class: "help" }, fill(w.no_measure, { title: w[measure] }))];
  const width = columnWidth(NARROW, layers.length);
  return layers.map(({ run, layer, number, counts }) => {
    const title = `${w[measure]}: ${run.name}, ${layer}`, name = `${id}-${run.id}-${number}`;
    return figure(heatMap({ id: name, title, counts, xs: run.insight.epochs, xLabel: w.epoch, yLabel: w.of_maximum, width, until: planned([run]) }), name, title);
  });
}

function ratio() {
  const w = words(), runs = wanted();
  const series = runs.map((run) => ({ name: run.name, labelled: run.name, slot: run.slot, xs: run.insight.epochs, ys: run.insight.first_to_last }));
  return figure(lineChart({ id: "ratio", title: w.first_to_last, series, xLabel: w.epoch, yLabel: "", width: pageWidth(), height: 220, log: true, until: planned(runs) }), "ratio", w.first_to_last);
}

const condition = (verdict) => {
  const [measure, sign, bound] = verdict.definition.split(" ");
  return `${words()[measure] || measure} ${sign.replace(">=", "≥")} ${bound}`;
};
const verdictName = (verdict) => words()[`verdict_${verdict.name}`] || verdict.name;
const isWorse = (one, other) => one.value === null || (other.value !== null && (one.definition.includes("<") ? one.value < other.value : one.value > other.value));

/** The verdicts of all runs, those on several layers of a run as one. */
function verdictGroups() {
  const groups = new Map();
  for (const run of recorded()) for (const verdict of run.insight.verdicts) {
    const key = `${run.id} ${verdict.name} ${verdict.severity}`, group = groups.get(key);
    if (!group) groups.set(key, { run, worst: verdict, all: [verdict] });
    else {
      group.all.push(verdict);
      if (isWorse(verdict, group.worst)) group.worst = verdict;
    }
  }
  return [...groups.values()];
}

function verdicts() {
  const w = words(), groups = verdictGroups();
  if (!groups.length) return [h("h3", {}, w.verdicts), h("p", {}, w.no_verdicts)];
  const rows = groups.map(({ run, worst, all }) => {
    const first = Math.min(...all.map((verdict) => verdict.epoch)), last = Math.max(...all.map((verdict) => verdict.until));
    const beside = Object.entries(worst.numbers).map(([key, value]) => `${w[key] || key} ${short(value)}`);
    return [run.name, verdictName(worst), w[worst.severity], run.insight.layers.filter((layer) => all.some((verdict) => verdict.layer === layer)).join(", ") || "–", first === last ? first : `${first}-${last}`,
      worst.value === null ? w.not_finite : short(worst.value), all.length > 1 ? `${worst.worst_epoch} (${worst.layer})` : worst.worst_epoch, beside.join(", ") || "–"];
  });
  return [h("h3", {}, w.verdicts), table(w.verdicts, [w.network, w.verdict, w.severity, w.layer, w.epochs, w.worst_value, w.worst_epoch, w.numbers], rows, { unseen: true }),
    h("ul", { class: "notes" }, verdictNotes(groups.flatMap(({ all }) => all)))];
}

/** For each kind of verdict, where it is spoken and where its measure comes from. */
function verdictNotes(found) {
  const w = words();
  return [...new Set(found.map((verdict) => verdict.name))].map((name) => {
    const all = found.filter((verdict) => verdict.name === name);
    const conditions = [...new Set(all.map((verdict) => `${condition(verdict)} (${w[verdict.severity]})`))];
    return h("li", {}, fill(w.verdict_note, { verdict: verdictName(all[0]), conditions: conditions.join(", "), source: all[0].source }));
  });
}
