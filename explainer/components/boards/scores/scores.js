// Scores become shares: each score is raised to a power of e, and the powers share 100 points. Pull one score, and all shares move.
const MARGIN = 4;                                      // how far the axis goes on beyond the lowest and the highest score

function scene(board) {
  const { data } = board;
  const places = board.now.moved.length === data.rows.length ? board.now.moved : data.rows.map(() => data.home);
  const moved = places.some((place) => place !== data.home);
  const powers = [...data.rows.map(({ powers: every }, i) => every[clamp(places[i], 0, every.length - 1)]), data.rest];
  const sum = powers.reduce((all, power) => all + power, 0);
  const real = [...data.rows.map(({ powers: every }) => every[data.home]), data.rest];
  const shares = powers.map((power) => power / sum);
  const were = real.map((power) => power / real.reduce((all, other) => all + other, 0));
  const words = [...data.rows.map(({ word }) => word), board.say("others", { n: data.others })];
  const axis = axisOf(data.rows, data.moved);
  const set = (i, place) => board.choose({ moved: places.map((other, j) => (j === i ? place : other)) }, true);
  return [
    h("div", { key: "hundred", class: "hundred", role: "img", "aria-label": board.say("hundred") }, shares.map((share, i) => h("span", { key: "part" + i, class: "part part-" + i, style: `width:${100 * share}%` }, share > 0.06 ? words[i] : ""))),
    h("p", { key: "total", class: "quiet hundred-told" }, board.say("hundred")),
    h("div", { key: "rows", class: "scores" }, h("div", { key: "names", class: "score-row names", "aria-hidden": "true" }, ["word", "score", "power", "share"].map((name) => h("span", { class: name }, board.say(name)))),
      data.rows.map((row, i) => scoreRow(board, { ...row, i, place: places[i], power: powers[i], share: shares[i], was: moved ? were[i] : null, axis }, set)),
      h("div", { key: "rest", class: "score-row rest", "data-word": "", "data-share": shares[data.rows.length] }, h("span", { class: "word" }, words[data.rows.length]), h("span", { class: "score quiet" }, board.say("fixed")), h("span", { class: "power", "data-label": board.say("power") }, counted(Math.round(data.rest))),
        h("b", { class: "share" }, remainder(board, shares.slice(0, -1), shares[data.rows.length]))),
      h("div", { key: "sum", class: "score-row sum" }, h("span", { class: "word" }, board.say("sum")), h("span", { class: "score" }), h("span", { class: "power", "data-label": board.say("power") }, counted(Math.round(sum))), h("b", { class: "share" }, board.say("whole")))),
    h("div", { class: "row", key: "home" }, pressable({ "data-home": "", disabled: !moved, onclick: () => board.choose({ moved: [] }) }, board.say("home"))),
    line(toldOf(board, places, shares, were, powers)),
  ];
}

function axisOf(rows, moved) {                         // all scores stand on one axis: sliders beside each other can be compared
  const notch = moved[1] - moved[0];
  const scores = rows.map(({ score }) => score);
  const low = Math.min(...scores) - MARGIN;
  return { at: (score) => Math.round((score - low) / notch), last: Math.round((Math.max(...scores) + MARGIN - low) / notch) };
}

function scoreRow(board, { word, score, i, place, power, share, was, axis }, set) {
  const first = axis.at(score) - board.data.home;      // where the lowest place of this word stands on the axis
  const value = score + board.data.moved[place];
  const text = (value < 0 ? "\u2212" : "") + Math.abs(value).toFixed(1);
  return h("div", { key: "row" + i, class: "score-row", "data-word": word, "data-share": share, "data-power": power },
    h("span", { class: "word" }, word),
    h("label", { class: "score" }, h("input", { type: "range", min: 0, max: axis.last, step: 1, value: String(first + place), "data-slider": "score" + i, "aria-label": board.say("score_of", { word }), "aria-valuetext": text, oninput: (event) => set(i, clamp(Number(event.target.value) - first, 0, board.data.moved.length - 1)) }),
      h("output", { class: "value" }, text)),
    h("span", { class: "power", "data-label": board.say("power") }, counted(Math.round(power))),
    h("b", { class: "share" }, percent(board, share), was === null ? null : h("span", { class: "quiet was" }, board.say("was", { p: percent(board, was) }))));
}

function toldOf(board, places, shares, were, powers) {
  const { rows, home, moved } = board.data;
  const pulled = places.map((place, i) => [place, i]).filter(([place]) => place !== home).map(([, i]) => i);
  const best = shares.slice(0, rows.length).reduce((top, share, i) => (share > shares[top] ? i : top), 0);
  const gap = (i) => Math.abs(rows[0].score - rows[i].score).toFixed(1);
  if (!pulled.length) return board.say("told_real", { word: rows[0].word, other: rows[1].word, more: gap(1), times: Math.round(powers[0] / powers[1]) });
  const i = pulled.length === 1 ? pulled[0] : best;
  const by = moved[places[i]];
  const gaps = { word: rows[i].word, by: signed(by, 1), from: percent(board, were[i]), to: percent(board, shares[i]), best: rows[best].word };
  return board.say(pulled.length === 1 ? "told_one" : "told_many", gaps) + (best ? board.say("told_turned", gaps) : "");
}
