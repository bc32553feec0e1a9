// Between how many words the machines hesitate, word by word: two columns for each word, on one tenfold scale.
function scene(board) {
  const { data, now } = board;
  now.n = clamp(now.n, 2, data.longest);
  const own = data.a[now.n];
  const highest = Math.log(Math.max(...own, ...data.b, ...data.a[2]));
  const column = (choices, lane) => h("span", { class: `column ${lane}` }, h("span", { class: "number" }, few(board, choices)), h("span", { class: "ink", style: `height:${6 + (90 * Math.log(choices)) / highest}px` }));
  return [
    slider(board, "n", { low: 2, high: data.longest, label: board.say("window_a"), text: (n) => board.say(n === 2 ? "one" : "many", { k: n - 1 }), late: true }),
    h("div", { class: "key" }, h("span", { class: "lane-a" }, h("i", { class: "ink" }), board.say("lane_a", { name: data.a_name })), h("span", { class: "lane-b" }, h("i", { class: "ink" }), board.say("lane_b", { name: data.b_name }))),
    h("ol", { class: "steps", tabindex: 0, "aria-label": board.say("steps") }, data.words.map((word, i) => h("li", { class: i === data.words.length - 1 ? "last" : null, "aria-label": board.say("step", { word, a: few(board, own[i]), b: few(board, data.b[i]) }) },
      h("span", { class: "columns", "aria-hidden": "true" }, column(own[i], "lane-a"), column(data.b[i], "lane-b")), h("span", { class: "word", "aria-hidden": "true" }, word)))),
    line(board.say("told", { a: few(board, own[own.length - 1]), b: few(board, data.b[data.b.length - 1]), word: data.words[data.words.length - 1], all_a: data.average_a[now.n].toFixed(1), all_b: data.average_b.toFixed(1) })),
  ];
}

function few(board, choices) {
  return choices < 10 ? choices.toFixed(1) : String(Math.round(choices));
}
