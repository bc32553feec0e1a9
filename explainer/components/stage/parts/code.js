// The depth 代码: the source lines that computed this step, with this step's values beside the lines that made them.
function cellCode(stage, lane) {
  const k = pickedCell(stage, lane);
  const values = {};
  for (const name of Object.keys(lane.signals)) values[name] = lane.signals[name][stage.view.step][k];
  return listing(stage, lane, stage.say("code_b"), stage.say("code_value", { cell: k + 1 }), values, stage.view.signal);
}

function countCode(stage, lane) {
  const row = (lane.row || [])[stage.view.step];
  const values = row && lane.seen[stage.view.step] ? { total: row.total, kept: row.best.kept, leftover: row.best.leftover, share: row.best.p } : {};
  return listing(stage, lane, stage.say("code_a"), "", values, "share");
}

function sourceLines(stage, lane, values) {            // [{line, name}]: name where the line made one of this step's values
  const lines = (stage.data.code[lane.id] || []).map((line) => ({ line, made: (/^\s*(\w+)\s*=[^=]/.exec(line) || [])[1] }));
  const last = {};
  lines.forEach(({ made }, i) => { if (made in values) last[made] = i; });
  return lines.map(({ line, made }, i) => ({ line, name: last[made] === i ? made : null }));
}

function listing(stage, lane, title, note, values, marked) {
  return h("section", { key: "code", class: "listing", "data-code": lane.id }, h("h4", {}, title, note ? h("small", { class: "quiet" }, note) : null),
    h("div", { class: "lines", tabindex: "0", role: "group", "aria-label": title },
      sourceLines(stage, lane, values).map(({ line, name }, i) => codeLine(stage, lane, line, name, "line" + i, values, marked))));
}

function codeLine(stage, lane, line, name, key, values, marked) {
  const pickable = lane.kind === "recurrent";
  const number = name === null ? null : pickable || !Number.isInteger(values[name]) ? signed(values[name], 3) : counted(values[name]);
  const press = { type: "button", class: "line-value", "aria-pressed": String(name === marked), "aria-label": `${name} ${number}`, onclick: () => stage.change({ signal: name }) };
  return h("div", { key, class: "code-line" + (name && name === marked ? " marked" : ""), "data-line": name, "data-exact": name && values[name] },
    h("span", { class: "gutter" }, number === null ? null : pickable ? h("button", press, number) : h("span", { class: "line-value" }, number)), h("code", {}, line));
}
