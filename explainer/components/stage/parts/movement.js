// The order of events inside one step: one focus at a time, about 1.2 s. Only the looks move; the numbers are final at once.
const EASE = "cubic-bezier(.2,.7,.2,1)";

function still() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function begin(stage, from) {                          // before the new step is drawn: what waits for its turn keeps its old looks
  const { hidden } = memoryLane(stage.data).signals;
  const clock = stage.root.animate(null, { duration: DONE });
  stage.course = { clock, was: hidden[from], frame: 0, turns: [...TURNS], blend: null };
  mark(stage.root, "data-waits", WAITS);
  const look = () => {
    if (stage.course === null) return;
    stage.course.frame = requestAnimationFrame(look);
    advance(stage, Number(clock.currentTime));
  };
  stage.course.frame = requestAnimationFrame(look);
}

function lift(stage, from) {                           // the first turn: the chip, the word in both holes, then both cards
  const { view, places } = stage;
  const slide = places[from] && places[view.step] ? places[from].x - places[view.step].x : 0;
  each(stage, ".chip.now", [{ transform: "translateY(6px)" }, { transform: "none" }], 0, 180);
  each(stage, ".window", [{ transform: "translateY(-10px)", opacity: 0 }, { transform: "none", opacity: 1 }], 0, 200);
  each(stage, ".card", [{ transform: `translateX(${slide}px)` }, { transform: "none" }], 140, 220);
}

function advance(stage, time) {
  const { course } = stage;
  while (course.turns.length && course.turns[0].at <= time) {
    const { waits, act } = course.turns.shift();
    mark(stage.root, "data-waits", waits);
    act(stage);
  }
  if (course.blend) drawTiles(stage, memoryLane(stage.data), course.blend(time));
  if (course.clock.playState === "finished") settle(stage);
}

const DONE = 1200;
const WAITS = "a b answer words";
const TURNS = [                                        // when, what still waits then, what moves
  { at: 320, waits: "b answer words", act: (stage) => {
    each(stage, ".lane-a :is(.lane-mid, .lane-right)", UNDIM, 0, 120);
    each(stage, ".count-box", [{ backgroundColor: "var(--focus)" }, { backgroundColor: "transparent" }], 20, 420);
    each(stage, ".lane-a .bar-ink", GROW, 20, 240);
    each(stage, ".lane-a .bar-was", [{ transform: "translateY(-26px)", opacity: 0 }, { transform: "none", opacity: 1 }], 240, 320);
  } },
  { at: 560, waits: "answer words", act: (stage) => {
    each(stage, ".lane-b :is(.graph, .film, .lane-mid)", UNDIM, 0, 120);
    each(stage, ".graph-cell.now :is(.in, .along), .loop", [{ opacity: 0.2 }, { opacity: 1 }], 20, 180);
    stage.course.blend = turning(stage.course.was, 640);
  } },
  { at: 860, waits: "words", act: (stage) => {
    each(stage, ".lane-b .lane-right", UNDIM, 0, 120);
    each(stage, ".lane-b .bar-ink", GROW, 20, 240);
  } },
  { at: 1020, waits: "", act: (stage) => {
    drawFilm(stage, memoryLane(stage.data), stage.view.step);
    each(stage, ".narration", [{ opacity: 0, transform: "translateY(4px)" }, { opacity: 1, transform: "none" }], 0, 180);
  } },
];
const UNDIM = [{ opacity: 0.4 }, { opacity: 1 }];
const GROW = [{ transform: "scaleX(0)" }, { transform: "scaleX(1)" }];

function each(stage, selector, frames, delay, duration) {
  for (const node of stage.root.querySelectorAll(selector)) stage.moves.push(node.animate(frames, { delay, duration, easing: EASE, fill: "backwards" }));
}

function turning(was, start) {                         // tiles turn from their old colour to the new one, from left to right
  return (time) => Object.assign((across) => smooth(clamp((time - start - across * 24) / 160, 0, 1)), { was });
}

function smooth(share) {
  return share * share * (3 - 2 * share);
}

function settle(stage) {                               // jump to the end of whatever still moves
  const { course } = stage;
  const running = stage.moves.filter((move) => move.playState === "running");
  running.forEach((move) => move.finish());
  stage.moves = [];
  if (course) {
    stage.course = null;
    cancelAnimationFrame(course.frame);
    course.clock.cancel();
    mark(stage.root, "data-waits", "");
    drawMemory(stage);
  }
  return running.length > 0 || Boolean(course && course.turns.length);
}

function unfold(stage) {
  if (still()) return;
  [...stage.root.querySelectorAll(".lane")].forEach((lane, i) =>
    lane.animate([{ opacity: 0, transform: "translateY(12px)" }, { opacity: 1, transform: "none" }], { delay: 120 * i, duration: 320, easing: EASE, fill: "backwards" }));
}

function regrow(stage, old) {                          // a new reading of the same step: bars go from where they were to where they are
  if (still()) return;
  for (const bar of stage.root.querySelectorAll("[data-bar]")) {
    const lane = bar.closest("[data-lane]").dataset.lane;
    const p = Number(bar.dataset.p);
    const was = (old[lane] || {})[bar.dataset.bar] || 0;
    if (p > 0 && Math.abs(was - p) > 0.002) stage.moves.push(bar.querySelector(".bar-ink").animate([{ transform: `scaleX(${was / p})` }, GROW[1]], { duration: 260, easing: EASE, fill: "backwards" }));
  }
}

function barsNow(stage) {
  const found = {};
  for (const bar of stage.root.querySelectorAll("[data-bar]")) {
    const lane = bar.closest("[data-lane]").dataset.lane;
    (found[lane] = found[lane] || {})[bar.dataset.bar] = Number(bar.dataset.p);
  }
  return found;
}

function copyOf(canvas) {
  if (!canvas) return null;
  const copy = canvas.cloneNode();
  copy.getContext("2d").drawImage(canvas, 0, 0);
  return copy;
}

function changeBoxes(stage, ghost) {                   // 换记忆: the old box slides out, the donor's box slides in
  const box = stage.root.querySelector(".tile-canvas");
  if (!box || still()) return;
  ghost.className = "tile-canvas ghost";
  box.parentElement.append(ghost);
  const out = ghost.animate([{ transform: "none", opacity: 1 }, { transform: "translateX(-110%)", opacity: 0.2 }], { duration: 340, easing: EASE });
  out.onfinish = () => ghost.remove();
  stage.moves.push(out, box.animate([{ transform: "translateX(110%)", opacity: 0.2 }, { transform: "none", opacity: 1 }], { duration: 340, easing: EASE }));
}
