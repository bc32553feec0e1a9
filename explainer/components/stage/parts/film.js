// The film of the memory: one column per word read so far, one row per cell; a finger, a mouse or arrow keys read it out.
const FILM_HEIGHT = 106;
const HOLDER = 2.4;                                    // rows that held are drawn taller, so that the eye finds the stripe

function cellOrder(stage, lane) {
  return unchanged(stage, "order", [lane, stage.view.order], () =>
    (stage.view.order === "hold" && lane.order ? lane.order : Array.from({ length: lane.cells }, (none, k) => k)));
}

function filmed(lane) {                                // what the film shows (T, cells): the memory, or a gate of it
  return lane.signals[lane.filmed || "hidden"];
}

function filmRows(stage, lane) {                       // [{cell, y, height}] in the order shown
  return unchanged(stage, "film-rows", [lane, stage.view.order], () => rowsOf(stage, lane));
}

function rowsOf(stage, lane) {
  const order = cellOrder(stage, lane);
  const weight = (k) => (stage.view.order === "hold" && lane.holds.includes(k) ? HOLDER : 1);
  const all = order.reduce((sum, k) => sum + weight(k), 0);
  const height = Math.max(FILM_HEIGHT, lane.cells * 2);
  let passed = 0;
  return order.map((cell) => {
    const y = Math.round((passed / all) * height);
    passed += weight(cell);
    return { cell, y, height: Math.round((passed / all) * height) - y };
  });
}

function film(stage, lane) {
  const { view, places } = stage;
  const rows = filmRows(stage, lane);
  return h("div", { key: "film", class: "film", role: "group", "aria-label": stage.say("film_label"), tabindex: "0", "data-keys": "own", "data-columns": view.step + 1,
    onkeydown: (event) => stage.byPointer || walkFilm(stage, lane, event), onpointermove: (event) => pointFilm(stage, lane, event), onpointerdown: (event) => pointFilm(stage, lane, event),
    onpointerleave: (event) => event.pointerType === "mouse" && stage.change({ film: null }), onclick: () => view.film && stage.change({ cell: view.film.cell }), onblur: () => stage.change({ film: null }) },
    h("canvas", { class: "film-canvas", "aria-hidden": "true", kept: true }),
    view.film && view.film.step <= view.step ? filmMark(places[view.film.step], rows.find(({ cell }) => cell === view.film.cell)) : null);
}

function filmMark(place, row) {
  return h("i", { key: "mark", class: "film-mark", style: `left:${place.x}px;width:${place.width}px;top:${row.y - 2}px;height:${row.height + 4}px` });
}

function filmHead(stage, lane) {
  const { view } = stage;
  const other = view.order === "hold" ? "number" : "hold";
  const words = view.film ? filmWords(stage, lane) : stage.say("film_hint");
  return h("p", { key: "film-head", class: "film-head" }, h("span", { class: "film-name" }, lane.filmed ? lane.filmName : stage.say("film")),
    h("span", { class: "film-read quiet", role: "status", "data-film-read": view.film ? `${view.film.step}.${view.film.cell}` : null }, words),
    lane.order ? h("button", { type: "button", class: "small sort", "data-order": view.order, onclick: () => stage.change({ order: other }) }, stage.say("sort_" + other)) : null);
}

function filmWords(stage, lane) {
  const { step, cell } = stage.view.film;
  const number = filmed(lane)[step][cell];
  const value = lane.filmed ? gateValue(number) : signed(number, 2);
  const piece = stage.data.sentence.pieces[step - 1];
  return piece ? stage.say("film_value", { word: piece.text, cell: cell + 1, value }) : stage.say("film_start", { cell: cell + 1, value });
}

function drawFilm(stage, lane, step) {                 // every column is painted once for a reading; a step uncovers what was read so far
  const canvas = stage.root.querySelector(".film-canvas");
  if (!canvas) return;
  const { places, palette } = stage;
  const rows = filmRows(stage, lane);
  const made = [canvas, filmed(lane), palette, rows, places, window.devicePixelRatio];
  if (!stage.strip || made.some((part, i) => part !== stage.strip[i])) paintStrip(canvas, filmed(lane), lane.filmed ? { ...palette, plus: palette.ink } : palette, rows, places);
  stage.strip = made;
  const hidden = axisLength(places) - Math.round(places[step].x + places[step].width);
  canvas.style.clipPath = `inset(0 ${hidden}px 0 0)`;
}

function paintStrip(canvas, hidden, palette, rows, places) {
  const scale = window.devicePixelRatio || 1;
  const wide = axisLength(places);
  const tall = rows[rows.length - 1].y + rows[rows.length - 1].height;
  Object.assign(canvas, { width: Math.round(wide * scale), height: Math.round(tall * scale) });
  Object.assign(canvas.style, { width: wide + "px", height: tall + "px" });
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  hidden.forEach((values, step) => rows.forEach((row) => filmCell(pen, palette, values[row.cell], places[step], row)));
}

function filmCell(pen, palette, value, place, row) {   // plus: one solid stroke; minus: cut into short dashes
  const size = Math.min(1, Math.abs(value));
  const left = Math.round(place.x) + 1;
  const width = Math.round(place.width) - 2;
  const gap = row.height > 3 ? 1 : 0;
  pen.fillStyle = mix(palette.paper, inkOf(palette, value), value < 0 ? size * 0.6 : size);
  pen.fillRect(left, row.y, width, row.height - gap);
  if (value >= 0 || size < NEAR_ZERO) return;
  pen.fillStyle = mix(palette.paper, palette.minus, Math.min(1, size * 0.75 + 0.25));
  for (let x = left; x < left + width; x += 5) pen.fillRect(x, row.y, Math.min(2.5, left + width - x), row.height - gap);
}

function pointFilm(stage, lane, event) {
  const canvas = event.currentTarget.firstChild;
  const area = canvas.getBoundingClientRect();
  const x = event.clientX - area.left;
  const y = event.clientY - area.top;
  const step = stage.places.findIndex((place, i) => i <= stage.view.step && x >= place.x && x < place.x + place.width);
  const row = filmRows(stage, lane).find((one) => y >= one.y && y < one.y + one.height);
  const was = stage.view.film;
  const next = step < 0 || !row ? null : { step, cell: row.cell };
  if ((was && next && was.step === next.step && was.cell === next.cell) || (!was && !next)) return;
  stage.change({ film: next });
}

function walkFilm(stage, lane, event) {
  const move = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  if (!move) return;
  event.preventDefault();
  const order = cellOrder(stage, lane);
  const was = stage.view.film || { step: stage.view.step, cell: order[0] };
  const place = clamp(order.indexOf(was.cell) + (stage.view.film ? move[1] : 0), 0, order.length - 1);
  stage.change({ film: { step: clamp(was.step + (stage.view.film ? move[0] : 0), 0, stage.view.step), cell: order[place] } });
}
