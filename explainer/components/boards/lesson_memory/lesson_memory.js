// Two ways along one sentence: the memory goes forward while reading, the correction came back while learning.
const THICK = 24;                                      // px of a correction of which all is there

function scene(board) {
  const { data, now } = board;
  const person = data.persons.find(({ key }) => key === now.person) || data.persons[0];
  const name = person.words.join(data.joiner);
  const left = part(board, data.arrives[data.steps]);
  return [
    h("div", { key: "persons", class: "row persons", role: "group", "aria-label": board.say("swap") }, h("span", { class: "quiet" }, board.say("swap")), data.persons.map(({ key, words }) =>
      pressable({ key: "person" + key, "data-person": key, "aria-pressed": String(key === person.key), onclick: () => board.choose({ person: key }) }, words.join(data.joiner)))),
    direction("reading", board, [chip(name, "person"), h("span", { class: "arrow", "aria-hidden": "true" }), h("span", { class: "end" }, chip(person.top, "blank"), h("b", { "data-p": person.p }, percent(board, person.p)), h("span", { class: "mark" }, person.right ? "✓" : "✗"))]),
    direction("learning", board, [h("span", { class: "end" }, chip(data.words[0], "person"), h("b", { "data-arrives": data.arrives[data.steps] }, left)), fading(board), h("span", { class: "end" }, chip("＿＿", "blank"), h("b", {}, board.say("percent", { n: 100 })))]),
    line(board.say(person.right ? "told" : "told_wrong", { person: name, top: person.top, left, n: data.steps })),
  ];
}

function direction(name, board, parts) {
  return h("section", { key: name, class: `panel direction ${name}`, "data-way": name, "aria-label": board.say(name) }, h("h3", { class: "head" }, board.say(name, { n: board.data.steps })), h("div", { class: "along" }, parts));
}

function chip(word, look) {
  return h("span", { class: "chip " + look }, word);
}

function fading(board) {                               // as thick at every step as what is left of the correction there
  const { arrives, steps } = board.data;
  const edge = (side) => arrives.map((share, k) => `${(steps - k).toFixed(1)} ${(THICK / 2 + side * Math.max(0.35, Math.min(1, share) * THICK / 2)).toFixed(2)}`);
  return h("svg", { class: "fading", viewBox: `0 0 ${steps} ${THICK}`, preserveAspectRatio: "none", "aria-hidden": "true" }, h("path", { d: `M${edge(1).join("L")}L${edge(-1).reverse().join("L")}z` }));
}

function part(board, share) {                          // below one in a hundred with its first decimal that is not 0
  return share >= 0.01 ? percent(board, share) : board.say("percent", { n: (100 * share).toFixed(-Math.floor(Math.log10(100 * share))) });
}
