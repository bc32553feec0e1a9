// The glossary: every term by chapter, searched in both languages at once, by letters of either, and by initials.
function scene(board) {
  const { data, now } = board;
  const asked = plain(board.own.asked || "");
  const found = asked ? ranked(data.entries, asked) : data.entries.filter(({ key }) => key !== now.term);
  const picked = !asked && data.entries.find(({ key }) => key === now.term);
  return [
    h("h2", { key: "title", class: "title" }, board.say("title")),
    h("label", { key: "search", class: "search" }, h("span", { class: "search-label" }, board.say("search")),
      h("input", { type: "search", autocomplete: "off", spellcheck: "false", maxlength: 40, "data-search": "", oninput: (event) => board.look({ asked: event.target.value }) })),
    h("p", { key: "count", class: "quiet count", role: "status" }, asked ? told(board, found.length) : board.say("all", { n: data.entries.length })),
    picked ? h("section", { key: "picked", class: "picked", "aria-label": board.say("picked") }, entry(board, picked)) : null,
    asked ? list(board, found, "found") : byChapter(found).map(({ chapter, title, entries }) => h("section", { key: `chapter${chapter}` },
      h("h3", { class: "chapter" }, board.say("chapter", { number: chapter, title })), list(board, entries, `list${chapter}`))),
  ];
}

function told(board, n) {
  return n === 0 ? board.say("none") : n === 1 ? board.say("found_one") : board.say("found", { n });
}

function list(board, entries, key) {
  return h("ul", { key, class: "entries" }, entries.map((it) => h("li", { key: it.key }, entry(board, it))));
}

function entry(board, it) {
  const others = [it.also, ...it.other].filter(Boolean).join(board.say("between"));
  return h("article", { class: "entry", "data-term": it.key },
    h("p", { class: "names" }, h("dfn", { class: "name" }, it.name), others ? h("span", { class: "quiet" }, others) : null),
    h("p", { class: "sentence" }, it.sentence),
    it.confused.length ? h("p", { class: "confused" }, h("span", { class: "tag" }, board.say("confused")), it.confused.map((run) => (typeof run === "string" ? run : linked(board, run)))) : null,
    way(board, it.key, { class: "met" }, board.say(it.chapter ? "met" : it.scene === "0" ? "met_first" : "met_step", { number: it.chapter, title: it.title, scene: it.scene }), " →"));
}

function linked(board, { text, key }) {
  const show = () => {
    board.own.asked = "";
    board.root.querySelector("[data-search]").value = "";
    board.choose({ term: key });
    board.root.scrollIntoView({ block: "start" });
  };
  return h("button", { type: "button", class: "linked", "data-linked": key, onclick: show }, text);
}

function byChapter(entries) {
  const chapters = [];
  for (const it of entries) {
    if (!chapters.length || chapters[chapters.length - 1].chapter !== it.chapter) chapters.push({ chapter: it.chapter, title: it.title, entries: [] });
    chapters[chapters.length - 1].entries.push(it);
  }
  return chapters;
}

function plain(text) {                                 // letters and digits of any script, without case, width or spaces
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function ranked(entries, asked) {                      // names before initials, initials before what is said of a term
  const rank = (it) => {
    const names = [it.name, it.also, ...it.other].map(plain);
    if (names.some((name) => name.startsWith(asked))) return 0;
    if (it.initials.some((letters) => letters.startsWith(asked))) return 1;
    if (names.some((name) => name.includes(asked))) return 2;
    return plain(it.sentence).includes(asked) ? 3 : 4;
  };
  return entries.map((it) => [rank(it), it]).filter(([rating]) => rating < 4).sort(([one], [other]) => one - other).map(([, it]) => it);
}
