// The card over the sentence, with a hole of n−1 words.
function scene(board) {
  const { data, now } = board;
  return [
    chips(board, data.words, (word, i) => ({ class: i < data.words.length - (now.n - 1) ? "covered" : "" })),
    slider(board, "n", { low: 2, high: 11, label: board.say("n") }),
    h("div", { class: "panel lane-a" }, bars(board, data.rows, { label: board.say("n"), lane: "a", rest: .55 })),
    tiles(board, [0.9, -0.8, 0.05, 0.4], { label: board.say("n") }),
    line(board.say("told", { n: now.n })),
  ];
}
