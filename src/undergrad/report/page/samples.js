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
    // A number of four bytes for each colour, whatever their order in it: a page of many maps has a million pixels.
    const palette = new Uint32Array(Uint8ClampedArray.from(Array.from({ length: 256 }, (_, value) => [...colour(value), 255]).flat()).buffer);
    for (let number = 0; number < images.count; number += 1) {
      const pixels = context.createImageData(images.width, images.height);
      new Uint32Array(pixels.data.buffer).set(Uint32Array.from(bytes.subarray(number * size, (number + 1) * size), (value) => palette[value]));
      context.putImageData(pixels, (number % columns) * (images.width + gap), Math.floor(number / columns) * (images.height + gap));
    }
  });
  return h("canvas", { id, class: "picture", role: "img", "aria-label": label, width: columns * (images.width + gap) - gap, height: rows * (images.height + gap) - gap });
}

function paint() {
  for (const canvas of document.querySelectorAll("canvas")) canvases.get(canvas.id)(canvas);
}

/** A picture of numbers of both signs, 0 as the byte 128. */
function signedPicture(id, label, images, columns) {
  const middle = colourOf("--weight-zero"), negative = colourOf("--weight-negative"), positive = colourOf("--weight-positive");
  return picture(id, label, images, columns, (value) => between(middle, value < 128 ? negative : positive, Math.abs(value - 128) / 127));
}

/** A picture of a sample: the more, the darker. */
const samplePicture = (id, label, image) => picture(id, label, image, 1, (value) => between([255, 255, 255], [0, 0, 0], value / 255));

/** What a picture of one of the most wrong samples says. */
function sampleName(run, sample, words, fill) {
  const { classes } = run.details;
  return fill(words.sample_image, { row: sample.row, label: classes[sample.label], predicted: classes[sample.probabilities[0][0]] });
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
  return h("ol", { class: "samples" }, worst.map((sample) => {
    return h("li", {},
      sample.image ? samplePicture(`worst-${run.id}-${sample.row}`, sampleName(run, sample, words, fill), sample.image) : null,
      h("p", { class: "sample-name" }, fill(words.sample, { row: sample.row })),
      h("ul", {}, sample.probabilities.map(([number, probability]) => h("li", { class: number === sample.label && "true" },
        h("span", {}, classes[number] + (number === sample.label ? ` (${words.true_class})` : "")), h("span", { class: "number" }, percent(probability))))));
  }));
}
