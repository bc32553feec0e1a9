// Rows of tiles under a row of sayings: gates are filled from below, memory is coloured by its sign.
function film(board, { items, rows, at, press = null }) {
  const saying = (key, i) => {
    const parts = board.say("short_" + key).split("|");
    const inside = [h("span", { class: "spoken" }, board.say("say_" + key)), parts.map((part, k) => h("span", { key: k, "aria-hidden": "true" }, part))];
    const look = { "data-saying": key, "data-counts": String(key.startsWith("teacher")), class: "saying" + (i + 1 === at ? " now" : "") };
    return h("li", { key: i, class: "film-place" }, press ? h("button", { type: "button", ...look, "aria-pressed": String(i + 1 === at), onclick: () => press(i + 1) }, inside) : h("span", look, inside));
  };
  return h("div", { key: "film", class: "film", style: `--across:${items.length}` },
    h("div", { key: "words", class: "film-row" }, h("span", { class: "film-name" }, board.say("stream")), h("ol", { class: "film-cells", "aria-label": board.say("stream") }, items.map(saying))),
    rows.map((row) => filmRow(board, row, items, at)));
}

function filmRow(board, { key, kind, name, values }, items, at) {
  const label = (i) => board.say("cell", { word: board.say("say_" + items[i]), name, value: printed(board, kind, values[i]) });
  return h("div", { key, class: "film-row row-" + kind, "data-row": key },
    h("span", { class: "film-name" }, name),
    h("ol", { class: "film-cells", "aria-label": name }, items.map((_, i) => h("li", { key: i, class: "film-place" + (i + 1 === at && given(values[i]) ? " now" : "") },
      !given(values[i]) ? h("span", { class: "blank", "aria-hidden": "true" }) : [filmTile(board, kind, values[i], label(i), i), h("span", { class: "film-value", "aria-hidden": "true" }, printed(board, kind, values[i]))]))));
}

function filmTile(board, kind, value, label, i) {
  if (kind === "gate") return h("span", { class: "gate", role: "img", "aria-label": label, "data-place": i, "data-value": value }, h("span", { class: "gate-ink", style: `height:${value * 100}%` }));
  if (kind === "truth") return h("span", { class: "truth", role: "img", "aria-label": label, "data-place": i, "data-value": value }, printed(board, kind, value));
  return h("span", { class: "tile", role: "img", "aria-label": label, "data-place": i, "data-value": value, "data-sign": signOf(value) }, h("span", { class: "tile-ink", style: `background-color:${tileLook(board.palette, value)}` }));
}

function given(value) {
  return value !== null && value !== undefined;
}

function printed(board, kind, value) {                 // gates have no sign, memory has; what is right is a word
  if (kind === "gate") return gateValue(value);
  return kind === "truth" ? (value ? board.say("holds_" + signOf(value)) : "\u00b7") : signed(value, 1);
}
