// Practice, quiz, exam; and an exam on which some sentences of the practice stand as well.
function scene(board) {
  const { data, now } = board;
  const leaked = data.home.slice(0, now.leak);
  const fair = data.exam.filter(([, , right]) => right).length;
  const all = fair + leaked.filter(([, , right]) => right).length;
  const gaps = { fair, of: data.exam.length, p: percent(board, fair / data.exam.length), leak: now.leak, right: all, all: data.exam.length + now.leak, leaked: percent(board, all / (data.exam.length + now.leak)) };
  const mark = ([text, word, right], i, kind) => h("li", { key: kind + i, class: `mark ${right ? "right" : "wrong"} ${kind}`, "data-mark": kind, "data-right": String(right), title: board.say("sentence", { text, word }), "aria-label": board.say(right ? "is_right" : "is_wrong", { text, word }) }, right ? "✓" : "✗");
  const last = leaked[leaked.length - 1];
  return [
    h("div", { key: "three", class: "three" }, ["training", "validation", "test"].map((name) => h("section", { class: "panel pile", "data-pile": name, "aria-label": board.say(name) },
      h("p", {}, h("span", { class: "head" }, board.say(name)), " ", h("b", {}, counted(data.piles[name])), " ", board.say("count")), h("p", { class: "what quiet" }, board.say(name + "_what"))))),
    slider(board, "leak", { low: 0, high: data.most, label: board.say("leak"), text: (n) => board.say("leaked", { n }), late: true }),
    h("div", { key: "sheet", class: "sheet" },
      h("ol", { class: "marks", "aria-label": board.say("sheet") }, data.exam.map((one, i) => mark(one, i, "new")), leaked.map((one, i) => mark(one, i, "leaked"))),
      h("dl", { class: "scores" }, h("div", {}, h("dt", {}, board.say("score_fair")), h("dd", { "data-score": "fair" }, board.say("of", { right: fair, of: gaps.of, p: gaps.p }))),
        now.leak ? h("div", {}, h("dt", {}, board.say("score_leaked")), h("dd", { "data-score": "leaked" }, board.say("of", { right: all, of: gaps.all, p: gaps.leaked }))) : null)),
    last ? h("p", { key: "sample", class: "sample quiet" }, board.say("sample", { text: last[0], word: last[1] })) : null,
    line(board.say(now.leak ? (all * gaps.of > fair * gaps.all ? "told_leaks" : "told_level") : "told_fair", gaps)),
  ];
}
