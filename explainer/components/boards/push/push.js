// Inside one step: what pushes one cell, bar after bar, to a sum, and what squeezing makes of it. Every number tells where it comes from.
function scene(board) {
  const { now } = board;
  const here = standing(board);
  const sum = sumOf(board.data, here.step, here.cell);
  const parts = partsOf(sum, now.open);
  const asked = asking(now.ask, parts, here) ? now.ask : "";
  const causes = cause(board, asked, here, sum, parts);
  const told = line(lineOf(board, here, sum));
  return [
    sentence(board, here),
    h("div", { class: "push-pair" },
      h("section", { key: "sum", class: "panel lane-b sum", "aria-label": board.say("sum"), "data-step": here.step, "data-cell": here.cell + 1 },
        crumbs(board, here), headline(board, here, sum), board.narrow ? told : null, ruler(scaleOf(parts, sum)),
        waterfall(board, here, sum, parts, asked, board.narrow ? causes : null)),
      h("div", { key: "side", class: "side" }, picker(board, here), board.narrow ? null : [told, causes])),
  ];
}

function standing({ data, now }) {                     // the walk so far: cell after cell, each a step before the last
  const last = data.words.length;
  const first = now.step === "" ? last : Math.min(now.step, last);
  const walk = now.cell.map((cell) => Math.min(cell, data.cells) - 1).slice(0, first + 1);
  if (!walk.length) walk.push(data.holder);
  return { first, walk, step: first - walk.length + 1, cell: walk[walk.length - 1] };
}

function asking(ask, parts, { step }) {                // only what is on the screen can be asked about
  return ["memory", "total", "new"].includes(ask) || (parts.some(({ id }) => id === ask) && (step > 0 || !ask.startsWith("k")));
}

function wordAt(board, step) {
  return step ? board.data.words[step - 1] : board.say("start");
}

function sayAt(board, key, step, gaps) {               // before the first word there is no word to name
  return board.say(step ? key : key + "_start", { ...gaps, step, word: wordAt(board, step) });
}

function goTo(board, first, walk) {
  board.choose({ step: first === board.data.words.length ? "" : first, cell: walk.length === 1 && walk[0] === board.data.holder ? [] : walk.map((cell) => cell + 1), ask: "" }, true);
}

function sentence(board, here) {                       // every word is a step to go to
  const chip = (step) => h("li", { key: "at" + step }, h("button", { type: "button", class: "chip" + (step === here.step ? " now" : "") + (step ? "" : " quiet"), "data-at": step, "aria-pressed": String(step === here.step),
    onclick: () => goTo(board, step, [here.cell]) }, wordAt(board, step)));
  return h("ul", { key: "sentence", class: "chips sentence", "aria-label": board.say("sentence") }, [0, ...board.data.words.map((_, i) => i + 1)].map(chip));
}

function crumbs(board, { first, walk }) {              // the way back through time, one cell a step
  if (walk.length < 2) return null;
  return h("ol", { key: "crumbs", class: "crumbs", "aria-label": board.say("crumbs") }, walk.map((cell, i) => h("li", { key: "crumb" + i },
    h("button", { type: "button", "data-crumb": i, "aria-current": i === walk.length - 1 ? "step" : null, onclick: () => { goTo(board, first, walk.slice(0, i + 1)); board.focus(`[data-crumb="${i}"]`); } },
      board.say("crumb", { word: wordAt(board, first - i), cell: cell + 1 })))));
}

function headline(board, here, sum) {
  const { step, cell } = here;
  return h("p", { key: "headline", class: "head headline" }, h("span", {}, sayAt(board, "headline", step, { cell: cell + 1 })),
    h("span", { class: "from-to" }, before(board, here, sum), h("span", { role: "img", "aria-label": board.say("becomes") }, "→"), mark(board, sum.fresh), h("b", {}, signed(sum.fresh, PRINTED))));
}

function before(board, here, sum) {                    // the cell's own old value; one tap goes back to it
  const { step, cell } = here;
  const inside = [mark(board, sum.old[cell]), signed(sum.old[cell], PRINTED)];
  return step ? h("button", { type: "button", class: "before", "data-before": "", "aria-label": sayAt(board, "walk", step - 1, { value: signed(sum.old[cell], PRINTED) }), title: sayAt(board, "walk", step - 1, { value: signed(sum.old[cell], PRINTED) }),
    onclick: () => { goTo(board, here.first, [...here.walk, cell]); board.focus("[data-before]"); } }, inside) : h("span", { class: "before" }, inside);
}

