// The card that ends an act: every fact is put into one of a few boxes, and each choice is answered. All right: a card to print.
function scene(board) {
  const { data } = board;
  const placed = data.facts.map((_, i) => Number((board.now.sort || "")[i] || 0));
  const right = placed.filter((box, i) => box === data.facts[i].box + 1).length;
  return [
    h("h2", { key: "heading", class: "heading" }, board.say("heading")),
    h("p", { key: "lead" }, board.say("lead")),
    h("dl", { key: "boxes", class: "boxes" }, data.boxes.map(({ name, means }) => h("div", { class: "box" }, h("dt", {}, name), h("dd", {}, means)))),
    h("ol", { key: "facts", class: "facts" }, data.facts.map((fact, i) => row(board, fact, i, placed))),
    h("p", { key: "count", class: "line", role: "status" }, right === data.facts.length ? board.say("done", { n: right }) : board.say("count", { right, n: data.facts.length })),
    right === data.facts.length ? ownWords(board) : null,
  ];
}

function row(board, fact, i, placed) {
  const chosen = placed[i];
  const right = chosen === fact.box + 1;
  return h("li", { class: "fact", "data-fact": i, "data-right": chosen ? String(right) : null },
    h("p", { id: `fact${i}`, class: "fact-text" }, fact.text),
    h("div", { class: "segments", role: "group", "aria-labelledby": `fact${i}` }, board.data.boxes.map(({ name }, box) =>
      h("button", { type: "button", "data-box": box, "aria-pressed": String(chosen === box + 1), onclick: () => put(board, placed, i, box) }, name))),
    h("p", { class: "feedback", role: "status" }, chosen ? [h("span", { class: "mark" }, right ? "✓ " : "✗ "), right ? fact.yes : fact.no] : null));
}

function put(board, placed, i, box) {
  board.choose({ sort: placed.map((was, j) => (j === i ? box + 1 : was)).join("") });
}

function ownWords(board) {                             // what is typed stays on this page
  const write = (box, event) => { board.own.words = { ...board.own.words, [box]: event.target.value }; };
  return h("section", { key: "own", class: "panel own", "aria-label": board.say("own_heading") },
    h("h3", { class: "head" }, board.say("own_heading")),
    h("p", { class: "quiet small" }, board.say("own_note")),
    board.data.boxes.map(({ name, asks }, box) => h("label", { class: "ask" }, h("span", {}, h("strong", {}, name), " ", asks),
      h("textarea", { rows: 2, maxlength: 300, "data-own": box, oninput: (event) => write(box, event) }))),
    pressable({ "data-print": "", onclick: () => print(board) }, board.say("print")));
}

function print(board) {                                // a page of its own, made of plain text, printed and put away
  const words = board.own.words || {};
  const frame = document.createElement("iframe");
  frame.setAttribute("aria-hidden", "true");
  frame.style.cssText = "position:fixed;width:0;height:0;border:0";
  document.body.append(frame);
  const page = frame.contentDocument;
  page.documentElement.lang = board.root.lang;
  page.title = board.say("own_heading");
  const style = page.createElement("style");
  style.textContent = "body{font:16px/1.6 system-ui,sans-serif;color:#000;margin:2em}h2{margin:1.2em 0 .2em;font-size:1.1em}p.own{min-height:3.2em;border-bottom:1px solid #999;white-space:pre-wrap;margin:.4em 0}";
  page.head.append(style);
  const element = (tag, text, name) => Object.assign(page.createElement(tag), { textContent: text, className: name || "" });
  page.body.append(element("h1", board.say("own_heading")));
  board.data.boxes.forEach(({ name, asks }, box) => {
    const facts = page.createElement("ul");
    facts.append(...board.data.facts.filter((fact) => fact.box === box).map((fact) => element("li", fact.text)));
    page.body.append(element("h2", `${name} · ${asks}`), facts, element("p", words[box] || "", "own"));
  });
  frame.contentWindow.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  frame.contentWindow.focus();
  frame.contentWindow.print();
}
