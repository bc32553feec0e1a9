// The race by distance: three kinds of machines, three trainings each, examined with 0 to 40 words in between.
const SURE = 0.9;                                      // right often enough to be said to do it

function scene(board) {
  const { data, now } = board;
  now.k = clamp(now.k, 0, data.longest);
  const { k } = now;
  const run = runOf(board);
  const stops = h("div", { class: "row stops", role: "group", "aria-label": board.say("stops") }, data.asked.map((d) =>
    pressable({ key: d, "data-stop": d, "aria-pressed": String(k === d), onclick: () => board.choose({ k: d }, true) }, board.say("stop", { n: d }))));
  const told = line(toldOfRace(board, run, k));        // on a phone it stands by the slider, where the eye is
  const chart = h("div", { key: "left", class: "race-left" }, raceChart(board, run, k),
    slider(board, "k", { low: 0, high: data.longest, label: board.say("distance"), text: (n) => board.say("n_words", { n }), late: true }), stops, board.narrow ? told : null);
  return [
    data.scene === "mixed" ? h("div", { key: "ways", class: "row ways-row" }, h("span", { class: "quiet" }, board.say("ways")), segments(board, "way", data.taught.map((way) => [way, board.say("way_" + way)]), board.say("ways"))) : null,
    h("div", { key: "race", class: "race" }, chart, h("div", { key: "right", class: "racers" }, question(board, k), MACHINES.map((name) => racer(board, run, name, k)))),
    board.narrow ? null : told,
  ];
}

function runOf({ data, now }) {                        // the first of the two scenes knows one way only
  return data.runs[data.scene === "mixed" ? now.way : data.taught[0]];
}

function question(board, k) {
  const { data } = board;
  return h("p", { key: "question", class: "question" }, board.say("question", { person: board.say("who_" + data.person), n: k, words: data.fillers.slice(0, Math.min(k, 3)).map((word) => board.say("filler_" + word)).join(board.say("space")), more: k > 3 ? board.say("more") : "" }));
}

function racer(board, run, name, k) {
  const { data, now } = board;
  const shares = run.curves[name].map((curve) => curve[k]);
  const picked = now.pick === name;
  const answer = run.answers[name][k];
  return h("section", { key: name, class: `panel racer ${name}` + (now.pick && !picked ? " faint" : ""), "data-racer": name, "aria-label": board.say("machine_" + name) },
    h("div", { class: "racer-head" },
      h("button", { type: "button", class: "racer-name", "aria-pressed": String(picked), "data-pick": name, onclick: () => board.choose({ pick: picked ? "" : name }) },
        h("svg", { class: `sample curves ${name}`, viewBox: "0 0 34 8", width: 34, height: 8, "aria-hidden": "true" }, h("path", { class: "curve", d: "M1 4 L33 4" })), board.say("machine_" + name)),
      h("span", { class: "answer", "data-answer": answer }, board.say(answer === data.person ? "answer_right" : "answer_wrong", { person: board.say("who_" + answer) }))),
    bars(board, shares.map((p, seed) => ({ key: String(seed), word: board.say("seed", { n: seed + 1 }), p, counted: true })), { label: board.say("seeds", { name: board.say("machine_" + name), n: k }) }));
}

function toldOfRace(board, { curves, practised: [from, to] }, k) {      // chosen by the numbers, of all trainings
  const all = MACHINES.filter((name) => curves[name].every((curve) => curve[k] >= SURE));
  const how = all.length === MACHINES.length ? "all" : all.length ? "some" : "none";
  const worst = Math.min(...MACHINES.flatMap((name) => curves[name].map((curve) => curve[k])));
  return board.say("told_" + how, { n: k, names: all.map((name) => board.say("machine_" + name)).join(board.say("names_and")), low: worst === 1 ? board.say("percent", { n: 100 }) : percent(board, worst), met: board.say(k >= from && k <= to ? "told_met" : "told_new") });
}
