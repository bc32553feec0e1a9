// 静音: one tile's line across the sentence, the same tile with another subject, and the button that presses it to 0.
const LINE_HEIGHT = 74;

function silencePanel(stage, lane) {
  const { view } = stage;
  const k = pickedCell(stage, lane);
  return [
    h("p", { key: "line-key", class: "line-key" },
      h("strong", { "data-cell-card": k }, tileWords(stage, k, lane.signals.hidden[view.step][k])),
      h("span", { class: "key-own" }, stage.say("silence_line")),
      stage.data.compare ? h("span", { class: "key-other" }, stage.say("silence_compare", { label: stage.data.compare.labels[k] })) : null,
      h("button", { type: "button", class: "small", "data-how": "", onclick: () => showSum(stage, k) }, stage.say("silence_formula"))),
    stage.hooks.live ? h("p", { key: "how", class: "quiet" }, stage.say("silence_how")) : null,
    h("p", { key: "count", "data-silenced": view.silenced.length }, stage.say("silence_count", { n: view.silenced.length, cells: lane.cells })),
  ];
}

function showSum(stage, k) {                           // from the tile to its formula, at the same step
  stage.change({ open: null, depth: "formula", cell: k });
  stage.focus(`.tile[data-cell="${k}"]`);
}

function tellingCell(data) {                           // a cell that holds and differs most for another subject
  const lane = memoryLane(data);
  if (!data.compare || !lane.holds.length) return lane.order[0];
  const other = data.compare.hidden[Math.min(steps(data), data.compare.hidden.length - 1)];
  const far = (k) => Math.abs(data.lanes.find(({ id }) => id === lane.id).signals.hidden[steps(data)][k] - other[k]);
  return [...lane.holds].sort((a, b) => far(b) - far(a))[0];
}

function muteButton(stage, lane) {                     // right under the tiles
  const k = pickedCell(stage, lane);
  const muted = stage.view.silenced.includes(k);
  return h("button", { key: "mute", type: "button", class: "mute" + (muted ? " on" : ""), "data-mute": k, "aria-pressed": String(muted), disabled: stage.hooks.live ? null : true,
    onclick: () => toggleSilence(stage, k) }, stage.say(muted ? "unmute" : "mute"));
}

function toggleSilence(stage, k) {
  const { silenced } = stage.view;
  stage.ask({ cell: k, silenced: silenced.includes(k) ? silenced.filter((other) => other !== k) : [...silenced, k] });
}

function tileLine(stage, lane) {                       // on the same time axis as the words, from −1 to +1
  const { view, data, places } = stage;
  const k = pickedCell(stage, lane);
  const own = (lane.before || lane).signals.hidden;
  const other = data.compare && data.compare.hidden;
  const y = (value) => LINE_HEIGHT / 2 - value * (LINE_HEIGHT / 2 - 8);
  const points = (rows) => rows.slice(0, places.length - 1).map((row, t) => `${middle(places[t])},${y(row[k])}`).join(" ");
  const wide = axisLength(places);
  return h("svg", { key: "tile-line", class: "tile-line", role: "img", "aria-label": stage.say("silence_line"), width: wide, height: LINE_HEIGHT, viewBox: `0 0 ${wide} ${LINE_HEIGHT}` },
    [1, 0, -1].map((value) => h("path", { key: "at" + value, class: "level" + (value ? "" : " zero"), d: `M${EDGE} ${y(value)} H${wide - EDGE}` })),
    [1, 0, -1].map((value) => h("text", { key: "name" + value, class: "level-name", x: 2, y: y(value) + 3.5 }, value === 0 ? "0" : value < 0 ? "\u2212" : "+")),
    other ? h("polyline", { key: "other", class: "line other", points: points(other) }) : null,
    h("polyline", { key: "own", class: "line own", points: points(own) }),
    h("circle", { key: "now", class: "line-now", cx: middle(places[view.step]), cy: y(own[view.step][k]), r: 5 }));
}
