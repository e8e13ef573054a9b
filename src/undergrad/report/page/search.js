// A search: every trial as a line through its parameters, and what mattered.

function parallel({ id, title, search, measure, words, width }) {
  const axes = [...search.axes, { key: "best_val_measure", ...reachedAxis(search.trials) }];
  const height = 340, top = 46, bottom = height - 16, left = 60, right = 80;
  const place = (index) => left + ((width - left - right) * index) / Math.max(1, axes.length - 1);
  const heights = axes.map((axis) => {
    if (axis.categories) return (_, name) => (axis.categories.length < 2 ? (top + bottom) / 2 : bottom - ((bottom - top) * axis.categories.indexOf(name)) / (axis.categories.length - 1));
    return scale(axis.low, axis.high, bottom, top, axis.log);
  });
  const able = search.trials.filter((trial) => trial.reached !== null).sort((a, b) => (measure.higher_is_better ? 1 : -1) * (a.reached - b.reached));
  const lines = able.map((trial, order) => {
    const values = [...trial.values, trial.reached], labels = [...trial.labels, ""];
    const points = axes.map((axis, index) => [place(index), heights[index](values[index], labels[index])]);
    return { trial, points, level: Math.min(4, Math.floor((5 * order) / able.length)) };
  });
  charts.set(id, { kind: "parallel", title, lines, axes, words, width, height });
  const marks = (axis, index) => (axis.categories
    ? axis.categories.map((name) => [heights[index](null, name), name])
    : (axis.log ? [axis.low, Math.sqrt(axis.low * axis.high), axis.high] : [axis.low, (axis.low + axis.high) / 2, axis.high]).map((value) => [heights[index](value), short(value)]));
  return s("svg", { id, class: "chart", width, viewBox: `0 0 ${width} ${height}`, role: "img", tabindex: "0", "aria-label": title },
    lines.map(({ points, level, trial }) => s("polyline", { class: `trial s${level}${search.chosen.includes(trial.number) ? " chosen" : ""}`, points: points.map((point) => point.map((part) => part.toFixed(1)).join(",")).join(" ") })),
    axes.map((axis, index) => s("g", {},
      s("line", { class: "axis", x1: place(index), x2: place(index), y1: top, y2: bottom }),
      s("text", { class: "axis-name", x: place(index), y: index % 2 ? 14 : 30, "text-anchor": "middle" }, words[axis.key] || axis.key),
      marks(axis, index).map(([at, name]) => s("text", { class: "mark", x: place(index) + 5, y: at + 4 }, name)))),
    s("g", { class: "cursor" }));
}

function reachedAxis(trials) {
  const reached = trials.map((trial) => trial.reached).filter((value) => value !== null);
  return { low: Math.min(...reached), high: Math.max(...reached), log: false };
}

/** Bring trial number `order` (from the worst) to the front, and return what is to be told of it. */
function showTrial(svg, order) {
  const { lines, axes, words } = charts.get(svg.id);
  const { trial, points } = lines[Math.max(0, Math.min(lines.length - 1, order))];
  svg.querySelector(".cursor").replaceChildren(s("polyline", { class: "trial shown", points: points.map((point) => point.join(",")).join(" ") }));
  const rows = trial.labels.map((name, index) => ({ name: words[axes[index].key] || axes[index].key, value: name }));
  rows.push({ name: words.best_val_measure, value: written(trial.reached) }, { name: words.epochs, value: trial.epochs });
  return { at: order, title: `${words.trial} ${trial.number}, ${words[trial.status]}`, left: 0.5, rows };
}

/** The line nearest to a point of the chart. */
function nearestTrial({ lines }, x, y) {
  let near = 0, least = Infinity;
  lines.forEach(({ points }, order) => points.slice(1).forEach(([x2, y2], index) => {
    const [x1, y1] = points[index];
    if (x < x1 || x > x2) return;
    const away = Math.abs(y1 + ((y2 - y1) * (x - x1)) / (x2 - x1) - y);
    if (away < least) [near, least] = [order, away];
  }));
  return near;
}

function importanceChart({ title, importances, words, width }) {
  const left = 150, row = 28;
  const x = scale(0, 1, left, width - 60, false);
  return s("svg", { class: "chart bars", viewBox: `0 0 ${width} ${importances.length * row + 8}`, role: "img", "aria-label": title },
    importances.map((entry, index) => [
      s("text", { x: left - 8, y: index * row + 20, "text-anchor": "end" }, words[entry.parameter] || entry.parameter),
      s("rect", { class: entry.exceeds_chance ? "bar" : "bar doubtful", x: left, y: index * row + 6, width: Math.max(1, x(Math.max(0, entry.share)) - left), height: row - 10 }),
      s("text", { x: x(Math.max(0, entry.share)) + 6, y: index * row + 20 }, `${Math.round(100 * entry.share)} %`),
    ]));
}
