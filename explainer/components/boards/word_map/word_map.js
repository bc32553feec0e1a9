// Beside the map of words: which word is picked, who is truly near it; and how to turn the map, or to go through the practice.
function scene(board) {
  const film = board.data.scene === "film";
  const phone = window.matchMedia("(max-width: 640px)").matches;      // the board itself is always narrow: it stands beside the map
  return [pick(board), film ? reel(board) : null, film && phone ? null : nearest(board), film ? null : compass(board)];      // on a phone the moving map comes at once
}

function pick(board) {                                 // every word, by kind: the way to the map for keys and fingers
  const { data } = board;
  const group = (name, words) => h("optgroup", { key: name, label: name }, words.map((word) => h("option", { key: word, value: word }, word)));
  return h("label", { key: "pick", class: "pick" }, h("span", {}, board.say("pick")),
    h("select", { "data-pick": "", onchange: (event) => board.choose({ word: event.target.value }) }, data.kinds.map(({ name, words }) => group(name, words)), group(board.say("other_kind"), data.others)));
}

function painted(board) {
  const list = board.root.querySelector("[data-pick]");
  if (list.value !== board.data.word) list.value = board.data.word;
}

function nearest(board) {
  const { word, near, paper, rank, scene: where } = board.data;
  const most = near[near.length - 1][1];
  const inside = rank <= near.length;
  return h("section", { key: "near", class: "panel near", "aria-label": board.say("near", { word }) },
    h("p", { class: "head" }, board.say("near", { word })),
    h("ol", { class: "nearest" }, near.map(([each, far], i) => h("li", { key: "near" + i, "data-near": each, "data-far": far },
      pressable({ "data-go": i, "aria-label": board.say("go", { word: each, far: far.toFixed(1) }), onclick: () => board.choose({ word: each }) }, each),
      h("span", { class: "reach", "aria-hidden": "true" }, h("span", { style: `width:${(far / Math.max(most, 1e-9)) * 100}%` })), h("span", { class: "far" }, board.say("far", { far: far.toFixed(1) }))))),
    where === "map" ? line(board.say(inside ? "paper_true" : "paper_false", { word, paper, rank, n: near.length })) : null);
}

function compass(board) {
  const { data } = board;
  return h("div", { key: "compass", class: "compass" },
    slider(board, "turn", { low: 0, high: 7, label: board.say("turn"), text: (turn) => board.say("degrees", { n: turn * 45 }), late: true }),
    h("p", { class: "quiet" }, board.say(board.now.turn ? "turned" : "kept", { share: percent(board, data.kept), n: data.of })));
}

function reel(board) {                                 // through the practice, moment by moment
  const { data, now } = board;
  const last = data.moments.length - 1;
  const at = clamp(now.moment, 0, last);
  now.moment = at;
  const { akin } = data.moments[data.at];
  return h("section", { key: "reel", class: "reel", "aria-label": board.say("reel") },
    slider(board, "moment", { low: 0, high: last, label: board.say("moment"), text: (i) => when(board, i), late: true }),
    h("div", { class: "row" },
      pressable({ class: "primary", "data-play": "", "aria-pressed": String(Boolean(board.own.playing)), onclick: () => play(board) }, board.say(board.own.playing ? "pause" : "play")),
      pressable({ "data-further": "", disabled: at === last, onclick: () => board.choose({ moment: at + 1 }) }, board.say("further"))),
    line(board.say(data.at === 0 ? "film_start" : data.at === last ? "film_end" : "film_some", { akin, n: data.of, when: when(board, data.at) })),
    h("span", { class: "gauge", "aria-hidden": "true", "data-akin": akin }, h("span", { style: `width:${(akin / data.of) * 100}%` })),
    h("p", { class: "quiet trail" }, data.at ? board.say("trail") : ""));
}

function when(board, i) {
  const { seen } = board.data.moments[clamp(i, 0, board.data.moments.length - 1)];
  return board.say(seen === "0" ? "when_start" : "when_seen", { seen });
}

function play(board) {
  const last = board.data.moments.length - 1;
  clearTimeout(board.timers.play);
  if (board.own.playing) return board.look({ playing: false });
  board.own.playing = true;
  if (board.now.moment >= last) board.now.moment = -1;
  const on = () => {
    const next = board.now.moment + 1;
    board.own.playing = next < last;
    board.choose({ moment: next });
    if (board.own.playing) board.timers.play = setTimeout(on, 1600);
  };
  on();
}
