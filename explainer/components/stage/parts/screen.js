// Everything that is on the screen now, drawn from the reading and the view.
const NARROW = 720;                                    // as in the style sheet: lanes stack

function draw(stage) {
  const { root, data, view } = stage;
  stage.places = columns(stage);
  if (!stage.hurried) stage.heard = memoryLane(data).signals.hidden[view.step];
  const marks = { step: view.step, steps: steps(data), guess: view.guess === null ? "" : view.guess, reading: stage.readings, depth: view.depth, open: view.open || "", playing: view.playing ? "yes" : "no", busy: stage.busy ? "yes" : "no" };
  for (const [name, value] of Object.entries(marks)) mark(root, `data-${name}`, value);
  mark(root, "lang", data.lang === "zh" ? "zh-CN" : data.lang);
  mark(root, "dir", data.dir || "ltr");
  paint(root, view.guess === null ? opening(stage) : board(stage));
  if (!stage.course) drawMemory(stage);
  for (const lines of root.querySelectorAll(".lines")) showMarked(lines);
}

function drawMemory(stage, step = stage.view.step) {   // what is painted rather than built; a movement paints it when its turn comes
  const lane = memoryLane(stage.data);
  drawTiles(stage, lane);
  drawFilm(stage, lane, step);
}

function showMarked(lines) {
  const marked = lines.querySelector(".marked");
  const name = marked && marked.textContent;
  if (!marked || lines.shown === name) return;
  lines.shown = name;                                  // once, then the reader may scroll
  lines.scrollTop = marked.offsetTop - lines.offsetTop - 2 * marked.offsetHeight;      // under the first line, which stays
}

function mark(root, name, value) {                     // written only where it differs: a new `lang` restyles everything below it
  if (root.getAttribute(name) !== String(value)) root.setAttribute(name, value);
}

function opening(stage) {
  return [topLine(stage), chipRow(stage), guessCard(stage)];
}

function board(stage) {
  const { data, view } = stage;
  return [topLine(stage), chipRow(stage), view.table ? tableView(stage) : lanes(stage),
    h("div", { key: "foot", class: "foot" }, narration(stage), controls(stage)),
    ownSentence(stage),
    h("p", { key: "facts", class: "facts quiet" }, data.facts),
    h("p", { key: "spoken", class: "spoken", "aria-live": "polite", "aria-atomic": "true" }, spoken(stage))].filter(Boolean);
}

function spoken(stage) {                               // silent while playing: the last words stay as they were
  const words = announcement(stage);
  if (words !== null) stage.spoken = words;
  return stage.spoken || "";
}

function measure(stage) {
  const time = stage.root.querySelector(".time");
  const room = time ? Math.floor(time.clientWidth) : stage.room;
  const narrow = stage.root.clientWidth <= NARROW;
  if (room === stage.room && narrow === stage.narrow) return false;
  Object.assign(stage, { room, narrow });
  return true;
}

function reveal(stage, selector) {                     // scrolls only what cannot be seen
  const node = stage.root.querySelector(selector);
  const foot = stage.root.querySelector(".foot");
  if (!node) return;
  const { top, bottom } = node.getBoundingClientRect();
  const end = foot ? Math.min(window.innerHeight, foot.getBoundingClientRect().top) : window.innerHeight;
  if (top < 0 || Math.min(bottom, top + 80) > end) node.scrollIntoView({ block: "start", behavior: still() ? "auto" : "smooth" });
}
