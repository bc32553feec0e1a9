// The two ways to draw one machine: rolled up, with its loop, or one copy for every word read.
const WIRES = ["U", "W", "V"];
const LAYERS = { input: ["x"], hidden: ["s"], output: ["o"] };
const GAP = 20;                                        // between two copies: room for an arrow
const CUT = "24 52 24";                                // a line of length 100 with a hole in its middle

// Everything is placed by two numbers: a along the steps, b across them (word, memory, answer). On a narrow screen steps go down.
function layout(board) {
  const { words, cells } = board.data;
  const room = board.width - ROLLED - 24;
  const pitch = Math.min(96, Math.floor((room - LEAD - 26) / words.length));
  const upright = board.narrow || pitch < 60;
  const down = upright ? 4 : 8;                        // tiles along a
  const size = upright ? 7 : clamp(Math.floor((pitch - GAP - 4) / 8), 4, 7);
  const box = { a: down * size + 4, b: Math.ceil(cells / down) * size + 4 };
  const first = upright ? 90 : 46;
  return { upright, down, size, box, pitch: upright ? box.a + GAP : pitch, lead: LEAD, word: upright ? 80 : 28, in: [first, first + 24], top: first + 26,
    low: first + 26 + box.b, out: [first + 28 + box.b, first + 48 + box.b], bars: first + 52 + box.b, across: upright ? clamp(board.width - 6, 320, 380) : first + box.b + (board.data.scene === "tags" ? 110 : 96) };
}
const ROLLED = 176;                                    // px for the rolled picture
const LEAD = 34;                                       // before the first copy: the empty start

function at(g, a, b) {
  return g.upright ? `${b} ${a}` : `${a} ${b}`;
}

function box(g, a, b, da, db) {                        // a rectangle by its least corner
  return g.upright ? { x: b, y: a, width: db, height: da } : { x: a, y: b, width: da, height: db };
}

function tip(g, a, b, along, back = 1) {               // the head of an arrow that ends here
  const [p, q] = along ? [[a - 7 * back, b - 5], [a - 7 * back, b + 5]] : [[a - 5, b - 7], [a + 5, b - 7]];
  return `M${at(g, ...p)} L${at(g, a, b)} L${at(g, ...q)} z`;
}

function mosaic(board, g, key, memory) {               // one tile per cell, stripes of paper over what is negative
  return kept(board, key, [memory, board.palette, g.size, g.upright], () => {
    const corner = (k) => (g.upright ? [(k % 12) * g.size, Math.floor(k / 12) * g.size] : [(k % 8) * g.size, Math.floor(k / 8) * g.size]);
    const square = (k) => { const [x, y] = corner(k); return `M${x} ${y}h${g.size - 0.8}v${g.size - 0.8}h${0.8 - g.size}z`; };
    const minus = memory.map((value, k) => [value, k]).filter(([value]) => signOf(value) === "minus").map(([, k]) => square(k)).join("");
    return h("g", { key: "mosaic", class: "mosaic" }, memory.map((value, k) => h("path", { d: square(k), fill: tileLook(board.palette, value) })),
      h("path", { key: "minus", class: "stripes", d: minus }));
  });
}

function kept(board, key, parts, make) {               // drawings that stay the same while their parts do
  return unchanged(board, key, parts, make);
}

function wire(board, g, kind, step, d, head) {
  const { now } = board;
  const cut = kind === "W" && board.data.scene === "cut" && now.cut;
  const touch = board.touch ? { onpointerenter: (event) => event.pointerType === "mouse" && board.look({ over: kind }), onpointerleave: () => board.look({ over: null }), onclick: () => board.touch(kind) } : {};
  return h("g", { key: kind, class: `wire ${kind}${lit(board, kind) ? " lit" : ""}${cut ? " cut" : ""}`, "data-wire": kind, "data-step": step, ...touch },
    h("path", { key: "hit", class: "hit", d }), h("path", { key: "ink", class: "ink", d, pathLength: cut ? 100 : null, "stroke-dasharray": cut ? CUT : null }), h("path", { key: "tip", class: "tip", d: head }));
}

function lit(board, thing) {                           // pointed at for a moment, or chosen
  const chosen = board.own.over || board.chosen;
  return chosen === thing || (LAYERS[chosen] || []).includes(thing);
}

