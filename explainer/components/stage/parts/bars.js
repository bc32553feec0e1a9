// The answer of one lane: its best words as bars on the axis that both lanes share, and the rest, so that all adds to 100.
const SHOWN = 5;

function answerRows(stage, lane) {                     // [{word, p, was, mine}], the learner's own guess always among them
  const { view } = stage;
  const bars = lane.bars[view.step] || [];
  const rows = bars.slice(0, SHOWN).map(([word, p]) => ({ word, p }));
  const insist = (word) => {
    if (!word || rows.some((row) => row.word === word)) return;
    const p = shareOf(lane, view.step, word);
    const row = { word, p: p === null ? 0 : p, atMost: p === null ? bars[bars.length - 1][1] : null };
    if (rows.length < SHOWN) rows.push(row);
    else rows[rows.findLastIndex((other) => !other.kept)] = row;
    row.kept = true;
  };
  if (rows.length) {
    if (lane.before) insist((lane.before.bars[view.step] || [[null]])[0][0]);
    if (view.guess && view.guess !== "-") insist(view.guess);
  }
  for (const row of rows) {
    row.mine = row.word === view.guess;
    row.was = outline(stage, lane, row.word);
  }
  return rows;
}

function outline(stage, lane, word) {                  // what is drawn dashed over a bar: before the change, or the pinned bars
  const { view, data } = stage;
  if (lane.before) return shareOf(lane.before, view.step, word);
  if (lane.id === "A" && pinShown(stage) === "over") return shareOf(lane, data.sentence.first, word);
  return null;
}

function pinShown(stage) {
  const { first, second } = stage.data.sentence;
  const { step } = stage.view;
  if (!first || !second || step < first) return null;
  return step === second ? "over" : step < second ? "kept" : null;
}

function barPanel(stage, lane) {
  const { view, data } = stage;
  const rows = answerRows(stage, lane);
  const shown = rows.map((row) => row.p);
  const rest = 1 - shown.reduce((sum, p) => sum + p, 0);
  const seen = !lane.seen || lane.seen[view.step];
  const list = !seen || !rows.length
    ? h("p", { key: "none", class: "no-row" }, stage.say("no_row"))
    : h("ol", { key: "bars", class: "bars", "aria-label": stage.say("lane", { letter: lane.id, name: lane.name }) + " – " + stage.say("answer") },
        rows.map((row, i) => bar(stage, row, i)), restRow(stage, shown, rest));
  return h("div", { key: "answer", class: "answer", "data-lane": lane.id },
    h("p", { class: "answer-head" }, h("span", {}, stage.say("answer")), badge(stage, lane)),
    h("div", { class: "axis", "aria-hidden": "true" }, [0, 50, 100].map((n) => h("span", { style: `left:${n}%` }, stage.say("percent", { n })))),
    list);
}

function bar(stage, row, i) {
  const value = row.atMost !== null && row.atMost !== undefined
    ? stage.say("percent_at_most", { n: Math.max(1, Math.ceil(row.atMost * 100)) }) : percent(stage, row.p);
  return h("li", { key: "bar" + i, class: "bar" + (i === 0 ? " best" : "") + (row.mine ? " mine" : ""), "data-bar": row.word, "data-p": row.p, "data-was": row.was },
    h("span", { class: "bar-word" + (textWidth(stage, row.word) > 80 ? " long" : "") }, row.mine ? h("span", { class: "star", role: "img", "aria-label": stage.say("yours"), title: stage.say("yours") }, "★") : null, row.word),
    h("span", { class: "bar-room", "aria-hidden": "true" },
      h("span", { class: "bar-ink", style: `width:${row.p * 100}%` }),
      row.was === null ? null : h("span", { class: "bar-was", style: `width:${row.was * 100}%` })),
    h("span", { class: "bar-value" }, value));
}

function restRow(stage, shown, rest) {
  return h("li", { key: "rest", class: "bar rest", "data-bar-rest": "", "data-p": Math.max(0, rest) },
    h("span", { class: "bar-word" }, stage.say("rest")),
    h("span", { class: "bar-room", "aria-hidden": "true" }, h("span", { class: "bar-ink", style: `width:${Math.max(0, rest) * 100}%` })),
    h("span", { class: "bar-value" }, remainder(stage, shown, Math.max(0, rest))));
}

function badge(stage, lane) {                          // one small remark: pinned, coinciding, before the change, or busy
  const { data, view } = stage;
  if (stage.busy && lane.id === "B") return h("span", { key: "busy", class: "badge busy", role: "status" }, stage.say("busy"));
  if (lane.before) return h("span", { key: "before", class: "badge" }, stage.say("before"));
  const pin = lane.id === "A" ? pinShown(stage) : null;
  if (!pin) return null;
  const gaps = { step: data.sentence.first, word: data.sentence.pieces[data.sentence.first - 1].text };
  if (pin === "kept") return h("span", { key: "pin", class: "badge pin" }, pinIcon(), stage.say("pinned", gaps));
  const same = JSON.stringify(lane.bars[view.step]) === JSON.stringify(lane.bars[data.sentence.first]);
  return h("span", { key: "pin", class: "badge pin over", "data-same": same ? "" : null }, pinIcon(), stage.say(same ? "pinned_same" : "pinned_differs", gaps));
}

function pinIcon() {
  return h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: "M5 2h6l-1 5 2.5 2.5h-9L6 7 5 2Z M8 9.5V14.5" }));
}
