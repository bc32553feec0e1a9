// The gates of a whole machine along one story: one row for each cell, on the Stage's own graph and film.
const NETS = ["plain", "gru", "lstm"];

function scene(board) {
  const { data, now } = board;
  const machine = data.machines[now.machine];
  const all = machine.words.length;
  const n = clamp(now.n, 0, all);
  const shown = machine.shown.includes(now.shown) ? now.shown : machine.shown[0];
  const reading = unchanged(board, "reading", [machine, shown], () => ({ ...machine, filmed: shown === "hidden" ? null : shown, filmName: data.names[shown] }));
  return [
    h("div", { key: "picks", class: "row picks" },
      segments(board, "machine", NETS.map((name) => [name, board.say("machine_" + name)]), board.say("machines")),
      machine.shown.length > 1 ? h("div", { class: "segments", role: "group", "aria-label": board.say("films") }, machine.shown.map((signal) =>
        h("button", { key: signal, type: "button", "data-film": signal, "aria-pressed": String(shown === signal), onclick: () => board.choose({ shown: signal }) }, data.names[signal]))) : null),
    stepper(board, n, all),
    line(told(board, machine, now.machine, n)),
    drawn(board, reading, n),
    h("p", { key: "aside", class: "quiet aside" }, board.say(shown === "hidden" ? "note_memory" : "note_gate")),
  ];
}

function told(board, machine, name, n) {
  if (n === 0) return board.say("told_start");
  const last = machine.words.length;
  const word = machine.words[n - 1];
  const [answer, p] = machine.bars[n][0];
  const gaps = { word, first: machine.words[0], cells: machine.cells, low: (machine.low || [])[n], high: (machine.high || [])[n], held: machine.holds.length, lately: machine.lately, answer, p: percent(board, p) };
  if (n === last) return board.say("told_asked_" + (machine.high ? "gates" : "plain"), gaps);
  return board.say(`told_${name}_${n === 1 ? "first" : "on"}`, gaps);
}

function drawn(board, reading, n) {
  const stage = onStage(board, reading, n);
  return inTime(stage, inSight(stage, n),
    wordsInTime(stage, (step) => (step <= n ? { text: reading.words[step - 1], class: step === n ? "now" : "", "data-read": step } : null)),
    graph(stage, reading), filmHead(stage, reading), film(stage, reading));
}

function inSight(stage, n) {                           // the place to stand in the middle: the newest word is seen, and as much before it as there is room for
  const { places, room } = stage;
  const end = places[n].x + places[n].width;
  return places.findIndex((place) => end <= middle(place) + room * 0.5);
}