function cell(board, g, { key, a, word, step, memory, bars, rolled }) {        // a: its middle
  const { now, data } = board;
  const from = a - g.box.a / 2;
  const index = rolled ? "" : subscript(step);
  const look = board.pick && !rolled ? { onclick: () => board.pick(step) } : {};
  const marked = !rolled && board.marks && board.marks.includes(step);
  const best = bars.slice(0, 3).map(([, p], i) => bar(g, a, i, p)).join("");
  const side = g.upright ? "start" : "middle";
  const write = (b, shift = 0) => (g.upright ? { x: b, y: a + 5 + shift } : { x: a, y: b + shift });
  return h("g", { key, class: "copy" + (marked ? " marked" : "") + (board.looked === step && !rolled ? " looked" : ""), "data-copy": rolled ? null : step, ...look },
    h("text", { key: "word", class: "word" + (lit(board, "x") ? " lit" : ""), ...write(g.word), "text-anchor": g.upright ? "end" : "middle" }, word),
    wire(board, g, "U", step, `M${at(g, a, g.in[0])} L${at(g, a, g.in[1] - 5)}`, tip(g, a, g.in[1], false)),
    h("rect", { key: "box", class: "cell-box" + (lit(board, "s") ? " lit" : ""), ...box(g, from, g.top, g.box.a, g.box.b), rx: 5 }),
    h("g", { key: "tiles", transform: `translate(${at(g, from + 2, g.top + 2)})` }, mosaic(board, g, key + rolled, memory)),
    wire(board, g, "V", step, `M${at(g, a, g.out[0])} L${at(g, a, g.out[1] - 5)}`, tip(g, a, g.out[1], false)),
    h("path", { key: "bars", class: "mini" + (lit(board, "o") ? " lit" : ""), d: best }),
    h("text", { key: "best", class: "guessed", ...(g.upright ? { x: g.bars + 58, y: a + 5 } : { x: a, y: g.bars + 34 }), "text-anchor": side }, bars.length ? bars[0][0] : ""),
    now.letters && data.scene === "tags" ? letters(board, g, a, index) : null);
}

function bar(g, a, i, p) {
  const width = g.upright ? 50 : g.box.a - 6;
  const [x, y] = g.upright ? [g.bars, a - 8 + 6 * i] : [a - width / 2, g.bars + 6 * i];
  const long = Math.max(1, width * p);
  return `M${x} ${y}h${long}v4h${-long}z`;
}

function subscript(n) {
  return [...String(n)].map((digit) => String.fromCharCode(0x2080 + Number(digit))).join("");
}

function letters(board, g, a, index) {                 // tags stand beside the thing they name
  const tag = (name, text, x, y) => h("text", { key: "tag" + name, class: `tag ${name}${lit(board, name) ? " lit" : ""}`, "data-tag": name, x, y, "text-anchor": "middle" }, text);
  const mid = (pair) => (pair[0] + pair[1]) / 2;
  const places = g.upright
    ? [["x", g.word - 8, a + 21], ["U", mid(g.in) - 2, a - 8], ["s", g.top + 10, a + g.box.a / 2 + 14], ["V", mid(g.out) - 2, a - 8], ["o", g.bars + 66, a + 21]]
    : [["x", a, 11], ["U", a + 13, mid(g.in) + 3], ["s", a - g.box.a / 2 + 9, g.low + 14], ["V", a + 13, mid(g.out) + 4], ["o", a, g.bars + 50]];
  return places.map(([name, x, y]) => tag(name, name + (WIRES.includes(name) ? "" : index), x, y));
}

function tagAlong(board, g, a) {                       // the letter of the arrow from memory to memory
  if (!board.now.letters || board.data.scene !== "tags") return null;
  const [x, y] = g.upright ? [g.top + g.box.b / 2 + 14, a + 4] : [a, g.top + g.box.b / 2 - 9];
  return h("text", { key: "tagW", class: "tag W" + (lit(board, "W") ? " lit" : ""), "data-tag": "W", x, y, "text-anchor": "middle" }, "W");
}

function bands(board, g, from, to) {                   // the three layers: one region each, in either picture
  if (board.data.scene !== "tags") return null;
  const rooms = { input: g.upright ? [0, g.word + 5] : [0, g.word + 9], hidden: [g.top - 6, g.low + (g.upright ? 6 : 17)], output: [g.bars - 5, g.across] };
  return Object.entries(rooms).map(([name, [low, high]]) => h("rect", { key: "band" + name, class: "band" + ((board.own.over || board.chosen) === name ? " lit" : ""), "data-part": name, ...box(g, from, low, to - from, high - low), rx: 9 }));
}

function rolledPicture(board, g, { step }) {
  const { data } = board;
  const { memory, bars } = machine(board);
  const a = g.upright ? g.box.a / 2 + 8 : 62;
  const edge = a + g.box.a / 2;
  const mid = g.top + g.box.b / 2;
  const reach = g.upright ? 30 : 52;
  const loop = `M${at(g, edge, mid - 8)} C${at(g, edge + reach, mid - 40)} ${at(g, edge + reach, mid + 40)} ${at(g, edge + 7, mid + 9)}`;
  const far = g.upright ? a + g.box.a / 2 + 34 : ROLLED;
  const size = box(g, 0, 0, far, g.across);
  return h("svg", { key: "rolled", class: "picture rolled", role: "img", "aria-label": board.say("rolled_label", { n: step }), width: size.width, height: size.height, viewBox: `0 0 ${size.width} ${size.height}` },
    stripes(), bands(board, g, 2, far - 2),
    cell(board, g, { key: "one", a, step, word: step ? data.words[step - 1] : board.say("any_word"), memory: memory[step], bars: step ? bars[step] : [], rolled: true }),
    wire(board, g, "W", 0, loop, tip(g, edge + 1, mid + 8, true, -1)),
    tagAlong(board, g, edge + reach * 0.72 + (g.upright ? 8 : 12)),
    data.scene === "cut" ? scissors(board, g, edge + reach * 0.76, mid) : null);
}

