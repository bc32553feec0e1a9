// A word of the learner's own takes a place in the sentence; words that are on no list share one seat, with one row of numbers.
function scene(board) {
  const { data } = board;
  return [
    h("form", { class: "row seat-form", onsubmit: (event) => { event.preventDefault(); board.choose({ typed: event.target.querySelector("input").value.trim() }); } },
      h("label", {}, h("span", {}, board.say("type")), h("input", { type: "text", maxlength: data.longest, autocomplete: "off", spellcheck: "false", placeholder: data.stranger, "data-own-word": "" })),
      h("button", { type: "submit", class: "press primary", "data-sit": "" }, board.say("sit"))),
    h("p", { class: "quiet ask" }, board.say("where")),
    h("div", { class: "chips", role: "group", "aria-label": board.say("where") }, data.sentence.map((word, i) =>
      h("button", { type: "button", key: "at" + i, class: "chip" + (i === data.at ? " now" : ""), "data-at": i, "aria-pressed": String(i === data.at), onclick: () => board.choose({ place: i }) }, word))),
    h("p", { class: "quiet ask" }, board.say("met")),
    h("ul", { class: "chips met", "aria-label": board.say("met") }, data.pieces.map(([word, known], i) => h("li", { key: "piece" + i, class: "chip" + (known ? "" : " unseen") + (data.own.includes(i) ? " own" : ""), "data-piece": i, "data-known": String(known) },
      known ? word : [h("span", {}, board.say("unknown")), h("small", {}, word)]))),
    h("div", { class: "pair" },
      h("section", { class: "panel", "aria-label": board.say("row", { word: looked(data)[0] }) }, h("p", { class: "head" }, board.say("row", { word: looked(data)[0] })),
        tiles(board, data.row, { label: board.say("row", { word: looked(data)[0] }), across: 12, scale: data.strong }),
        h("p", { class: "quiet key" }, board.say(looked(data)[1] ? "own_row" : "practised", { hidden: data.hidden }))),
      h("section", { class: "panel lane-b", "aria-label": board.say("answer") }, h("p", { class: "head" }, board.say("answer")),
        bars(board, answered(board).rows.map(([word, p, was]) => ({ word, p, was })), { label: board.say("answer"), rest: answered(board).rest, shown: 5 }), h("p", { class: "quiet key" }, board.say("before")))),
    line(told(board)),
  ];
}

function looked(data) {                                // the typed piece whose numbers are shown, whether it is known
  return data.pieces[data.look];
}

function answered(board) {
  return board.data.answers[board.data.answers.length - 1];
}

function told(board) {
  const { text, stranger, known, strange, as_stranger: alike, own } = board.data;
  if (known) return board.say("told_known", { word: text });
  if (!strange) return board.say("told_mixed", { word: text, n: own.length });
  return board.say(text === stranger || !alike ? "told_seat" : "told_alike", { word: text, stranger });
}

function painted(board) {                              // what is being typed is left alone
  const field = board.root.querySelector("[data-own-word]");
  if (board.own.typed !== board.now.typed) field.value = board.now.typed;
  board.own.typed = board.now.typed;
}
