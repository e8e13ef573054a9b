// Line charts as SVG, with a cursor that tells the values at one place of the x axis.

const charts = new Map(); // by id: what the cursor needs to know
const MARGIN = { right: 14, top: 10, bottom: 40 };

/** About `count` round numbers from `low` to `high`. */
function ticks(low, high, count) {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at += 1) found.push(at * step);
  return found;
}

function decades(low, high) {
  const first = Math.floor(Math.log10(low)), last = Math.ceil(Math.log10(high));
  const step = Math.max(1, Math.ceil((last - first) / 6));
  const found = [];
  for (let power = first; power <= last; power += step) found.push(10 ** power);
  return found;
}

function short(value) {
  if (value === null || value === undefined) return "–";
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) return value.toExponential(2).replace("e+", "e");
  return String(Number(value.toPrecision(4)));
}

const percent = (value) => (value === null ? "–" : `${(100 * value).toFixed(2)} %`);
const percentTick = (value) => `${Number((100 * value).toPrecision(4))} %`;
const logTick = (value) => {
  const power = Math.round(Math.log10(value));
  return power >= -3 && power <= 3 ? String(Number(value.toPrecision(1))) : `1e${power}`;
};

/** A scale from [low, high] to [from, to]. */
function scale(low, high, from, to, log) {
  const at = log ? Math.log10 : (value) => value;
  const span = at(high) - at(low) || 1;
  return (value) => from + ((at(value) - at(low)) / span) * (to - from);
}

/** About as wide as `text` is in a chart, in pixels. */
const textWidth = (text) => 7 * text.length;

/** The scale of epochs from the first of `xs` to `until`, where more are to come, with its ticks; `room` beside each end. */
function epochScale(xs, until, left, right, room = 0) {
  const first = xs[0] ?? 1, last = Math.max(xs.at(-1) ?? 1, until);
  const beside = room || (first === last ? 1 : 0);
  return { x: scale(first - beside, last + beside, left, right, false), xTicks: ticks(first, last, Math.min(8, (right - left) / 50)).filter(Number.isInteger) };
}

/** What is left of the y axis: the ticks' texts, and the axis' name. */
const leftOf = (texts, name) => Math.max(36, 12 + Math.max(0, ...texts.map(textWidth)) + (name ? 20 : 0));

