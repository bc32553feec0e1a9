// The message game: a correction is passed from the blank back to the person, word by word, in four machines at once.
const NAMES = { "0.5": "half", "1.0": "one", "1.6": "more", trained: "trained" };
const LOW = -7;                                        // powers of ten on the axis
let HIGH = 1;                                          // by what grows most

function scene(board) {
  const { data, now } = board;
  HIGH = Math.ceil(Math.log10(Math.max(...Object.values(data.arrives).flat())));
  const keys = Object.keys(data.arrives);
  const chosen = keys[clamp(now.start, 0, keys.length - 1)];
  const k = clamp(now.back, 0, data.steps);
  const go = (back) => board.choose({ back }, true);
  return [
    h("div", { key: "dial", class: "segments dial", role: "group", "aria-label": board.say("dial") }, h("span", { class: "quiet dial-name" }, board.say("dial")), keys.map((key, i) =>
      h("button", { type: "button", "data-option": i, "data-left": data.arrives[key][k], "aria-pressed": String(key === chosen), onclick: () => board.choose({ start: i }) },
        h("span", { class: "option" }, sample(key, key === chosen), board.say("start_" + NAMES[key])), h("span", { class: "value" }, amount(board, data.arrives[key][k]))))),
    h("div", { key: "acts", class: "row acts" },
      pressable({ class: "primary", "data-pass": "", disabled: k === data.steps, onclick: () => go(k + 1) }, board.say("pass")),
      pressable({ "data-all": "", disabled: k === data.steps, onclick: () => go(data.steps) }, board.say("all", { n: data.steps })),
      pressable({ "data-again": "", disabled: k === 0, onclick: () => go(0) }, board.say("again"))),
    board.narrow ? [line(told(board, chosen, k)), chart(board, keys, chosen, k)] : [chart(board, keys, chosen, k), line(told(board, chosen, k))],
  ];
}

function sample(key, strong) {                         // the look of a line, as a key
  return h("svg", { class: "sample", width: 34, height: 10, viewBox: "0 0 34 10", "aria-hidden": "true" }, h("path", { class: `curve ${NAMES[key]}${strong ? " strong" : ""}`, d: "M1 5H33" }));
}

function amount(board, share) {                        // a share of what set out, or how many times as much
  if (share === 1) return board.say("percent", { n: 100 });
  if (share > 1.005) return board.say("times", { n: share.toFixed(share < 9.95 ? 1 : 0) });
  if (share >= 0.01) return percent(board, share);
  if (share >= 0.001) return board.say("percent", { n: (100 * share).toFixed(1) });
  const size = Math.floor(Math.log10(share));
  return share.toFixed(-size);
}

function told(board, chosen, k) {
  const { data } = board;
  const left = data.arrives[chosen][k];
  const gaps = { n: k, word: data.words[data.words.length - 1 - k], left: amount(board, left), first: data.words[0] };
  if (k === 0) return board.say("told_start", gaps);
  if (k < data.steps) return board.say(left > 1.005 ? "told_on_grown" : "told_on", gaps);
  if (chosen === "trained") return board.say(left < 0.1 ? "told_trained" : "told_heard", gaps);
  return board.say(left < 1e-3 ? "told_gone" : left > 1.005 ? "told_grown" : "told_heard", gaps);
}

function plan(board) {                                 // where a step and a share stand: steps run to the left, on a narrow screen down
  const { width, narrow, data } = board;
  const power = (share) => clamp(Math.log10(share), LOW, HIGH);
  if (narrow) {
    const [left, right, top, pitch] = [92, Math.max(220, width - 12), 58, 23];
    return { narrow, wide: width, high: top + data.steps * pitch + 16, at: (k, share) => [left + (power(share) - LOW) / (HIGH - LOW) * (right - left), top + k * pitch], left, right, top, end: top + data.steps * pitch };
  }
  const [left, right, top, end] = [104, width - 74, 12, 262];
  const pitch = (right - left) / data.steps;
  return { narrow, wide: width, high: end + 34 + Math.max(...data.words.map(lengthOf)) * 0.7, at: (k, share) => [right - k * pitch, end - (power(share) - LOW) / (HIGH - LOW) * (end - top)], left, right, top, end };
}

