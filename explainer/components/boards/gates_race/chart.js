// The chart of the race: share of right answers by distance, a thin line for every training, a band from the worst to the best.
const HIGH = 262;
const LINE = 13;                                      // from one line of a label to the next
const EDGES = { left: 46, right: 12, top: 24, bottom: 34 };
const MACHINES = ["plain", "gru", "lstm"];

function raceChart(board, { curves, practised: [from, to] }, k) {
  const { data, now } = board;
  const wide = board.narrow ? 350 : 640;
  const x = (distance) => EDGES.left + (distance / data.longest) * (wide - EDGES.left - EDGES.right);
  const y = (share) => EDGES.top + (1 - share) * (HIGH - EDGES.top - EDGES.bottom);
  const path = (curve) => "M" + curve.map((share, i) => `${x(i).toFixed(1)} ${y(share).toFixed(1)}`).join(" L");
  const marks = [0, 10, 20, 30, 40].filter((d) => d <= data.longest);
  return h("svg", { key: "chart", class: "race-chart", viewBox: `0 0 ${wide} ${HIGH}`, role: "img", "aria-label": board.say("chart", { from, to }) },
    h("rect", { key: "practice", class: "practice", x: x(from) - 4, y: EDGES.top, width: x(to) - x(from) + 8, height: y(0) - EDGES.top }),
    h("text", { key: "practice-name", class: "practice-name", x: x((from + to) / 2), y: EDGES.top - 9, "text-anchor": "middle" }, board.say(from === to ? "practised_one" : "practised_many", { from, to })),
    [0, .5, 1].map((share) => h("g", { key: "share" + share }, h("line", { class: "grid", x1: x(0), x2: x(data.longest), y1: y(share), y2: y(share) }), h("text", { x: EDGES.left - 6, y: y(share) + 4, "text-anchor": "end" }, board.say("axis_share", { n: share * 100 })))),
    h("line", { key: "chance", class: "chance", x1: x(0), x2: x(data.longest), y1: y(data.chance), y2: y(data.chance) }),
    marks.map((d) => h("text", { key: "mark" + d, x: x(d), y: y(0) + 16, "text-anchor": "middle" }, String(d))),
    h("text", { key: "axis", x: (x(0) + x(data.longest)) / 2, y: HIGH - 2, "text-anchor": "middle" }, board.say("axis_distance")),
    MACHINES.map((name) => h("g", { key: name, class: `curves ${name}` + (now.pick && now.pick !== name ? " faint" : ""), "data-machine": name },
      h("path", { class: "band", d: band(curves[name], x, y) }), curves[name].map((curve, seed) => h("path", { key: seed, class: "curve", "data-seed": seed, d: path(curve) })))),
    h("line", { key: "now", class: "pointer", x1: x(k), x2: x(k), y1: EDGES.top - 4, y2: y(0) + 4 }),
    chanceName(board, EDGES.left - 6, y(data.chance)));
}

function chanceName(board, x, y) {                     // beside the chart, where no curve runs
  const lines = board.say("chance", { n: board.data.persons }).split("|");
  const first = y + 1 - (LINE * (lines.length - 1)) / 2;
  return h("g", { key: "chance-name", class: "chance-name" }, lines.map((words, i) => h("text", { key: i, x, y: first + i * LINE, "text-anchor": "end" }, words)));
}

function band(curves, x, y) {                          // from the best training down to the worst
  const of = (pick) => curves[0].map((_, i) => [x(i), y(pick(...curves.map((curve) => curve[i])))]);
  const points = [...of(Math.max), ...of(Math.min).reverse()];
  return "M" + points.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join(" L") + " Z";
}
