// Stepping: next, back, play, scrub. Nothing here asks the server for anything.
const SPEEDS = [0.5, 1, 2];
const PACE = 2800;                                     // milliseconds per word at speed 1, time to read the narration

function go(stage, step, moves = false) {
  const { data, view } = stage;
  const target = clamp(step, 0, steps(data));
  if (target === view.step) return;
  const from = view.step;
  settle(stage);
  if (moves && !still()) begin(stage, from);
  const ended = target === steps(data);
  stage.hurried = true;                                // what only a screen reader hears of each tile follows when the step is painted
  stage.change({ step: target, pressed: true, film: null, pointed: null, large: false, exact: false, playing: view.playing && !ended, reached: ended ? reach(view, "end") : view.reached, ...(view.guess === null ? { guess: "-" } : {}) });
  stage.hurried = false;
  clearTimeout(stage.timers.heard);
  stage.timers.heard = setTimeout(() => draw(stage), 150);
  keepHoleInSight(stage);
  if (stage.course) lift(stage, from);
  stage.root.getBoundingClientRect();                  // lays out now, while the next frame is awaited
}

function next(stage) {
  if (settle(stage)) return;                           // a press during the movement jumps to its end
  go(stage, stage.view.step + 1, true);
}

function back(stage) {
  if (stage.view.playing) stage.change({ playing: false });
  go(stage, stage.view.step - 1);
}

function togglePlay(stage) {
  if (stage.view.playing) return stage.change({ playing: false });
  settle(stage);
  if (stage.view.step === steps(stage.data)) go(stage, 0);
  stage.change({ playing: true });
  go(stage, stage.view.step + 1, true);
  tick(stage);
}

function tick(stage) {
  clearTimeout(stage.timers.play);
  if (!stage.view.playing) return;
  stage.timers.play = setTimeout(() => {
    if (!stage.view.playing) return;
    go(stage, stage.view.step + 1, true);
    tick(stage);
  }, PACE / stage.view.speed);
}

function keepHoleInSight(stage) {
  const { places, room, view } = stage;
  const hidden = axisLength(places) - room;            // what does not fit; asking the page would cost a layout
  if (hidden <= 0) return;
  const left = view.step === steps(stage.data) ? hidden : clamp(middle(places[view.step]) - room * 0.6, 0, hidden);
  stage.scrolled = left;
  for (const time of stage.root.querySelectorAll(".time")) time.scrollLeft = left;
}

function controls(stage) {
  const { data, view } = stage;
  const last = view.step === steps(data);
  const faster = SPEEDS[(SPEEDS.indexOf(view.speed) + 1) % SPEEDS.length];
  const piece = data.sentence.pieces[view.step - 1];
  const progress = stage.say("progress", { step: view.step, steps: steps(data) });
  return h("div", { key: "controls", class: "controls" + (last && hasReached(view, "end") ? " ended" : ""), role: "group", "aria-label": stage.say("controls") },
    h("button", { key: "back", type: "button", class: "back", "aria-label": stage.say("back"), "aria-disabled": String(view.step === 0), onclick: () => back(stage) }, arrow("M13 8H3M7 4 3 8 7 12"), h("span", { class: "wide-word" }, stage.say("back"))),
    h("button", { key: "next", type: "button", class: "next primary" + (view.step === 0 && !view.pressed ? " pulse" : ""), "aria-disabled": String(last), onclick: () => next(stage) }, h("span", {}, stage.say("next")), arrow("M3 8H13M9 4 13 8 9 12")),
    h("button", { key: "play", type: "button", class: "play", "aria-pressed": String(view.playing), "aria-label": stage.say(view.playing ? "pause" : last ? "again" : "play"), title: stage.say(view.playing ? "pause" : last ? "again" : "play"), onclick: () => togglePlay(stage) },
      view.playing ? solid("M4 3h3v10H4zM9 3h3v10H9z") : last ? arrow("M13 8a5 5 0 1 1-1.8-3.8M11.6 1v3.6H8") : solid("M5 3v10l8-5z"), (view.step === 0 || last) && !view.playing ? h("span", { class: "wide-word" }, stage.say(last ? "again" : "play")) : null),
    h("button", { key: "speed", type: "button", class: "speed", "aria-label": stage.say("speed", { speed: view.speed }), title: stage.say("speed", { speed: view.speed }), onclick: () => stage.change({ speed: faster }) }, h("span", { class: "wide-word quiet" }, stage.say("pace")), view.speed + "×"),
    h("div", { key: "place", class: "place" },
      h("input", { type: "range", class: "scrub", min: 0, max: steps(data), step: 1, value: String(view.step), "aria-label": stage.say("scrub"),
      "aria-valuetext": progress + (piece ? " " + piece.text : ""), oninput: (event) => go(stage, Number(event.target.value)) }),
      h("span", { class: "progress" }, progress)),
    doorRow(stage));
}

function arrow(path) {
  return h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: path }));
}

function solid(path) {
  return h("svg", { class: "icon solid", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: path }));
}
