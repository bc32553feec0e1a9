// A gate is a dial: what is left of the old when a share of it is kept at every step; what values the gates really take; what they cost.
function scene(board) {
  const { data, now } = board;
  const share = now.share / 100;
  const left = data.steps.map((n) => ({ key: String(n), word: board.say("after_n", { n }), p: share ** n, counted: true }));
  const last = data.steps[data.steps.length - 1];
  const told = now.share === 100 ? "told_whole" : now.share === 0 ? "told_zero" : "told_left";
  return [
    h("div", { class: "pair dials", key: "pair" },
      h("div", { key: "left", class: "facts" },
        h("section", { key: "dial", class: "panel", "aria-label": board.say("dial_head") }, h("p", { class: "head" }, board.say("dial_head")),
          slider(board, "share", { low: 0, high: 100, label: board.say("kept"), text: (n) => board.say("percent", { n }), late: true }),
          bars(board, left, { label: board.say("left_label") }),
          line(board.say(told, { share: board.say("percent", { n: now.share }), n: last, left: percent(board, share ** last) }))), sizes(board)),
      spread(board)),
  ];
}

function spread(board) {                               // where the values of the real gates lie
  const { data } = board;
  return h("section", { key: "spread", class: "panel real", "aria-label": board.say("spread_head") }, h("p", { class: "head" }, board.say("spread_head")),
    Object.entries(data.spread).map(([name, shares]) => h("div", { key: name, class: "spread", "data-spread": name },
      h("p", { class: "quiet" }, board.say("spread_" + name)),
      bars(board, shares.map((p, i) => ({ key: `${name}${i}`, word: board.say("spread_" + i), p, counted: true })), { label: board.say("spread_" + name) }))),
    h("p", { class: "remark" }, board.say(data.spread.gru[1] >= 0.5 ? "spread_most" : "spread_some", { gru: percent(board, data.spread.gru[1]), lstm: percent(board, data.spread.lstm[2]) })),
    h("p", { class: "quiet small" }, board.say("spread_note", { n: counted(data.values) })));
}

function sizes(board) {                                // how many numbers the cells of each kind hold
  const { data } = board;
  const most = Math.max(...data.sizes.map(({ inside }) => inside));
  return h("section", { key: "sizes", class: "panel", "aria-label": board.say("sizes_head") }, h("p", { class: "head" }, board.say("sizes_head", { cells: data.cells })),
    h("ul", { class: "sizes" }, data.sizes.map(({ name, inside, times }) => h("li", { key: name, "data-size": name }, h("span", { class: "size-name" }, board.say("machine_" + name)),
      h("span", { class: "size-room", "aria-hidden": "true" }, h("span", { class: "size-ink", style: `width:${(inside / most) * 100}%` })),
      h("b", { "data-count": inside }, counted(inside)), h("span", { class: "quiet" }, board.say("times", { n: times }))))));
}
