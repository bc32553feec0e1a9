// The two lanes: reading on the left, the machine's inside in the middle, its answer on the right; the same for both.
function lanes(stage) {
  const [first, ...others] = shownLanes(stage.data);
  return h("div", { key: "lanes", class: "lanes" }, [first, ...others].map((lane) => laneOf(stage, lane)));
}

function laneOf(stage, lane) {
  const { data } = stage;
  const recurrent = lane.kind === "recurrent";
  const inside = stage.insideShown(lane);
  return h("section", { key: "lane" + lane.id, class: `lane lane-${lane.id.toLowerCase()} ${lane.kind}` + (inside ? "" : " closed") + (tilesLarge(stage) ? " spread" : ""), "data-lane": lane.id,
    "aria-label": stage.say("lane", { letter: lane.id, name: lane.name }) },
    h("div", { key: "left", class: "lane-left" }, laneHead(stage, lane, recurrent), recurrent ? recurrentTime(stage, lane) : countingTime(stage, lane)),
    flow(stage),
    h("div", { key: "mid", class: "lane-mid" }, inside ? (recurrent ? tileBox(stage, lane) : countRow(stage, lane)) : recurrent ? closedMemory(stage, lane) : closedRow(stage)),
    flow(stage),
    h("div", { key: "right", class: "lane-right" }, barPanel(stage, lane),
      recurrent && stage.view.depth === "formula" && !data.changed ? shareCard(stage, lane) : null));
}

function laneHead(stage, lane, recurrent) {
  const key = recurrent && stage.graphShown() && !stage.narrow ? graphKey(stage) : null;
  return unchanged(stage, "lane-head" + lane.id, [stage.data, key], () => h("div", { key: "head", class: "lane-head" },
    h("span", { class: "letter", "aria-hidden": "true" }, lane.id), recurrent ? loopIcon() : cardIcon(),
    h("h3", { class: "lane-name" }, lane.name), h("small", { class: "lane-small" }, lane.small), key));
}

function countingTime(stage, lane) {
  const deep = { formula: divisionCard, code: countCode }[stage.view.depth];
  return [
    timeAxis(stage, "card", track(stage, lane)),
    stage.view.open === "why" ? voters(stage, lane) : deep ? deep(stage, lane) : h("p", { key: "note", class: "lane-note quiet" }, stage.say("lane_a_note")),
  ];
}

function recurrentTime(stage, lane) {
  const picture = stage.pictureShown();
  const deep = picture && { formula: cellCard, code: cellCode }[stage.view.depth];
  const inTime = [stage.graphShown() ? graph(stage, lane) : null, picture && !deep ? [filmHead(stage, lane), film(stage, lane)] : null,
    stage.view.open === "silence" ? tileLine(stage, lane) : null].flat().filter(Boolean);
  return [
    timeAxis(stage, "card", track(stage, lane)),
    stage.graphShown() && stage.narrow ? graphKey(stage) : null,
    inTime.length ? timeAxis(stage, picture && !deep ? "film" : "memory", inTime) : null,
    stage.view.open ? doorPanel(stage, lane) : deep ? deep(stage, lane) : picture ? null : h("p", { key: "note", class: "lane-note quiet" }, stage.say("lane_b_note")),
  ];
}

function timeAxis(stage, name, ...drawn) {             // what stands on the words' places; on a narrow screen all of it scrolls together
  const reach = name === "memory" && axisLength(stage.places) > stage.room;         // nothing in it takes the focus by itself
  return h("div", { key: "time-" + name, class: "time", tabindex: reach ? "0" : null, role: reach ? "group" : null, "aria-label": reach ? stage.say("sentence") : null, onscroll: (event) => scrollTogether(stage, event.target) }, drawn);
}

function scrollTogether(stage, moved) {
  if (Math.abs(moved.scrollLeft - stage.scrolled) <= 1) return;      // moved by a step, all of them
  stage.scrolled = moved.scrollLeft;
  for (const time of stage.root.querySelectorAll(".time")) if (Math.abs(time.scrollLeft - moved.scrollLeft) > 1) time.scrollLeft = moved.scrollLeft;
}

function closedMemory(stage, lane) {
  return h("p", { key: "closed", class: "closed-memory" }, loopIcon(), stage.say("memory"), h("span", { class: "quiet" }, stage.say("cells", { n: lane.cells })));
}

function closedRow(stage) {
  return h("p", { key: "closed", class: "closed-memory" }, cardIcon(), stage.say("row"));
}

function flow(stage) {
  return unchanged(stage, "flow", [], () => h("svg", { class: "flow", viewBox: "0 0 20 20", "aria-hidden": "true" }, h("path", { d: "M2 10H17M12 5 17.5 10 12 15" })));
}

function cardIcon() {
  return h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("rect", { x: 1, y: 3.5, width: 14, height: 9, rx: 1.5 }), h("rect", { x: 9.5, y: 6, width: 3.5, height: 4 }));
}

function loopIcon() {
  return h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: "M13 8a5 5 0 1 1-1.8-3.8" }), h("path", { d: "M11.6 1v3.6H8" }));
}