function scissors(board, g, a, b) {
  const [x, y] = g.upright ? [b, a] : [a, b];
  return h("g", { key: "scissors", class: "scissors", transform: `translate(${x} ${y})`, "aria-hidden": "true", onclick: () => board.snip() },
    h("circle", { class: "hit", r: 22 }), h("path", { d: "M-9 -6 L6 4 M-9 6 L6 -4" }), h("circle", { class: "ring", cx: 9, cy: -6, r: 3.6 }), h("circle", { class: "ring", cx: 9, cy: 6, r: 3.6 }));
}

function unrolledPicture(board, g, { copies, grip = false }) {
  const { data } = board;
  const { memory, bars } = machine(board);
  const middle = (step) => g.lead + (step - 0.5) * g.pitch;
  const mid = g.top + g.box.b / 2;
  const far = g.lead + (g.upright ? copies : data.words.length) * g.pitch + (grip ? 30 : 4);       // what is not yet pulled out needs no height
  const size = box(g, 0, 0, far, g.across);
  const along = (step) => {
    const from = step === 1 ? 18 : middle(step - 1) + g.box.a / 2 + 2;
    const to = middle(step) - g.box.a / 2 - 1;
    return h("g", { key: "along" + step }, wire(board, g, "W", step, `M${at(g, from, mid)} L${at(g, to - 5, mid)}`, tip(g, to, mid, true)), tagAlong(board, g, (from + to) / 2 - (g.upright ? 0 : 2)));
  };
  const shown = data.words.slice(0, copies);
  return h("svg", { key: "unrolled", class: "picture unrolled", role: "img", "aria-label": board.say("unrolled_label", { n: copies }), "data-copies": copies, width: size.width, height: size.height, viewBox: `0 0 ${size.width} ${size.height}` },
    bands(board, g, g.upright ? 18 : 16, far),
    h("circle", { key: "start", class: "start", ...(g.upright ? { cx: mid, cy: 10 } : { cx: 10, cy: mid }), r: 6 }),
    shown.map((word, i) => cell(board, g, { key: "copy" + (i + 1), a: middle(i + 1), step: i + 1, word, memory: memory[i + 1], bars: bars[i + 1] })),
    shown.map((word, i) => along(i + 1)),
    grip ? handleGrip(board, g, g.lead + copies * g.pitch, mid) : null);
}

function stripes() {                                   // shared by both pictures
  return h("defs", { key: "defs" }, h("pattern", { id: "stripes", width: 3, height: 3, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, h("rect", { class: "stripe", width: 1.1, height: 3 })));
}

function handleGrip(board, g, a, b) {                  // what the finger pulls; the slider does the same by keyboard
  const [x, y] = g.upright ? [b, a + 8] : [a + 10, b];
  const count = (event) => {
    const { left, top } = event.currentTarget.ownerSVGElement.getBoundingClientRect();
    return clamp(Math.round(((g.upright ? event.clientY - top : event.clientX - left) - g.lead) / g.pitch), 0, board.data.words.length);
  };
  const pull = (event) => {
    if (!board.own.pulling || count(event) === board.now.copies) return;
    board.choose({ copies: count(event) }, true);
  };
  return h("g", { key: "grip", class: "grip", "aria-hidden": "true", transform: `translate(${x} ${y})${g.upright ? " rotate(90)" : ""}`,
    onpointerdown: (event) => { event.preventDefault(); event.currentTarget.setPointerCapture(event.pointerId); board.look({ pulling: true }); },
    onpointermove: pull, onpointerup: () => board.look({ pulling: false }), onpointercancel: () => board.look({ pulling: false }) },
    h("rect", { class: "hit", x: -16, y: -34, width: 36, height: 68 }), h("rect", { class: "bar-grip", x: -6, y: -26, width: 13, height: 52, rx: 6 }),
    h("path", { class: "grooves", d: "M-2 -9V9M3 -9V9" }),
    board.now.copies ? null : h("text", { class: "pull-hint", x: 18, y: 5, transform: g.upright ? "rotate(-90 18 0)" : null }, board.say(g.upright ? "pull_down" : "pull_right")));
}

function machine(board) {                              // the steps of the machine as it stands now
  return board.data.steps[board.data.scene === "cut" && board.now.cut ? "cut" : "whole"];
}

function pictures(board, { step, copies, grip }) {
  const g = layout(board);
  const pointed = board.own.over || board.chosen;
  return h("div", { key: "pictures", class: "pictures" + (g.upright ? " upright" : ""), "data-scene": board.data.scene, "data-lit": pointed in LAYERS ? null : pointed || null },
    h("figure", { key: "left" }, rolledPicture(board, g, { step }), h("figcaption", {}, board.say("rolled"))),
    h("figure", { key: "right" }, unrolledPicture(board, g, { copies, grip }), h("figcaption", {}, board.say("unrolled"))));
}
