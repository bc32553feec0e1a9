// The film of a training: three blanks of one sentence, which word is on top there, and the memory along the sentence, frame after frame.
const PACE = 1000;                                     // ms a frame stands while the film plays
const CURVES = ["first", "second", "third"];
const ROW = 2;                                         // pixels of a memory tile in the picture
const HOLDER = 8;                                      // … of one that holds in the end, so that the eye finds the stripe
const HOLDERS = 8;                                     // at most

function scene(board) {
  const { data, now } = board;
  const last = data.frames.length - 1;
  now.frame = clamp(now.frame, 0, last);
  const frame = data.frames[now.frame];
  const remark = line(told(board, frame, last));
  const blanks = h("div", { key: "blanks", class: "trio" }, data.blanks.map((blank, i) => asked(board, frame, blank, i)));
  return [
    h("div", { key: "controls", class: "controls" },
      pressable({ class: "primary", "data-play": "", "aria-pressed": still() ? null : String(Boolean(board.own.playing)), onclick: () => play(board) }, board.say(board.own.playing ? "pause" : still() ? "step" : now.frame === last ? "again" : "play")),
      slider(board, "frame", { low: 0, high: last, label: board.say("frames"), text: (i) => moment(board, i), late: true })),
    board.narrow ? [remark, blanks] : [blanks, remark],
    h("div", { key: "below", class: "below" }, progress(board, last), memory(board, frame)),
  ];
}

function still() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function play(board) {                                 // with less motion, or while it plays: one frame, or a stop
  const last = board.data.frames.length - 1;
  clearTimeout(board.timers.play);
  if (board.own.playing) return board.look({ playing: false });
  if (board.now.frame === last) board.choose({ frame: 0 }, true);
  else if (still()) board.choose({ frame: board.now.frame + 1 }, true);
  if (!still()) turn(board, board.now.frame);
}

function turn(board, at) {                             // the film stops at its end, where two words are close, and when the learner takes over
  board.look({ playing: true });
  board.timers.play = setTimeout(() => {
    const { data, now } = board;
    if (now.frame !== at) return board.look({ playing: false });
    board.choose({ frame: at + 1 }, true);
    const ends = at + 1 === data.frames.length - 1 || data.frames[at + 1].close;
    if (ends) board.look({ playing: false });
    else turn(board, at + 1);
  }, PACE);
}

function moment(board, i) {
  const { round, told: seen } = board.data.frames[i];
  if (i === 0) return board.say("untrained");
  return board.say(i === board.data.frames.length - 1 ? "trained" : round ? "round" : "inside", { round, seen });
}

function asked(board, frame, blank, i) {
  const { data } = board;
  const rows = frame.bars[i].map(([word, p]) => ({ word: word === blank.right ? `${word} ✓` : word, key: word, p }));
  const mine = data.guess && data.guess.includes(i);
  return h("section", { key: blank.key, class: "panel lane-b", "data-blank": blank.key, "data-clear": String(frame.clear[i]), "data-p": frame.p[i], "aria-label": board.say(blank.key) },
    h("p", { class: "head" }, sampleCurve(CURVES[i]), " ", board.say(blank.key), mine ? h("span", { class: "star", role: "img", "aria-label": board.say("yours") }, " ★") : null),
    h("p", { class: "asked" }, data.words.slice(0, blank.at).map((word, k) => [data.spaced[k], blank.decided_by.includes(k) ? h("mark", {}, word) : word]), " ", h("b", {}, "＿＿")),
    bars(board, rows, { label: board.say("answers", { blank: board.say(blank.key) }), shown: 4 }));
}

function told(board, frame, last) {                    // one line, chosen by what is clearly on top in this frame
  const { data, now } = board;
  const [one, other] = frame.bars[2];
  const [first, second] = frame.bars[1];
  const word = (i) => data.blanks[i].right;
  const gaps = { near: word(0), middle: word(1), far: word(2), one: one[0], other: other[0], pone: percent(board, one[1]), pother: percent(board, other[1]), first: first[0], second: second[0], p: percent(board, frame.p[2]) };
  if (now.frame === 0) return board.say("told_untrained", gaps);
  if (frame.same) return board.say("told_same", gaps);
  if (frame.close) return board.say("told_close", gaps);
  if (now.frame === last) return board.say("told_last", gaps);
  return board.say(`told_${frame.clear.map(Number).join("")}`, gaps);
}

function progress(board, last) {                       // the share of the right word in all frames: three curves
  const { data, now } = board;
  const lines = data.blanks.map((blank, i) => ({ key: CURVES[i], name: board.say(blank.key), values: data.frames.map((frame) => frame.p[i]) }));
  const width = Math.max(250, board.narrow ? board.width - 36 : Math.round(board.width * 0.42) - 36);
  const first = data.frames.findIndex(({ round }) => round === 1);
  return h("section", { key: "progress", class: "panel" }, h("p", { class: "head" }, board.say("curves")),
    curves(board, { lines, at: now.frame, high: 1, ticks: [[0, "0"], [0.5, board.say("percent", { n: 50 })], [1, board.say("percent", { n: 100 })]],
      names: [[0, board.say("untrained")], [first, board.say("first_round")], [last, board.say("trained_short")]], label: board.say("curves_label", { frames: last + 1 }), width, height: 168,
      pick: (frame) => board.choose({ frame }, true) }));
}

function memory(board, frame) {
  const { data } = board;
  return h("section", { key: "memory", class: "panel" }, h("p", { class: "head" }, board.say("memory"), h("span", { class: "quiet" }, board.say("memory_note", { cells: data.order.length }))),
    h("canvas", { key: "tiles", class: "heat", role: "img", "aria-label": board.say("memory_label", { cells: data.order.length, frame: moment(board, board.now.frame) }), kept: true }),
    h("ol", { class: "heat-words", "aria-hidden": "true" }, data.words.map((word, i) => h("li", { class: i === data.subject ? "subject" : null }, word))));
}

function painted(board) {                              // one column a word, one row a tile; plus is solid, minus is dashed
  const { data, palette } = board;
  const canvas = board.root.querySelector(".heat");
  const { hidden } = data.frames[board.now.frame];
  const tall = (row) => (row < Math.min(HOLDERS, data.holds) ? HOLDER : ROW);
  const tops = data.order.map((_, row) => data.order.slice(0, row).reduce((sum, _cell, above) => sum + tall(above), 0));
  const height = tops[tops.length - 1] + tall(tops.length - 1);
  const scale = window.devicePixelRatio || 1;
  const wide = canvas.parentElement.clientWidth - 28;
  Object.assign(canvas, { width: Math.round(wide * scale), height: Math.round(height * scale) });
  Object.assign(canvas.style, { width: `${wide}px`, height: `${height}px` });
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  const step = wide / (hidden.length - 1);
  hidden.slice(1).forEach((values, t) => data.order.forEach((cell, row) => tile(pen, palette, values[cell], { x: Math.round(t * step) + 1, y: tops[row], width: Math.round(step) - 2, height: tall(row) - (tall(row) > ROW ? 1 : 0) })));
}

function tile(pen, palette, value, { x, y, width, height }) {
  const size = Math.min(1, Math.abs(value));
  pen.fillStyle = mix(palette.paper, inkOf(palette, value), value < 0 ? size * 0.6 : size);
  pen.fillRect(x, y, width, height);
  if (value >= 0 || size < NEAR_ZERO) return;
  pen.fillStyle = mix(palette.paper, palette.minus, Math.min(1, size * 0.75 + 0.25));
  for (let dash = x; dash < x + width; dash += 5) pen.fillRect(dash, y, Math.min(2.5, x + width - dash), height);
}
