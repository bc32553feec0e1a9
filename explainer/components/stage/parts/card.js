// The card with a one-word hole: the same on both lanes. What is under it is not on the page at all.
function track(stage, lane) {
  const { data, view, places } = stage;
  const hole = places[view.step];
  const end = places[places.length - 1];
  return h("div", { key: "track", class: "track", style: `width:${axisLength(places)}px` }, slots(stage, lane),
    h("span", { key: "end", class: "slot blank" + (view.step === steps(data) ? " now" : ""), style: box(end), "aria-hidden": "true" }, "?"),
    h("button", { key: "card", type: "button", class: "card", style: `width:${hole.x}px`, "aria-label": stage.say("card"),
      onclick: () => peek(stage, lane) }, lidIcon(hole.x > 64), hole.x > 170 ? h("span", { class: "card-word", "aria-hidden": "true" }, stage.say("covered")) : null),
    windowWord(stage, hole),
    view.note === lane.id ? h("span", { key: "peek", class: "bubble", role: "status" }, stage.say("cannot_see")) : null);
}

function slots(stage, lane) {                          // empty places of all words, one drawing: card and hole lie over those that were read
  return unchanged(stage, "slots" + lane.id, [stage.places], () => {
    const around = ({ x, width }) => `M${x + 9} 6.5h${width - 18}q6 0 6 6v19q0 6 -6 6h${18 - width}q-6 0 -6 -6v-19q0 -6 6 -6`;
    return h("svg", { key: "slots", class: "slots", "aria-hidden": "true", width: axisLength(stage.places), height: 44 },
      stage.places.slice(1, -1).map((place) => h("path", { d: around(place) })));
  });
}

function box(place) {
  return `left:${place.x}px;width:${place.width}px`;
}

function windowWord(stage, hole) {
  const { data, view } = stage;
  const piece = data.sentence.pieces[view.step - 1];
  if (!piece) {
    return h("span", { key: "window", class: "window empty", style: box(hole), "data-word": "0", role: "img", "aria-label": stage.say("nothing_read") });
  }
  const covered = view.covered.includes(view.step - 1);
  return h("span", { key: "window", class: "window" + (piece.known ? "" : " unseen") + (covered ? " covered" : "") + (textWidth(stage, piece.text) > hole.width - 10 ? " long" : ""), style: box(hole), "data-word": view.step },
    h("span", { class: "window-word" }, covered ? "" : piece.text), covered ? lidIcon(true) : null);
}

function lidIcon(shown) {
  if (!shown) return null;
  return h("svg", { class: "icon lid", viewBox: "0 0 16 16", "aria-hidden": "true" },
    h("path", { d: "M1.5 8s2.4-4 6.5-4 6.5 4 6.5 4-2.4 4-6.5 4-6.5-4-6.5-4Z" }), h("path", { d: "M2.5 13.5 13.5 2.5" }));
}

function peek(stage, lane) {
  stage.change({ note: lane.id });
  clearTimeout(stage.timers.peek);
  stage.timers.peek = setTimeout(() => stage.change({ note: null }), 2600);
}
