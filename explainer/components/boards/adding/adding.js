// Adding, mixing, mixing and squeezing: the same steps in two orders, and what two memory tiles come to.
const VIEW = { width: 520, height: 150, left: 44, right: 10, top: 8, bottom: 8 };

function scene(board) {
  const { data, now } = board;
  const orders = Object.keys(data.sauces);
  const after = 2 + Math.min(now.more, data.onward.length);
  const machine = data.orders[now.how];
  const far = Math.max(...orders.flatMap((order) => machine[order].memory.slice(0, after + 1).flat()).map(Math.abs), 1);
  return [
    h("div", { class: "row", key: "hows" }, segments(board, "how", ["add", "mix", "squash"].map((how) => [how, board.say("how_" + how)]), board.say("hows")),
      slider(board, "more", { low: 0, high: data.onward.length, label: board.say("more"), text: (n) => board.say("n_more", { n }), late: true })),
    h("div", { class: "pair", key: "orders" }, orders.map((order) => lane(board, order, machine[order], after, far))),
    comparison(board, orders.map((order) => machine[order].memory[after])),
    line(toldOf(board, orders.map((order) => machine[order]), after)),
  ];
}

function lane(board, order, { memory, dish }, after, far) {
  const { data } = board;
  const steps = [...data.sauces[order], ...data.onward].slice(0, after);
  const [verdict, share] = dish[after - 2];
  const title = board.say("order_" + order);
  return h("section", { key: order, class: "panel lane-b order", "data-order": order, "aria-label": title },
    h("p", { class: "fed" }, h("span", { class: "head" }, title), steps.slice(0, 2).map((step) => h("b", { class: "chip" }, data.names[step])), h("span", { class: "quiet" }, steps.slice(2).map((step) => [" ", h("span", { class: "onward" }, `→ ${data.names[step]}`)]))),
    picture(board, memory.slice(0, after + 1), far, data.onward.length + 2, title),
    h("p", { class: "dish" }, board.say("dish", { dish: data.names[verdict], p: percent(board, share) })));
}

function picture(board, memory, far, last, title) {    // two lines, a tile each; the band is −1 … 1
  const { width, height, left, right, top, bottom } = VIEW;
  const high = far * 1.08;
  const x = (n) => left + (n / last) * (width - left - right);
  const y = (value) => top + ((high - value) / (2 * high)) * (height - top - bottom);
  const way = (cell) => memory.map((values, n) => `${n ? "L" : "M"}${x(n).toFixed(1)} ${y(values[cell]).toFixed(1)}`).join("");
  return h("svg", { class: "ways", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": board.say("ways", { order: title }) },
    h("rect", { class: "band", x: left, width: width - left - right, y: y(1), height: Math.max(1, y(-1) - y(1)) }),
    [1, -1].map((level) => [h("path", { key: "limit" + level, class: "limit", d: `M${left} ${y(level)}H${width - right}` }),
      y(-1) - y(1) < 24 && level < 0 ? null : h("text", { key: "level" + level, class: "level", x: left - 10, y: (y(-1) - y(1) < 24 ? y(0) : y(level)) + 5, "text-anchor": "end" }, y(-1) - y(1) < 24 ? "±1" : signed(level, 0))]),
    memory[0].map((_, cell) => h("g", { key: "way" + cell, class: "way cell-" + cell }, h("path", { d: way(cell) }),
      memory.map((values, n) => (cell ? h("rect", { x: x(n) - 4, y: y(values[cell]) - 4, width: 8, height: 8 }) : h("circle", { cx: x(n), cy: y(values[cell]), r: 4.5 }))))));
}

function comparison(board, [ab, ba]) {                 // all digits of both tiles, one order above the other
  return h("table", { key: "digits", class: "digits" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, board.say("tile")), h("th", { scope: "col" }, board.say("order_ab")), h("th", { scope: "col" }, board.say("order_ba")), h("th", { scope: "col" }, board.say("difference")))),
    h("tbody", {}, ab.map((value, cell) => h("tr", { key: "tile" + cell, "data-tile": cell }, h("th", { scope: "row" }, h("span", { class: "key cell-" + cell, "aria-hidden": "true" }), board.say("tile_n", { n: cell + 1 })),
      [value, ba[cell]].map((number, i) => h("td", { "data-value": number, "data-label": board.say(i ? "order_ba" : "order_ab") }, exact(number))),
      h("td", { class: "off", "data-label": board.say("difference") }, value === ba[cell] ? board.say("none") : short(value - ba[cell]))))));
}

function exact(value) {
  return String(value).replace("-", "\u2212");
}

function short(value) {
  return Math.abs(value) < 1000 ? signed(value, Math.abs(value) < 0.001 ? 6 : 3) : (value < 0 ? "\u2212" : "+") + counted(Math.round(Math.abs(value)));
}

function toldOf(board, ways, after) {                  // by the numbers: the same or not, inside the band or not, the same dish or not
  const [ab, ba] = ways.map(({ memory }) => memory[after]);
  const same = ab.every((value, cell) => value === ba[cell]);
  const far = Math.max(...ways.flatMap(({ memory }) => memory.slice(0, after + 1).flat()).map(Math.abs));
  const [one, other] = ways.map(({ dish }) => dish[after - 2][0]);
  const end = Math.max(...[ab, ba].flat().map(Math.abs));
  return [board.say(same ? "told_same" : "told_other"), board.say(far <= 1 ? "told_inside" : end > 1 ? "told_outside" : "told_back", { far: short(end > 1 ? end : far).replace(/^[+\u2212]/, "") }),
    board.say(one === other ? "told_one_dish" : "told_two_dishes", { one: board.data.names[one], other: board.data.names[other] })].join("");
}
