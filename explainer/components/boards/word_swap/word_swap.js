// Two words exchange their rows of numbers; the sentence stays as it is written, and is read once more.
function scene(board) {
  const { data, now } = board;
  const pair = [now.one, now.other];
  const on = pair.join(" ") in data.results && Boolean(now.other);
  const found = data.results[(on ? pair : data.still).join(" ")];
  const buttons = h("div", { class: "row", role: "group", "aria-label": board.say("pairs") }, h("span", {}, board.say("pairs")), data.pairs.map(([one, other], i) => {
    const chosen = on && now.one === one && now.other === other;
    return pressable({ key: "pair" + i, "data-pair": i, "aria-pressed": String(chosen), onclick: () => board.choose(chosen ? { one: "", other: "" } : { one, other }) }, `${one} ⇄ ${other}`);
  }), pressable({ key: "back", "data-back": "", disabled: !on, onclick: () => board.choose({ one: "", other: "" }) }, board.say("back")));
  const news = line(told(board, pair, found, on));
  const reads = [read(board, "written", data.sentence, []), read(board, "read", found.read, data.sentence), on ? rows(board, pair, found) : null];
  const answers = h("div", { key: "answers", class: "pair answers" }, data.places.map((step, i) => place(board, step, found.answers[i], on, i)));
  const choices = h("div", { key: "choices", class: "row choices" }, buttons, board.narrow ? null : own(board, on));
  return board.narrow ? [choices, news, answers, reads, own(board, on)] : [choices, reads, answers, news];      // on a narrow screen the effect follows at once
}

function own(board, on) {                              // any word of the sentence, any word of the list
  const { data, now } = board;
  const words = [...new Set(data.sentence)];
  const option = (word) => h("option", { key: word, value: word }, word);
  const one = on ? now.one : board.own.one || words[0];
  const take = (parts) => {
    const next = { one, other: on ? now.other : "", ...parts };
    if (next.other && next.one !== next.other) board.choose(next);
    else board.look({ one: next.one });
  };
  return h("div", { key: "own", class: "row own" }, h("label", {}, h("span", {}, board.say("own_one")), h("select", { "data-own-one": "", onchange: (event) => take({ one: event.target.value }) }, words.map(option))),
    h("label", {}, h("span", {}, board.say("own_other")), h("select", { "data-own-other": "", onchange: (event) => take({ other: event.target.value }) }, h("option", { key: "none", value: "" }, board.say("none")),
      [...data.kinds, { name: board.say("other_kind"), words: data.others }].map((kind) => h("optgroup", { key: kind.name, label: kind.name }, kind.words.map(option))))));
}

function painted(board) {
  const { data, now } = board;
  const on = [now.one, now.other].join(" ") in data.results && Boolean(now.other);
  board.root.querySelector("[data-own-one]").value = on ? now.one : board.own.one || data.sentence[0];
  board.root.querySelector("[data-own-other]").value = on ? now.other : "";
}

function read(board, key, words, before) {
  const chip = (word, i) => h("li", { key: "chip" + i, class: "chip" + (before.length && before[i] !== word ? " now" : ""), "data-chip": i }, word);
  return h("div", { key, class: "reads", "data-reads": key }, h("span", { class: "quiet" }, board.say(key)), h("ul", { class: "chips", "aria-label": board.say(key) }, words.map(chip)));
}

function rows(board, pair, found) {                    // whose numbers each word has now
  return h("div", { key: "rows", class: "rows" }, pair.map((word, i) => h("div", { key: "row" + i, class: "its" }, h("span", { class: "chip" }, word), h("span", { class: "quiet" }, board.say("has", { word: pair[1 - i] })),
    tiles(board, found.rows[pair[1 - i]], { label: board.say("row", { word, other: pair[1 - i] }), across: 24, scale: board.data.strong }))));
}

function place(board, step, answer, on, i) {
  const { data } = board;
  const words = data.sentence.slice(0, step);
  return h("section", { key: "place" + step, class: "panel lane-b", "data-place": i, "aria-label": board.say("place", { word: words[step - 1] }) },
    h("p", { class: "head" }, board.say("place", { word: words[step - 1] })),
    bars(board, answer.rows.map(([word, p, was]) => ({ word, p, was: on ? was : null })), { label: board.say("place", { word: words[step - 1] }), rest: answer.rest, shown: answer.rows.length }));
}

function told(board, pair, found, on) {
  if (!on) return board.say("told_none");
  const [one, other] = pair;
  const moved = found.answers.reduce((best, answer) => (answer.moved > best.moved ? answer : best));
  const points = Math.round(moved.moved * 100);
  const gaps = { one, other, points, top: moved.top, was: moved.was, far: found.far.toFixed(1) };
  return board.say(points < 5 ? "told_still" : moved.top !== moved.was ? "told_turned" : "told_moved", gaps) + (found.same ? board.say("told_same") : "");
}
