// The depth 公式: this step's real numbers in the three formulas, each beside the thing it explains.
function pickedCell(stage, lane) {
  const { cell, open, silenced } = stage.view;
  if (cell !== null) return cell;
  return open === "silence" ? (silenced.length ? silenced[0] : tellingCell(stage.data)) : lane.order[0];
}

function divisionCard(stage, lane) {                   // lane A: count, then divide
  const { view } = stage;
  const row = (lane.row || [])[view.step];
  const seen = row && row.counts.length > 0 && (!lane.seen || lane.seen[view.step]);
  if (!seen) return h("section", { key: "division", class: "sum-card" }, h("h4", {}, stage.say("formula_a")), h("p", {}, stage.say("no_row")));
  const { word: answer, count } = row.best;
  return h("section", { key: "division", class: "sum-card", "data-sum": "count" },
    h("div", { class: "sum" }, h("h4", {}, stage.say("formula_a")),
      term(counted(count), stage.say("formula_a_hit", { answer, count: counted(count) })), sign("÷"),
      term(counted(row.total), view.step === 0 ? stage.say("row_start") : stage.say("row_after", { word: row.word })), sign("="),
      term(percent(stage, count / row.total), "")),
    h("p", { class: "quiet exact", "data-exact": row.best.p }, stage.say("formula_a_smooth", { share: percent(stage, row.best.p) }), " ", exactShare(row)));
}

function exactShare({ best, total: all }) {            // interpolated Kneser-Ney: what is kept, and a share of what is left over
  const kept = best.count ? `(${counted(best.count)} \u2212 ${best.discount.toFixed(2)}) ÷ ${counted(all)} + ` : "";
  return `${kept}${best.leftover.toFixed(4)} × ${best.shorter.toFixed(4)} = ${best.p.toFixed(4)}`;
}

function cellCard(stage, lane) {                       // lane B: the sum of one cell, squashed
  const { view } = stage;
  const k = pickedCell(stage, lane);
  const word = lane.signals.from_input[view.step][k];
  const past = lane.signals.from_memory[view.step][k];
  const hidden = lane.signals.hidden[view.step][k];
  const sum = word + past + lane.bias[k];
  const muted = view.silenced.includes(k);
  return h("section", { key: "cell-sum", class: "sum-card", "data-sum": "cell", "data-cell-sum": k },
    h("h4", {}, stage.say("formula_cell", { cell: k + 1 }), h("span", { class: "rule" }, math("h", "t"), " = tanh(U ", math("x", "t"), " + W ", math("h", "t−1"), " + b)")),
    h("div", { class: "sum" }, term(signed(word, 2), stage.say("formula_word"), "U x", word), sign("+"), term(signed(past, 2), stage.say("formula_memory"), "W h", past), sign("+"),
      term(signed(lane.bias[k], 2), stage.say("formula_own"), "b", lane.bias[k]), equals(sum, word, past, lane.bias[k]), term(signed(sum, 2), stage.say("formula_sum")),
      sign("→"), term(signed(muted ? Math.tanh(sum) : hidden, 2), stage.say("formula_squash"), "tanh", muted ? null : hidden),
      muted ? [sign("→"), term(signed(0, 2), stage.say("tile_muted", { cell: k + 1 }), null, hidden)] : null),
    h("p", { class: "quiet" }, stage.say("formula_cell_pick")));
}

function shareCard(stage, lane) {                      // lane B: from the best word's score to its share
  const best = lane.scores[stage.view.step];
  const share = Math.exp(best.score - best.log_total);
  return h("section", { key: "share-sum", class: "sum-card", "data-sum": "share" },
    h("h4", {}, stage.say("formula_share", { word: best.word }), h("span", { class: "rule" }, "softmax(V ", math("h", "t"), " + c)")),
    h("div", { class: "sum" }, term(signed(best.score, 2), stage.say("formula_score"), null, best.score), sign("\u2212"), term(signed(best.log_total, 2).replace("+", ""), stage.say("formula_total"), null, best.log_total), equals(best.score - best.log_total, best.score, -best.log_total),
      term(signed(best.score - best.log_total, 2), ""), sign("→"), term(percent(stage, share), "", ["e", h("sup", {}, signed(best.score - best.log_total, 2))], share)));
}

function math(letter, below) {
  return h("i", {}, letter, h("sub", {}, below));
}

function term(number, words, letters, exact) {
  return h("span", { class: "term" }, h("span", { class: "term-number", "data-exact": exact }, number),
    h("span", { class: "term-words" }, letters ? h("i", {}, letters, " ") : null, words));
}

function equals(sum, ...parts) {                       // ≈ where the rounded numbers, as printed, do not quite add up
  const printed = (number) => Math.round(number * 100);
  return sign(parts.reduce((all, part) => all + printed(part), 0) === printed(sum) ? "=" : "≈");
}

function sign(mark) {
  return h("span", { class: "sign" }, mark);
}
