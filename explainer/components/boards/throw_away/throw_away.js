// After a word the machine holds two things, an answer and a memory. Either can be thrown away before the next word is read.
const THROWN = { none: [], answer: ["answer"], memory: ["memory"], both: ["answer", "memory"] };

function scene(board) {
  const { data, now } = board;
  const at = now.k >= 1 && now.k <= data.steps.length ? now.k : data.steps.length;
  const thrown = THROWN[now.x];
  const step = data.steps[at - 1];
  const next = step[thrown.includes("memory") ? "without_memory" : thrown.includes("answer") ? "without_answer" : "kept"];
  return [
    h("ul", { class: "chips", "aria-label": board.say("moment") }, data.words.map((word, i) => h("li", { key: "word" + i }, i < data.steps.length
      ? pressable({ class: "chip" + (i + 1 === at ? " now" : ""), "data-at": i + 1, "aria-pressed": String(i + 1 === at), "aria-label": board.say("after", { word }), onclick: () => board.choose({ k: i + 1 }) }, word)
      : h("span", { class: "chip" }, word)))),
    h("div", { class: "hands" },
      hand(board, "answer", thrown, bars(board, step.hand.bars.map(([word, p]) => ({ word, p })), { label: board.say("answer"), rest: step.hand.rest, shown: 4 })),
      hand(board, "memory", thrown, memoryTiles(board, thrown.includes("memory") ? step.hand.tiles.map(() => 0) : step.hand.tiles)),
      h("section", { class: "panel lane-b next", "aria-label": board.say("next", { word: data.words[at] }) },
        h("p", { class: "head" }, board.say("next", { word: data.words[at] })),
        bars(board, next.bars.map(([word, p]) => ({ word, p, was: thrown.length ? shareIn(step.kept, word) : null })), { label: board.say("next", { word: data.words[at] }), rest: next.rest, shown: 4 }),
        memoryTiles(board, next.tiles))),
    line(step.told[now.x]),
  ];
}

function shareIn(answer, word) {
  return (answer.bars.find(([other]) => other === word) || [null, null])[1];
}

function memoryTiles(board, values) {
  return tiles(board, values, { label: board.say("memory"), across: 12, names: (k) => board.say("tile", { n: k + 1 }) });
}

function hand(board, what, thrown, inside) {
  const gone = thrown.includes(what);
  const rest = gone ? thrown.filter((other) => other !== what) : [...thrown, what];
  const name = Object.keys(THROWN).find((key) => sameSet(THROWN[key], rest));
  return h("section", { class: "panel hand" + (gone ? " gone" : ""), "data-hand": what, "data-gone": String(gone), "aria-label": board.say(what) },
    h("p", { class: "head" }, board.say(what)),
    gone && what === "answer" ? h("p", { key: "gone", class: "thrown quiet" }, board.say("thrown")) : inside,
    pressable({ "data-throw": what, "aria-pressed": String(gone), onclick: () => board.choose({ x: name }) }, board.say(gone ? "pick_" + what : "throw_" + what)));
}
