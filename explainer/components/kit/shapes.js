// Shapes that mean the same on every board: bars are answers, tiles are memory, chips are words.
function bars(board, rows, { label, lane = "b", rest = null, shown = 6 } = {}) {    // rows: [{word, p, was, mine, key, counted}]; shares of 1, one that was counted may be all of it
  const best = rows.slice(0, shown);
  const row = ({ key, word, p, was = null, mine = false, counted: whole = false }, i) => h("li", { key: "bar" + i, class: "bar" + (i === 0 ? " best" : "") + (mine ? " mine" : ""), "data-bar": key || word, "data-p": p, "data-was": was },
    h("span", { class: "bar-word" }, mine ? h("span", { class: "star", role: "img", "aria-label": board.say("yours") }, "★") : null, word),
    h("span", { class: "bar-room", "aria-hidden": "true" }, h("span", { class: "bar-ink", style: `width:${p * 100}%` }), was === null ? null : h("span", { class: "bar-was", style: `width:${was * 100}%` })),
    h("span", { class: "bar-value" }, whole && p === 1 ? board.say("percent", { n: 100 }) : percent(board, p)));
  const left = rest === null ? null : h("li", { key: "rest", class: "bar rest", "data-p": rest }, h("span", { class: "bar-word" }, board.say("rest")),
    h("span", { class: "bar-room", "aria-hidden": "true" }, h("span", { class: "bar-ink", style: `width:${Math.max(0, rest) * 100}%` })),
    h("span", { class: "bar-value" }, remainder(board, best.map(({ p }) => p), Math.max(0, rest))));
  return h("ol", { class: `bars lane-${lane}`, "aria-label": label }, best.map(row), left);
}

function tiles(board, values, { label, names = (k) => String(k + 1), across = 8, press = null, picked = null, scale = 1 } = {}) {      // values in −scale … scale; beyond it the colour stays full
  return h("ul", { class: "tiles", "aria-label": label, style: `--across:${across}` }, values.map((value, k) =>
    h("li", { class: "tile-place" }, h(press ? "button" : "span", { type: press ? "button" : null, class: "tile" + (picked === k ? " picked" : ""), "data-cell": k, "data-value": value, "data-sign": signOf(value / scale), role: press ? null : "img",
      title: `${names(k)} ${signed(value)}`, "aria-label": `${names(k)} ${signed(value)}`, onclick: press ? () => press(k) : null }, h("span", { class: "tile-ink", style: `background-color:${tileLook(board.palette, value / scale)}` })))));
}

function chips(board, words, look = () => ({})) {      // look(word, i) -> attributes of that chip, `class` beside its own
  return h("ul", { class: "chips" }, words.map((word, i) => {
    const { class: own = "", ...attributes } = look(word, i);
    return h("li", { key: "chip" + i, class: `chip ${own}`, "data-chip": i, ...attributes }, word);
  }));
}

function pressable(attributes, ...inside) {            // every button of a board
  return h("button", { type: "button", ...attributes, class: "press " + (attributes.class || "") }, inside);
}

function slider(board, name, { low, high, label, text = String, late = false }) {      // a range with its value written beside it
  const value = board.now[name];
  return h("label", { class: "slider" }, h("span", { class: "slider-label" }, label),
    h("input", { type: "range", min: low, max: high, step: 1, value: String(value), "aria-label": label, "aria-valuetext": text(value), "data-slider": name,
      style: `--done:${((value - low) / (high - low)) * 100}%`, oninput: (event) => board.choose({ [name]: Number(event.target.value) }, late) }),
    h("output", { class: "slider-value" }, text(value)));
}

function segments(board, name, options, label) {       // options: [[value, words]]: one of a few, all in sight
  return h("div", { class: "segments", role: "group", "aria-label": label }, options.map(([value, words]) =>
    h("button", { type: "button", "data-option": value, "aria-pressed": String(sameChoice(board.now[name], value)), onclick: () => board.choose({ [name]: value }) }, words)));
}

function stepper(board, n, all, ...beside) {           // back, on, to the end; the arrow keys, Home and End do the same
  const go = (to) => board.choose({ n: clamp(to, 0, all) }, true);
  const keys = (event) => { const to = { ArrowLeft: n - 1, ArrowRight: n + 1, Home: 0, End: all }[event.key]; if (to !== undefined) { event.preventDefault(); go(to); } };
  return h("div", { key: "steps", class: "row steps-row", role: "group", "aria-label": board.say("steps"), onkeydown: keys },
    pressable({ "data-step": "back", "aria-disabled": n ? null : "true", onclick: () => go(n - 1) }, board.say("back")),
    pressable({ "data-step": "next", class: "primary", "aria-disabled": n < all ? null : "true", onclick: () => go(n + 1) }, board.say("next")),
    pressable({ "data-step": "all", "aria-disabled": n < all ? null : "true", onclick: () => go(all) }, board.say("all")), beside);
}

function line(words) {                                 // what is told at this moment; a screen reader speaks it
  return h("p", { key: "line", class: "line", role: "status" }, words);
}
