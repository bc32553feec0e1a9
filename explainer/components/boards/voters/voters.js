// The row finder: which sentences of the corpus voted for a bar. Every small light is a sentence.
function scene(board) {
  const { data, now } = board;
  now.n = clamp(now.n, 2, data.longest);
  const row = data.rows[now.n];
  if (now.vote.startsWith("a") && Number(now.vote[1]) >= row.votes.length) now.vote = "";
  const lit = data.lit && data.lit.n === now.n && data.lit.vote === now.vote ? data.lit : null;
  const read = [board.say("start"), ...data.words];
  const first = read.length - (now.n - 1);
  return [
    chips(board, [...read, "＿＿"], (word, i) => (i < first ? { class: "covered", "aria-hidden": "true" } : { class: i < read.length ? "open" : "gap" })),
    slider(board, "n", { low: 2, high: data.longest, label: board.say("window"), text: (n) => board.say(n === 2 ? "one" : "many", { k: n - 1 }), late: true }),
    h("div", { class: "find" },
      h("div", { class: "lanes" }, ballots(board, row), shares(board)),
      h("div", {}, line(told(board, row, lit)), field(board, lit), lit ? h("ol", { class: "lines" }, lit.lines.map(sentence)) : null)),
  ];
}

function ballots(board, row) {
  const { data } = board;
  return h("section", { class: "panel lane-a" }, h("h3", { class: "head" }, board.say("lane_a", { name: data.a_name })),
    row.total ? h("ol", { class: "bars lane-a" }, row.votes.map(([word, votes], i) => ballot(board, `a${i}`, word, votes / row.total, board.say(votes === 1 ? "vote" : "votes", { n: counted(votes) }))))
      : h("p", { class: "none" }, board.say("no_row")));
}

function shares(board) {
  const { data } = board;
  return h("section", { class: "panel lane-b" }, h("h3", { class: "head" }, board.say("lane_b", { name: data.b_name })),
    h("ol", { class: "bars lane-b" }, data.b.map(([word, p], i) => ballot(board, `b${i}`, word, p, percent(board, p)))));
}

function ballot(board, key, word, share, told_share) {
  return h("li", { key }, h("button", { type: "button", class: "bar", "data-vote": key, "data-word": word, "aria-pressed": String(board.now.vote === key), onclick: () => board.choose({ vote: key }) },
    h("span", { class: "bar-word" }, word), h("span", { class: "bar-room", "aria-hidden": "true" }, h("span", { class: "bar-ink", style: `width:${share * 100}%` })), h("span", { class: "bar-value" }, told_share)));
}

function told(board, row, lit) {
  const { data, now } = board;
  if (now.vote.startsWith("b")) return board.say("no_list", { numbers: data.numbers });
  if (!row.total) return board.say("nobody");
  if (!now.vote) return board.say("press");
  const [word, votes] = row.votes[Number(now.vote[1])];
  const key = votes === 1 ? "voted_once" : lit && lit.lit.length === 1 ? "voted_one" : "voted";
  return lit ? board.say(key, { word, n: counted(votes), sentences: counted(lit.lit.length) }) : board.say("looking");
}

function sentence([before, window, word, after]) {
  const bare = (part) => [part.startsWith(" ") ? " " : null, part.trimStart()];           // the space before a part is not lit
  const [[gap, read], [space, voted]] = [bare(window), bare(word)];
  return h("li", {}, before, gap, h("mark", {}, read), space, h("strong", {}, voted), after);
}

function field(board, lit) {
  const label = board.say("field", { n: counted(board.data.n_sentences) });
  return h("figure", { class: "field" }, h("canvas", { role: "img", "aria-label": label, "data-lit": lit ? lit.lit.length : 0 }), h("figcaption", { class: "quiet" }, label));
}

function painted(board) {                              // one small square a sentence, those that voted are lit
  const canvas = board.root.querySelector(".field canvas");
  const { data, now } = board;
  const pitch = 2, across = Math.floor(canvas.clientWidth / pitch);
  if (across < 1) return;                              // the board has been taken off the page
  const down = Math.ceil(data.n_sentences / across);
  const ratio = window.devicePixelRatio || 1;
  Object.assign(canvas, { width: across * pitch * ratio, height: down * pitch * ratio });
  canvas.style.height = `${down * pitch}px`;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  pen.fillStyle = "rgba(255,255,255,.14)";
  for (let y = 0; y < down; y += 1) pen.fillRect(0, y * pitch, (y === down - 1 ? data.n_sentences - y * across : across) * pitch, pitch - 1);
  for (let x = 0; x < across; x += 1) pen.clearRect((x + 1) * pitch - 1, 0, 1, down * pitch);        // rows become dots
  const lit = data.lit && data.lit.n === now.n && data.lit.vote === now.vote ? data.lit.lit : [];
  const size = lit.length > 1500 ? 2 : lit.length > 60 ? 4 : 7;
  pen.fillStyle = "#F0E442";
  for (const i of lit) pen.fillRect((i % across) * pitch + (2 - size) / 2, Math.floor(i / across) * pitch + (2 - size) / 2, size, size);
}
