// Three graduates of the same sentences: three guesses side by side, then how often each is right by distance.
const GUESSES = ["near", "middle", "far"];
const MACHINES = ["good", "plain", "poor"];

function scene(board) {
  const { data, now } = board;
  const key = GUESSES[clamp(now.guess, 0, 2)];
  const asked = data.questions[key];
  return [
    h("div", { key: "picks", class: "row" }, segments(board, "guess", GUESSES.map((name, i) => [i, board.say("guess_" + name, { word: data.questions[name].answer })]), board.say("guesses"))),
    h("div", { key: "sentence", class: "sentence" }, chips(board, [...asked.words, "＿＿"], (_, i) => ({ class: i === asked.words.length ? "blank" : "" }))),
    h("div", { key: "three", class: "three" }, MACHINES.map((name) => graduate(board, name, asked))),
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
  const [good, plain, poor] = MACHINES.map((name) => asked[name].p);
  const gaps = { answer: asked.answer, good: percent(board, good), plain: percent(board, plain), poor: percent(board, poor) };
  const apart = Math.max(good, plain, poor) - Math.min(good, plain, poor);
  return board.say(apart < 0.15 ? "told_same" : good - Math.max(plain, poor) > 0.15 ? "told_first" : "told_each", gaps);
}

function exam(board) {                                 // the held-out sentences: one row a group of distances
  const { data } = board;
  const low = (i) => (i ? data.groups[i - 1][0] + 1 : 2);
  return h("section", { key: "exam", class: "exam", "aria-label": board.say("exam", { n: counted(data.sentences) }) },
    h("p", { class: "head" }, board.say("exam", { n: counted(data.sentences) })),
    h("ol", { class: "groups" }, data.groups.map(([edge, all, ...rights], i) => h("li", { key: "group" + edge, "data-edge": edge, "data-counts": `${rights.join(" ")} ${all}` },
      h("span", { class: "columns", "aria-hidden": "true" }, MACHINES.map((name, m) => h("span", { class: "column " + name }, h("span", { class: "column-ink", style: `height:${(rights[m] / all) * 100}%` })))),
      h("span", { class: "spoken" }, board.say("group", { low: low(i), edge, all, ...Object.fromEntries(MACHINES.map((name, m) => [name, rights[m]])) })),
      h("span", { class: "counts", "aria-hidden": "true" }, rights.map((right) => percent(board, right / all)).join(" · ")),
      h("span", { class: "quiet edge", "aria-hidden": "true" }, `${low(i)}–${edge}`)))),
    h("p", { class: "quiet key" }, MACHINES.map((name) => h("span", { class: "one" }, h("span", { class: "swatch " + name }), board.say(name))), h("span", { class: "axis" }, board.say("axis"))));
}
