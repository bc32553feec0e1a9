// Longer and longer sentences: the machine reads more words and holds as many numbers as before.
function scene(board) {
  const { data, now } = board;
  const n = clamp(now.words, data.low, data.high);
  const { words, whole, memory } = data.sentences[n];
  const most = data.high * data.products;
  return [
    slider(board, "words", { low: data.low, high: data.high, label: board.say("words"), text: (value) => board.say("n_words", { n: value }), late: true }),
    h("p", { class: "origin quiet" }, whole > n ? board.say("beginning", { n, whole }) : board.say("whole", { n })),
    chips(board, words),
    h("div", { class: "pair" },
      h("section", { class: "panel stays", "aria-label": board.say("stays") }, h("p", { class: "head" }, board.say("stays")),
        fact("cells", data.cells, board), h("div", { class: "row" }, tiles(board, memory, { label: board.say("memory", { n }), across: board.narrow ? 12 : 16 })),
        fact("numbers", data.numbers, board),
        data.guess ? h("p", { class: "own", "data-own": "" }, h("span", { class: "star", "aria-hidden": "true" }, "★"), board.say("own", { guess: data.guess })) : null),
      h("section", { class: "panel grows", "aria-label": board.say("grows") }, h("p", { class: "head" }, board.say("grows")),
        ["read", "turns"].map((key) => [fact(key, n, board), gauge(n / data.high)]), fact("products", n * data.products, board), gauge((n * data.products) / most))),
    line(board.say("told", { n, cells: data.cells, numbers: counted(data.numbers) })),
  ];
}

function fact(key, value, board) {
  return h("p", { key, class: "fact" }, h("span", {}, board.say(key)), h("b", { "data-count": key }, counted(value)));
}

function gauge(share) {
  return h("span", { class: "gauge", "aria-hidden": "true" }, h("span", { style: `width:${share * 100}%` }));
}
