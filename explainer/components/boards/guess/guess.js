// The guess that opens a chapter: one tap and it is kept; or look without guessing.
function scene(board) {
  const { data, now } = board;
  if (now.guess) return [];                            // it is on its way into the head
  const marked = board.own.marked || [];
  const toggle = (i) => board.look({ marked: marked.includes(i) ? marked.filter((other) => other !== i) : [...marked, i].sort() });
  return [
    h("h3", { class: "question" }, data.question),
    h("div", { class: "row", role: "group", "aria-label": data.question }, data.options.map((words, i) => data.several
      ? pressable({ "data-guess": i, "aria-pressed": String(marked.includes(i)), onclick: () => toggle(i) }, words)
      : pressable({ "data-guess": i, onclick: () => board.choose({ guess: String(i) }) }, words)),
    data.several ? pressable({ class: "primary", "data-commit": "", disabled: marked.length === 0, onclick: () => board.choose({ guess: marked.join(".") }) }, board.say("commit")) : null),
    h("button", { type: "button", class: "look", onclick: () => board.choose({ guess: "-" }) }, board.say("look")),
  ];
}
