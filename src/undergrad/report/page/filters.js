// What each filter of the first convolution makes of test samples: its feature map beside its own picture.

const STRIPS = 4; // rows of a table that are worth a heading of their own

function filters() {
  const w = words(), runs = detailed().filter((run) => run.details.filters);
  if (!runs.length) return null;
  const isKnown = (run) => !run.details.filters.own;
  return section("filters", w.filters, runs.some(isKnown) ? h("p", { class: "about" }, w.filters_help) : null, onlyFirst(), runs.map((run) => (isKnown(run) ? filtersOf(run) : filtersUnknown(run))));
}

const filtersUnknown = (run) => h("p", { class: "about" }, fill(words().filters_own, { name: run.name, classes: run.details.filters.own.join(", ") }));

/** The filters of a run, in as many tables beside each other as there is room for. */
function filtersOf(run) {
  const w = words(), { layers, units, numbers, rows, largest } = run.details.filters;
  const title = fill(w.filters_of, { name: run.name, layers: layers.join(", "), shown: numbers.length, units, samples: rows.length, worst: run.details.worst.length, largest: short(largest) });
  const count = Math.min(columns(NARROW), Math.ceil(numbers.length / STRIPS)), size = Math.ceil(numbers.length / count);
  const parts = Array.from({ length: Math.ceil(numbers.length / size) }, (_, part) => numbers.map((_, place) => place).slice(part * size, (part + 1) * size));
  return h("figure", { class: "filters" }, h("figcaption", {}, title), grid(NARROW, parts.map((places, part) => filterTable(run, title, places, part))));
}

/** A row for each of the filters at `places`, a column for each sample. */
function filterTable(run, title, places, part) {
  const w = words(), { numbers, rows, filters: own, maps } = run.details.filters, id = `filters-${run.id}`;
  const samples = rows.map((row) => run.details.worst.find((sample) => sample.row === row));
  return h("table", {}, h("caption", { class: "unseen" }, title),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, w.filter),
      samples.map((sample) => h("th", { scope: "col" }, samplePicture(`${id}-${part}-sample-${sample.row}`, sampleName(run, sample, w, fill), sample.image))))),
    h("tbody", {}, places.map((place) => h("tr", {},
      h("th", { scope: "row" }, signedPicture(`${id}-${numbers[place]}`, fill(w.filter_number, { number: numbers[place] }), own[place], 1)),
      maps[place].map((map, column) => h("td", {}, signedPicture(`${id}-${numbers[place]}-${rows[column]}`, fill(w.filter_map, { number: numbers[place], row: rows[column] }), map, 1)))))));
}
