// Whether numbers can be believed: calibration, predictions against the truth, residuals.

const DOT_LAYERS = 8; // dots of one layer cover each other, those of several show where there are many
const FEW_DOTS = 100; // as many are large, and each is seen by itself

/** From the least to the greatest of `values`, with a little room. */
function rangeOf(values) {
  const low = Math.min(...values), high = Math.max(...values), room = (high - low) * 0.04 || Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}

/** Dots [x, y] of colour `slot`; `bars` are [x, low, high]; `line` is [x1, y1, x2, y2], with what the dots are compared. */
function dotChart({ title, dots, bars = [], line, xRange, yRange, xLabel, yLabel, slot, width, height = 330, share = false, large = false }) {
  const tell = share ? percentTick : short, yTicks = ticks(...yRange, 6).map((tick) => [tick, tell(round(tick))]);
  const left = leftOf(yTicks.map(([, text]) => text), yLabel), right = width - 24; // room for half a tick's text
  const x = scale(...xRange, left, right, false), y = scale(...yRange, height - MARGIN.bottom, MARGIN.top, false);
  const place = (at, scaled) => scaled(at).toFixed(1);
  const layers = Array.from({ length: large ? 1 : DOT_LAYERS }, (_, layer) => dots.filter((__, index) => large || index % DOT_LAYERS === layer));
  return s("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title },
    axes({ x, y, xTicks: ticks(...xRange, Math.max(2, Math.min(6, (right - left) / 80))), yTicks, xLabel, yLabel, left, right, height, xText: (tick) => tell(round(tick)) }),
    s("line", { class: "compared", x1: place(line[0], x), y1: place(line[1], y), x2: place(line[2], x), y2: place(line[3], y) }),
    bars.length ? s("path", { class: `line c${slot % 8}`, d: bars.map(([at, low, high]) => `M${place(at, x)} ${place(low, y)}V${place(high, y)}`).join("") }) : null,
    layers.map((layer) => s("path", { class: `${large ? "dots large" : "dots"} c${slot % 8}`, d: layer.map(([at, value]) => `M${place(at, x)} ${place(value, y)}h0`).join("") })));
}

/** A tick without what adding up has left of a last digit. */
const round = (tick) => Number(tick.toPrecision(12));

/** A table, folded away until it is asked for. */
function folded(id, caption, titles, rows) {
  const open = view.open.has(id);
  return h("details", { id: `${id}-details`, "data-chart": id, open }, h("summary", {}, fill(words().as_table, { title: caption })),
    open ? table(caption, titles, rows, { unseen: true, id: `${id}-table-region` }) : null);
}

function calibration() {
  const w = words(), runs = view.data.runs.filter((run) => run.calibration);
  if (!runs.length) return null;
  const least = Math.min(...runs.flatMap((run) => run.calibration.groups.flatMap(({ probability, low }) => [probability, low])));
  const range = [Math.max(0, least - 0.02), 1], width = columnWidth(420, runs.length);
  return section("calibration", w.calibration, h("p", { class: "about" }, w.calibration_help), grid(420, runs.map((run) => {
    const { groups, said } = run.calibration, title = fill(w.calibration_of, { name: run.name });
    const chart = dotChart({
      title: `${title}. ${said[view.language]}`, slot: run.slot, width, share: true, large: true, xRange: range, yRange: range, xLabel: w.probability, yLabel: w.right,
      dots: groups.map(({ probability, right }) => [probability, right]), bars: groups.map(({ probability, low, high }) => [probability, low, high]), line: [range[0], range[0], 1, 1],
    });
    const rows = groups.map(({ probability, right, low, high, samples }, place) => [place + 1, percent(probability), percent(right), `${percent(low)} - ${percent(high)}`, samples]);
    return h("figure", {}, h("figcaption", {}, title), chart, h("p", { class: "about" }, said[view.language]), folded(`calibration-${run.id}`, title, [w.group, w.probability, w.right, w.interval, w.samples], rows));
  })));
}

function agreement() {
  const w = words(), runs = view.data.runs.filter((run) => run.agreement.length);
  if (!runs.length) return null;
  return section("agreement", w.agreement, h("p", { class: "about" }, w.agreement_help),
    runs.map((run) => h("div", { class: "kept" }, run.agreement.map((each, place) => agreementOf(run, each, `agreement-${run.id}-${place}`)))));
}

/** Both plots of a number, and its table by tenths of what was predicted. */
function agreementOf(run, { name, dots, groups, said }, id) {
  const w = words(), called = name ? `${run.name}, ${name}` : run.name, width = columnWidth(420, 2);
  const both = rangeOf(dots.flat()), across = rangeOf(dots.map(([, predicted]) => predicted)), residuals = dots.map(([label, predicted]) => [predicted, label - predicted]);
  const shown = (title, chart) => h("figure", {}, h("figcaption", {}, title), dotChart({ title: `${title}. ${said[view.language]}`, slot: run.slot, width, large: dots.length <= FEW_DOTS, ...chart }));
  return [
    grid(420, [
      shown(fill(w.predicted_of, { name: called }), { dots, line: [both[0], both[0], both[1], both[1]], xRange: both, yRange: both, xLabel: w.true_number, yLabel: w.predicted_number }),
      shown(fill(w.residuals_of, { name: called }), { dots: residuals, line: [across[0], 0, across[1], 0], xRange: across, yRange: rangeOf([0, ...residuals.map(([, residual]) => residual)]), xLabel: w.predicted_number, yLabel: w.residual }),
    ]),
    h("p", { class: "about" }, said[view.language]),
    folded(id, fill(w.tenths_of, { name: called }), [w.group, w.samples, w.predicted_mean, w.true_mean, w.residual_mean, w.residual_deviation], groups.map(([samples, ...numbers], place) => [place + 1, samples, ...numbers.map(short)])),
  ];
}
