// Another sentence's memory is put before the same last word; the answer is read from it.
function scene(board) {
  const { data, now } = board;
  const donor = data.donors[now.m] ? now.m : "own";
  const it = data.donors[donor];
  const own = data.donors.own;
  const was = (word) => (own.bars.find(([other]) => other === word) || [null, null])[1];
  return [
    chips(board, data.words, (word, i) => (i === data.words.length - 1 ? { class: "now" } : { class: "covered", "aria-hidden": "true" })),
    h("div", { class: "row donors", role: "group", "aria-label": board.say("whose") }, h("span", { class: "quiet" }, board.say("whose")),
      Object.entries(data.donors).map(([key, { label }]) => pressable({ key, "data-donor": key, "aria-pressed": String(key === donor), onclick: () => board.choose({ m: key }) }, label))),
    h("div", { class: "pair" },
      h("section", { class: "panel lane-b", "aria-label": board.say("memory") }, h("p", { class: "head" }, board.say("memory")),
        h("div", { key: donor, class: "slip" + (donor === "own" ? "" : " other"), "data-slip": donor },
          h("p", { class: "reads quiet" }, it.reads ? board.say("reads", { words: it.reads }) : board.say("reads_nothing")),
          tiles(board, it.before, { label: board.say("tiles"), across: 12, names: (k) => board.say("tile", { n: k + 1 }) }))),
      h("section", { class: "panel lane-b", "aria-label": board.say("answer", { word: data.word }) }, h("p", { class: "head" }, board.say("answer", { word: data.word })),
        bars(board, it.bars.map(([word, p]) => ({ word, p, was: donor === "own" ? null : was(word) })), { label: board.say("answer", { word: data.word }), rest: it.rest, shown: 5 }))),
    line(it.told),
  ];
}
