// A judge that says "leaves" from some share on: the four kinds of outcome, what each score makes of them, and two cards for who asks on.
const FEW = 0.4;                                       // of those who left: fewer found than this, and the judge is blind to them

function scene(board) {
  const { data, now } = board;
  const row = data.rows[now.threshold];
  const scores = ["accuracy", "precision", "recall"].map((name) => ({ word: board.say(name), key: name, p: row[name] || 0, counted: true }));
  return [
    slider(board, "threshold", { low: 0, high: data.rows.length - 1, label: board.say("threshold"), text: (i) => board.say("from", { p: board.say("percent", { n: Math.round(data.thresholds[i] * 100) }) }), late: true }),
    h("div", { key: "said", class: "said" },
      h("span", {}, board.say("said_leaves", { n: row.found + row.false })), stack(board, [["found", "right"], ["false", "wrong"]], row),
      h("span", {}, board.say("said_stays", { n: row.missed + row.spared })), stack(board, [["missed", "wrong"], ["spared", "right"]], row)),
    line(told(board, row)),
    h("div", { key: "marks", class: "marks" }, bars(board, scores, { label: board.say("scores") })),
    h("div", { key: "cards", class: "row cards" }, ["ceiling", "folds"].map((name) => pressable({ "data-card": name, "aria-expanded": String(now.card === name), onclick: () => board.choose({ card: now.card === name ? "" : name }) }, board.say(`card_${name}`)))),
    now.card ? CARDS[now.card](board, row) : null,
  ];
}

function stack(board, parts, row) {
  const of = board.data.of;
  return h("div", { class: "stack" }, parts.map(([name, kind]) => h("div", { key: name, class: `part ${kind}`, "data-part": name, "data-n": row[name], style: `flex:0 1 ${(row[name] / of) * 100}%`, title: board.say(`${name}_long`, { n: row[name] }), role: "img", "aria-label": board.say(`${name}_long`, { n: row[name] }) },
    label(board, name, kind, row[name]))));
}

function label(board, name, kind, n) {                 // as much as there is room for
  const room = (n / board.data.of) * (board.narrow ? board.width - 20 : board.width - 160);
  const sign = kind === "right" ? "✓" : "✗";
  return room < 26 ? null : h("span", { "aria-hidden": "true" }, room < 100 ? n : `${sign} ${board.say(name, { n })}`);
}

function told(board, row) {                            // which mistake is made more often
  const gaps = { false: row.false, missed: row.missed, accuracy: percent(board, row.accuracy) };
  if (row.found + row.false === 0) return board.say("told_nobody", gaps);
  if (row.false > 2 * row.missed) return board.say("told_false", gaps);
  if (row.recall < FEW) return board.say("told_blind", gaps);
  if (row.missed > 2 * row.false) return board.say("told_missed", gaps);
  return board.say("told_even", gaps);
}

const CARDS = {
  ceiling: (board) => h("section", { key: "ceiling", class: "panel card", "data-open": "ceiling" }, h("p", {}, board.say("ceiling", { p: percent(board, board.data.rows[9].accuracy), rule: percent(board, board.data.rule), of: board.data.of })), h("p", {}, board.say("ceiling_words", wordsOf(board)))),
  folds: (board) => {
    const { folds, fold } = board.data;
    return h("section", { key: "folds", class: "panel card", "data-open": "folds" }, h("p", {}, board.say("folds", { n: folds.length, fold })),
      bars(board, folds.map((p, i) => ({ word: board.say("part", { i: i + 1 }), key: "fold" + i, p })), { label: board.say("card_folds") }),
      h("p", {}, board.say("folds_told", { low: percent(board, Math.min(...folds)), high: percent(board, Math.max(...folds)), mean: percent(board, folds.reduce((sum, p) => sum + p, 0) / folds.length) })));
  },
};

function wordsOf(board) {                              // a place in the scene's sentence where several words are right
  const { text, bars: best } = board.data.open;
  const [a, b, c] = best;
  return { text, a: a[0], b: b[0], c: c[0], pa: percent(board, a[1]), pb: percent(board, b[1]), pc: percent(board, c[1]) };
}
