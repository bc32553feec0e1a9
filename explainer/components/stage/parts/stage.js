// The Stage itself: opened once, given new readings, and telling its host what the learner chose.
const LATE = 400;                                      // ms of rest after which the link holds the choices
const PATIENCE = 4000;                                 // ms of waiting for Python, after which the Stage says so
const ANSWERED = [1000, 3000, 6000];                   // ms after which a page that was asked for anew may have put its own link in place of ours
const REST = 5000;                                     // ms of rest after which Python knows of a step; nothing on the Stage waits for that

function openStage(root, data, hooks) {
  const stage = { root, data, hooks, view: firstView(data), timers: {}, moves: [], course: null, readings: 1, busy: false, pending: null, byPointer: false, narrow: false, room: 700, places: [], widths: new Map(), trees: new Map(), palette: null, spoken: null, heard: [], hurried: false, scrolled: 0, owed: null, links: [] };
  stage.say = (key, gaps) => fill(stage.data.say[key] === undefined ? key : stage.data.say[key], gaps);
  stage.letter = (letter) => (["formula", "code"].includes(stage.view.depth) ? h("i", { class: "letter-term" }, letter) : null);
  stage.pictureShown = () => stage.view.depth !== "story" && !stage.view.open;
  stage.graphShown = () => stage.pictureShown() && stage.view.depth !== "code";
  stage.insideShown = (lane) => stage.view.depth !== "story" || (lane.kind === "recurrent" && ["silence", "swap"].includes(stage.view.open));
  stage.change = (parts) => change(stage, parts);
  stage.ask = (choices, sentence) => ask(stage, choices, sentence);
  stage.focus = (selector) => { const node = root.querySelector(selector); if (node) node.focus({ preventScroll: true }); };
  stage.reveal = (selector) => reveal(stage, selector);
  const deaf = listen(stage);
  const unheard = turnsAway(stage);
  const watch = new ResizeObserver(() => { if (measure(stage)) draw(stage); });
  watch.observe(root);
  stage.tileWatch = new ResizeObserver(([{ contentRect: { width, height } }]) => {
    if (!width || (stage.tileRoom && stage.tileRoom.width === width && stage.tileRoom.height === height)) return;
    stage.tileRoom = { width, height };
    if (!stage.course) drawTiles(stage, memoryLane(stage.data));
  });
  stage.palette = readPalette(root);
  draw(stage);
  if (measure(stage)) draw(stage);
  keepHoleInSight(stage);
  const once = () => retell(stage);
  window.addEventListener("asked", once);
  stage.close = () => { deaf(); window.removeEventListener("asked", once); stage.links.forEach(clearTimeout); unheard(); watch.disconnect(); stage.tileWatch.disconnect(); settle(stage); Object.values(stage.timers).forEach(clearTimeout); };
  return stage;
}

function updateStage(stage, data) {                    // a new reading (or only a new theme) from the host
  stage.palette = readPalette(stage.root);
  stage.widths.clear();                                // another language or another font
  if (data) receive(stage, data);
  else writeLink(stage);
  draw(stage);
  if (measure(stage)) draw(stage);
  if (data) keepHoleInSight(stage);
}

function receive(stage, data) {
  const old = stage.data;
  const bars = barsNow(stage);
  const sentence = data.sentence.text !== old.sentence.text;
  const donor = (data.choices.donor || null) !== (old.choices.donor || null);
  settle(stage);
  const ghost = donor && !sentence ? copyOf(stage.root.querySelector(".tile-canvas")) : null;
  stage.view = viewAfter(stage.view, old, data);
  stage.data = data;
  stage.typed = undefined;
  stage.readings += 1;
  if (stage.pending && (sentence || data.problem || sameChoices(stage.pending, data.choices))) stage.pending = null;
  if (!stage.pending) Object.assign(stage.view, { covered: data.choices.covered, silenced: data.choices.silenced, donor: data.choices.donor });
  stage.busy = Boolean(stage.pending);
  draw(stage);
  if (!sentence) regrow(stage, bars);
  else if (data.lang === old.lang) turnTo(stage);
  if (ghost) changeBoxes(stage, ghost);
  writeLink(stage);
}

