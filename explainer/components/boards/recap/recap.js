// A card from two chapters ago: a question to answer from memory, then its other side. It can be passed by, and it asks for nothing.
function scene(board) {
  const { data, own } = board;
  if (own.passed) return [];
  const flip = () => { board.look({ flipped: true }); board.focus(".answer"); };
  return [h("section", { class: "recap", "data-flipped": String(Boolean(own.flipped)), "aria-label": board.say("label", { number: data.number }) },
    h("p", { class: "from quiet" }, board.say("label", { number: data.number })),
    h("p", { class: "asks" }, data.question),
    own.flipped
      ? h("p", { class: "answer", tabindex: -1 }, data.answer)
      : h("p", { class: "think quiet" }, board.say("think")),
    h("div", { class: "row" },
      own.flipped ? null : pressable({ "data-flip": "", onclick: flip }, board.say("flip")),
      pressable({ class: "pass", "data-pass": "", onclick: () => board.look({ passed: true }) }, board.say(own.flipped ? "away" : "skip"))))];
}
