// Shares that keep their word: of the times the network said about so many percent, how often was it right?
function scene(board) {
  const { data, now } = board;
  const nearest = data.bins.reduce((best, bin) => (Math.abs(bin[0] - now.bin) < Math.abs(best[0] - now.bin) ? bin : best));
  const [tenth, times, said, right] = nearest;
  const range = (i) => board.say("range", { low: i * 10, high: i * 10 + 10 });
  const gaps = { range: range(tenth), times: counted(times), right: counted(right), came: percent(board, right / times), said: percent(board, said) };
  return [
    h("p", { key: "key", class: "key" }, h("span", {}, h("i", { class: "dash" }), board.say("should")), h("span", {}, h("i", {}), board.say("came"))),
    h("div", { key: "tenths", class: "tenths", style: `--n:${data.bins.length}`, role: "group", "aria-label": board.say("tenths") }, data.bins.map(([i, n, share, hits]) =>
      h("button", { key: "tenth" + i, type: "button", class: "tenth", "data-tenth": i, "data-times": n, "data-right": hits, "aria-pressed": String(i === tenth), "aria-label": board.say("column", { range: range(i), times: counted(n), came: percent(board, hits / n) }), onclick: () => board.choose({ bin: i }) },
        h("span", { class: "columns", "aria-hidden": "true" }, h("span", { class: "came", style: `height:${(hits / n) * 100}%` }), h("span", { class: "should", style: `bottom:${share * 100}%` })),
        h("span", { class: "name", "aria-hidden": "true" }, board.narrow ? `${i * 10}–` : range(i)), h("span", { class: "times", "aria-hidden": "true" }, board.say(board.narrow ? "times_short" : "times", { n: counted(n) }))))),
    line(board.say(Math.abs(right / times - said) <= 0.05 ? "told_close" : right / times < said ? "told_bold" : "told_shy", gaps)),
  ];
}
