// Curves over a row of moments: one line for each thing followed, a mark at the moment that is looked at. Tapping the picture goes to the nearest moment.
const ROOM = { left: 46, right: 14, top: 10, bottom: 24 };

function curves(board, { lines, at, high, low = 0, ticks, names, label, width, height = 150, pick }) {      // lines: [{key, name, values}]; ticks: [[value, words]]; names: [[moment, words]]
  const last = lines[0].values.length - 1;
  const x = (i) => ROOM.left + (i / last) * (width - ROOM.left - ROOM.right);
  const y = (value) => height - ROOM.bottom - ((value - low) / (high - low)) * (height - ROOM.top - ROOM.bottom);
  const nearest = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const place = ((event.clientX - box.left) / box.width) * width;
    pick(clamp(Math.round(((place - ROOM.left) / (width - ROOM.left - ROOM.right)) * last), 0, last));
  };
  return h("svg", { key: "curves", class: "curves", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label, onclick: pick ? nearest : null },
    ticks.map(([value, words]) => h("g", { class: "tick" }, h("line", { x1: ROOM.left, x2: width - ROOM.right, y1: y(value), y2: y(value) }), h("text", { x: ROOM.left - 6, y: y(value) + 4, "text-anchor": "end" }, words))),
    names.map(([i, words]) => h("text", { class: "moment", x: x(i), y: height - 6, "text-anchor": i === 0 ? "start" : i === last ? "end" : "middle" }, words)),
    h("line", { class: "here", x1: x(at), x2: x(at), y1: ROOM.top - 6, y2: height - ROOM.bottom }),
    lines.map(({ key, values }) => h("g", { class: `curve ${key}`, "data-curve": key },
      h("polyline", { points: values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(" ") }),
      h("circle", { cx: x(at), cy: y(values[at]), r: 5, "data-value": values[at] }))));
}

function sampleCurve(key) {                            // the look of a curve, as a key to it
  return h("svg", { class: "sample-curve", viewBox: "0 0 30 12", width: 30, height: 12, "aria-hidden": "true" }, h("g", { class: `curve ${key}` }, h("polyline", { points: "2,6 28,6" })));
}
