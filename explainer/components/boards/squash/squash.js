// The squasher: a sum is dragged along the curve; what comes out is read beside it. A second curve squeezes into 0 … 1.
const FRAME = { left: 44, right: 12, top: 14, bottom: 30, height: 250 };
const CURVES = { tanh: { low: -1, width: 600, sums: [-4, -2, 0, 2, 4] }, sigmoid: { low: 0, width: 350, sums: [-4, 0, 4] } };
const NEAR = 0.3, FAR = 2.5;                           // where squeezing hardly changes a sum, and where nothing is left to gain

function scene(board) {
  const { data } = board;
  const here = standing(board);
  return [
    h("div", { class: "row", key: "sum" },
      h("label", { class: "slider total" }, h("span", { class: "slider-label" }, board.say("total")),
        h("input", { type: "range", min: 0, max: data.sums.length - 1, step: 1, value: String(here.index), "data-slider": "total", "aria-label": board.say("total"), "aria-valuetext": signed(here.sum, 2),
          oninput: (event) => board.choose({ total: Number(event.target.value) }, true) }),
        h("output", { class: "slider-value" }, signed(here.sum, 2))),
      pressable({ "data-real": "", disabled: here.real, onclick: () => board.choose({ total: "" }) }, board.say("back", { total: signed(data.total, 2) }))),
    h("div", { class: "curves", key: "curves" }, Object.keys(CURVES).map((name) => plot(board, here, name))),
    line(toldOf(board, here)),
  ];
}

function standing({ data, now }) {                     // the real sum of the step until another is chosen
  const real = now.total === "";
  const nearest = clamp(Math.round((data.total - data.sums[0]) / (data.sums[1] - data.sums[0])), 0, data.sums.length - 1);
  const index = real ? nearest : clamp(now.total, 0, data.sums.length - 1);
  return real ? { real, index, sum: data.total, tanh: data.new, sigmoid: data.also } : { real, index, sum: data.sums[index], tanh: data.tanh[index], sigmoid: data.sigmoid[index] };
}

function plot(board, here, name) {
  const { data } = board;
  const { height, left, right, top, bottom } = FRAME;
  const { low, width, sums } = CURVES[name];
  const level = (value) => (low ? signed(value, 0) : String(value));
  const [first, last] = [data.sums[0], data.sums[data.sums.length - 1]];
  const x = (sum) => left + ((clamp(sum, first, last) - first) / (last - first)) * (width - left - right);
  const y = (value) => top + ((1 - value) / (1 - low)) * (height - top - bottom);
  const value = here[name];
  const drag = (event) => board.choose({ total: clamp(Math.round(((event.clientX - event.currentTarget.getBoundingClientRect().left) / event.currentTarget.getBoundingClientRect().width * width - left) / (width - left - right) * (data.sums.length - 1)), 0, data.sums.length - 1) }, true);
  const held = { onpointerdown: (event) => { event.currentTarget.setPointerCapture(event.pointerId); drag(event); }, onpointermove: (event) => event.currentTarget.hasPointerCapture(event.pointerId) && drag(event) };
  const curve = data.sums.map((sum, i) => `${i ? "L" : "M"}${x(sum).toFixed(1)} ${y(data[name][i]).toFixed(1)}`).join("");
  const label = board.say(name, { sum: signed(here.sum, 2), value: low ? printed(value) : printed(value).replace(/^\+/, "") });
  return h("figure", { key: name, class: "curve " + name, "data-curve": name, "data-value": value },
    h("figcaption", {}, h("span", {}, board.say("name_" + name)), h("b", { class: "reads" }, label)),
    h("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, ...held },
      [1, 0, ...(low ? [low] : [])].map((value) => [h("path", { class: value === 0 && low ? "axis" : "limit", d: `M${left} ${y(value)}H${width - right}` }), h("text", { class: "level", x: left - 8, y: y(value) + 6, "text-anchor": "end" }, level(value))]),
      sums.map((sum) => h("text", { class: "level", x: x(sum), y: height - 6, "text-anchor": "middle" }, signed(sum, 0))),
      h("path", { class: "axis", d: `M${x(0)} ${top}V${height - bottom}` }),
      h("path", { class: "drop", d: `M${x(here.sum)} ${height - bottom}V${y(value)}H${left}` }),
      h("path", { class: "ink", d: curve }),
      name === "tanh" ? data.all.map(([sum, squeezed]) => h("circle", { class: "cell", cx: x(sum), cy: y(squeezed), r: board.narrow ? 5 : 3.2 })) : null,
      here.real ? null : h("circle", { class: "was", cx: x(data.total), cy: y(name === "tanh" ? data.new : data.also), r: board.narrow ? 12 : 8 }),
      h("circle", { class: "now", cx: x(here.sum), cy: y(value), r: board.narrow ? 14 : 9 })));
}

function printed(value) {                              // close to its limit a number keeps enough digits to stay below it
  return signed(value, Math.abs(value) > 0.999 ? 5 : 3);
}

function toldOf(board, here) {
  const { data } = board;
  const gaps = { sum: signed(here.sum, 2), value: printed(here.tanh), step: data.step, word: data.word, cell: data.cell, dots: data.all.length };
  const size = Math.abs(here.sum);
  return board.say(here.real ? (data.step ? "told_real" : "told_real_start") : size <= NEAR ? "told_near" : size >= FAR ? "told_far" : "told_some", gaps);
}