function turnTo(stage) {                               // a sentence has come: look at it, and let the keys step again
  if (stage.data.problem) return;                      // the learner is still writing
  stage.reveal(".sentence");
  if (stage.root.querySelector(".own-field:focus-within")) stage.focus(".back");
}

function change(stage, parts) {
  const was = stage.view;
  stage.view = { ...was, ...parts };
  draw(stage);
  const differs = (name) => stage.view[name] !== was[name];
  const more = ["guess", "depth", "reached", "open"].some(differs);
  if (more || differs("step") || (was.playing && !stage.view.playing)) later(stage, more);
}

function ask(stage, choices, sentence) {               // what only Python can compute is sent at once
  stage.view = { ...stage.view, ...choices, playing: false };
  const now = chosen(stage.view);
  const waits = sentence !== undefined ? sentence !== stage.data.sentence.text || stage.data.problem : !sameChoices(now, stage.data.choices);
  stage.pending = waits && stage.hooks.live ? now : null;
  stage.busy = Boolean(stage.pending);
  draw(stage);
  clearTimeout(stage.timers.late);
  clearTimeout(stage.timers.rest);
  stage.owed = null;                                   // what is sent now holds all of it
  clearTimeout(stage.timers.busy);
  if (stage.busy) stage.timers.busy = setTimeout(() => unanswered(stage), PATIENCE);
  writeLink(stage);
  stage.typed = sentence;                              // until it is answered
  stage.hooks.send(report(stage, sentence), { now: true });
}

function unanswered(stage) {
  stage.busy = false;
  stage.pending = null;
  draw(stage);
  window.dispatchEvent(new Event("unanswered"));
}

function retell(stage) {                               // the connection was lost, and a report with it: once more what is chosen, in the link too
  stage.links = ANSWERED.map((wait) => setTimeout(() => writeLink(stage), wait));
  if (stage.view.reached !== "start") stage.hooks.send(report(stage, stage.typed), { now: true });
}

function report(stage, sentence) {
  const { view, data } = stage;
  const text = sentence === undefined ? (isExample(data) ? "" : data.sentence.text) : sentence;
  return { sentence: text, ...chosen(view), step: view.step, guess: view.guess, depth: view.depth, reached: view.reached, lang: data.lang };
}

function later(stage, more) {                          // a class that steps together asks the server little; who turns to the page below is told of at once
  stage.owed = stage.owed || { soon: false };
  stage.owed.soon = stage.owed.soon || more;
  clearTimeout(stage.timers.late);
  clearTimeout(stage.timers.rest);
  stage.timers.late = setTimeout(() => {
    writeLink(stage);
    if (stage.view.playing || !stage.owed) return;
    if (stage.owed.soon) tell(stage);
    else stage.timers.rest = setTimeout(() => tell(stage), REST - LATE);
  }, LATE);
}

function tell(stage) {
  clearTimeout(stage.timers.rest);
  if (!stage.owed || stage.view.playing) return;
  stage.owed = null;
  stage.hooks.send(report(stage), { now: false });
}

function turnsAway(stage) {                            // the mouse, a finger or the keyboard goes elsewhere on the page
  const elsewhere = (event) => { if (!event.composedPath().includes(stage.root)) tell(stage); };
  const leaves = (event) => { if (event.pointerType === "mouse") tell(stage); };
  const unfocused = (event) => { if (event.relatedTarget && !stage.root.contains(event.relatedTarget)) tell(stage); };
  document.addEventListener("pointerdown", elsewhere, true);
  stage.root.addEventListener("pointerleave", leaves);
  stage.root.addEventListener("focusout", unfocused);
  return () => document.removeEventListener("pointerdown", elsewhere, true);
}
