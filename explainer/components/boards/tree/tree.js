// The same sentence joined in two ways: a chain in time, a tree of parts. A sketch: nothing in it is computed.
function scene(board) {
  const { data, now } = board;
  const n = data.words.length;
  const step = Math.min(now.joins, n);
  const told = step === 0 ? "told_none" : step < n ? "told_some" : "told_all";
  return [
    h("div", { class: "row" }, slider(board, "joins", { low: 0, high: n, label: board.say("joins"), text: (value) => String(Math.min(value, n)) }),
      pressable({ class: "primary", "data-join": "", disabled: step === n, onclick: () => board.choose({ joins: step + 1 }) }, board.say("join"))),
    h("p", { class: "sketch" }, board.say("sketch")),
    drawing(board, step),
    line(board.say(told, { n: step, all: n })),
  ];
}

function drawing(board, step) {                        // the tree stands above the words, the chain below; on a narrow screen left and right
  const { words, joins } = board.data;
  const upright = board.width < 820;
  const pitch = upright ? 40 : Math.min(96, Math.floor((board.width - 30) / words.length));
  const rise = upright ? 17 : 26;
  const top = Math.max(...joins.map(level)) * rise + 22;
  const side = upright ? 92 : 34;
  const size = upright ? [top + side + 74, words.length * pitch + 12] : [words.length * pitch + 30, top + side + 66];
  const place = (a, b) => (upright ? [b, a] : [a, b]);
  const leaf = (i) => 10 + (i + 0.5) * pitch;
  const middle = (node) => (typeof node === "number" ? leaf(node) : (middle(node[0]) + middle(node[1])) / 2);
  const high = (node) => top - 8 - level(node) * rise;
  const dot = (name, key, a, b, r, now) => { const [cx, cy] = place(a, b); return h("circle", { key, class: name + (now ? " now" : ""), cx, cy, r }); };
  const stroke = (key, name, ...points) => h("path", { key, class: name, d: "M" + points.map(([a, b]) => place(a, b).join(" ")).join(" L") });
  const chain = top + side + 30;
  return h("svg", { class: "forms", role: "img", "aria-label": board.say("label", { n: step }), "data-chain": step, "data-tree": Math.min(step, joins.length), width: size[0], height: size[1], viewBox: `0 0 ${size[0]} ${size[1]}` },
    joins.slice(0, step).map((node, i) => h("g", { key: "join" + i }, node.map((part, k) => stroke("branch" + k, "branch", [middle(node), high(node)], [middle(part), typeof part === "number" ? top : high(part)])))),
    joins.slice(0, step).map((node, i) => dot("knot", "knot" + i, middle(node), high(node), 6, i === Math.min(step, joins.length) - 1)),
    words.map((word, i) => { const [x, y] = place(leaf(i), top + (upright ? 8 : 18)); return h("text", { key: "word" + i, class: "leaf", x, y: upright ? y + 5 : y, "text-anchor": upright ? "start" : "middle" }, word); }),
    words.slice(0, step).map((word, i) => h("g", { key: "link" + i }, stroke("feed", "feed", [leaf(i), top + side - (upright ? 14 : 6)], [leaf(i), chain - 11]), i ? stroke("pass", "pass", [leaf(i - 1) + 10, chain], [leaf(i) - 10, chain]) : null, dot("bead", "bead", leaf(i), chain, 9, i === step - 1))),
    upright ? null : [h("text", { key: "a", class: "form-name", x: 10, y: 18 }, board.say("tree")), h("text", { key: "b", class: "form-name", x: 10, y: chain + 30 }, board.say("chain"))],
    upright ? [h("text", { key: "a", class: "form-name", x: 2, y: 12 }, board.say("tree_short")), h("text", { key: "b", class: "form-name", x: chain, y: 12, "text-anchor": "middle" }, board.say("chain_short"))] : null);
}

function level(node) {
  return typeof node === "number" ? 0 : 1 + Math.max(...node.map(level));
}
