// Where a number comes from: its causes, its arithmetic, all its digits.
function cause(board, asked, here, sum, parts) {
  const k = /^k\d+$/.test(asked) ? Number(asked.slice(1)) - 1 : null;
  const told = asked ? (k === null ? CAUSES[asked](board, here, sum, parts) : ofCell(board, here, sum.pushes[k])) : [h("p", { class: "quiet" }, board.say("ask"))];
  return h("section", { key: "cause", class: "cause" + (asked ? "" : " empty"), "aria-label": board.say("cause"), "data-cause": asked, "aria-live": "polite" }, told);
}

const CAUSES = {
  own: (board, here, sum) => [title(board, "own", { cell: here.cell + 1 }), digits(board, sum.own)],
  input: (board, here, sum) => [title(board, here.step ? "input" : "start", { word: wordAt(board, here.step), cell: here.cell + 1 }), again(board, here, sum), digits(board, sum.input)],
  memory: (board, here, sum) => [title(board, here.step ? "memory" : "memory_empty", { n: board.data.cells, value: signed(sum.memory, PRINTED) }), here.step ? oneByOne(board, sum) : null],
  rest: (board, here, sum, parts) => [title(board, "rest", { n: board.data.cells - NAMED, most: Math.abs(sum.bySize[NAMED].v).toFixed(PRINTED) }), digits(board, parts.find(({ id }) => id === "rest").v)],
  total: (board, here, sum, parts) => [title(board, "total", {}),
    sumLine(parts.length > 8 ? [sum.own, sum.input, sum.memory] : parts.map(({ v }) => v), sum.total), rounded(board, parts.length > 8 ? partsOf(sum, 0) : parts, sum.total),
    h("dl", { class: "digits" }, ["own", "input", "memory", "total"].map((name) => [h("dt", {}, board.say("short_" + name)), h("dd", { "data-digits": name }, exact(sum[name]))]))],
  new: (board, here, sum) => [title(board, "new", { cell: here.cell + 1 }), h("p", { class: "arithmetic" }, `tanh( ${signed(sum.total, PRINTED)} ) = `, h("b", {}, signed(sum.fresh, PRINTED))), digits(board, sum.fresh)],
};

function title(board, name, gaps) {
  return h("p", { key: "title" }, board.say("cause_" + name, gaps));
}

function ofCell(board, here, { k, weight, old, v }) {  // old value × weight; from here one can walk back in time
  const step = here.step - 1;
  return [h("p", { key: "title" }, sayAt(board, k === here.cell ? "cause_self" : "cause_cell", step, { cell: k + 1, to: here.cell + 1 })),
    h("p", { class: "arithmetic" }, signed(old, PRINTED), " × ", signed(weight, PRINTED), " = ", h("b", {}, signed(v, PRINTED))),
    h("dl", { class: "digits" }, [["old", old], ["weight", weight], ["push", v]].map(([name, value]) => [h("dt", {}, board.say("short_" + name)), h("dd", { "data-digits": name }, exact(value))])),
    pressable({ class: "primary", "data-back": k + 1, onclick: () => { goTo(board, here.first, [...here.walk, k]); board.focus("[data-crumb][aria-current]"); } }, sayAt(board, "walk", step, { value: signed(old, PRINTED) }))];
}

function again(board, here, sum) {                     // the same word at an earlier step pushes the same
  const { words, input } = board.data;
  const step = here.step ? words.indexOf(words[here.step - 1]) + 1 : 0;
  return step && step < here.step && input[step][here.cell] === sum.input ? h("p", { key: "again" }, board.say("cause_again", { step, value: signed(sum.input, PRINTED) })) : null;
}

function oneByOne(board, sum) {                        // adding in another order can differ in the last digits: the machine rounds, too
  const added = sum.pushes.reduce((all, { v }) => all + v, 0);
  return [h("p", { key: "kept" }, board.say(added === sum.memory ? "exactly" : "nearly")), h("dl", { class: "digits" }, h("dt", {}, board.say("one_by_one")), h("dd", { "data-digits": "added" }, exact(added)), h("dt", {}, board.say("at_once")), h("dd", { "data-digits": "memory" }, exact(sum.memory)))];
}

function sumLine(values, total) {
  return h("p", { class: "arithmetic" }, values.map((value, i) => (i ? (value < 0 ? " \u2212 " : " + ") + Math.abs(value).toFixed(PRINTED) : signed(value, PRINTED))), " = ", h("b", {}, signed(total, PRINTED)));
}

function rounded(board, parts, total) {
  const { added, off } = rounding(parts, total);
  return h("p", { key: "rounded", class: "quiet", "data-off": off.toFixed(PRINTED) }, board.say(off ? "rounded" : "unrounded", { added: signed(added, PRINTED), total: signed(total, PRINTED), off: Math.abs(off).toFixed(PRINTED) }));
}

function digits(board, value) {
  return h("dl", { class: "digits" }, h("dt", {}, board.say("all_digits")), h("dd", { "data-digits": "value" }, exact(value)));
}

function lineOf(board, { step, cell }, sum) {          // what is told at this moment, by the numbers
  const { open } = board.now;
  const gaps = { word: wordAt(board, step), cell: cell + 1, n: board.data.cells, total: signed(sum.total, PRINTED), value: signed(sum.fresh, PRINTED) };
  if (!step) return board.say("told_start", gaps);
  const [first, second] = sum.bySize;
  if (open) {
    const self = first.k === cell;
    const holds = self && Math.sign(first.v) === Math.sign(sum.fresh) && Math.sign(first.old) === Math.sign(sum.fresh);
    return board.say(holds ? "told_holds" : self ? "told_self" : "told_cell", { ...gaps, k: first.k + 1, push: signed(first.v, PRINTED), next: signed(second.v, PRINTED) });
  }
  const loudest = ["own", "input", "memory"].reduce((one, other) => (Math.abs(sum[other]) > Math.abs(sum[one]) ? other : one));
  return board.say("told_" + loudest, gaps);
}
