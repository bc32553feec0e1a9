// Six slots: a recipe of eight steps is poured into a machine that has room for six, while a network reads on.
function scene(board) {
  const { data, now } = board;
  const recipe = data.recipes[now.list];
  const n = now.n;
  const all = recipe.words.length;
  const poured = recipe.words.slice(0, n);
  const fallen = poured.slice(data.n_slots);
  const word = (step) => data.names[step];
  const answers = (lane, machine) => bars(board, data.verdicts.map((verdict, i) => ({ word: data.names[verdict], key: verdict, p: recipe[machine][n][i] })), { label: board.say(machine), lane });
  const pour = (to) => board.choose({ n: to });
  return [
    segments(board, "list", data.recipes.map((_, i) => [i, board.say("recipe", { n: i + 1 })]), board.say("recipes")),
    h("div", { key: "line", class: "queue" }, chips(board, recipe.words.map(word), (_, i) => ({ class: (i === n - 1 ? "now" : i < n ? "gone" : "") + (data.sauces.includes(recipe.words[i]) ? " sauce" : "") }))),
    h("div", { key: "pour", class: "row" },
      pressable({ class: "primary", "data-pour": "one", disabled: n === all, onclick: () => pour(n + 1) }, board.say("pour")),
      pressable({ "data-pour": "all", disabled: n === all, onclick: () => { pour(all); board.focus('[data-pour="none"]'); } }, board.say("pour_all")),
      pressable({ "data-pour": "none", disabled: n === 0, onclick: () => { pour(0); board.focus('[data-pour="one"]'); } }, board.say("empty"))),
    h("div", { class: "pair", key: "pair" },
      h("section", { class: "panel lane-a", "data-machine": "six", "aria-label": board.say("six") }, h("h3", { class: "head" }, board.say("six")),
        h("ol", { class: "slots", "aria-label": board.say("slots") }, Array.from({ length: data.n_slots }, (_, i) =>
          h("li", { class: "slot" + (i < poured.length ? " full" : ""), "data-slot": i }, i < poured.length ? word(poured[i]) : ""))),
        h("p", { class: "fallen" + (fallen.length ? " some" : ""), "data-fallen": fallen.length }, fallen.length ? board.say("fallen", { words: fallen.map(word).join(data.comma), n: fallen.length }) : board.say("fallen_none")),
        answers("a", "six")),
      h("section", { class: "panel lane-b", "data-machine": "network", "aria-label": board.say("network") }, h("h3", { class: "head" }, board.say("network")),
        h("div", { class: "reader" }, tiles(board, recipe.hidden[n], { label: board.say("memory"), across: 2 }), h("p", { class: "reads" }, n ? board.say("read", { n, word: word(poured[n - 1]) }) : board.say("read_none"))),
        answers("b", "network"))),
    line(toldOfSlots(board, recipe, n, fallen, word)),
  ];
}

function toldOfSlots(board, recipe, n, fallen, word) {
  const { data } = board;
  const top = (shares) => shares.indexOf(Math.max(...shares));
  const [a, b] = [recipe.six[n], recipe.network[n]];
  const gaps = { n, left: recipe.words.length - n, a: data.names[data.verdicts[top(a)]], pa: percent(board, Math.max(...a)), b: data.names[data.verdicts[top(b)]], pb: percent(board, Math.max(...b)),
    truth: data.names[recipe.truth], fallen: fallen.map(word).join(data.comma) };
  if (n === 0) return board.say("told_empty", { all: recipe.words.length, slots: data.n_slots });
  if (n <= data.n_slots) return board.say("told_fits", gaps);
  if (n < recipe.words.length) return board.say("told_falls", gaps);
  return board.say(top(a) === top(b) ? "told_agree" : data.verdicts[top(b)] === recipe.truth ? "told_differ" : "told_both", gaps);
}
