// Two villages hear the same events; one of them carries a memory. The history is a row of letters: c cry, w wolf, n none.
const SHOUT = { c: "cry", w: "wolf", n: "none" };
const THREE = "cncncn";

function scene(board) {
  const { data, now } = board;
  const cries = criesOf(now.h);
  const pair = h("div", { key: "pair", class: "pair" }, ["forgets", "remembers"].map((name) => village(board, name, cries)));
  const remark = line(told(board, cries));             // on a phone it stands by the buttons, where the eye is
  return [buttons(board, cries.length), board.narrow ? [remark, pair] : [pair, remark], strip(board, cries)];
}

function criesOf(history) {                            // the history up to and with each cry
  return [...history].map((letter, i) => (letter === "c" ? history.slice(0, i + 1) : null)).filter(Boolean);
}

function come(board, history, name) {                  // the share of villagers who come at a cry
  return board.data.villages[history].come[name === "remembers" ? 0 : 1];
}

function buttons(board, n) {
  const { now, data } = board;
  const asked = now.h.endsWith("c");
  const press = (key, free, next, extra = {}) => pressable({ key, "data-press": key, "aria-disabled": free ? null : "true", ...extra,
    onclick: () => { if (free) board.choose({ h: next }, true); } }, board.say(key));
  return h("div", { key: "acts", class: "row acts", role: "group", "aria-label": board.say("acts") },
    press("cry", !asked && n < data.most, now.h + "c", { class: !asked && n < data.most ? "primary" : "" }),
    press("wolf", asked, now.h + "w"), press("none", asked, now.h + "n"),
    h("span", { class: "gap" }),
    press("three", now.h !== THREE, THREE), press("undo", now.h !== "", now.h.slice(0, -1)), press("reset", now.h !== "", ""));
}

function village(board, name, cries) {
  const { now, data } = board;
  const [first, last] = [cries[0], cries[cries.length - 1]];
  const share = last === undefined ? null : come(board, last, name);
  const answer = share === null ? h("p", { key: "none" }, "\u00a0")
    : bars(board, [{ key: "come", word: board.say("come"), p: share, was: cries.length > 1 ? come(board, first, name) : null }],
      { label: board.say("come_label", { name: board.say(name) }), lane: name === "remembers" ? "b" : "a" });
  return h("section", { class: `panel lane-${name === "remembers" ? "b" : "a"}`, "data-village": name, "aria-label": board.say(name) },
    h("p", { class: "head" }, board.say(name)),
    landscape(board, now.h, share),
    h("div", { class: "state" },
      h("span", { class: "state-name" }, board.say("memory")),
      name === "remembers" ? tiles(board, data.villages[now.h].memory, { label: board.say("memory"), across: data.villages[now.h].memory.length })
        : h("span", { class: "nothing" }, board.say("nothing")),
      name === "remembers" ? h("span", { class: "state-value", "data-memory": data.villages[now.h].memory.join(" ") }, data.villages[now.h].memory.map((value) => signed(value, 2)).join(" ")) : null),
    answer,
    cries.length > 1 ? h("p", { key: "was", class: "sketch was" }, board.say("dashed")) : h("p", { key: "was", class: "sketch was" }, "\u00a0"));
}

function told(board, cries) {                          // one line, chosen by the numbers
  const { now } = board;
  const [first, last] = [cries[0], cries[cries.length - 1]];
  if (!last) return board.say("told_start");
  const gaps = { n: cries.length, now: percent(board, come(board, last, "remembers")), flat: percent(board, come(board, last, "forgets")), event: board.say("event_" + now.h.slice(-1)) };
  if (!now.h.endsWith("c")) return after(board, gaps);
  if (last === first) return board.say("told_first", gaps);
  const change = come(board, last, "remembers") - come(board, first, "remembers");
  const kind = Math.abs(change) < 0.02 ? "still" : change < 0 ? "fewer" : "more";
  const flat = come(board, last, "forgets") === come(board, first, "forgets") ? "flat" : "moved";
  return board.say(flat === "flat" ? `told_${kind}` : "told_moved", { ...gaps, was: percent(board, come(board, first, "remembers")) });
}

function after(board, gaps) {                          // a wolf, or none: only one village takes it along
  const { data, now } = board;
  const [was, is] = [now.h.slice(0, -1), now.h].map((history) => data.villages[history].memory.map((value) => signed(value, 1)).join(" "));
  const full = criesOf(now.h).length === data.most;
  return board.say(full ? "told_full" : now.h === THREE ? "told_three" : was === is ? "told_kept" : "told_after", { ...gaps, was, is, most: data.most });
}

function strip(board, cries) {                         // every cry so far: who came, and what was seen then
  const { data, now } = board;
  const column = (i) => {
    const history = cries[i];
    if (!history) return h("li", { key: "cry" + i, class: "cry empty", "aria-hidden": "true" }, h("span", { class: "place" }), h("span", { class: "seen" }, "\u00a0"));
    const seen = now.h[history.length];
    const parts = { n: i + 1, forgets: percent(board, come(board, history, "forgets")), remembers: percent(board, come(board, history, "remembers")), seen: seen ? board.say("event_" + seen) : board.say("not_yet") };
    return h("li", { key: "cry" + i, class: "cry", "data-cry": history, title: board.say("column", parts) }, h("span", { class: "spoken" }, board.say("column", parts)),
      h("span", { class: "place", "aria-hidden": "true" }, ["forgets", "remembers"].map((name) => h("span", { class: `level lane-${name === "remembers" ? "b" : "a"}`, "data-level": name, "data-p": come(board, history, name) },
        h("span", { class: "level-ink", style: `height:${come(board, history, name) * 100}%` })))),
      h("span", { class: "seen", "aria-hidden": "true" }, seen ? board.say("seen_" + seen) : "?"));
  };
  return h("div", { key: "strip", class: "strip" }, h("p", { class: "strip-name quiet" }, board.say("strip")),
    h("ol", { class: "cries", style: `--most:${data.most}` }, Array.from({ length: data.most }, (_, i) => column(i))));
}