/** Both axes with their ticks and names; `yTicks` are pairs of a value and its text, and `xText` tells that of an x. */
function axes({ x, y, xTicks, yTicks, xLabel, yLabel, left, right, height, xText = String }) {
  const bottom = height - MARGIN.bottom;
  return [
    s("g", { class: "rules" }, yTicks.map(([tick, text]) => [
      s("line", { x1: left, x2: right, y1: y(tick), y2: y(tick) }),
      s("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, text),
    ]), xTicks.map((tick) => s("text", { x: x(tick), y: bottom + 18, "text-anchor": "middle" }, xText(tick)))),
    s("line", { class: "axis", x1: left, x2: right, y1: bottom, y2: bottom }),
    s("text", { class: "axis-name", x: (left + right) / 2, y: height - 4, "text-anchor": "middle" }, xLabel),
    yLabel ? s("text", { class: "axis-name", transform: `translate(13 ${height / 2 - 12}) rotate(-90)`, "text-anchor": "middle" }, yLabel) : null,
  ];
}

/**
 * A chart of `series`: {name, slot (its colour), dashed, xs, ys, mark (an x), labelled}. `range` fixes the y axis, so that
 * charts beside each other can be compared; the x axis goes on to `until`, where more is to come.
 */
function lineChart({ id, title, series, xLabel, yLabel, width, height = 300, log = false, share = false, range = null, until = 0, describedBy = null }) {
  const usable = (value) => value !== null && Number.isFinite(value) && (!log || value > 0);
  const [low, high] = range || extent(series, log);
  const xs = [...new Set(series.flatMap((line) => line.xs))].sort((a, b) => a - b);
  const rough = log ? decades(low, high) : ticks(low, high, height > 240 ? 6 : 4);
  const bottom = log ? Math.min(low, rough[0]) : low, top = log ? Math.max(high, rough.at(-1)) : high;
  const yTicks = rough.filter((tick) => tick >= bottom * 0.999 && tick <= top * 1.001 + 1e-12).map((tick) => [tick, log ? logTick(tick) : share ? percentTick(tick) : short(tick)]);
  const names = series.map((line) => line.labelled).filter(Boolean);
  const left = leftOf(yTicks.map(([, text]) => text), yLabel), right = width - Math.min(width / 3, Math.max(MARGIN.right, ...names.map((name) => 12 + textWidth(name))));
  const { x, xTicks } = epochScale(xs, until, left, right);
  const y = scale(bottom, top, height - MARGIN.bottom, MARGIN.top, log);
  charts.set(id, { kind: "line", title, series, xs, x, y, usable, tell: share ? percent : short, xLabel, top: MARGIN.top, bottom: height - MARGIN.bottom, width });
  const path = (line) => {
    let begun = false;
    return line.xs.map((value, index) => {
      if (!usable(line.ys[index])) { begun = false; return ""; }
      const command = begun ? "L" : "M";
      begun = true;
      return `${command}${x(value).toFixed(1)} ${y(line.ys[index]).toFixed(1)}`;
    }).join("");
  };
  return s("svg", { id, class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", tabindex: "0", "aria-label": title, "aria-describedby": describedBy },
    axes({ x, y, xTicks, yTicks, xLabel, yLabel, left, right, height }),
    series.map((line) => [
      s("path", { class: `line c${line.slot % 8}${line.dashed ? " dashed" : ""}`, d: path(line), "data-series": line.name }),
      line.xs.length === 1 && usable(line.ys[0]) ? s("circle", { class: `dot c${line.slot % 8}`, cx: x(line.xs[0]), cy: y(line.ys[0]), r: 3 }) : null,
      line.mark !== null && line.mark !== undefined && usable(line.ys[line.xs.indexOf(line.mark)])
        ? s("circle", { class: `ring c${line.slot % 8}`, cx: x(line.mark), cy: y(line.ys[line.xs.indexOf(line.mark)]), r: 5 }) : null,
    ]),
    endLabels(series.filter((line) => line.labelled), { x, y, usable, room: width - right, top: MARGIN.top, bottom: height - MARGIN.bottom }),
    s("g", { class: "cursor" }));
}

/** The smallest and the greatest value of all series, with a little room. */
function extent(series, log) {
  const values = series.flatMap((line) => line.ys).filter((value) => value !== null && Number.isFinite(value) && (!log || value > 0));
  if (!values.length) return log ? [0.1, 1] : [0, 1];
  const low = Math.min(...values), high = Math.max(...values);
  if (log) return low === high ? [low / 2, high * 2] : [low, high];
  const room = (high - low) * 0.04 || Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high <= 1 && low >= 0 ? Math.min(1, high + room) : high + room];
}

/** Names at the ends of lines, moved apart where they would lie on each other, and shortened to `room` pixels. */
function endLabels(series, { x, y, usable, room, top, bottom }) {
  const letters = Math.floor((room - 5) / textWidth("m"));
  const fitting = (name) => (name.length > letters ? `${name.slice(0, Math.max(1, letters - 1))}…` : name);
  const ends = series.map((line) => ({ line, last: line.ys.findLastIndex(usable) })).filter(({ last }) => last >= 0);
  ends.forEach((end) => { end.place = y(end.line.ys[end.last]); });
  ends.sort((a, b) => a.place - b.place);
  ends.forEach((end, index) => { if (index) end.place = Math.max(end.place, ends[index - 1].place + 13); });
  const over = ends.length ? Math.max(0, ends.at(-1).place - bottom) : 0;
  return ends.map(({ line, last, place }) => s("text", { class: "end", x: x(line.xs[last]) + 5, y: Math.max(top + 4, place - over + 4) }, fitting(line.labelled)));
}

/** Show the cursor of a chart at the x value nearest to `wanted`, and return what is to be told there. */
function moveCursor(svg, wanted) {
  const chart = charts.get(svg.id);
  if (!chart.xs.length) return null;
  const at = chart.xs.reduce((near, value) => (Math.abs(value - wanted) < Math.abs(near - wanted) ? value : near));
  const rows = chart.series.map((line) => ({ line, value: line.ys[line.xs.indexOf(at)] ?? null })).filter(({ line }) => line.xs.includes(at));
  svg.querySelector(".cursor").replaceChildren(
    s("line", { x1: chart.x(at), x2: chart.x(at), y1: chart.top, y2: chart.bottom }),
    ...rows.filter(({ value }) => chart.usable(value)).map(({ line, value }) => s("circle", { class: `dot c${line.slot % 8}`, cx: chart.x(at), cy: chart.y(value), r: 3.5 })));
  return {
    at, title: `${chart.xLabel} ${at}`, left: chart.x(at) / chart.width,
    rows: rows.map(({ line, value }) => ({ name: line.name, slot: line.slot, dashed: line.dashed, value: chart.tell(value) })),
  };
}

/** The chart's values as a table. */
function chartTable(id) {
  const { title, series, xs, tell, xLabel } = charts.get(id);
  const value = (line, at) => { const index = line.xs.indexOf(at); return index < 0 ? "" : tell(line.ys[index]); };
  return table(title, [xLabel, ...series.map((line) => line.name)], xs.map((at) => [at, ...series.map((line) => value(line, at))]), { id: `${id}-table-region`, unseen: true });
}
