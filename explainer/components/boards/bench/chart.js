// The curves of trainings: how surprised the network is, round by round (or step by step), on a plain or a tenfold scale.
const FRAME = { left: 46, right: 16, top: 12, bottom: 30 };

function benchChart(board, { lines, across, most, low, high, tenfold, level, width, height, label }) {        // lines: [{key, points: [[x, y]], end}]; level: [y, words]
  const flat = (value) => (tenfold ? Math.log10(Math.max(value, low)) : value);
  const x = (value) => FRAME.left + (value / most) * (width - FRAME.left - FRAME.right);
  const y = (value) => height - FRAME.bottom - (clamp(flat(value) - flat(low), 0, flat(high) - flat(low)) / (flat(high) - flat(low))) * (height - FRAME.top - FRAME.bottom);
  const ticks = tenfold ? tens(low, high) : [0, 2, 4, 6].filter((value) => value <= high);
  return h("svg", { key: "chart", class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label },
    ticks.map((value) => h("g", { class: "tick" }, h("line", { x1: FRAME.left, x2: width - FRAME.right, y1: y(value), y2: y(value) }), h("text", { x: FRAME.left - 7, y: y(value) + 4, "text-anchor": "end" }, counted(value)))),
    level ? h("g", { class: "level" }, h("line", { x1: FRAME.left, x2: width - FRAME.right, y1: y(level[0]), y2: y(level[0]) }), h("text", { x: width - FRAME.right, y: y(level[0]) - 6, "text-anchor": "end" }, level[1])) : null,
    h("text", { class: "across", x: FRAME.left, y: height - 8 }, "0"), h("text", { class: "across", x: width - FRAME.right, y: height - 8, "text-anchor": "end" }, across),
    lines.filter(({ points }) => points.length).map(({ key, points, end, gone }) => drawn(key, points, points[points.length - 1][1] > high ? `↑ ${counted(Math.round(points[points.length - 1][1]))}` : end, gone, x, y)));
}

function drawn(key, points, end, gone, x, y) {         // gone: it ran away, and ends in a cross
  const [[across, up]] = points.slice(-1);
  const [left, top] = [x(across), y(up)];
  return h("g", { key, class: `trace ${key}`, "data-trace": key, "data-points": points.length, "data-last": up },
    h("polyline", { points: points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" ") }),
    gone ? h("path", { class: "gone", d: `M${left - 6} ${top - 6}l12 12m0 -12l-12 12` }) : h("circle", { cx: left, cy: top, r: 4 }),
    end ? h("text", { class: "end", x: left + (gone ? 12 : 7), y: top + 5 }, end) : null);
}

function tens(low, high) {
  const found = [];
  for (let value = 10 ** Math.ceil(Math.log10(low)); value <= high * 1.001; value *= 10) found.push(value);
  return found;
}

function traceSample(key) {                            // the look of a line, beside its name
  return h("svg", { class: "sample", viewBox: "0 0 30 12", width: 30, height: 12, "aria-hidden": "true" }, h("g", { class: `trace ${key}` }, h("polyline", { points: "2,6 28,6" })));
}
