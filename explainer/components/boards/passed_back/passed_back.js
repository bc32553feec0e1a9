// The unrolled machine with its correction on the way back: every arrow is as thick as what still arrives.
const MACHINES = ["untrained", "untrained_poor", "trained"];
const GUESSES = ["near", "middle", "far"];
const THICK = 20;                                      // px of an arrow that carries all that set out

function scene(board) {
  const { data, now } = board;
  const name = MACHINES[now.machine];
  const machine = data.machines[name];
  const from = data.guesses[GUESSES[now.guess]];       // the step after which the guess was made
  const k = clamp(now.passed, 0, from - 1);
  const strength = machine.strength[from];
  const go = (passed) => board.choose({ passed }, true);
  const remark = line(told(board, name, from, k));
  const drawn = unrolled(board, machine, from, k, strength.map((value) => value / strength[0]));
  return [
    h("div", { key: "picks", class: "row picks" },
      h("div", { class: "pick" }, h("span", { class: "quiet" }, board.say("machine")), segments(board, "machine", MACHINES.map((key, i) => [i, board.say("machine_" + key)]), board.say("machine"))),
      h("div", { class: "pick" }, h("span", { class: "quiet" }, board.say("guess")), h("div", { class: "segments", role: "group", "aria-label": board.say("guess") }, GUESSES.map((key, i) =>
        h("button", { type: "button", "data-guess": key, "aria-pressed": String(now.guess === i), onclick: () => board.choose({ guess: i, passed: 0 }) }, board.say("guess_of", { word: data.targets[data.guesses[key]] })))))),
    h("div", { key: "acts", class: "row acts" },
      pressable({ class: "primary", "data-pass": "", disabled: k >= from - 1, onclick: () => go(k + 1) }, board.say("pass")),
      pressable({ "data-all": "", disabled: k >= from - 1, onclick: () => go(from - 1) }, board.say("all", { word: data.words[0] })),
      pressable({ "data-again": "", disabled: k === 0, onclick: () => go(0) }, board.say("again"))),
    board.narrow ? [remark, drawn] : [drawn, remark],
  ];
}

function told(board, name, from, k) {
  const { data } = board;
  const { told: answers, strength } = data.machines[name];
  const [p, top] = answers[from];
  const target = data.targets[from];
  const left = strength[from][k] / strength[from][0];
  const gaps = { target, top, p: percent(board, p), n: k, word: data.words[from - 1 - k], first: data.words[0], left: share(board, left) };
  if (k === 0) return board.say(p > 0.9 ? "told_right" : "told_wrong", gaps);
  if (k < from - 1) return board.say(left > 1.005 ? "told_on_grown" : "told_on", gaps);
  return board.say(left > 1.005 ? "told_grown" : left < 0.02 ? "told_gone" : "told_arrived", gaps);
}

function share(board, left) {
  if (left === 1) return board.say("percent", { n: 100 });
  return left > 1.005 ? board.say("times", { n: left.toFixed(1) }) : percent(board, left);
}

// Everything is placed by two numbers: a along the steps, b across them. On a narrow screen steps go down.
function layout(board) {
  const { words, machines } = board.data;
  const cells = machines.trained.memory[0].length;
  const n = words.length;
  const narrow = board.narrow;
  const across = narrow ? 8 : 6;
  const tile = narrow ? 6 : 7;
  const box = { x: across * tile + 4, y: Math.ceil(cells / across) * tile + 4 };
  const pitch = narrow ? box.y + 24 : Math.min(104, Math.floor((board.width - 12) / n));
  return narrow
    ? { narrow, across, tile, box, pitch, wide: board.width, high: n * pitch + 12, corner: (step) => [118, (step - 1) * pitch + 6] }
    : { narrow, across, tile, box, pitch, wide: board.width, high: box.y + 122, corner: (step) => [(step - 0.5) * pitch + Math.max(0, (board.width - n * pitch) / 2) - box.x / 2, 58] };
}

function unrolled(board, machine, from, k, shares) {
  const { data } = board;
  const g = layout(board);
  const steps = data.words.map((_, i) => i + 1);
  return h("svg", { key: "unrolled", class: "unrolled", role: "img", "aria-label": board.say("picture", { n: k, left: share(board, shares[k]) }), width: g.wide, height: g.high, viewBox: `0 0 ${g.wide} ${g.high}` },
    steps.slice(1).map((step) => arrow(g, step, from, k, shares)),
    steps.map((step) => copy(board, g, machine, step, from, k, shares)));
}

