// The depth 代码: the source lines that computed this step, with this step's values beside the lines that made them.
function cellCode(stage, lane) {
  const k = pickedCell(stage, lane);
  const values = {};
  for (const name of Object.keys(lane.signals)) values[name] = lane.signals[name][stage.view.step][k];
  return listing(stage, lane, stage.say("code_b"), stage.say("code_value", { cell: k + 1 }), values, stage.view.signal);
}

function countCode(stage, lane) {
  const row = (lane.row || [])[stage.view.step];
  const values = row && row.counts.length ? { total: row.total, leftover: row.best.leftover, found: row.best.p } : {};
  return listing(stage, lane, stage.say("code_a"), "", values, "found");
}

function listing(stage, lane, title, note, values, marked) {
  return h("section", { key: "code", class: "listing", "data-code": lane.id }, h("h4", {}, title, note ? h("small", { class: "quiet" }, note) : null),
    h("div", { class: "lines", tabindex: "0", role: "group", "aria-label": title },
      (stage.data.code[lane.id] || []).map((line, i) => codeLine(stage, lane, line, "line" + i, values, marked))));
}

function codeLine(stage, lane, line, key, values, marked) {
  const made = /^\s*(\w+)\s*=[^=]/.exec(line);
  const name = made && made[1] in values ? made[1] : null;
  const pickable = lane.kind === "recurrent";
  const number = name === null ? null : pickable || !Number.isInteger(values[name]) ? signed(values[name], 3) : counted(values[name]);
  const press = { type: "button", class: "line-value", "aria-pressed": String(name === marked), "aria-label": `${name} ${number}`, onclick: () => stage.change({ signal: name }) };
  return h("div", { key, class: "code-line" + (name && name === marked ? " marked" : ""), "data-line": name, "data-exact": name && values[name] },
    h("code", {}, line), number === null ? null : pickable ? h("button", press, number) : h("span", { class: "line-value" }, number));
}
