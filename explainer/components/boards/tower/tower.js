// The tower of rows, one floor told in numbers: rows that could be, rows that are, rows that stay empty.
function scene(board) {
  const { data, now } = board;
  now.n = clamp(now.n, 2, data.longest);
  const floor = data.floors[now.n];
  return [
    slider(board, "n", { low: 2, high: data.longest, label: board.say("window"), text: (n) => board.say(n === 2 ? "floor_one" : "floor_many", { k: n - 1 }), late: true }),
    h("dl", { class: "sums" }, ["possible", "stored", "empty"].map((part) => h("div", { class: part }, h("dt", {}, board.say(part)), h("dd", { "data-rows": part }, floor[part])))),
    line(board.say(floor.full ? "full" : "sparse", { ratio: floor.ratio })),
  ];
}
