// Twenty sentences learned by heart: what is right at home and outside, round by round, and how surprised the pupil is.
function scene(board) {
  const { data, now } = board;
  const last = data.rounds.length - 1;
  now.frame = clamp(now.frame, 0, last);
  const remark = line(told(board, last));
  const sides = h("div", { key: "sides", class: "sides" }, side(board, "home", "first"), side(board, "outside", "second"));
  const highest = Math.ceil(Math.max(...data.home.map(({ loss }) => loss), ...data.outside.map(({ loss }) => loss)));
  return [
    slider(board, "frame", { low: 0, high: last, label: board.say("rounds"), text: (i) => board.say(i ? "round" : "untrained", { round: data.rounds[i] }), late: true }),
    board.narrow ? [remark, sides] : [sides, remark],
    h("section", { key: "below", class: "panel below" }, h("p", { class: "head" }, board.say("surprised")),
      curves(board, { lines: [{ key: "first", values: data.home.map(({ loss }) => loss) }, { key: "second", values: data.outside.map(({ loss }) => loss) }], at: now.frame, high: highest,
        ticks: [[0, board.say("little")], [highest, board.say("much")]], names: data.rounds.map((round, i) => [i, i ? String(round) : board.say("start")]), label: board.say("label"),
        width: Math.max(250, board.width - 36), height: 170, pick: (frame) => board.choose({ frame }, true) })),
  ];
}

function side(board, name, curve) {
  const { right, of } = board.data[name][board.now.frame];
  return h("section", { class: `panel side ${name}`, "data-side": name, "data-right": right, "data-of": of, "aria-label": board.say(name, { of }) },
    h("p", { class: "head" }, sampleCurve(curve), board.say(name, { of })),
    h("p", {}, h("b", {}, board.say("right", { right })), " ", h("span", { class: "quiet" }, board.say("share", { p: whole(board, right, of) }))),
    h("span", { class: "gauge", "aria-hidden": "true" }, h("span", { style: `width:${(right / of) * 100}%` })));
}

function whole(board, right, of) {                     // counted, so all of them may be 100 %
  return right === of ? board.say("percent", { n: 100 }) : percent(board, right / of);
}

function told(board, last) {
  const { data, now } = board;
  const [home, outside] = [data.home[now.frame], data.outside[now.frame]];
  const gaps = { right: outside.right, of: outside.of, home: home.right, all: home.of, missed: outside.of - outside.right, round: data.rounds[now.frame] };
  if (now.frame === 0) return board.say("told_start", gaps);
  if (now.frame === last) return board.say("told_last", gaps);
  if (home.right === home.of) return board.say("told_all", gaps);
  return board.say(now.frame > data.turn ? "told_turned" : "told_both", gaps);
}
