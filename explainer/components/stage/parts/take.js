// What can be taken out of a saved scene: the unrolled graph as SVG, the film of the memory as PNG, the numbers as CSV.
const INKED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor"];
const WORDS_HIGH = 26;

function give(name, blob) {                            // the browser's own "save as"; nothing is sent anywhere
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  const node = document.createElement("a");
  for (const [key, value] of Object.entries(link.attributes)) node.setAttribute(key, value);
  node.click();
  setTimeout(() => URL.revokeObjectURL(node.href), 60000);
}

function shownUntil(stage) {                           // pixels: how far the words are read
  const place = stage.places[stage.view.step];
  return Math.round(place.x + place.width);
}

function wordsRead(stage) {                            // [{text, x}] over their columns
  return stage.data.sentence.pieces.slice(0, stage.view.step).map((piece, i) => ({ text: piece.text, x: middle(stage.places[i + 1]) }));
}

function takeGraph(stage) {
  if (!stage.root.querySelector(".graph-cells")) stage.change({ depth: "picture", open: null, table: false });
  const drawn = [".graph-wires svg", ".graph-cells"].map((part) => stage.root.querySelector(part)).filter(Boolean);
  const [wide, tall] = [shownUntil(stage), GRAPH_HEIGHT + WORDS_HIGH];
  const picture = document.createElementNS(SVG, "svg");
  const paper = getComputedStyle(stage.root);
  for (const [name, value] of Object.entries({ xmlns: SVG, width: wide, height: tall, viewBox: `0 0 ${wide} ${tall}` })) picture.setAttribute(name, value);
  const add = (tag, attributes, text) => {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text) node.textContent = text;
    picture.append(node);
    return node;
  };
  add("rect", { width: wide, height: tall, fill: paper.backgroundColor });
  for (const { text, x } of wordsRead(stage)) add("text", { x, y: 17, "text-anchor": "middle", "font-family": "sans-serif", "font-size": 14, fill: paper.color }, text);
  for (const svg of drawn) {
    const group = add("g", { transform: `translate(0 ${WORDS_HIGH})` });
    for (const node of svg.children) group.append(inked(node));
  }
  give("graph.svg", new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" }));
}

function inked(node) {                                 // a copy that carries its colours with it
  const copy = node.cloneNode(false);
  const style = getComputedStyle(node);
  for (const name of INKED) if (style.getPropertyValue(name)) copy.setAttribute(name, plain(style.getPropertyValue(name)));
  copy.removeAttribute("class");
  copy.append(...[...node.childNodes].map((child) => (child.nodeType === 1 ? inked(child) : child.cloneNode())));
  return copy;
}

function plain(value) {                                // a mixed colour as every drawing program knows it
  if (!value.startsWith("color(")) return value;
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  pen.fillStyle = value;
  pen.fillRect(0, 0, 1, 1);
  return `rgb(${[...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).join(",")})`;
}

function takeFilm(stage) {
  if (!stage.root.querySelector(".film-canvas")) stage.change({ depth: "picture", open: null, table: false });
  const film = stage.root.querySelector(".film-canvas");
  const scale = film.width / parseFloat(film.style.width);
  const [wide, high] = [Math.round(shownUntil(stage) * scale), Math.round(WORDS_HIGH * scale)];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: wide, height: film.height + high });
  const pen = canvas.getContext("2d");
  const paper = getComputedStyle(stage.root);
  pen.fillStyle = paper.backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(film, 0, 0, wide, film.height, 0, high, wide, film.height);
  Object.assign(pen, { fillStyle: paper.color, textAlign: "center", font: `${14 * scale}px sans-serif` });
  for (const { text, x } of wordsRead(stage)) pen.fillText(text, x * scale, 18 * scale);
  canvas.toBlob((blob) => give("film.png", blob), "image/png");
}

function takeNumbers(stage, say) {                     // every step: the word, what each machine guesses best, every tile
  const { data } = stage;
  const lanes = shownLanes(data);
  const memory = memoryLane(data);
  const head = [say("step"), say("word"), ...lanes.flatMap(({ name }) => [say("best", { machine: name }), say("share", { machine: name })]),
    ...memory.signals.hidden[0].map((_, k) => say("cell", { n: k + 1 }))];
  const rows = memory.signals.hidden.map((hidden, t) => [t, t ? data.sentence.pieces[t - 1].text : "", ...lanes.flatMap((lane) => lane.bars[t][0]), ...hidden]);
  const text = [head, ...rows].map((row) => row.map(cellOfCsv).join(",")).join("\r\n");
  give("reading.csv", new Blob(["\uFEFF", text, "\r\n"], { type: "text/csv" }));
}

function cellOfCsv(value) {                            // a text that begins like a formula is quoted
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? "'" + value : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
