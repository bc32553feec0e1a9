// A word of the sentence, its place on the list, its thin column in the word table, and the column laid out as tiles.
function scene(board) {
  const { data, now } = board;
  const word = data.words.includes(now.word) ? now.word : data.first;
  const at = data.words.indexOf(word);
  const row = Array.from(unpacked(board).subarray(at * data.cells, (at + 1) * data.cells), (n) => n / 1000);
  const name = data.names[at];
  return [
    h("p", { class: "ask" }, board.say("tap")),
    h("div", { class: "chips", role: "group", "aria-label": board.say("sentence") }, data.sentence.map((each, i) =>
      h("button", { type: "button", key: "chip" + i, class: "chip" + (each === word ? " now" : ""), "data-chip": i, "aria-pressed": String(each === word), onclick: () => board.choose({ word: each }) }, each))),
    h("section", { class: "panel", "aria-label": board.say("table") },
      h("p", { class: "head" }, board.say("table"), h("span", { class: "quiet" }, " ", board.say("size", { words: data.words.length, cells: data.cells }))),
      h("div", { class: "strip", onclick: (event) => point(board, event) },
        h("canvas", { key: "strip", kept: true, "data-strip": "", role: "img", "aria-label": board.say("strip", { words: data.words.length, cells: data.cells }) }),
        h("span", { class: "mark", "aria-hidden": "true", style: `left:${((at + 0.5) / data.words.length) * 100}%` })),
      h("input", { type: "range", class: "along", min: 1, max: data.words.length, step: 1, value: String(at + 1), "data-along": "", "aria-label": board.say("along"), "aria-valuetext": board.say("place", { n: at + 1, word: name }),
        oninput: (event) => board.choose({ word: data.words[Number(event.target.value) - 1] }, true) })),
    h("section", { class: "panel taken", "aria-label": board.say("row", { word: name }) },
      h("p", { class: "head" }, h("span", { class: "chip now" }, name), h("span", {}, board.say("place_short", { n: at + 1 })), h("span", { class: "quiet" }, board.say("row", { word: name }))),
      h("div", { class: "its", onclick: (event) => touch(board, event) }, tiles(board, row, { label: board.say("row", { word: name }), across: board.narrow ? 8 : 24, scale: data.strong, picked: board.own.cell })),
      h("p", { class: "quiet key" }, shown(board, row)),
      data.deep ? h("ol", { class: "figures", "data-figures": "" }, row.map((value) => h("li", {}, signed(value, 2)))) : null),
    line(board.say(data.sentence.filter((each) => each === word).length > 1 ? "told_twice" : "told", { word: name, n: at + 1, cells: data.cells })),
  ];
}

function touch(board, event) {                         // a finger on a tile; for keys all numbers stand below at the deeper levels
  const tile = event.target.closest("[data-cell]");
  const cell = tile ? Number(tile.dataset.cell) : null;
  board.look({ cell: board.own.cell === cell ? null : cell });
}

function shown(board, row) {                           // the number behind a colour that was tapped
  const { cell = null } = board.own;
  return cell === null ? board.say("key", { strong: board.data.strong }) : board.say("number", { n: cell + 1, value: signed(row[cell], 2) });
}

function unpacked(board) {                             // the table, word after word, in thousandths
  if (board.own.packed !== board.data.table) {
    board.own.packed = board.data.table;
    board.own.numbers = new Int16Array(Uint8Array.from(atob(board.data.table), (letter) => letter.charCodeAt(0)).buffer);
  }
  return board.own.numbers;
}

function point(board, event) {                         // a finger on the strip
  const box = event.currentTarget.getBoundingClientRect();
  const n = board.data.words.length;
  board.choose({ word: board.data.words[clamp(Math.floor(((event.clientX - box.left) / box.width) * n), 0, n - 1)] });
}

function painted(board) {                              // one thin column a word, one thin line a cell
  const canvas = board.root.querySelector("[data-strip]");
  const look = JSON.stringify([board.palette, board.data.lang]);
  if (canvas.dataset.look === look && board.own.drawn === board.data.table) return;
  const { cells, strong, words } = board.data;
  const numbers = unpacked(board);
  Object.assign(canvas, { width: words.length, height: cells });
  const brush = canvas.getContext("2d");
  const picture = brush.createImageData(words.length, cells);
  numbers.forEach((value, i) => {
    const [r, g, b] = parseColour(tileLook(board.palette, value / 1000 / strong));
    picture.data.set([r, g, b, 255], 4 * ((i % cells) * words.length + Math.floor(i / cells)));
  });
  brush.putImageData(picture, 0, 0);
  canvas.dataset.look = look;
  board.own.drawn = board.data.table;
}
