// The memory after this step: one tile per cell, told by colour and by texture, in a box that feeds itself.
function mostChanged(lane, step) {
  if (step === 0) return [];
  const now = lane.signals.hidden[step];
  const last = lane.signals.hidden[step - 1];
  return now.map((value, k) => [Math.abs(value - last[k]), k]).sort((a, b) => b[0] - a[0]).slice(0, 3).map(([size, k]) => k);
}

function tilesAcross(stage, lane) {
  return stage.narrow || lane.cells > 24 ? 8 : 6;
}

function tilesLarge(stage) {                           // on a phone the tiles stand small beside the bars until somebody wants to press them
  const { view, narrow } = stage;
  return !narrow || view.large || view.open === "silence" || ["formula", "code"].includes(view.depth);
}

function tileBox(stage, lane) {
  const { view } = stage;
  const large = tilesLarge(stage);
  const hidden = lane.signals.hidden[view.step];
  const rings = mostChanged(lane, view.step);
  const choosing = view.open === "silence";
  const read = view.pointed !== null ? view.pointed : choosing ? pickedCell(stage, lane) : view.cell;
  return h("div", { key: "memory", class: "memory" + (choosing ? " choosing" : "") },
    unchanged(stage, "loop-arrow", [stage.data, view.depth], () => loopArrow(stage, lane)),
    h("div", { class: "tile-window" },
      h("canvas", { class: "tile-canvas", "aria-hidden": "true", kept: true }),
      h("div", { class: "tiles" + (lane.cells > 48 ? " many" : ""), role: "group", "aria-label": stage.say("memory"), style: `--across:${tilesAcross(stage, lane)}`,
        ...unchanged(stage, "tiles", [], () => ({ onpointerleave: () => stage.change({ pointed: null }) })) },
        cellOrder(stage, lane).map((k, place) => tile(stage, lane, k, place, hidden[k], rings.includes(k), large))),
      large ? null : h("button", { key: "enlarge", type: "button", class: "enlarge", "aria-label": stage.say("enlarge"), onclick: () => { stage.change({ large: true }); stage.focus(".tile"); } })),
    h("p", { class: "tile-read", "data-cell-read": read }, read === null ? stage.say(large ? "tile_hint" : "enlarge") : tileWords(stage, read, hidden[read])),
    choosing ? muteButton(stage, lane) : unchanged(stage, "legend", [stage.data, stage.palette], () => legend(stage)));
}

function tileWords(stage, k, value) {
  return stage.view.silenced.includes(k) ? stage.say("tile_muted", { cell: k + 1 }) : stage.say("tile_value", { cell: k + 1, value: signed(value) });
}

function tile(stage, lane, k, place, value, ringed, large) {  // what is pressed, pointed at and heard; its colour is drawn beneath it
  const { view } = stage;
  const muted = view.silenced.includes(k);
  const stop = view.cell === null ? place === 0 : k === view.cell;
  const fixed = unchanged(stage, "hands" + k, [large], () => (large ? hands(stage, k) : { key: "tile" + k, role: "img", "data-cell": k }));
  return h(large ? "button" : "span", {
    ...fixed,
    "data-value": value, "data-sign": signOf(value), "data-changed": ringed ? "" : null, "data-muted": muted ? "" : null,
    class: "tile" + (muted ? " muted" : "") + ((view.open === "silence" ? pickedCell(stage, lane) : view.cell) === k ? " picked" : ""), tabindex: !large ? null : stop ? "0" : "-1",
    "aria-label": tileWords(stage, k, stage.heard[k]), "aria-pressed": view.open === "silence" ? String(muted) : null,
  });
}

function hands(stage, k) {                             // what of a tile stays, and what it answers to; made once
  return {
    key: "tile" + k, type: "button", "data-keys": "own", "data-cell": k,
    onpointerenter: (event) => event.pointerType === "mouse" && stage.change({ pointed: k }),
    onfocus: () => stage.change({ pointed: k }),
    onblur: () => stage.change({ pointed: null }),
    onclick: () => stage.change({ cell: stage.view.cell === k && stage.view.open !== "silence" ? null : k, pointed: null }),
    onkeydown: (event) => stage.byPointer || walkTiles(event),
  };
}

function walkTiles(event) {                            // arrow keys go from tile to tile, so Tab passes the box in one go
  const tiles = [...event.currentTarget.parentElement.children];
  const place = tiles.indexOf(event.currentTarget);
  const across = tiles.filter((tile) => tile.offsetTop === tiles[0].offsetTop).length;
  const move = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }[event.key];
  if (!move) return;
  event.preventDefault();
  tiles[clamp(place + move, 0, tiles.length - 1)].focus();
}

function loopArrow(stage, lane) {
  return [
    h("p", { key: "head", class: "mid-head" }, stage.say("memory"), h("span", { class: "quiet" }, stage.say("cells", { n: lane.cells }))),
    h("div", { key: "loop", class: "loop" },
      h("svg", { viewBox: "0 0 160 22", "aria-hidden": "true", preserveAspectRatio: "none" },
        h("path", { class: "loop-line", d: "M148 22 V10 Q148 3 140 3 H20 Q12 3 12 10 V19" }), h("path", { class: "loop-head", d: "M7 14 L12 21 L17 14" })),
      h("span", { class: "loop-word" }, stage.letter("W"), stage.say("past")))];
}

function legend(stage) {
  const sample = (value) => {
    return h("i", { class: "sample", "data-sign": signOf(value) }, h("span", { class: "tile-ink", style: `background-color:${tileLook(stage.palette, value)}` }));
  };
  return h("p", { class: "legend" },
    h("span", {}, sample(-0.9), stage.say("negative")), h("span", {}, sample(0), stage.say("zero")), h("span", {}, sample(0.9), stage.say("positive")),
    h("span", {}, h("i", { class: "sample ring" }), stage.say("changed_most")));
}
