// Questions from outside the practice: is there a row, and what does each machine answer?
function scene(board) {
  const { data, now } = board;
  now.n = clamp(now.n, 2, data.longest);
  const asked = data.questions[now.q];
  const read = [board.say("start"), ...asked.words];
  const first = Math.max(0, read.length - (now.n - 1));
  const row = asked.a[now.n];
  return [
    segments(board, "q", data.questions.map((_, i) => [i, board.say("question", { number: i + 1 })]), board.say("pick")),
    h("div", { class: "sentence" }, chips(board, [...read, "＿＿"], (word, i) => (i < first ? { class: "covered", "aria-hidden": "true" } : { class: i === read.length ? "gap" : i === asked.person + 1 ? "open person" : "open" }))),
    slider(board, "n", { low: 2, high: data.longest, label: board.say("window"), text: (n) => board.say(n === 2 ? "one" : "many", { k: n - 1 }), late: true }),
    h("div", { class: "pair" },
      answer(board, "a", data.a_name, row, asked.answer, row.total ? board.say(row.total === 1 ? "row_one" : "row", { total: counted(row.total) }) : board.say("no_row")),
      answer(board, "b", data.b_name, asked.b, asked.answer, board.say("memory", { cells: data.cells }))),
    line(told(board, asked, row, first <= asked.person + 1)),
  ];
}

function answer(board, lane, name, { bars: found, total = null }, right, note) {
  const best = found[0][0];
  return h("section", { class: `panel lane-${lane}`, "data-lane": lane, "data-answer": best, "data-total": total }, h("h3", { class: "head" }, board.say(`lane_${lane}`, { name })),
    h("p", { class: "note" + (total === 0 ? " none" : "") }, note),
    h("p", { class: "said" }, h("span", { "aria-hidden": "true" }, best === right ? "✓" : "✗"), " ", board.say(best === right ? "right" : "wrong", { word: best, right })),
    bars(board, found.slice(0, 3).map(([word, p]) => ({ word, p })), { label: name, lane }));
}

function told(board, { words, answer: right, person }, { total, bars: found }, inside) {
  const outcome = found[0][0] === right ? "right" : "wrong";
  return board.say(`${total ? "row" : "blank"}_${outcome}_${inside ? "inside" : "outside"}`, { person: words[person] });
}
