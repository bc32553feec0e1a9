// The unrolled machine with its correction on the way back: a stream as wide as what still arrives.
const MACHINES = ["untrained", "untrained_poor", "trained"];
const GUESSES = ["near", "middle", "far"];
const THICK = 20;                                      // px of a stream that carries all that set out

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

function unrolled(board, machine, from, k, shares) {   // the Stage's graph, read up to the guess, and what flows back through it
  const { data } = board;
  const stage = onStage(board, machine, from);
  const here = from - k;
  return inTime(stage, here,
    wordsInTime(stage, (step) => (step <= from ? { text: data.words[step - 1], class: step === here ? "now" : "" } : step === from + 1 ? { text: data.targets[from], class: "wanted", title: board.say("wanted", { word: data.targets[from] }) } : null)),
    h("div", { key: "flow", class: "flow-back", role: "img", "aria-label": board.say("picture", { n: k, left: share(board, shares[k]) }) },
      river(stage, from, k, shares), graph(stage, machine)),
    wordsInTime(stage, (step) => (step <= from && from - step <= k ? { text: shortly(board, shares[from - step]), class: "left" + (step === here ? " here" : ""), "data-copy": step, "data-left": shares[from - step] } : null)),
    filmHead(stage, machine), film(stage, machine));
}

function shortly(board, left) {
  return left > 1.005 ? board.say("factor", { n: left.toFixed(1) }) : share(board, left);
}

function river(stage, from, k, shares) {               // behind the boxes, from each to the one before it
  const { places } = stage;
  const y = BOX.top + BOX.height / 2;
  const wide = axisLength(places);
  const thick = (share) => clamp(THICK * share, 0.7, 1.4 * THICK);
  return h("svg", { key: "river", class: "river", width: wide, height: GRAPH_HEIGHT, viewBox: `0 0 ${wide} ${GRAPH_HEIGHT}`, "aria-hidden": "true" },
    Array.from({ length: from - 1 }, (none, i) => i + 2).map((step) => {      // from box `step` back to the box before it
      const passed = from - step + 1;                  // the pass that this stretch is
      const carried = passed <= k;
      const [x, px] = [middle(places[step]), middle(places[step - 1])];
      const [wide, thin] = carried ? [thick(shares[passed - 1]), thick(shares[passed])] : [0, 0];
      return h("path", { key: step, class: "correction" + (carried ? " carried" : "") + (carried && shares[passed] < 0.02 ? " faint" : ""), "data-arrow": step, "data-thick": carried ? thin : 0,
        d: carried ? `M${x} ${y - wide / 2}L${px} ${y - thin / 2}V${y + thin / 2}L${x} ${y + wide / 2}z` : `M${x} ${y}H${px}` });
    }),
    k ? arrowhead(places, from - k, y) : null);
}

function arrowhead(places, step, y) {                  // where it has come to
  const x = middle(places[step]);
  return h("path", { key: "head", class: "tip", d: `M${x - 9} ${y}l11 -9v18z` });
}
