// A drawing in one line: houses, a hill with a boy on it, ten villagers. Only how many of them come is measured.
const PEOPLE = 10;
const WIDE = 440;

function groundAt(x) {                                 // the height of the ground, seen from above
  const rise = clamp((x - 232) / 118, 0, 1);
  return 112 - 70 * rise * rise * (3 - 2 * rise);
}

function ground() {
  const wobble = [0, .8, -.6, .5, -.9, .3, .7, -.5];
  const points = Array.from({ length: 45 }, (_, i) => [i * 10, groundAt(i * 10) + wobble[i % wobble.length]]);
  return "M" + points.map(([x, y]) => `${x} ${y.toFixed(1)}`).join(" L");
}

function house(x, size) {
  const y = groundAt(x);
  return h("path", { d: `M${x} ${y} l.6 -${size} l${size} -.5 l-.5 ${size + .6} M${x - 4} ${y - size + 1} l${size / 2 + 4} -${size * .62} l${size / 2 + 5} ${size * .66} M${x + size * .4} ${y} l0 -${size * .45} l${size * .24} 0 l0 ${size * .45}` });
}

function person(i, comes, n) {
  const x = comes ? 338 - (n - 1 - i) * 11 : 120 + i * 10;
  return h("g", { key: "person" + i, class: "person" + (comes ? " comes" : ""), style: `transform:translate(${x}px,${groundAt(x)}px)` },
    h("circle", { cx: 0, cy: -17, r: 3.4 }), h("path", { d: comes ? "M0 -13.5 l-.4 7 M-.4 -6.5 l-4 6.5 M-.4 -6.5 l4.2 5.8 M-4.5 -13 l4.4 3 l4.6 -3.4" : "M0 -13.5 l0 7.5 M0 -6 l-2.6 6 M0 -6 l2.6 6 M-3.4 -7.4 l3.4 -4 l3.4 4" }));
}

function boy(shouts) {
  const y = groundAt(392);
  return h("g", { key: "boy", class: "boy", style: `transform:translate(392px,${y}px)` },
    h("circle", { cx: 0, cy: -19, r: 3.8 }), h("path", { d: "M0 -15 l0 8.5 M0 -6.5 l-3 6.5 M0 -6.5 l3 6.5" + (shouts ? " M-6 -19 l6 6.4 l6 -6.4" : " M-4 -8 l4 -4.6 l4 4.6") }));
}

function wolf() {
  const y = groundAt(424);
  return h("path", { key: "wolf", class: "wolf", d: `M410 ${y - 9} l3 -5 l1.6 3 l3.4 1.4 l11 .2 l4 -3.4 l3 .8 l-3.4 4.6 l-.6 8.4 M429 ${y - 6} l-.4 6 M419 ${y - 6} l.2 6 M415.6 ${y - 7} l-.6 7 M410 ${y - 9} l5.6 2 l12 .6` });
}

function bubble(board) {
  return h("g", { key: "bubble" }, h("path", { d: "M352 -13 l84 0 q3 0 3 3 l0 12 q0 3 -3 3 l-38 0 l-3 4.4 l-2.4 -4.4 l-40.6 0 q-3 0 -3 -3 l0 -12 q0 -3 3 -3 z" }),
    h("text", { x: 394, y: 0, "text-anchor": "middle" }, board.say("shout")));
}

function landscape(board, history, share) {
  const event = history.slice(-1);
  const n = share === null ? 0 : Math.round(share * PEOPLE);
  return h("figure", { class: "landscape" },
    h("svg", { viewBox: `0 -16 ${WIDE} 134`, role: "img", "data-coming": n, "aria-label": share === null ? board.say("drawn_before") : board.say("drawn", { n, all: PEOPLE }) },
      h("path", { key: "ground", class: "ground", d: ground() }), house(18, 24), house(52, 30), house(92, 20),
      Array.from({ length: PEOPLE }, (_, i) => person(i, i >= PEOPLE - n, PEOPLE)),
      boy(event === "c"), event === "c" ? bubble(board) : null, event === "w" ? wolf() : null),
    h("figcaption", { class: "sketch" }, board.say("sketch")));
}