function ruler(place) {                                // what the lines across the bars stand for
  return h("div", { key: "ruler", class: "sum-row ruler", "aria-hidden": "true" }, h("span", { class: "who" }), h("span", { class: "track" }, [-1, 0, 1].map((x) => h("span", { style: `left:${place(x)}%` }, signed(x, 0)))), h("span", { class: "much" }));
}

function mark(board, value) {
  return h("span", { class: "tile mark", "data-sign": signOf(value), "aria-hidden": "true" }, h("span", { class: "tile-ink", style: `background-color:${tileLook(board.palette, value)}` }));
}

function waterfall(board, here, sum, parts, asked, causes) {
  const place = scaleOf(parts, sum);
  const ends = [{ id: "total", v: sum.total, from: 0, to: sum.total }, { id: "new", v: sum.fresh, from: 0, to: sum.fresh, was: sum.total }];
  const row = (part, i) => [bar(board, here, part, i, place, asked), part.id === asked ? causes : null];
  return h("div", { key: "waterfall", class: "waterfall" + (board.now.open === 2 ? " many" : "") },
    parts.map((part, i) => [part.id.startsWith("k") && parts[i - 1].id === "input" ? [group(board, here, sum, asked), asked === "memory" ? causes : null] : null, row(part, i)]),
    folding(board), h("div", { key: "ends", class: "ends" }, ends.map((part, i) => row(part, parts.length + i))));
}

function group(board, here, sum, asked) {              // the old cells stand open: their sum as a heading over them
  return h("button", { type: "button", key: "row-memory", class: "sum-row group", "data-row": "memory", "data-value": sum.memory, "aria-pressed": String(asked === "memory"), onclick: () => ask(board, "memory") },
    h("span", { class: "who" }, board.say("who_memory_open", { n: board.data.cells })), h("span", { class: "much" }, signed(sum.memory, PRINTED)));
}

function bar(board, here, { id, k, v, from, to, was }, i, place, asked) {
  const [left, right] = [Math.min(from, to), Math.max(from, to)].map(place);
  const gaps = { word: wordAt(board, here.step), cell: k + 1, n: board.data.cells - NAMED, all: board.data.cells };
  const who = board.say(k === undefined ? (id === "input" && !here.step ? "who_start" : "who_" + id) : k === here.cell ? "who_self" : "who_cell", gaps);
  return h("button", { type: "button", key: "row-" + id, class: "sum-row " + (k === undefined ? id : "old"), "data-row": id, "data-value": v, "data-sign": v < 0 ? "minus" : v > 0 ? "plus" : "zero", "aria-pressed": String(asked === id), onclick: () => ask(board, id) },
    h("span", { class: "who" }, who),
    h("span", { class: "track", "aria-hidden": "true" }, [-1, 0, 1].map((x) => h("span", { class: x ? "fence" : "zero", style: `left:${place(x)}%` })),
      i ? h("span", { class: "joint", style: `left:${place(id === "total" ? to : from)}%` }) : null,
      was === undefined ? null : h("span", { class: "was", style: `left:${Math.min(place(0), place(was))}%;width:${Math.abs(place(was) - place(0))}%` }),
      h("span", { class: "ink", style: `left:${left}%;width:${right - left}%` }, h("span", { class: "tile-ink" }))),
    h("span", { class: "much" }, signed(v, PRINTED)));
}

function ask(board, id) {
  board.choose({ ask: board.now.ask === id ? "" : id }, true);
}

function folding(board) {                              // the old memory: one voice, its loudest cells, all of them
  const { open } = board.now;
  const to = (n, words, primary) => pressable({ class: primary ? "primary" : "", "data-open": n, onclick: () => { board.choose({ open: n, ask: "" }, true); board.focus(".folding .press"); } }, board.say(words, { n: board.data.cells }));
  return h("div", { key: "folding", class: "row folding" }, open === 0 ? to(1, "unfold", true) : [to(0, "fold"), open === 1 ? to(2, "unfold_all") : to(1, "fold_some")]);
}

function picker(board, here) {                         // the memory after this step
  const label = sayAt(board, "picker", here.step, { n: board.data.cells });
  return h("section", { key: "picker", class: "picker", "aria-label": label }, h("p", { class: "quiet" }, label),
    tiles(board, board.data.hidden[here.step], { label, names: (k) => board.say("cell", { cell: k + 1 }), across: board.narrow ? 12 : 16, picked: here.cell, press: (k) => goTo(board, here.step, [k]) }));
}
