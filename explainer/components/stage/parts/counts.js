// The counting machine's inside: the one row of its table that belongs to the word in the hole.
function countRow(stage, lane) {
  const { view } = stage;
  const row = (lane.row || [])[view.step];
  const seen = !lane.seen || lane.seen[view.step];
  if (!row || !seen) return h("div", { key: "row", class: "count-row empty" }, h("p", { class: "mid-head" }, stage.say("row")), h("p", { class: "quiet" }, stage.say("no_row")));
  const name = view.step === 0 ? stage.say("row_start") : stage.say("row_after", { word: row.word });
  return h("div", { key: "row", class: "count-row" },
    h("p", { class: "mid-head" }, stage.say("row")),
    h("div", { class: "count-box" },
      h("p", { class: "count-name" }, name),
      h("ul", {}, row.counts.slice(0, 3).map(([word, count]) => h("li", {}, h("span", {}, word), h("span", { class: "number", "data-count": count }, counted(count))))),
      h("p", { class: "count-total" }, stage.say("row_total", { total: counted(row.total) }))));
}
