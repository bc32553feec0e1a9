// Three kinds of data side by side: each can be shuffled and put back, while its machine goes on judging.
const JUMP = 2;                                        // so many times more hesitation counts as broken
const FALL = 0.2;                                      // so much less of a share does

function scene(board) {
  const panels = [tablePanel(board), facePanel(board), wordsPanel(board)];
  return [h("div", { class: "three" }, panels.map(({ tree }) => tree)), line(toldOfAll(board, panels.map(({ broken }) => broken)))];
}

function painted(board) {
  glide(board);
}

function panel(board, i, name, look, art, told, broken, more = null) {      // look: 0 as it was, else which shuffle
  const { guess } = board.data;
  const looks = board.data.table.looks.length;
  const own = guess === null ? null : h("p", { class: "own" }, guess.includes(i) ? h("span", { class: "star", "aria-hidden": "true" }, "★") : null, board.say(guess.includes(i) ? "own_breaks" : "own_stays"));
  const tree = h("section", { key: name, class: "panel", "data-panel": name, "data-broken": look ? String(broken) : "", "aria-label": board.say(name) },
    h("div", { class: "panel-top" }, h("h3", { class: "head" }, board.say(name)), own),
    art,
    h("div", { class: "row doing" },
      pressable({ "data-shuffle": name, onclick: () => board.choose({ [name]: (look % (looks - 1)) + 1 }) }, board.say(look ? "again" : "shuffle")),
      pressable({ "data-restore": name, disabled: look === 0, onclick: () => { board.choose({ [name]: 0 }); board.focus(`[data-shuffle="${name}"]`); } }, board.say("restore")), more),
    h("p", { class: "told", role: "status" }, told));
  return { tree, broken: look ? broken : null };
}

// — a table: a row is a customer —

function tablePanel(board) {
  const { table } = board.data;
  const look = table.looks[board.now.rows];
  const changed = look.p.filter((p, customer) => p !== table.looks[0].p[customer]).length;
  const head = h("tr", {}, look.columns.map((c) => h("th", { key: "c" + c, scope: "col", "data-glide": `th-${c}` }, board.say("column_" + table.columns[c]))), h("th", { key: "p", scope: "col", class: "share" }, board.say("leaves")));
  const row = (customer) => h("tr", { key: "r" + customer, "data-customer": customer, "data-p": look.p[customer] },
    look.columns.map((c) => h("td", { key: "c" + c, "data-glide": `td-${customer}-${c}` }, String(table.rows[customer][c]))),
    h("td", { key: "p", class: "share", "data-glide": `p-${customer}` }, h("span", { class: "share-ink", "aria-hidden": "true", style: `width:${look.p[customer] * 100}%` }), h("span", { class: "share-text" }, percent(board, look.p[customer]))));
  const art = h("table", { class: "customers", key: "art" }, h("thead", {}, head), h("tbody", {}, look.rows.map(row)));
  const told = board.now.rows ? board.say(changed ? "rows_changed" : "rows_same", { n: look.p.length, changed }) : board.say("rows_start", { n: look.p.length });
  return panel(board, 0, "rows", board.now.rows, art, told, changed > 0);
}

// — a picture: 64 small squares —

function facePanel(board) {
  const { picture } = board.data;
  const { face: number, cells } = board.now;
  const face = picture.faces[Math.min(number, picture.faces.length - 1)];
  const shares = face.shares[cells];
  const before = face.shares[0];
  const label = (i) => board.say("face_" + picture.verdicts[i]);
  const top = before.indexOf(Math.max(...before));
  const now = shares.indexOf(Math.max(...shares));
  const state = now !== top ? "cells_flipped" : before[top] - shares[top] >= FALL ? "cells_fell" : "cells_stay";
  const art = h("div", { key: "art" },
    h("div", { class: "face", role: "img", "aria-label": board.say(cells ? "picture_shuffled" : "picture_whole"), key: "face" }, picture.orders[cells].map((pixel) =>
      h("span", { key: "x" + pixel, class: "pixel", "data-pixel": pixel, "data-glide": `x-${pixel}`, style: `--dark:${Math.round(face.pixels[pixel] * 100)}%` }))),
    bars(board, shares.map((p, i) => ({ word: label(i), key: picture.verdicts[i], p, was: cells ? before[i] : null })), { label: board.say("face_says") }));
  const gaps = { before: label(top), was: percent(board, before[top]), now: label(now), p: percent(board, shares[now]) };
  const told = board.say(cells ? state : "cells_start", gaps);
  const next = pressable({ "data-next-face": "", onclick: () => board.choose({ face: (number + 1) % picture.faces.length }) }, board.say("next_face"));
  return panel(board, 1, "cells", cells, art, told, state !== "cells_stay", next);
}

// — a sentence: words one after the other —

function wordsPanel(board) {
  const { sentence } = board.data;
  const look = sentence.looks[board.now.words];
  const [was, now] = [sentence.looks[0].surprise, look.surprise];
  const most = Math.max(sentence.n_words, was, now);
  const bar = (key, value) => h("li", { key, class: "hesitates", "data-look": key, "data-surprise": value },
    h("span", { class: "bar-word" }, board.say(key)), h("span", { class: "bar-room", "aria-hidden": "true" }, h("span", { class: "bar-ink", style: `width:${(value / most) * 100}%` })),
    h("span", { class: "bar-value" }, board.say("words_count", { n: few(value) })));
  const art = h("div", { key: "art" },
    h("ul", { class: "chips text", key: "text" }, look.order.map((i, place) => h("li", { key: "w" + i, class: "chip", "data-word": i, "data-hit": String(look.guessed[place]), "data-glide": `w-${i}` }, sentence.words[i],
      look.guessed[place] ? h("span", { class: "hit", role: "img", "aria-label": board.say("hit") }, "✓") : null))),
    h("p", { key: "hits", class: "asks" }, board.say("hits", { n: hits(look) })),
    h("p", { key: "ask", class: "asks" }, board.say("hesitates")),
    h("ol", { key: "bars", class: "hesitation" }, bar("as_it_was", was), board.now.words ? bar("shuffled", now) : null));
  const broken = now >= JUMP * was;
  const told = board.say(board.now.words ? (!broken ? "words_stay" : now > sentence.n_words ? "words_beyond" : "words_jump") : "words_start", { was: few(was), n: few(now), all: counted(sentence.n_words), hits_was: hits(sentence.looks[0]), hits: hits(look) });
  return panel(board, 2, "words", board.now.words, art, told, broken);
}

function hits(look) {
  return look.guessed.filter(Boolean).length;
}

function few(value) {
  return value < 10 ? value.toFixed(1) : counted(Math.round(value));
}

function toldOfAll(board, broken) {                    // broken: true, false, null for what stands as it was
  const shuffled = broken.filter((one) => one !== null).length;
  if (shuffled < 3) return board.say(shuffled ? "more" : "none", { left: 3 - shuffled });
  return board.say(!broken[0] && broken[1] && broken[2] ? "all" : "all_mixed", { n: broken.filter(Boolean).length });
}