function copy(board, g, machine, step, from, k, shares) {
  const { data } = board;
  const [x, y] = g.corner(step);
  const reached = step <= from && from - step <= k;
  const [mid, low] = [x + g.box.x / 2, y + g.box.y];
  const here = from - step === k;
  const side = g.narrow ? { x: x + g.box.x + 16, y: y + g.box.y / 2 + 6, "text-anchor": "start" } : { x: mid, y: low + 22, "text-anchor": "middle" };
  const target = g.narrow ? { x: x + g.box.x + 84, y: y + g.box.y / 2 + 6, "text-anchor": "start" } : { x: clamp(mid, 60, g.wide - 60), y: low + 48, "text-anchor": "middle" };
  return h("g", { key: "copy" + step, class: "copy" + (step > from ? " later" : "") + (here ? " here" : ""), "data-copy": step, "data-left": reached ? shares[from - step] : null },
    h("text", { key: "word", class: "word", ...(g.narrow ? { x: x - 12, y: y + g.box.y / 2 + 5, "text-anchor": "end" } : { x: mid, y: step % 2 || g.pitch > 84 ? 44 : 24, "text-anchor": "middle" }) }, data.words[step - 1]),
    h("rect", { key: "box", class: "cell-box", x, y, width: g.box.x, height: g.box.y, rx: 6 }),
    h("g", { key: "tiles", transform: `translate(${x + 2} ${y + 2})` }, memory(board, g, machine.memory[step], step)),
    reached ? h("text", { key: "left", class: "left", ...side }, share(board, shares[from - step])) : null,
    step === from ? h("text", { key: "target", class: "target", ...target }, board.say("wanted", { word: data.targets[from] })) : null);
}

function memory(board, g, values, step) {
  board.trees = board.trees || new Map();
  const corner = (i) => [(i % g.across) * g.tile, Math.floor(i / g.across) * g.tile];
  return unchanged(board, "memory" + step, [values, board.palette, g.tile, g.across], () => h("g", { class: "mosaic" }, values.map((value, i) =>
    h("rect", { x: corner(i)[0], y: corner(i)[1], width: g.tile - 0.8, height: g.tile - 0.8, fill: tileLook(board.palette, value) })),
    h("path", { class: "stripes", d: values.map((value, i) => (signOf(value) === "minus" ? `M${corner(i)[0]} ${corner(i)[1] + g.tile - 0.8}l${g.tile - 0.8} ${0.8 - g.tile}` : "")).join("") })));
}

function arrow(g, step, from, k, shares) {             // from box `step` back to the box before it
  const passed = from - step + 1;                      // the pass that this arrow is
  const carried = passed >= 1 && passed <= k;
  const [x, y] = g.corner(step);
  const [px, py] = g.corner(step - 1);
  const [a, b] = g.narrow ? [[x + g.box.x / 2, y - 1], [px + g.box.x / 2, py + g.box.y + 2]] : [[x - 1, y + g.box.y / 2], [px + g.box.x + 2, y + g.box.y / 2]];
  const share = carried ? shares[passed] : 0;
  const thick = carried ? clamp(THICK * share, 0.7, 1.4 * THICK) : 1;
  const head = Math.min(Math.max(6, thick * 0.9), 13);
  const half = Math.max(4, thick * 0.5 + 3);
  const d = g.narrow ? `M${a[0]} ${a[1]}V${b[1] + head}` : `M${a[0]} ${a[1]}H${b[0] + head}`;
  const tip = g.narrow ? `M${b[0]} ${b[1]}l${half} ${head}h${-2 * half}z` : `M${b[0]} ${b[1]}l${head} ${-half}v${2 * half}z`;
  return h("g", { key: "arrow" + step, class: "correction" + (carried ? " carried" : "") + (carried && share < 0.02 ? " faint" : ""), "data-arrow": step, "data-thick": carried ? thick : 0 },
    h("path", { key: "ink", d, "stroke-width": thick }), carried ? h("path", { key: "tip", class: "tip", d: tip }) : null);
}
