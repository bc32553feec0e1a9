// Three doors after the last word: why, silence, swap. Each asks Python to read again with what the learner chose.
function doorRow(stage) {
  const { view } = stage;
  if (!hasReached(view, "end")) return null;
  const fresh = DOORS.find((door) => !hasReached(view, door));
  const shown = DOORS.slice(0, fresh ? DOORS.indexOf(fresh) + 1 : DOORS.length);       // a door comes when the one before it has been opened
  return h("div", { key: "doors", class: "doors", role: "group", "aria-label": stage.say("doors") },
    shown.map((door) => h("button", { key: door, type: "button", class: "door" + (view.open === door ? " open" : "") + (door === fresh ? " fresh" : ""),
      "data-door": door, "aria-expanded": String(view.open === door), onclick: () => openDoor(stage, door) }, stage.say("door_" + door))));
}

function openDoor(stage, door) {
  const { view, data } = stage;
  if (view.open === door) return closeDoor(stage);
  stage.change({ open: door, reached: reach(view, door), rolled: false, playing: false, film: null, table: false,
    step: steps(data) });
  const own = { why: "covered", silence: "silenced", swap: "donor" }[door];
  const kept = { covered: [], silenced: [], donor: null, [own]: view[own] };      // one experiment at a time
  if (!sameChoices(kept, view)) stage.ask(kept);
  stage.reveal(door === "why" ? ".sentence" : ".door-panel");
}

function closeDoor(stage) {
  const door = stage.view.open;
  stage.change({ open: null, pointed: null });
  stage.focus(`[data-door="${door}"]`);
}

function doorPanel(stage, lane) {
  const { view } = stage;
  const panels = { why: whyPanel, silence: silencePanel, swap: swapPanel };
  const best = (lane.before || lane).bars[view.step][0] || [""];
  return h("div", { key: "door-" + view.open, class: "door-panel", "data-open": view.open },
    h("div", { class: "door-head" }, h("h4", {}, stage.say(`door_${view.open}_long`, { word: best[0] })),
      isTouched(chosen(view)) ? h("button", { type: "button", class: "small restore", onclick: () => stage.ask({ covered: [], silenced: [], donor: null }) }, stage.say("restore")) : null,
      h("button", { type: "button", class: "small leave", onclick: () => closeDoor(stage) }, stage.say("close"))),
    panels[view.open](stage, lane),
    stage.hooks.live ? null : h("p", { class: "remark" }, stage.say("offline")));
}
