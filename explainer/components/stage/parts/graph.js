// The unrolled graph: one box per word read, word in from above, memory along, guess out below; it rolls up into one box.
const BOX = { width: 34, height: 22, top: 19 };
const GAP = 15;                                        // room for an arrow between two boxes
const GRAPH_HEIGHT = 62;

function graph(stage, lane) {
  const { view, places } = stage;
  const half = unchanged(stage, "half", [places], () => halfBox(places));
  const drawn = unchanged(stage, "shapes", [lane.bars, places], () => shapes(lane, places, half));
  const home = middle(places[view.step]);
  const wide = axisLength(places);
  const area = { width: wide, height: GRAPH_HEIGHT, viewBox: `0 0 ${wide} ${GRAPH_HEIGHT}` };
  return h("div", { key: "graph", class: "graph" + (view.rolled ? " rolled" : ""), role: "img", "aria-label": stage.say("graph"), "data-cells": view.step, style: `width:${wide}px` },
    h("div", { key: "wires", class: "graph-wires", style: `clip-path:inset(0 ${wide - places[view.step].x}px 0 0)` }, unchanged(stage, "wires", [drawn], () => wires(drawn, area))),
    h("svg", { key: "cells", class: "graph-cells", ...area },
      h("circle", { key: "start", class: "graph-start" + (view.step === 0 ? " now" : ""), cx: middle(places[0]), cy: BOX.top + BOX.height / 2, r: 6 }),
      places.slice(1, view.step + 1).map((place, i) => {
        const moved = view.rolled ? home - middle(place) : 0;
        const now = i + 1 === view.step;
        return unchanged(stage, "graph" + (i + 1), [drawn, moved, now], () => graphCell(drawn[i], i + 1, moved, now));
      }),
      view.rolled ? h("g", { key: "loop", class: "graph-loop" }, rollLoop(stage, home, half)) : null));
}

function wires(drawn, area) {                          // of all words, one stroke a kind, drawn once: a step uncovers those of former words
  return h("svg", { key: "wires", ...area },
    ["along", "in", "out", "cell-mark", "mini"].map((part) => h("path", { class: "wire " + part, d: drawn.map((cell) => cell[part]).join("") })));
}

function halfBox(places) {                             // half the width of a box: between neighbours there is always room for the arrow
  const apart = places.slice(2, -1).map((place, i) => middle(place) - middle(places[i + 1]));
  const first = middle(places[1]) - middle(places[0]) - 7 - 12;
  return clamp(Math.min((Math.min(...apart) - GAP) / 2, first), 8, BOX.width / 2);
}

function graphCell(cell, step, moved, now) {
  const path = (part) => h("path", { key: part, class: "wire " + part, d: cell[part] });
  return h("g", { key: "cell" + step, class: "graph-cell" + (now ? " now" : ""), "data-step": step, style: moved ? `transform:translateX(${moved}px)` : null },
    now ? ["along", "in"].map(path) : null,
    h("rect", { key: "box", class: "cell-box", ...cell.box }),
    now ? ["out", "cell-mark", "mini"].map(path) : null);
}

function shapes(lane, places, half) {                  // for each word the shapes of its cell, arrows with their heads
  const low = BOX.top + BOX.height;
  const y = BOX.top + BOX.height / 2;
  return places.slice(1, -1).map((place, i) => {
    const x = middle(place);
    const from = i === 0 ? middle(places[0]) + 7 : middle(places[i]) + half + 1;
    const lines = (lane.bars[i + 1] || []).slice(0, 3).map(([word, p]) => Math.max(1, 26 * p));
    return {
      along: `M${from} ${y}H${x - half - 8}m0 -4l6 4l-6 4z`,
      in: `M${x} 1v4m0 2.5v3.5m-3.5 0h7l-3.5 6z`,
      box: { x: x - half, y: BOX.top, width: 2 * half, height: BOX.height, rx: 6 },
      "cell-mark": `M${x - half * 0.42} ${y}q${half * 0.21} -8 ${half * 0.42} 0t${half * 0.42} 0`,
      out: `M${x} ${low}v2m0 1.5v2`,
      mini: lines.map((long, row) => `M${x - 13} ${low + 7 + row * 4.5}h${long}v3h${-long}z`).join(""),
    };
  });
}

function rollLoop(stage, x, half) {
  const y = BOX.top + BOX.height / 2;
  const near = x > 210;                                // where there is room for the words
  return [
    h("path", { key: "line", class: "wire along", d: `M${x + half} ${y}c24 0 24 -25 4 -25H${x - half - 4}c-20 0 -22 21 -6 24` }),
    h("path", { key: "head", class: "wire head along", d: `M${x - half - 9} ${y - 5}l7 4.5l-8 3z` }),
    h("text", { key: "words", class: "graph-words", x: near ? x - half - 34 : x + half + 34, y: y + 4, "text-anchor": near ? "end" : "start" }, stage.say("rolled", { n: stage.view.step })),
  ];
}

function graphKey(stage) {                             // which arrow is which, and the handle that rolls the graph up
  const { data, view } = stage;
  const arrow = (kind, letter, word) => h("span", { class: "key-" + kind },
    h("svg", { class: "icon wire-icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { class: "wire " + kind, d: { in: "M8 1V13M4.5 9.5 8 13.5 11.5 9.5", along: "M1 8H14M10.5 4.5 14.5 8 10.5 11.5", out: "M8 1V6M3 9H13M3 12H9M3 15H6" }[kind] })),
    stage.letter(letter), stage.say(word));
  return unchanged(stage, "graph-key", [data, view.depth, view.step > 1, view.rolled], () =>
    h("span", { key: "graph-key", class: "graph-key" }, arrow("in", "U", "word_in"), arrow("along", "W", "carried"), arrow("out", "V", "answer_out"),
      view.step > 1 ? h("button", { type: "button", class: "small roll", "aria-pressed": String(view.rolled), onclick: () => stage.change({ rolled: !view.rolled }) },
        stage.say(view.rolled ? "unroll" : "roll")) : null));
}
