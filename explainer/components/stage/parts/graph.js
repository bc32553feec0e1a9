// The unrolled graph: one box per word read, word in from above, memory along, guess out below; it rolls up into one box.
const BOX = { width: 34, height: 22, top: 19 };
const GRAPH_HEIGHT = 62;

function graph(stage, lane) {
  const { view, places } = stage;
  const read = places.slice(1, view.step + 1).map((place, i) => ({ step: i + 1, x: middle(place) }));
  const home = middle(places[view.step]);
  const label = stage.say("graph");
  return h("svg", { key: "graph", class: "graph" + (view.rolled ? " rolled" : ""), role: "img", "aria-label": label, "data-cells": read.length,
    width: axisLength(places), height: GRAPH_HEIGHT, viewBox: `0 0 ${axisLength(places)} ${GRAPH_HEIGHT}` },
    heads(),
    along(stage, read),
    h("circle", { key: "start", class: "graph-start" + (view.step === 0 ? " now" : ""), cx: middle(places[0]), cy: BOX.top + BOX.height / 2, r: 6 }),
    read.map(({ step, x }) => {
      const [now, moved] = [step === view.step, view.rolled ? home - x : 0];
      return unchanged(stage, "graph" + step, [lane.bars, x, moved, now], () => graphCell(lane, step, x, moved, now));
    }),
    h("g", { key: "loop", class: "graph-loop" }, rollLoop(stage, home)));
}

function heads() {
  const head = (id) => h("marker", { id, class: "head " + id, viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 6, markerHeight: 6, orient: "auto" }, h("path", { d: "M0 0 8 4 0 8Z" }));
  return h("defs", { key: "heads" }, head("head-in"), head("head-along"), head("head-out"));
}

function along(stage, read) {                          // the arrow from its own past
  const { places } = stage;
  const y = BOX.top + BOX.height / 2;
  return read.map(({ step, x }) => {
    const from = step === 1 ? middle(places[0]) + 7 : middle(places[step - 1]) + BOX.width / 2;
    const now = step === read.length;
    return unchanged(stage, "along" + step, [from, x, now], () =>
      h("path", { key: "along" + step, class: "wire along" + (now ? " now" : ""), d: `M${from} ${y} H${x - BOX.width / 2 - 2}`, "marker-end": "url(#head-along)" }));
  });
}

function graphCell(lane, step, x, moved, now) {
  const low = BOX.top + BOX.height;
  const best = (lane.bars[step] || []).slice(0, 3);
  return h("g", { key: "cell" + step, class: "graph-cell" + (now ? " now" : ""), "data-step": step, style: `transform:translateX(${moved}px)` },
    h("path", { key: "in", class: "wire in", d: `M${x} 1 V${BOX.top - 2}`, "marker-end": "url(#head-in)" }),
    h("rect", { key: "box", class: "cell-box", x: x - BOX.width / 2, y: BOX.top, width: BOX.width, height: BOX.height, rx: 6 }),
    h("path", { key: "swirl", class: "cell-mark", d: `M${x - 7} ${BOX.top + 11} q3.5 -8 7 0 t7 0` }),
    h("path", { key: "out", class: "wire out", d: `M${x} ${low} V${low + 5}` }),
    best.map(([word, p], i) => h("rect", { key: "mini" + i, class: "mini", x: x - 13, y: low + 7 + i * 4.5, width: Math.max(1, 26 * p), height: 3, rx: 1 })));
}

function rollLoop(stage, x) {
  const y = BOX.top + BOX.height / 2;
  const side = BOX.width / 2;
  const near = x > 210;                                // where there is room for the words
  return [
    h("path", { key: "line", class: "wire along now", d: `M${x + side} ${y} c24 0 24 -25 4 -25 H${x - side - 4} c-20 0 -20 25 2 25`, "marker-end": "url(#head-along)" }),
    h("text", { key: "words", class: "graph-words", x: near ? x - side - 34 : x + side + 34, y: y + 4, "text-anchor": near ? "end" : "start" }, stage.say("rolled", { n: stage.view.step })),
  ];
}

function graphKey(stage) {                             // which arrow is which, and the handle that rolls the graph up
  const arrow = (kind, letter, word) => h("span", { class: "key-" + kind },
    h("svg", { class: "icon wire-icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { class: "wire " + kind, d: { in: "M8 1V13M4.5 9.5 8 13.5 11.5 9.5", along: "M1 8H14M10.5 4.5 14.5 8 10.5 11.5", out: "M8 1V6M3 9H13M3 12H9M3 15H6" }[kind] })),
    stage.letter(letter), stage.say(word));
  return h("span", { key: "graph-key", class: "graph-key" }, arrow("in", "U", "word_in"), arrow("along", "W", "carried"), arrow("out", "V", "answer_out"),
    stage.view.step > 1 ? h("button", { type: "button", class: "small roll", "aria-pressed": String(stage.view.rolled), onclick: () => stage.change({ rolled: !stage.view.rolled }) },
      stage.say(stage.view.rolled ? "unroll" : "roll")) : null);
}
