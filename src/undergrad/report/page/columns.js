// The columns of a table: what was done with each, and what each is worth to a network.

const LETTER = 7.2, WIDE_LETTER = 13; // pixels of a letter of a chart, and of one of an East Asian script
const lengthOf = (text) => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e7f ? WIDE_LETTER : LETTER), 0);

/** `text`, shortened in its middle to `room` pixels: names of columns often differ in their ends. */
function fitted(text, room) {
  if (lengthOf(text) <= room) return text;
  const letters = [...text];
  let end = "", begin = "";
  while (letters.length) {
    const fromEnd = end.length < begin.length, letter = fromEnd ? letters.pop() : letters.shift();
    if (lengthOf(begin + end + letter) + WIDE_LETTER > room) break;
    if (fromEnd) end = letter + end;
    else begin += letter;
  }
  return `${begin}…${end}`;
}

/** Bars [name, value, low, high] from 0, each with its interval; hollow where that reaches 0, or there is none. */
function barChart({ id, title, bars, xLabel, share, width }) {
  const row = 26, top = 4, bottom = top + bars.length * row;
  const left = Math.min(0.42 * width, 14 + Math.max(...bars.map(([name]) => lengthOf(name)))), right = width - 16;
  const ends = bars.flatMap(([, value, low, high]) => [value, low ?? value, high ?? value]);
  const low = Math.min(0, ...ends), high = Math.max(0, ...ends);
  const x = scale(low, high === low ? low + 1 : high, left, right, false);
  const marks = ticks(low, high === low ? low + 1 : high, Math.max(2, Math.min(6, (right - left) / 70)));
  return s("svg", { id, class: "chart bars", viewBox: `0 0 ${width} ${bottom + 42}`, role: "img", "aria-label": title },
    s("g", { class: "rules" }, marks.map((tick) => [
      s("line", { x1: x(tick), x2: x(tick), y1: top, y2: bottom }),
      s("text", { x: x(tick), y: bottom + 18, "text-anchor": "middle" }, share ? percentTick(tick) : short(tick)),
    ])),
    bars.map(([name, value, from, to], index) => {
      const middle = top + index * row + row / 2;
      return s("g", {}, s("title", {}, name),
        s("text", { x: left - 8, y: middle + 4, "text-anchor": "end" }, fitted(name, left - 12)),
        s("rect", { class: from !== null && from > 0 ? "bar" : "bar doubtful", x: x(Math.min(0, value)), y: middle - 8, width: Math.max(1, Math.abs(x(value) - x(0))), height: 16 }),
        from === null ? null : s("path", { class: "whisker", d: `M${x(from).toFixed(1)} ${middle - 4}v8m0 -4H${x(to).toFixed(1)}m0 -4v8` }));
    }),
    s("line", { class: "axis", x1: x(0), x2: x(0), y1: top, y2: bottom }),
    s("text", { class: "axis-name", x: (left + right) / 2, y: bottom + 37, "text-anchor": "middle" }, xLabel));
}

/** What each column is worth: a chart for each run. */
function worth() {
  const { data, language } = view, w = words();
  if (!data.worth) return null;
  const { about, runs } = data.worth, shown = runs.filter((run) => run.bars.length);
  const notes = runs.flatMap((run) => run.notes[language]);
  const width = columnWidth(480, Math.max(1, shown.length));
  return section("worth", w.worth, about[language] ? h("p", { class: "about" }, about[language]) : null,
    notes.length ? h("ul", { class: "notes" }, notes.map((note) => h("li", {}, note))) : null,
    grid(480, shown.map((run, index) => worthFigure(run, `worth-${index}`, width))));
}

function worthFigure(run, id, width) {
  const { data, language, open } = view, w = words(), title = fill(w.worth_of, { name: run.name });
  const told = (value) => (value === null ? "–" : data.measure.is_share ? percent(value) : written(value));
  const rows = () => run.bars.map(([name, fall, low, high]) => [name, told(fall), low === null ? "–" : `${told(low)} … ${told(high)}`]);
  return h("figure", { id: `${id}-figure` }, h("figcaption", {}, title),
    barChart({ id, title: `${title}: ${w.worth_fall}`, bars: run.bars, xLabel: w.worth_fall, share: data.measure.is_share, width }),
    run.others[language] ? h("p", { class: "about" }, run.others[language]) : null,
    h("details", { id: `${id}-details`, "data-chart": id, open: open.has(id) }, h("summary", {}, fill(w.as_table, { title })),
      open.has(id) ? table(title, [w.column, w.worth_fall, w.interval], rows(), { unseen: true, id: `${id}-table-region` }) : null));
}

/** The table of the columns, and what was done with each. */
function tableColumns() {
  const { data, language } = view;
  if (!data.columns) return null;
  const { caption, columns: titles, rows } = data.columns[language];
  return section("columns", words().columns, table(caption, titles, rows, { unseen: true }));
}
