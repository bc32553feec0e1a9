// What is read below a scene: one block below the other, each drawn by its own script.
const BLOCKS = { heading, prose, fold, check, way: onward, map: courseMap };

function scene(board) {
  listen(board);
  return board.data.blocks.map((block, i) => h("div", { key: `block${i}`, class: `block ${block.kind}` }, BLOCKS[block.kind](board, block, i)));
}

function heading(board, { text }) {
  return h("h3", { class: "title" }, text);
}

function fold(board, { title, inside }, i) {
  return h("details", {}, h("summary", {}, title), h("div", { class: "prose" }, prose(board, inside, i)));
}

function onward(board, { page, line }, i) {
  return way(board, page, { class: "next" }, runs(board, line, `${i}.next`));
}
