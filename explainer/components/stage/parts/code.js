// The depth 代码: the source lines that computed this step, with this step's values beside the lines that made them.
function codePanel(stage) {
  const lane = memoryLane(stage.data);
  const k = pickedCell(stage, lane);
  const values = {};
  for (const name of Object.keys(lane.signals)) values[name] = lane.signals[name][stage.view.step][k];
  const counting = shownLanes(stage.data).find((other) => other.kind === "ngram");
  return h("div", { key: "code", class: "deep code" },
    listing(stage, "B", stage.say("code_b"), stage.say("code_value", { cell: k + 1 }), values),
    counting ? listing(stage, "A", stage.say("code_a"), "", countValues(stage, counting)) : null);
}

function countValues(stage, lane) {
  const row = lane.row[stage.view.step];
  if (!row || !row.counts.length) return {};
  return { total: row.total, leftover: row.best.leftover };
}

function listing(stage, id, title, note, values) {
  const marked = id === "B" ? stage.view.signal : null;
  return h("section", { class: "listing", "data-code": id }, h("h4", {}, title, note ? h("small", { class: "quiet" }, note) : null),
    h("div", { class: "lines", tabindex: "0", role: "group", "aria-label": title }, (stage.data.code[id] || []).map((line) => codeLine(stage, line, values, marked))));
}

function codeLine(stage, line, values, marked) {
  const made = /^\s*(\w+)\s*=[^=]/.exec(line);
  const name = made && made[1] in values ? made[1] : null;
  const number = name === null ? null : Number.isInteger(values[name]) ? counted(values[name]) : signed(values[name], 3);
  return h("div", { class: "line" + (name && name === marked ? " marked" : ""), "data-line": name, "data-exact": name && values[name] },
    h("code", {}, line), number === null ? null : marked === null ? h("span", { class: "line-value" }, number)
      : h("button", { type: "button", class: "line-value", "aria-pressed": String(name === marked), "aria-label": `${name} ${number}`, onclick: () => stage.change({ signal: name }) }, number));
}
