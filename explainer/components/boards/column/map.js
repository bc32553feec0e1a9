// The course map: every act with its chapters, and what was seen of them. A sign and words tell where the learner is.
const SIGNS = { here: "●", seen: "✓", begun: "◐", not_yet: "○" };

function courseMap(board, { acts, told, compact }) {
  return [
    h("h2", { class: "map-name" }, board.say("heading")),
    h("nav", { class: compact ? "acts compact" : "acts", "aria-label": board.say("label") }, acts.map(({ name, stops }) => h("section", { class: "act" },
      h("h3", { class: "act-name" }, name),
      h("ol", { class: "stops" }, stops.map((stop) => h("li", { "data-stop": stop.chapter, "data-been": stop.been }, row(board, stop, compact))))))),
    told.map((words) => h("p", { class: "told quiet" }, words)),
  ];
}

function row(board, stop, compact) {
  const inside = [
    h("span", { class: "number", "aria-hidden": "true" }, String(stop.number)),
    h("span", { class: "words" }, h("span", { class: "name" }, stop.title), compact ? null : h("span", { class: "hook" }, stop.question)),
    h("span", { class: "beside" }, h("span", {}, board.say("minutes", { minutes: stop.minutes })),
      h("span", { class: "been" }, h("span", { "aria-hidden": "true" }, SIGNS[stop.been] + " "), board.say(stop.been))),
  ];
  return stop.been === "here" ? h("span", { class: "stop", "aria-current": "page" }, inside) : way(board, stop.chapter, { class: "stop" }, inside);
}
