// Two ways along one sentence: the memory goes forward while reading, the correction came back while learning.
function scene(board) {
  const { data, now } = board;
  const person = data.persons.find(({ key }) => key === now.person) || data.persons[0];
  return [
    h("div", { key: "persons", class: "row", role: "group", "aria-label": board.say("swap") }, h("span", { class: "quiet" }, board.say("swap")), data.persons.map(({ key, words }) =>
      pressable({ key: "person" + key, "data-person": key, "aria-pressed": String(key === person.key), onclick: () => board.choose({ person: key }) }, words.join(data.joiner)))),
    way("reading", board, [chip(person.words.join(data.joiner), "person"), arrow("forward"), h("span", { class: "between quiet" }, board.say("between", { n: data.steps })), arrow("forward"),
      h("span", { class: "end" }, h("span", { class: "chip blank" }, person.top), h("b", { "data-p": person.p }, percent(board, person.p)), h("span", { class: "mark" }, person.right ? "✓" : "✗"))]),
    way("learning", board, [h("span", { class: "end" }, h("b", { "data-arrives": data.arrives }, part(board, data.arrives))), arrow("back", data.arrives), h("span", { class: "between quiet" }, board.say("between", { n: data.steps })), arrow("back", 1),
      h("span", { class: "end" }, h("span", { class: "chip blank" }, "＿＿"), h("b", {}, board.say("percent", { n: 100 })))]),
    line(board.say(person.right ? "told" : "told_wrong", { person: person.words.join(data.joiner), top: person.top, left: part(board, data.arrives), n: data.steps })),
  ];
}

function way(name, board, parts) {
  return h("section", { key: name, class: `panel way ${name}`, "data-way": name, "aria-label": board.say(name) }, h("h3", { class: "head" }, board.say(name)), h("div", { class: "along" }, parts));
}

function chip(word, look) {
  return h("span", { class: "chip " + look }, word);
}

function arrow(direction, share = null) {              // a correction is drawn as thick as what is left of it
  const thick = share === null ? 5 : clamp(20 * share, 0.7, 20);
  const d = direction === "forward" ? "M0 13H80" : "M20 13H100";
  const tip = direction === "forward" ? "M80 3L100 13L80 23z" : `M0 13L20 ${13 - Math.max(4, thick / 2 + 3)}V${13 + Math.max(4, thick / 2 + 3)}z`;
  return h("svg", { class: "arrow " + direction, viewBox: "0 0 100 26", preserveAspectRatio: "none", "aria-hidden": "true" }, h("path", { class: "ink", d, "stroke-width": thick }), h("path", { class: "tip", d: tip }));
}

function part(board, share) {                          // below one in a hundred as a decimal
  return share >= 0.01 ? percent(board, share) : share.toFixed(-Math.floor(Math.log10(share)));
}
