// The card over the sentence: its hole is as wide as the learner pulls it, n−1 words.
function scene(board) {
  const { data, now } = board;
  now.n = clamp(now.n, 2, data.longest);
  const read = [board.say("start"), ...data.words];
  const first = read.length - (now.n - 1);             // the first word in the hole
  const row = data.a[now.n];
  return [
    card(board, read, first),
    slider(board, "n", { low: 2, high: data.longest, label: board.say("window"), text: (n) => wide(board, n), late: true }),
    h("div", { class: "pair" }, laneA(board, row), laneB(board)),
    line(told(board, row, first <= data.subject + 1)),
  ];
}

function wide(board, n) {
  return board.say(n === 2 ? "one" : "many", { k: n - 1 });
}

function card(board, read, first) {                    // pull anywhere on it; the slider below does the same by keyboard
  const word = (text, i) => h("li", { key: "word" + i, "data-at": i, class: `chip ${i < first ? "covered" : "open"}${i === 0 ? " start" : ""}`, "aria-hidden": i < first ? "true" : null }, text);
  const words = read.map(word);
  words.splice(first, 0, h("li", { key: "grip", class: "grip", "aria-hidden": "true" }));
  return h("ul", { class: "chips strip", "aria-label": wide(board, board.now.n), onpointerdown: (event) => grabEdge(board, event), onpointermove: (event) => pullEdge(board, event),
    onpointerup: () => { board.own.held = false; }, onpointercancel: () => { board.own.held = false; } },
  words, h("li", { key: "blank", class: "chip blank" }, "＿＿"));
}

function grabEdge(board, event) {
  board.own.held = true;
  event.currentTarget.setPointerCapture(event.pointerId);
  pullEdge(board, event);
}

function pullEdge(board, event) {                          // the hole begins at the word nearest to the pointer
  if (!board.own.held) return;
  const words = [...board.root.querySelectorAll(".strip [data-at]")];
  const away = (node) => { const box = node.getBoundingClientRect(); return Math.hypot(event.clientX - clamp(event.clientX, box.left, box.right), 3 * (event.clientY - clamp(event.clientY, box.top, box.bottom))); };
  const nearest = words.reduce((best, node) => (away(node) < away(best) ? node : best));
  const n = clamp(words.length - Number(nearest.dataset.at) + 1, 2, board.data.longest);
  if (n !== board.now.n) board.choose({ n }, true);
}

function laneA(board, row) {
  const count = row.total ? board.say(row.total === 1 ? "row_one" : "row", { total: counted(row.total) }) : board.say("no_row");
  return h("section", { class: "panel lane-a" }, h("h3", { class: "head" }, board.say("lane_a", { name: board.data.a_name, width: wide(board, board.now.n) })),
    h("p", { class: "quiet note" + (row.total ? "" : " none"), "data-total": row.total }, count),
    bars(board, row.bars.map(([word, p]) => ({ word, p })), { label: board.data.a_name, lane: "a", rest: row.rest }));
}

function laneB(board) {
  const { data } = board;
  return h("section", { class: "panel lane-b" }, h("h3", { class: "head" }, board.say("lane_b", { name: data.b_name })),
    h("p", { class: "quiet note" }, board.say("memory", { cells: data.cells })),
    bars(board, data.b.bars.map(([word, p]) => ({ word, p })), { label: data.b_name, lane: "b", rest: data.b.rest }));
}

function told(board, row, inside) {
  const { data, now } = board;
  const [top, p] = row.bars[0];
  const right = top === data.answer ? "right" : "wrong";
  const key = !inside ? `hidden_${right}` : row.total ? `shown_${right}` : "no_row_told";
  return board.say(key, { width: wide(board, now.n), subject: data.words[data.subject], top, p: percent(board, p) });
}
