// Twins: two sentences of the same words. The chips go into any order; a machine that counts words and a network judge it.
function scene(board) {
  const { data, now } = board;
  const home = data.chips.map((_, i) => i);
  const order = now.order.length === home.length ? now.order : home;          // empty: as they stand at first; another length: the new twins are on their way
  const shown = orderNow(board, "order", order);
  const said = data.said[shown.join(".")];
  const first = data.said[home.join(".")];
  const words = shown.flatMap((i) => data.words[i]);
  const put = (next) => board.choose({ order: sameChoice(next, home) ? [] : next });
  const name = (verdict) => data.names[verdict] || verdict;
  const spelt = which(data, words, home);
  const panel = (lane, machine, head, extra) => h("section", { key: machine, class: `panel lane-${lane}`, "data-machine": machine, "aria-label": board.say(head) },
    h("h3", { class: "head" }, board.say(head)), extra,
    bars(board, data.verdicts.map((verdict, i) => ({ word: name(verdict), key: verdict, p: said[machine][i], was: spelt === "one" ? null : first[machine][i] })),
      { label: board.say(head), lane, rest: 1 - said[machine].reduce((sum, p) => sum + p, 0) }));
  return [
    h("div", { class: "picks", role: "group", "aria-label": board.say("pick") }, data.pairs.map(({ id, title, tongue }) =>
      pressable({ key: id, "data-twin": id, lang: tongue, "aria-pressed": String(id === data.id), onclick: () => board.choose({ twin: id, order: [] }) }, title))),
    h("div", { class: "sentence", key: "sentence" },
      h("p", { class: "asked", key: "asked" }, board.say("ask_" + data.question)),
      h("div", { class: "row", key: "row" }, h("div", { lang: data.tongue, key: "chips" }, sortable(board, "order", order, { label: board.say("chips"), word: (i) => data.chips[i], put })), pressable({ "data-turn": "", onclick: () => put(spelt === "other" ? home : data.other) }, board.say("turn", { sentence: data.spelling[spelt === "other" ? 0 : 1] })),
        h("p", { class: "sense", key: "sense" }, spelt === "neither" ? "" : board.say("sense", { sense: data.senses[spelt === "one" ? 0 : 1] })))),
    h("div", { class: "pair", key: "pair" },
      panel("a", "counter", "counter", h("ul", { class: "bag", "aria-label": board.say("bag"), lang: data.tongue }, bagged(words).map(([word, n]) => h("li", { key: word }, board.say("bagged", { word, n }))))),
      panel("b", "network", "network", h("p", { class: "reads", lang: data.tongue }, words.join(" → ")))),
    line(told(board, spelt, said, first, name)),
    h("p", { key: "pairs", class: "quiet aside", "data-pairs": said.pairs.join(",") }, toldOfPairs(board, name)),
  ];
}

function painted(board) {
  glide(board);
}

function bagged(words) {                               // in a fixed order: where a word stood is not in the bag
  const bag = new Map();
  for (const word of [...words].sort()) bag.set(word, (bag.get(word) || 0) + 1);
  return [...bag];
}

function which(data, words, home) {
  const spells = (order) => sameChoice(words, order.flatMap((i) => data.words[i]));
  return spells(home) ? "one" : spells(data.other) ? "other" : "neither";
}

function told(board, spelt, said, first, name) {
  const { verdicts } = board.data;
  const best = (shares) => shares.indexOf(Math.max(...shares));
  const same = said.counter.every((p, i) => p === first.counter[i]);
  const [was, now] = [best(first.network), best(said.network)];
  const gaps = { was: name(verdicts[was]), p_was: percent(board, first.network[was]), now: name(verdicts[now]), p: percent(board, said.network[now]) };
  const b = board.say({ one: "b_start", other: was === now ? "b_same" : "b_turned", neither: "b_neither" }[spelt], gaps);
  return board.say(spelt === "one" ? "start" : same ? "a_same" : "a_moved", { b });
}

function toldOfPairs(board, name) {                    // the honest remark: pairs of neighbours hold some of the order
  const { data } = board;
  const [one, other] = [data.chips.map((_, i) => i), data.other].map((order) => data.said[order.join(".")].pairs);
  const best = (shares) => shares.indexOf(Math.max(...shares));
  return board.say(best(one) === 0 && best(other) === 1 ? "pairs_can" : "pairs_cannot", { one: percent(board, one[0]), other: percent(board, other[0]), verdict: name(data.verdicts[0]) });
}
