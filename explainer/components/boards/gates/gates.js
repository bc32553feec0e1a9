// One memory cell and what guards it: first the learner is the gate, then the gates of machines are looked at, word by word.
const ROWS = {
  plain: [["hidden", "memory"]],
  gru: [["update_gate", "gate"], ["reset_gate", "gate"], ["candidate", "memory"], ["hidden", "memory"]],
  lstm: [["forget_gate", "gate"], ["input_gate", "gate"], ["candidate", "memory"], ["cell", "memory"], ["output_gate", "gate"], ["hidden", "memory"]],
};

function scene(board) {
  return board.data.scene === "you" ? youAreTheGate(board) : machineGates(board);
}

function machineGates(board) {
  const { data, now } = board;
  const { items, truth } = data.streams[now.stream];
  const read = data.streams[now.stream][now.machine];
  const n = Math.min(now.n, items.length);
  const rows = ROWS[now.machine].map(([key, kind]) => ({ key, kind, name: board.say(`${now.machine}_${key}`), values: read[key].slice(1).map((value, i) => (i < n ? value : null)) }));
  rows.push({ key: "truth", kind: "truth", name: board.say("teacher_said"), values: truth.map((value, i) => (i < n ? value : null)) });
  return [
    h("div", { key: "head", class: "row head-row" }, segments(board, "machine", Object.keys(ROWS).map((name) => [name, board.say("machine_" + name)]), board.say("machines")), h("span", { class: "gap" }), segmentsOf(board)),
    stepper(board, n, items.length, h("span", { class: "quiet" }, n ? board.say("heard_now", { word: board.say("say_" + items[n - 1]) }) : board.say("heard_none"))),
    line(toldOfGates(board, items, truth, read, n)),
    film(board, { items, rows, at: n, press: (to) => board.choose({ n: to }, true) }),
    h("p", { key: "convention", class: "quiet aside" }, board.say("note_" + now.machine, { right: data.right[now.machine] === 1 ? board.say("percent", { n: 100 }) : percent(board, data.right[now.machine]) })),
  ];
}

function toldOfGates(board, items, truth, read, n) {
  const { now } = board;
  if (n === 0) return board.say("film_start");
  const gaps = { word: board.say("say_" + items[n - 1]), was: signed((read.cell || read.hidden)[n - 1], 1), value: signed((read.cell || read.hidden)[n], 1) };
  const kept = now.machine === "gru" ? read.update_gate[n] : now.machine === "lstm" ? read.forget_gate[n] : null;
  const same = gaps.was === gaps.value ? "_same" : "";
  if (kept === null) return board.say("told_plain" + same, gaps);
  const parts = { ...gaps, kept: percent(board, kept), fresh: percent(board, now.machine === "lstm" ? read.input_gate[n] : 1 - kept) };
  if (same && now.machine === "gru" && kept < .3) return board.say("told_gru_writes_same", parts);
  return board.say(`told_${now.machine}_${kept < .3 ? "writes" : kept > .7 ? "keeps" : "between"}`, parts);
}
