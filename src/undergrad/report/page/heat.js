// How many units lie in each tenth of a range, epoch by epoch, as a map: the deeper the colour, the more of them.

const LEVELS = 9;
/** The depth of a colour for a share of 1: 0 is none, and the root keeps small shares visible. */
const level = (share) => (share === 0 ? 0 : Math.max(1, Math.min(LEVELS, Math.ceil(LEVELS * Math.sqrt(share)))));

/** A map of `counts`, for each of the epochs `xs` one number a bin, from the lowest bin on; null where there are none. */
function heatMap({ id, title, counts, xs, xLabel, yLabel, width, height = 240, until = 0 }) {
  const bins = counts.find(Boolean).length, yTicks = [0, 0.5, 1].map((tick) => [tick, String(tick)]);
  const left = leftOf(yTicks.map(([, text]) => text), yLabel), right = width - MARGIN.right;
  const { x, xTicks } = epochScale(xs, until, left, right, 0.5), y = scale(0, 1, height - MARGIN.bottom, MARGIN.top, false);
  // The highest bin comes first, as it lies on top.
  const series = Array.from({ length: bins }, (_, place) => bins - 1 - place).map((bin) => ({ name: `${bin / bins}–${(bin + 1) / bins}`, xs, ys: counts.map((row) => row && row[bin]) }));
  charts.set(id, { kind: "line", title, series, xs, x, y, usable: () => false, tell: short, xLabel, top: MARGIN.top, bottom: height - MARGIN.bottom, width });
  return s("svg", { id, class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", tabindex: "0", "aria-label": title },
    levelPaths(counts, bins, xs, x, y), axes({ x, y, xTicks, yTicks, xLabel, yLabel, left, right, height }), s("g", { class: "cursor" }));
}

/** One path for each depth of colour; epochs beside each other of the same depth are one rectangle of it. */
function levelPaths(counts, bins, xs, x, y) {
  const levels = counts.map((row) => row && row.map((count) => level(count / row.reduce((sum, each) => sum + each, 0))));
  const paths = Array.from({ length: LEVELS + 1 }, () => "");
  for (let bin = 0; bin < bins; bin += 1) {
    const top = y((bin + 1) / bins).toFixed(1), bottom = y(bin / bins).toFixed(1);
    for (let index = 0, end; index < xs.length; index = end) {
      const depth = levels[index] ? levels[index][bin] : 0;
      for (end = index + 1; end < xs.length && levels[end] && levels[end][bin] === depth;) end += 1;
      if (depth) paths[depth] += `M${x(xs[index] - 0.5).toFixed(1)} ${bottom}V${top}H${x(xs[end - 1] + 0.5).toFixed(1)}V${bottom}Z`;
    }
  }
  return paths.map((d, depth) => (d ? s("path", { class: `h${depth}`, d }) : null));
}
