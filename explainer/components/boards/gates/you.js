// You are the gate: one memory cell, and for every saying you keep what it holds or write what is said.
const FULL = 10;                                       // tenths of the old that are kept: 10 keeps all, 0 writes

function youAreTheGate(board) {
  const { data, now } = board;
  const { items, truth, says, gru } = data.streams[now.stream];
  const n = Math.min(now.keep.length, items.length);
  const memory = yours(says, now.keep.slice(0, n));
  const over = n === items.length;
  const until = (values) => values.map((value, i) => (i < n ? value : null));
  const rows = [{ key: "keep", kind: "gate", name: board.say("your_gate"), values: items.map((_, i) => (i < n ? now.keep[i] / FULL : null)) },
    { key: "memory", kind: "memory", name: board.say("your_cell"), values: until(memory.slice(1)) },
    { key: "truth", kind: "truth", name: board.say("teacher_said"), values: over ? truth : items.map(() => null) },
    { key: "gru_gate", kind: "gate", name: board.say("gru_gate"), values: over ? gru.update_gate.slice(1) : items.map(() => null) },
    { key: "gru_memory", kind: "memory", name: board.say("gru_cell"), values: over ? gru.hidden.slice(1) : items.map(() => null) }];
  return [
    h("div", { key: "head", class: "row head-row" }, segmentsOf(board), h("span", { class: "gap" }), dialSwitch(board),
      pressable({ "data-undo": "", "aria-disabled": n ? null : "true", onclick: () => n && board.choose({ keep: now.keep.slice(0, n - 1) }) }, board.say("undo")),
      pressable({ "data-again": "", "aria-disabled": n ? null : "true", onclick: () => n && board.choose({ keep: [] }) }, board.say("again"))),
    h("div", { key: "play", class: "play" }, saidNow(board, items, n), cellNow(board, memory[n]), choosing(board, items, n)),
    line(toldOfYou(board, items, says, truth, memory, n)),
    film(board, { items, rows, at: over ? 0 : n + 1 }),
  ];
}

function yours(says, keep) {                           // memory after 0 … n sayings: kept · old + (1 − kept) · what is said
  const found = [0];
  keep.forEach((tenths, i) => found.push((tenths / FULL) * found[i] + (1 - tenths / FULL) * says[i]));
  return found;
}

function hits(truth, memory) {                         // sayings after which the sign of the cell is what the teacher said last
  return truth.filter((right, i) => right !== 0 && Math.sign(memory[i + 1]) === right).length;
}

function segmentsOf(board) {
  return h("div", { class: "segments", role: "group", "aria-label": board.say("streams") }, board.data.streams.map((_, i) =>
    h("button", { type: "button", "data-option": i, "aria-pressed": String(board.now.stream === i), onclick: () => board.choose({ stream: i, keep: [], n: 0 }) }, board.say("stream_n", { n: i + 1 }))));
}

function dialSwitch(board) {
  return pressable({ "data-dial": "", "aria-pressed": String(board.now.dial === 1), onclick: () => board.choose({ dial: 1 - board.now.dial }) }, board.say("dial"));
}

function saidNow(board, items, n) {                      // what is said now
  const over = n === items.length;
  const [who, what] = over ? ["", board.say("all_said")] : board.say("big_" + items[n]).split(" | ");
  return h("div", { class: "heard", "data-counts": String(!over && items[n].startsWith("teacher")) },
    h("span", { class: "quiet" }, over ? "\u00a0" : board.say("place", { n: n + 1, all: items.length })),
    h("span", { class: "who" }, who || "\u00a0"), h("span", { class: "what", "data-heard": over ? "" : items[n] }, what));
}

function cellNow(board, value) {
  return h("div", { class: "own-cell" }, h("span", { class: "quiet" }, board.say("your_cell")),
    h("span", { class: "tile large", role: "img", "data-cell-now": value, "data-sign": signOf(value), "aria-label": `${board.say("your_cell")} ${signed(value, 2)}` }, h("span", { class: "tile-ink", style: `background-color:${tileLook(board.palette, value)}` })),
    h("span", { class: "cell-value", "aria-hidden": "true" }, board.say("holds_" + signOf(value)), " ", signed(value, 1)));
}

function choosing(board, items, n) {
  const { now } = board;
  const over = n === items.length;
  const decide = (tenths) => { if (!over) board.choose({ keep: [...now.keep.slice(0, n), tenths] }, n + 1 < items.length); };
  const press = (name, tenths, primary) => pressable({ key: name, "data-decide": name, class: "decide", "aria-disabled": over ? "true" : null, onclick: () => decide(tenths) },
    h("span", { class: "verb" }, board.say(name)), h("span", { class: "quiet" }, board.say(name + "_means")));
  if (now.dial === 0) {
    const arrows = (event) => { if (event.key === "ArrowLeft") decide(FULL); if (event.key === "ArrowRight") decide(0); };
    return h("div", { key: "two", class: "choosing", role: "group", "aria-label": board.say("choose"), onkeydown: arrows }, press("keep", FULL), press("write", 0));
  }
  const tenths = board.own.tenths === undefined ? FULL : board.own.tenths;
  return h("div", { key: "dial", class: "choosing with-dial", role: "group", "aria-label": board.say("choose") },
    h("label", { class: "slider" }, h("span", { class: "slider-label" }, board.say("share_kept")),
      h("input", { type: "range", min: 0, max: FULL, step: 1, value: String(tenths), "aria-label": board.say("share_kept"), "aria-valuetext": board.say("percent", { n: tenths * 10 }), "data-slider": "tenths",
        oninput: (event) => board.look({ tenths: Number(event.target.value) }) }),
      h("output", { class: "slider-value" }, board.say("percent", { n: tenths * 10 }))),
    pressable({ "data-decide": "set", class: "primary", "aria-disabled": over ? "true" : null, onclick: () => decide(tenths) }, board.say("set")));
}

function toldOfYou(board, items, says, truth, memory, n) {
  const { now, data } = board;
  const { gru } = data.streams[now.stream];
  if (n === 0) return board.say("told_start");
  const gaps = { value: signed(memory[n], 1), was: signed(memory[n - 1], 1), kept: board.say("percent", { n: now.keep[n - 1] * 10 }) };
  const same = gaps.was === gaps.value ? "_same" : "";
  if (n < items.length) return board.say(now.keep[n - 1] === FULL ? "told_kept" : `told_${now.keep[n - 1] === 0 ? "wrote" : "mixed"}${same}`, gaps);
  const asked = truth.filter((right) => right !== 0).length;
  const own = hits(truth, memory);
  const last = Math.sign(memory[n]) === truth[n - 1];
  return board.say(own === asked ? "told_all" : last ? "told_last" : "told_lost", { own, asked, gru: gru.hits });
}
