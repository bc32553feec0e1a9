// A flip book: one frame cannot tell whether the door opens or closes. Guess from one, then leaf through five.
const NEAR_HALF = 0.1;

function scene(board) {
  const { data, now } = board;
  const clip = data.clips[Math.min(now.clip, data.clips.length - 1)];
  const way = clip.ways[now.way];
  const frames = now.way ? [...clip.frames].reverse() : clip.frames;
  const open = now.hunch !== "";
  const shown = open && now.n ? now.n - 1 : data.middle;
  const answers = (lane, machine, shares, was) => bars(board, data.verdicts.map((verdict, i) => ({ word: data.names[verdict], key: verdict, p: shares[i], was: was ? was[i] : null, mine: now.hunch === verdict })), { label: board.say(machine), lane });
  const page = picture(board, frames[shown], "page", board.say("frame", { n: shown + 1, all: frames.length }));
  if (!open) return [h("div", { class: "guessing" }, page, h("div", {},
    h("h3", { class: "asked" }, board.say("ask", { n: shown + 1 })),
    h("div", { class: "row" }, [...data.verdicts, "unsure"].map((verdict) => pressable({ "data-hunch": verdict, onclick: () => { board.choose({ hunch: verdict }); board.focus('[data-leaf="next"]'); } }, data.names[verdict])))))];
  return [
    h("div", { class: "book", key: "book" }, page,
      h("div", { class: "leaves" },
        h("p", { class: "own", "data-own": now.hunch }, h("span", { class: "star", "aria-hidden": "true" }, "★"), board.say("own", { verdict: data.names[now.hunch] })),
        h("ol", { class: "strip", "aria-label": board.say("strip") }, frames.map((frame, i) => h("li", { key: "leaf" + i, class: "leaf" + (now.n && i === now.n - 1 ? " now" : i < now.n ? " seen" : "") }, i < now.n || (!now.n && i === data.middle) ? picture(board, frame, "small", board.say("frame", { n: i + 1, all: frames.length })) : h("span", { class: "back" }, String(i + 1))))),
        h("div", { class: "row" },
          pressable({ class: "primary", "data-leaf": "next", disabled: now.n === frames.length, onclick: () => board.choose({ n: now.n + 1 }) }, board.say(now.n ? "next" : "begin")),
          pressable({ "data-leaf": "back", disabled: now.n === 0, onclick: () => board.choose({ n: now.n - 1 }) }, board.say("before")),
          pressable({ "data-leaf": "turn", "aria-pressed": String(now.way === 1), disabled: now.n === 0, onclick: () => board.choose({ way: 1 - now.way }) }, board.say("turn")),
          pressable({ "data-leaf": "other", onclick: () => { board.choose({ clip: (now.clip + 1) % data.clips.length, way: 0, n: 0, hunch: "" }); board.focus("[data-hunch]"); } }, board.say("other"))))),
    h("div", { class: "pair", key: "pair" },
      h("section", { class: "panel lane-a", "data-machine": "single", "aria-label": board.say("single") }, h("h3", { class: "head" }, board.say("single")),
        h("p", { class: "reads" }, board.say("sees_one", { n: shown + 1 })), answers("a", "single", way.single[shown])),
      h("section", { class: "panel lane-b", "data-machine": "network", "aria-label": board.say("network") }, h("h3", { class: "head" }, board.say("network")),
        h("p", { class: "reads" }, board.say("saw", { n: now.n })), answers("b", "network", way.network[now.n]))),
    line(toldOfDoor(board, way, shown, frames.length)),
  ];
}

function picture(board, pixels, size, label) {
  return h("svg", { class: `frame ${size}`, viewBox: "0 0 8 8", "shape-rendering": "crispEdges", role: "img", "aria-label": label, key: size }, pixels.map((ink, i) => h("rect", { x: i % 8, y: Math.floor(i / 8), width: 1, height: 1, "fill-opacity": ink })));
}

function toldOfDoor(board, way, shown, all) {
  const { data, now } = board;
  const named = (shares) => ({ verdict: data.names[data.verdicts[shares.indexOf(Math.max(...shares))]], p: percent(board, Math.max(...shares)) });
  const [one, many] = [named(way.single[shown]), named(way.network[now.n])];
  const gaps = { n: now.n, left: all - now.n, shown: shown + 1, a: one.verdict, pa: one.p, b: many.verdict, pb: many.p, truth: data.names[way.verdict] };
  if (now.n === 0) return board.say(Math.abs(Math.max(...way.single[shown]) - 0.5) < NEAR_HALF ? "told_one" : "told_one_leans", gaps);
  if (now.n < all) return board.say("told_leafing", gaps);
  return board.say(many.verdict === gaps.truth ? (now.way ? "told_backwards" : "told_five") : "told_wrong", gaps);
}
