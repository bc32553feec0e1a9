// The order of events inside one step: one focus at a time, about 1.2 s. Only the looks move; the numbers are final at once.
const EASE = "cubic-bezier(.2,.7,.2,1)";

function still() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function movesOf(stage, from) {
  const { root, view, places } = stage;
  const moves = [];
  const all = (selector) => [...root.querySelectorAll(selector)];
  const play = (node, frames, delay, duration) => node && moves.push(node.animate(frames, { delay, duration, easing: EASE, fill: "backwards" }));
  const slide = places[from] && places[view.step] ? places[from].x - places[view.step].x : 0;

  for (const node of all(".chip.now")) play(node, [{ transform: "translateY(6px)" }, { transform: "none" }], 0, 180);
  for (const node of all(".window")) play(node, [{ transform: "translateY(-10px)", opacity: 0 }, { transform: "none", opacity: 1 }], 0, 200);
  for (const node of all(".card, .hole")) play(node, [{ transform: `translateX(${slide}px)` }, { transform: "none" }], 140, 220);

  dim(all(".lane-a .lane-mid, .lane-a .lane-right"), 320, play);
  play(root.querySelector(".count-box"), [{ backgroundColor: "var(--focus)" }, { backgroundColor: "transparent" }], 340, 420);
  all(".lane-a .bar-ink").forEach((node) => play(node, grow(0), 360, 240));
  all(".lane-a .bar-was").forEach((node) => play(node, [{ transform: "translateY(-26px)", opacity: 0 }, { transform: "none", opacity: 1 }], 560, 320));

  dim(all(".lane-b .graph, .lane-b .film, .lane-b .lane-mid"), 560, play);
  for (const node of all(".graph-cell.now .wire.in, .wire.along.now")) play(node, [{ opacity: 0 }, { opacity: 1 }], 580, 180);
  play(root.querySelector(".loop"), [{ opacity: 0.2 }, { opacity: 1 }], 600, 200);
  recolour(stage, play);
  dim(all(".lane-b .lane-right"), 860, play);
  all(".lane-b .bar-ink").forEach((node) => play(node, grow(0), 880, 240));
  for (const node of all(".narration")) play(node, [{ opacity: 0, transform: "translateY(4px)" }, { opacity: 1, transform: "none" }], 1020, 180);
  return moves;
}

function grow(from) {
  return [{ transform: `scaleX(${from})` }, { transform: "scaleX(1)" }];
}

function dim(nodes, until, play) {
  for (const node of nodes) play(node, [{ opacity: 0.4 }, { opacity: 1 }], until, 120);
}

function recolour(stage, play) {                       // tiles turn from their old colour to the new one, from left to right
  const tiles = [...stage.root.querySelectorAll(".tile")];
  const across = new Map([...new Set(tiles.map((tile) => tile.offsetLeft))].sort((a, b) => a - b).map((x, i) => [x, i]));
  for (const tile of tiles) {
    const was = stage.oldTiles && stage.oldTiles[tile.dataset.cell];
    if (was === undefined) continue;
    const frames = [{ backgroundColor: tileLook(stage.palette, was) }, { backgroundColor: tile.firstChild.style.backgroundColor }];
    play(tile.firstChild, frames, 640 + across.get(tile.offsetLeft) * 24, 160);
    if (tile.classList.contains("ringed")) play(tile, [{ outlineColor: "transparent" }, { outlineColor: "currentColor" }], 840, 120);
  }
}

function settle(stage) {                               // jump to the end of whatever still moves
  const running = stage.moves.filter((move) => move.playState === "running");
  running.forEach((move) => move.finish());
  stage.moves = [];
  return running.length > 0;
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
    if (p > 0 && Math.abs(was - p) > 0.002) stage.moves.push(bar.querySelector(".bar-ink").animate(grow(was / p), { duration: 260, easing: EASE, fill: "backwards" }));
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

function changeBoxes(stage, ghost) {                   // 换记忆: the old box slides out, the donor's box slides in
  const box = stage.root.querySelector(".tiles");
  if (!ghost || !box || still()) return;
  ghost.className = "tiles ghost";
  ghost.setAttribute("aria-hidden", "true");
  ghost.inert = true;
  box.parentElement.append(ghost);
  const out = ghost.animate([{ transform: "none", opacity: 1 }, { transform: "translateX(-110%)", opacity: 0.2 }], { duration: 340, easing: EASE });
  out.onfinish = () => ghost.remove();
  stage.moves.push(out, box.animate([{ transform: "translateX(110%)", opacity: 0.2 }, { transform: "none", opacity: 1 }], { duration: 340, easing: EASE }));
}
