// Two graduates of the same lessons: three guesses side by side, then how often each is right by distance.
const GUESSES = ["near", "middle", "far"];
const MACHINES = ["good", "poor"];

function scene(board) {
  const { data, now } = board;
  const key = GUESSES[clamp(now.guess, 0, 2)];
  const asked = data.questions[key];
  return [
    h("div", { key: "picks", class: "row" }, segments(board, "guess", GUESSES.map((name, i) => [i, board.say("guess_" + name, { word: data.questions[name].answer })]), board.say("guesses"))),
    h("div", { key: "sentence", class: "sentence" }, chips(board, [...asked.words, "＿＿"], (_, i) => ({ class: i === asked.words.length ? "blank" : "" }))),
    h("div", { key: "pair", class: "pair" }, MACHINES.map((name) => graduate(board, name, asked))),
    line(told(board, key, asked)),
    exam(board),
  ];
}

function graduate(board, name, asked) {
  const { bars: rows, rest } = asked[name];
  return h("section", { key: name, class: "panel lane-b " + name, "data-machine": name, "aria-label": board.say(name) },
    h("h3", { class: "head" }, board.say(name)),
    bars(board, rows.map(([word, p]) => ({ word: [word, word === asked.answer ? h("span", { class: "tick", role: "img", "aria-label": board.say("came") }, " ✓") : ""], key: word, p })), { label: board.say(name), rest, shown: rows.length }));
}

function told(board, key, asked) {
  const gaps = { answer: asked.answer, good: percent(board, asked.good.p), poor: percent(board, asked.poor.p), top: asked.poor.bars[0][0] };
  const near = Math.abs(asked.good.p - asked.poor.p) < 0.15;
  return board.say(near ? "told_same" : asked.good.p < asked.poor.p ? "told_better" : gaps.top === gaps.answer ? "told_less" : "told_worse", gaps);
}

function exam(board) {                                 // the held-out sentences: one row a group of distances
  const { data } = board;
  const low = (i) => (i ? data.groups[i - 1][0] + 1 : 2);
  return h("section", { key: "exam", class: "exam", "aria-label": board.say("exam", { n: counted(data.sentences) }) },
    h("p", { class: "head" }, board.say("exam", { n: counted(data.sentences) })),
    h("ol", { class: "groups" }, data.groups.map(([edge, all, good, poor], i) => h("li", { key: "group" + edge, "data-edge": edge, "data-counts": `${good} ${poor} ${all}` },
      h("span", { class: "columns", "aria-hidden": "true" }, [["good", good], ["poor", poor]].map(([name, right]) => h("span", { class: "column " + name }, h("span", { class: "column-ink", style: `height:${(right / all) * 100}%` })))),
      h("span", { class: "spoken" }, board.say("group", { low: low(i), edge, good, poor, all })),
      h("span", { class: "counts", "aria-hidden": "true" }, `${percent(board, good / all)} · ${percent(board, poor / all)}`),
      h("span", { class: "quiet edge", "aria-hidden": "true" }, `${low(i)}–${edge}`)))),
    h("p", { class: "quiet key" }, h("span", { class: "swatch good" }), board.say("good"), h("span", { class: "swatch poor" }), board.say("poor"), h("span", { class: "axis" }, board.say("axis"))));
}
