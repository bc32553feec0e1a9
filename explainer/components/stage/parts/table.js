// The same course of events as a plain table.
function tableView(stage) {
  const { data, view } = stage;
  const all = shownLanes(data);
  const two = (lane, t) => (lane.bars[t] || []).slice(0, 2).map(([word, p]) => `${word}\u2002${percent(stage, p)}`).join(" · ") || stage.say("no_row");
  const told = (line, t) => (!data.changed ? line : t === steps(data) ? data.changed.narration : "");     // the lines before it speak of the untouched reading
  const heads = ["table_step", "table_word", "table_a", "table_b", "table_narration"];
  const rows = data.narration.map((line, t) => h("tr", { key: "row" + t, "aria-current": t === view.step ? "step" : null, "data-row": t },
    h("th", { scope: "row" }, String(t)), h("td", {}, t === 0 ? stage.say("nothing_read") : data.sentence.pieces[t - 1].text),
    all.map((lane) => h("td", {}, two(lane, t))), h("td", {}, told(line, t))));
  return h("div", { key: "table", class: "table-scroll", tabindex: "0", role: "group", "aria-label": stage.say("table_caption") },
    h("table", {}, h("caption", {}, stage.say("table_caption")), h("thead", {}, h("tr", {}, heads.map((name) => h("th", { scope: "col" }, stage.say(name))))), h("tbody", {}, rows)));
}
