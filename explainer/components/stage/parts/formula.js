// The depth 公式: this step's real numbers in the three formulas, for the tile that is picked and the best word.
function formulaPanel(stage) {
  const [a, b] = [shownLanes(stage.data).find((lane) => lane.kind === "ngram"), memoryLane(stage.data)];
  return h("div", { key: "formula", class: "deep formula" }, a ? divisionCard(stage, a) : null, cellCard(stage, b), shareCard(stage, b));
}

function pickedCell(stage, lane) {
  return stage.view.cell === null ? lane.order[0] : stage.view.cell;
}

function divisionCard(stage, lane) {
  const { view } = stage;
  const row = lane.row[view.step];
  const seen = lane.seen[view.step] && row && row.counts.length > 0;
  const title = h("h4", {}, stage.say("formula_a"));
  if (!seen) return h("section", { class: "sum-card" }, title, h("p", {}, stage.say("no_row")));
  const { word: answer, count } = row.best;
  return h("section", { class: "sum-card", "data-sum": "count" }, title,
    term(counted(count), stage.say("formula_a_hit", { answer, count: counted(count) })),
    term("÷ " + counted(row.total), stage.say("formula_a_count", { word: row.word, total: counted(row.total) })),
    total("= " + percent(stage, count / row.total), ""),
    h("p", { class: "quiet" }, stage.say("formula_a_smooth", { share: percent(stage, row.best.p) })),
    h("p", { class: "quiet exact", "data-exact": row.best.p }, exactShare(stage, row)));
}

function exactShare(stage, { best, total: all }) {     // interpolated Kneser-Ney: what is kept, and a share of what is left over
  const kept = best.count ? `(${counted(best.count)} \u2212 ${best.discount.toFixed(2)}) ÷ ${counted(all)} + ` : "";
  return `${kept}${best.leftover.toFixed(3)} × ${best.shorter.toFixed(3)} = ${best.p.toFixed(3)}`;
}

function cellCard(stage, lane) {
  const { view } = stage;
  const k = pickedCell(stage, lane);
  const word = lane.signals.from_input[view.step][k];
  const past = lane.signals.from_memory[view.step][k];
  const own = lane.bias[k];
  return h("section", { class: "sum-card", "data-sum": "cell", "data-cell-sum": k }, h("h4", {}, stage.say("formula_cell", { cell: k + 1 })),
    h("p", { class: "rule" }, math("h", "t"), " = tanh(U ", math("x", "t"), " + W ", math("h", "t−1"), " + b)"),
    term(signed(word, 2), stage.say("formula_word"), "U x", word), term(signed(past, 2), stage.say("formula_memory"), "W h", past), term(signed(own, 2), stage.say("formula_own"), "b", own),
    total("= " + signed(word + past + own, 2), stage.say("formula_sum")),
    total("tanh → " + signed(lane.signals.hidden[view.step][k], 2), stage.say("formula_squash"), lane.signals.hidden[view.step][k]),
    h("p", { class: "quiet" }, stage.say("formula_cell_pick")));
}

function shareCard(stage, lane) {
  const best = lane.scores[stage.view.step];
  return h("section", { class: "sum-card", "data-sum": "share" }, h("h4", {}, stage.say("formula_share", { word: best.word })),
    h("p", { class: "rule" }, math("p", "t"), " = softmax(V ", math("h", "t"), " + c)"),
    term(signed(best.score, 2), stage.say("formula_score"), "V h + c", best.score), term("\u2212 (" + signed(best.log_total, 2) + ")", stage.say("formula_total"), "log Σ", best.log_total),
    total("= " + signed(best.score - best.log_total, 2), ""),
    total("e^ → " + percent(stage, Math.exp(best.score - best.log_total)), stage.say("answer"), Math.exp(best.score - best.log_total)),
    h("p", { class: "quiet" }, stage.say("formula_share_note")));
}

function math(letter, below) {
  return h("i", {}, letter, h("sub", {}, below));
}

function term(number, words, letters, exact) {
  return h("p", { class: "term" }, h("span", { class: "term-number", "data-exact": exact }, number), letters ? h("i", { class: "term-letters" }, letters) : null, h("span", {}, words));
}

function total(number, words, exact) {
  return h("p", { class: "term total" }, h("span", { class: "term-number", "data-exact": exact }, number), h("span", {}, words));
}
