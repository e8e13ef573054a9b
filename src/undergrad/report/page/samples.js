// Pictures: the first layer's weights, and test samples.

const canvases = new Map(); // by id: how it is painted

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function colourOf(name) {
  const [, red, green, blue] = /#(..)(..)(..)/.exec(getComputedStyle(document.documentElement).getPropertyValue(name));
  return [red, green, blue].map((part) => parseInt(part, 16));
}

const between = (a, b, share) => a.map((part, index) => part + (b[index] - part) * share);

/** Images {count, height, width, bytes} on one canvas, `columns` beside each other; `colour` of a byte. */
function picture(id, label, images, columns, colour) {
  const rows = Math.ceil(images.count / columns), gap = images.count > 1 ? 1 : 0;
  canvases.set(id, (canvas) => {
    const context = canvas.getContext("2d"), bytes = bytesOf(images.bytes), size = images.height * images.width;
    context.clearRect(0, 0, canvas.width, canvas.height);
    const palette = Array.from({ length: 256 }, (_, value) => colour(value));
    for (let number = 0; number < images.count; number += 1) {
      const pixels = context.createImageData(images.width, images.height);
      for (let place = 0; place < size; place += 1) pixels.data.set([...palette[bytes[number * size + place]], 255], 4 * place);
      context.putImageData(pixels, (number % columns) * (images.width + gap), Math.floor(number / columns) * (images.height + gap));
    }
  });
  return h("canvas", { id, class: "picture", role: "img", "aria-label": label, width: columns * (images.width + gap) - gap, height: rows * (images.height + gap) - gap });
}

function paint() {
  for (const canvas of document.querySelectorAll("canvas")) canvases.get(canvas.id)(canvas);
}

function weightsPicture(id, label, weights) {
  const middle = colourOf("--weight-zero"), negative = colourOf("--weight-negative"), positive = colourOf("--weight-positive");
  return picture(id, label, weights, 8, (value) => between(middle, value < 128 ? negative : positive, Math.abs(value - 128) / 127));
}

function confusionTable(caption, run, words) {
  const { classes, confusion } = run.details;
  const totals = confusion.map((row) => Math.max(1, row.reduce((sum, count) => sum + count, 0)));
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    h("table", { class: classes.some((name) => name.length > 3) ? "confusion upright" : "confusion" },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "corner" }, `${words.true_class} \\ ${words.predicted_class}`), classes.map((name) => h("th", { scope: "col" }, h("span", {}, name))))),
      h("tbody", {}, confusion.map((row, label) => h("tr", {}, h("th", { scope: "row" }, classes[label]),
        row.map((count, predicted) => h("td", { class: `h${level(count / totals[label])}${label === predicted ? " right" : ""}` }, String(count))))))));
}

function worstSamples(run, words, fill) {
  const { classes, worst } = run.details;
  const ink = [0, 0, 0], paper = [255, 255, 255];
  return h("ol", { class: "samples" }, worst.map((sample) => {
    const label = classes[sample.label], predicted = classes[sample.probabilities[0][0]];
    const told = fill(words.sample_image, { row: sample.row, label, predicted });
    return h("li", {},
      sample.image ? picture(`worst-${run.id}-${sample.row}`, told, sample.image, 1, (value) => between(paper, ink, value / 255)) : null,
      h("p", { class: "sample-name" }, fill(words.sample, { row: sample.row })),
      h("ul", {}, sample.probabilities.map(([number, probability]) => h("li", { class: number === sample.label && "true" },
        h("span", {}, classes[number] + (number === sample.label ? ` (${words.true_class})` : "")), h("span", { class: "number" }, percent(probability))))));
  }));
}
