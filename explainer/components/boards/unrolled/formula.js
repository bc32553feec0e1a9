// The two formulas of a step: every symbol can be pointed at or tapped, and tells what it is and its number at this step.
const NEW_MEMORY = ["s_t", " = ", "tanh", "(", "U", " ", "x_t", " + ", "W", " ", "s_t−1", " + ", "b", ")"];
const ANSWER = ["o_t", " = ", "softmax", "(", "V", " ", "s_t", " + ", "c", ")"];
const KEYS = { "s_t": "s", "x_t": "x", "o_t": "o", "s_t−1": "before" };

function formula(board, step) {
  const { data, own } = board;
  const terms = data.terms[data.scene === "cut" && board.now.cut ? "cut" : "whole"][step - 1];
  const symbol = own.symbol || "s_t";
  const part = (text) => (/^[A-Za-z]/.test(text) ? h("button", { type: "button", class: "symbol", "data-symbol": text, "aria-pressed": String(symbol === text),
    onpointerenter: (event) => event.pointerType === "mouse" && board.look({ symbol: text }), onfocus: () => board.look({ symbol: text }), onclick: () => board.look({ symbol: text }) }, written(text)) : text);
  return h("section", { key: "formula", class: "formula panel", "aria-label": board.say("formula_title") },
    board.looked ? h("div", { class: "row" }, ["back", "on"].map((way) => stepTo(board, way, step)), h("span", { class: "quiet" }, board.say("formula_pick"))) : null,
    h("p", { class: "equation" }, NEW_MEMORY.map(part)), h("p", { class: "equation" }, ANSWER.map(part)),
    h("p", { class: "meaning", role: "status", "data-meaning": symbol }, board.say("formula_" + (KEYS[symbol] || symbol), numbersOf(data, terms, step))),
    h("p", { class: "worked" }, board.say("formula_worked", numbersOf(data, terms, step))));
}

function stepTo(board, way, step) {
  const to = step + (way === "on" ? 1 : -1);
  return pressable({ "data-look": way, disabled: to < 1 || to > board.data.words.length, onclick: () => board.pick(to) }, board.say("formula_" + way));
}

function written(text) {
  const [letter, below] = text.split("_");
  return below ? [letter, h("sub", {}, below)] : letter;
}

function numbersOf(data, terms, step) {
  const number = (name) => signed(terms[name], 3);
  return { step, word: data.words[step - 1], cell: data.cell + 1, cells: data.cells, guess: terms.word, share: `${(100 * terms.share).toFixed(1)} %`,
    ...Object.fromEntries(["input", "memory", "own", "before", "hidden", "score", "bias"].map((name) => [name, number(name)])),
    columns: data.tables.U.columns, last: step > 1 ? data.words[step - 2] : "·" };
}
