// Prose in which terms can be tapped: a card with one plain sentence opens under the word.
const RUNS = {
  strong: (board, { text }) => h("strong", {}, text),
  code: (board, { text }) => h("code", {}, text),
  term: (board, run, place) => term(board, run, place),
};

function prose(board, { parts, quiet }, block) {
  return h("div", { class: quiet ? "text quiet" : "text" }, parts.map(({ kind, lines }, i) => (kind === "p"
    ? h("p", { key: `part${i}` }, runs(board, lines[0], `${block}.${i}`))
    : h(kind, { key: `part${i}` }, lines.map((line, j) => h("li", {}, runs(board, line, `${block}.${i}.${j}`)))))));
}

function runs(board, line, place) {
  return line.map((run, k) => (typeof run === "string" ? run : RUNS[run.kind](board, run, `${place}.${k}`)));
}

function term(board, { text, key }, place) {
  const open = board.own.open === place;
  const toggle = () => board.look({ open: open ? null : place });
  const press = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    toggle();
  };
  return [
    h("span", { class: "term", role: "button", tabindex: 0, "data-term": key, "data-place": place, "aria-expanded": String(open), onclick: toggle, onkeydown: press }, text),
    open ? card(board, key) : null,
  ];
}

function card(board, key) {
  const { name, sentence } = board.data.terms[key];
  return h("span", { key: "card", class: "card", "data-card": key },
    h("span", { class: "card-text", role: "status" }, h("span", { class: "card-name" }, name), " ", sentence),
    way(board, key, { class: "card-way" }, board.say("to_glossary")));
}

function painted(board) {                              // the card stands under its word, inside the column
  const opened = board.root.querySelector(".card");
  if (!opened) return;
  const word = board.root.querySelector(`[data-place="${board.own.open}"]`).getClientRects();
  const room = board.root.getBoundingClientRect();
  const end = word[word.length - 1];
  opened.style.top = `${end.bottom - room.top + 6}px`;
  opened.style.left = `${Math.max(0, Math.min(end.left - room.left, room.width - opened.offsetWidth))}px`;
}

function listen(board) {                               // a tap elsewhere closes the card, and so does Escape
  if (board.own.heard) return;
  board.own.heard = (event) => {
    if (!board.root.isConnected) return document.removeEventListener("pointerdown", board.own.heard, true);
    const inside = event.composedPath().some((node) => node.classList && (node.classList.contains("card") || node.classList.contains("term")));
    if (board.own.open && !(inside && event.composedPath().includes(board.root))) board.look({ open: null });
  };
  document.addEventListener("pointerdown", board.own.heard, true);
  board.root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !board.own.open) return;
    event.stopPropagation();
    const place = board.own.open;
    board.look({ open: null });
    board.focus(`[data-place="${place}"]`);
  });
}
