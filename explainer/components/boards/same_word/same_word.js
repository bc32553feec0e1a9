// The same word, read with three memories: first the memories, then, with one press, three answers.
function scene(board) {
  const { data, now } = board;
  const read = now.read === "yes";
  const trio = h("div", { key: "trio", class: "trio" }, data.memories.map((memory, i) => column(board, memory, i, read)));
  const act = h("div", { key: "act", class: "act" },
    pressable({ class: read ? "" : "primary", "data-press": "read", onclick: () => board.choose({ read: read ? "no" : "yes" }) }, board.say(read ? "again" : "press", { word: data.word })),
    line(read ? data.told : board.say("before", { word: data.word })));
  return board.narrow ? [act, trio] : [trio, act];     // on a phone the panels are a long way down
}

function column(board, memory, i, read) {
  const { data } = board;
  return h("section", { class: "panel lane-b", "data-memory": i, "aria-label": memory.label },
    h("p", { class: "head" }, memory.label),
    h("p", { class: "reads quiet" }, memory.reads || board.say("nothing")),
    tiles(board, memory.before, { label: board.say("memory", { label: memory.label }), across: 12, names: (k) => board.say("tile", { n: k + 1 }) }),
    h("p", { class: "meets" }, h("span", { class: "plus", "aria-hidden": "true" }, "+"), h("span", { class: "chip now" }, data.word)),
    read ? bars(board, memory.bars.map(([word, p]) => ({ word, p })), { label: board.say("answer", { label: memory.label }), rest: memory.rest, shown: 3 })
      : h("p", { key: "waiting", class: "waiting quiet", "aria-hidden": "true" }, "?"));
}
