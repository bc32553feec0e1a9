// The closing check: tap an option and its feedback stands under it at once, for right and wrong ones alike.
function check(board, { question, options }) {
  return h("fieldset", { class: "options" },
    h("legend", { class: "question" }, question),
    options.map((it, i) => option(board, it, i)));
}

function option(board, { text, right, feedback }, i) {
  const chosen = board.now.check === i;
  return h("div", { class: chosen ? "option chosen" : "option", "data-option": i },
    h("label", {}, h("input", { type: "radio", name: "option", value: String(i), checked: chosen, onchange: () => board.choose({ check: i }) }), h("span", {}, text)),
    h("p", { class: "feedback", role: "status", hidden: !chosen }, chosen ? [h("span", { class: "mark" }, right ? "✓" : "✗"), feedback] : null));
}