function lengthOf(word) {                              // px, about
  return [...word].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 15 : 8), 0);
}

function chart(board, keys, chosen, k) {
  const { data } = board;
  const g = plan(board);
  const path = (key) => "M" + data.arrives[key].slice(0, k + 1).map((share, i) => g.at(i, share).map((v) => v.toFixed(1)).join(" ")).join("L");
  const [x, y] = g.at(k, data.arrives[chosen][k]);
  return h("svg", { key: "chart", class: "chart" + (g.narrow ? " upright" : ""), role: "img", "aria-label": board.say("chart", { n: k, left: amount(board, data.arrives[chosen][k]) }), width: g.wide, height: g.high, viewBox: `0 0 ${g.wide} ${g.high}` },
    axis(board, g),
    keys.filter((key) => key !== chosen).map((key) => h("path", { key, class: "curve " + NAMES[key], d: path(key) })),
    h("path", { key: "chosen", class: `curve strong ${NAMES[chosen]}`, d: path(chosen) }),
    data.arrives[chosen].slice(0, k + 1).map((share, i) => h("circle", { key: "dot" + i, class: "dot", cx: g.at(i, share)[0], cy: g.at(i, share)[1], r: i === k ? 7 : 2.6 })),
    h("text", { key: "value", class: "left", ...(g.narrow ? { x: x > (g.left + g.right) / 2 ? x - 12 : x + 12, y: y - 7, "text-anchor": x > (g.left + g.right) / 2 ? "end" : "start" } : { x: k === 0 ? x + 12 : x - 4, y: y - 13 > g.top + 8 ? y - 13 : y + 26, "text-anchor": k === 0 ? "start" : k > data.steps - 2 ? "start" : "middle" }) }, amount(board, data.arrives[chosen][k])),
    words(board, g, k), answer(board, g));
}

function answer(board, g) {                            // the blank, with the word that would have been right
  const [x, y] = g.narrow ? [g.left - 12, g.top - 16] : [g.right + 40, g.end + 22];
  const wide = Math.max(34, lengthOf(board.data.answer) + 16);
  return h("g", { key: "answer", class: "answer" }, h("rect", { x: g.narrow ? x - wide + 6 : x - wide / 2, y: y - 18, width: wide, height: 25, rx: 6 }), h("text", { x: g.narrow ? x - wide / 2 + 6 : x, y, "text-anchor": "middle" }, board.data.answer));
}

function axis(board, g) {                              // one line for every power of ten; 1 is what set out
  return Array.from({ length: HIGH - LOW + 1 }, (_, i) => LOW + i).map((power) => {
    const [x, y] = g.at(0, 10 ** power);
    const d = g.narrow ? `M${x} ${g.top - 8}V${g.end + 8}` : `M${g.left} ${y}H${g.right}`;
    const label = power > 0 ? board.say("times", { n: 10 ** power }) : power === 0 ? board.say("percent", { n: 100 }) : board.say("tick_" + -power);
    const shown = !g.narrow || power % 3 === 0;
    return h("g", { key: "axis" + power, class: "axis" + (power === 0 ? " one" : "") }, h("path", { d }),
      shown ? h("text", g.narrow ? { x, y: 16, "text-anchor": "middle" } : { x: g.left - 8, y: y + 4, "text-anchor": "end" }, label) : null);
  });
}

function words(board, g, k) {                          // under each step the word at which the correction stands
  const { data } = board;
  const last = data.words.length - 1;
  return data.words.map((_, i) => i).map((i) => {
    const step = last - i;
    const [x, y] = g.at(step, 1);
    const look = "word" + (step === k ? " here" : step < k ? " passed" : "") + (i === 0 ? " person" : "");
    const place = g.narrow ? { x: g.left - 12, y: y + 5, "text-anchor": "end" } : { x: x + 4, y: g.end + 20, "text-anchor": "end", transform: `rotate(-42 ${x + 4} ${g.end + 20})` };
    return h("text", { key: "word" + i, class: look, "data-word": i, ...place }, data.words[i]);
  });
}
