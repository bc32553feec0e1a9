// The story that calls itself, as a sketch: in every picture there is a hill, and on it somebody who tells the picture.
function story(board, n) {
  const tellings = clamp(n, 1, board.narrow ? 2 : 3);
  return h("div", { class: "story" },
    h("svg", { class: "tale", viewBox: "0 0 132 84", width: 132, height: 84, role: "img", "aria-label": board.say("story_label") }, frames(clamp(n, 1, 5))),
    h("p", { class: "telling" }, h("span", { class: "sketch" }, board.say("sketch")), " ",
      Array.from({ length: tellings }, (none, i) => h("span", { class: "turn" + (i + 1) }, board.say("story"))), board.say("story_end")));
}

function frames(n) {
  const one = (k) => h("g", { key: "frame" + k, transform: k ? "translate(66 6) scale(.46)" : null },
    h("rect", { class: "frame", x: 1, y: 1, width: 130, height: 82, rx: 6 }),
    h("path", { class: "hill", d: "M2 80C14 62 22 44 34 42s20 18 34 30c10-9 26-14 62-12" }),
    h("path", { class: "teller", d: "M36 41v-10M36 34l-5 4M36 34l6 2M36 31a4 4 0 1 0-.1 0M44 30c6-4 10-8 18-10" }),
    k + 1 < n ? one(k + 1) : null);
  return one(0);
}
