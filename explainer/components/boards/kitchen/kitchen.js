// The kitchen: two sauces and three other steps in any order; the memory after every step, and the dish that comes of it.
function scene(board) {
  const { data, now } = board;
  const home = data.steps.map((_, i) => i);
  const order = now.order.length === home.length ? now.order : home;
  const chips = orderNow(board, "order", order);
  const said = data.said[chips.join(".")];
  const first = data.said[home.join(".")];
  const word = (i) => data.names[data.steps[i]];
  const put = (next) => board.choose({ order: sameChoice(next, home) ? [] : next });
  const sauces = data.sauces.map((sauce) => data.steps.indexOf(sauce));
  const under = (_, place) => [
    h("ul", { key: "cells", class: "tiles cells", "aria-label": board.say("cells", { n: place + 1 }), style: "--across:1" }, said.hidden[place].map((value, k) => h("li", { class: "tile-place" },
      h("span", { class: "tile", role: "img", "data-step": place, "data-cell": k, "data-value": value, "data-sign": signOf(value), "aria-label": signed(value) }, h("span", { class: "tile-ink", style: `background-color:${tileLook(board.palette, value)}` })),
      h("span", { class: "tile-value", "aria-hidden": "true" }, signed(value))))),
    h("span", { key: "dish", class: "so-far" }, data.names[data.verdicts[said.so_far[place]]]),
  ];
  const moved = !sameChoice(chips, home);
  const answers = (lane, machine, shares, were, verdicts) => bars(board, verdicts.map((verdict, i) => ({ word: data.names[verdict], key: verdict, p: shares[i], was: moved ? were[i] : null })), { label: board.say(machine), lane });
  return [
    h("div", { class: "row", key: "menus" }, segments(board, "menu", data.menus.map((title, i) => [i, title]), board.say("menus")),
      pressable({ "data-swap": "", onclick: () => put(chips.map((i) => (sauces.includes(i) ? sauces[1 - sauces.indexOf(i)] : i))) }, board.say("swap"))),
    h("div", { key: "steps", class: "steps-in-order" }, sortable(board, "order", order, { label: board.say("steps"), word, put, under, note: board.say("under"),
      look: (i) => ({ class: sauces.includes(i) ? "sauce" : "" }) })),
    h("div", { class: "pair", key: "pair" },
      h("section", { class: "panel lane-a", "data-machine": "counter", "aria-label": board.say("counter") }, h("h3", { class: "head" }, board.say("counter")),
        h("p", { class: "reads" }, [...data.steps].sort().map((step) => data.names[step]).join(board.say("plus"))), answers("a", "counter", said.counter, first.counter, data.verdicts.slice(0, 2))),
      h("section", { class: "panel lane-b", "data-machine": "network", "aria-label": board.say("network") }, h("h3", { class: "head" }, board.say("network")),
        h("p", { class: "reads" }, chips.map(word).join(" → ")), answers("b", "network", said.dish, first.dish, data.verdicts))),
    line(toldOfDish(board, chips, said, first, sauces)),
  ];
}

function painted(board) {
  glide(board);
}

function toldOfDish(board, chips, said, first, [a, b]) {
  const { data } = board;
  const dish = data.verdicts[said.dish.indexOf(Math.max(...said.dish))];
  const same = said.counter.every((p, i) => p === first.counter[i]);
  const rule = chips.indexOf(a) < chips.indexOf(b) ? "tasty" : "spoiled";
  const gaps = { dish: data.names[dish], p: percent(board, Math.max(...said.dish)), rule: data.names[rule] };
  return board.say(same ? "told_" + rule : "told_moved", gaps) + (dish === rule ? "" : board.say("told_wrong", gaps));
}
