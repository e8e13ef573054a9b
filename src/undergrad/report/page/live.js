// The page of a training that is under way: newer data come from the server that the page came from.

const link = { lost: false, waiting: null };

function clock(seconds) {
  const whole = Math.round(seconds), two = (part) => String(part % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${two(whole)}` : `${Math.floor(minutes / 60)}:${two(minutes)}:${two(whole)}`;
}

const how = (live) => (link.lost && live.how === "running" ? "lost" : live.how);

/** How far the training is; nothing on the page of one that was over before. */
function liveBanner(live) {
  if (!live) return null;
  const w = words(), told = [fill(w[`live_${live.unit}`], live)];
  if (live.seconds_left !== null && how(live) === "running") told.push(fill(w.live_left, { time: clock(live.seconds_left) }));
  if (live.best) told.push(fill(w.live_best, { ...live.best, value: written(live.best.value) }));
  return h("div", { id: "live", "data-how": how(live) }, h("strong", {}, w[`live_${how(live)}`]),
    h("progress", { max: Math.max(1, live.total), value: live.done, "aria-label": w.live_progress }), h("span", {}, told.join(" ")));
}

/** Draw newer data; nobody sees a hidden page, so it waits until it is looked at. */
function update(data) {
  const before = how(view.data.live);
  link.waiting = document.hidden && data.live.how === "running" ? data : null;
  if (link.waiting) return;
  render(data);
  if (how(data.live) !== before) document.getElementById("announce").textContent = words()[`live_${how(data.live)}`];
}

function listen() {
  if (!view.data.live || view.data.live.how !== "running" || !location.protocol.startsWith("http")) return;
  const stream = new EventSource("events");
  stream.addEventListener("state", (event) => {
    const data = { words: view.data.words, ...JSON.parse(event.data) };
    if (data.live.id !== view.data.live.id) { // another run has got this address
      stream.close();
      location.reload();
      return;
    }
    link.lost = false;
    update(data);
  });
  stream.addEventListener("end", () => stream.close());
  stream.addEventListener("error", () => { link.lost = true; update(link.waiting || view.data); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && link.waiting) update(link.waiting); });
}
