// One machine, rolled up and laid out: five scenes look at the same two pictures.
const SCENES = { handle, shared, cut, tags };

function scene(board) {
  Object.assign(board, { touch: null, pick: null, snip: null, marks: null, chosen: null, looked: null });
  return SCENES[board.data.scene](board);
}

function lookedAt(board) {                             // the step whose numbers are shown
  const last = board.data.words.length;
  return clamp(board.now.look || last, 1, last);
}

function picking(board) {                              // at the depth of formulas a copy can be chosen
  if (!board.data.deep) return;
  Object.assign(board, { pick: (step) => board.choose({ look: step }), looked: lookedAt(board) });
}

function seen(board, drawn, told) {                    // on a narrow screen the pictures are tall: what is told stands above them
  return board.narrow ? [told, drawn] : [drawn, told];
}

function handle(board) {
  const last = board.data.words.length;
  const n = Math.min(board.now.copies, last);
  const told = n === 0 ? "handle_rolled" : n === 1 ? "handle_one" : n < last ? "handle_some" : "handle_all";
  return [
    story(board, n),
    h("div", { class: "row controls" },
      slider(board, "copies", { low: 0, high: last, label: board.say("handle"), text: (value) => board.say("copies", { n: Math.min(value, last) }), late: true }),
      pressable({ class: "primary", "data-pull": "", disabled: n === last, onclick: () => board.choose({ copies: n + 1 }) }, board.say("pull")),
      pressable({ "data-all": "", disabled: n === last, onclick: () => board.choose({ copies: last }) }, board.say("pull_all")),
      pressable({ "data-roll": "", disabled: n === 0, onclick: () => board.choose({ copies: 0 }) }, board.say("roll_up"))),
    seen(board, pictures(board, { step: n, copies: n, grip: true }), line(board.say(told, { n, word: n ? board.data.words[n - 1] : "", last }))),
    board.data.deep ? formula(board, Math.max(n, 1)) : null,
  ];
}

function shared(board) {
  const last = board.data.words.length;
  const { wire: chosen } = board.now;
  Object.assign(board, { chosen, touch: (kind) => board.choose({ wire: board.now.wire === kind ? "" : kind }) });
  picking(board);
  const kind = board.own.over || chosen;
  return [
    h("div", { class: "row controls", role: "group", "aria-label": board.say("touch") }, h("span", {}, board.say("touch")), WIRES.map((name) =>
      pressable({ "data-touch": name, class: "wire-key " + name, "aria-pressed": String(chosen === name), onclick: () => board.touch(name) }, sample(name), board.say("wire_" + name)))),
    seen(board, pictures(board, { step: last, copies: last }),
      line(kind ? board.say("shared_lit", { n: last, wire: board.say("wire_" + kind), count: counted(board.data.tables[kind].count) }) : board.say("shared_none"))),
    kind ? corner(board, kind) : null,
    board.data.deep ? formula(board, lookedAt(board)) : null,
  ];
}

function sample(kind) {                                // the look of an arrow, as a key
  return h("svg", { class: "sample-wire", viewBox: "0 0 30 12", width: 30, height: 12, "aria-hidden": "true" }, h("g", { class: "wire " + kind }, h("path", { class: "ink", d: "M2 6H22" }), h("path", { class: "tip", d: "M21 1 L28 6 L21 11 z" })));
}

function corner(board, kind) {                         // the table behind an arrow: its first numbers
  const table = board.data.tables[kind];
  return h("div", { class: "panel corner", "data-table": kind }, h("p", { class: "head" }, board.say("table", { rows: table.rows, columns: table.columns, count: counted(table.count) })),
    h("table", {}, h("tbody", {}, table.corner.map((row) => h("tr", {}, row.map((value) => h("td", {}, signed(value, 2))), h("td", { class: "quiet" }, "…"))))),
    h("p", { class: "quiet" }, board.say("table_" + kind)));
}

function cut(board) {
  const { data, now } = board;
  const last = data.words.length;
  const which = now.cut ? "cut" : "whole";
  Object.assign(board, { snip: () => board.choose({ cut: 1 - now.cut }), marks: [data.first, data.second] });
  picking(board);
  const gaps = { first: data.first, second: data.second, word: data.words[last - 1] };
  const told = now.cut ? (data.same.cut ? "cut_same" : "cut_differs") : data.same.whole ? "whole_same" : "whole_differs";
  return [
    h("div", { class: "row controls" }, pressable({ class: now.cut ? "" : "primary", "data-snip": "", "aria-pressed": String(Boolean(now.cut)), onclick: board.snip }, board.say(now.cut ? "undo" : "snip")),
      h("p", { class: "told-memory" }, h("span", { class: "quiet" }, board.say(now.cut ? "snip_done" : "snip_hint")), " ", board.say(now.cut ? "memory_cut" : "memory_whole", gaps))),
    seen(board, pictures(board, { step: last, copies: last }), [line(board.say(told, gaps)), h("div", { key: "places", class: "pair" }, data.answers.map((answer, i) => {
      const step = [data.first, data.second][i];
      const label = board.say("place", { n: step, word: data.words[step - 1] });
      return h("div", { class: "panel lane-b place", "data-place": step }, h("p", { class: "head" }, label, h("span", { class: "quiet" }, now.cut ? board.say("before") : "")),
        bars(board, answer[which].rows.map(([word, p, other]) => ({ word, p, was: now.cut ? other : null })), { label, rest: answer[which].rest }));
    }))]),
    data.deep ? formula(board, lookedAt(board)) : null,
  ];
}

function tags(board) {
  const last = board.data.words.length;
  const { part, letters } = board.now;
  Object.assign(board, { chosen: part, touch: (kind) => choose(kind) });
  picking(board);
  const choose = (name) => board.choose({ part: board.now.part === name ? "" : name });
  const key = (name) => pressable({ "data-name": name, class: "name-key " + name, "aria-pressed": String(part === name), onclick: () => choose(name) },
    letters && name.length === 1 ? h("b", {}, name) : null, board.say("name_" + name));
  const told = part ? (letters && part.length === 1 ? "tag_" : "part_") + part : letters ? "tags_on" : "tags_off";
  return [
    h("div", { class: "names" },
      pressable({ class: letters ? "" : "primary", "data-letters": "", "aria-pressed": String(Boolean(letters)), onclick: () => board.choose({ letters: 1 - letters }) }, board.say(letters ? "letters_off" : "letters_on")),
      h("div", { class: "row", role: "group", "aria-label": board.say("names") }, h("span", { class: "quiet" }, board.say("names")), ["x", "s", "o", ...WIRES].map(key)),
      h("div", { class: "row", role: "group", "aria-label": board.say("layers") }, h("span", { class: "quiet" }, board.say("layers")), Object.keys(LAYERS).map(key))),
    seen(board, pictures(board, { step: last, copies: last }), line(board.say(told, { n: last, cells: board.data.cells }))),
    board.data.deep ? formula(board, lookedAt(board)) : null,
  ];
}
