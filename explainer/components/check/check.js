// The closing check: tap an option and its feedback stands under it at once, for right and wrong ones alike.
const MOUNTED = new WeakMap();

function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function option(check, { text, right, feedback }, i) {
  const chosen = check.chosen === i;
  const input = element("input", { type: "radio", name: "option", value: i });
  input.checked = chosen;
  input.addEventListener("change", () => check.choose(i));
  const row = element("div", { class: chosen ? "option chosen" : "option", "data-option": i }, element("label", {}, input, element("span", {}, text)));
  const told = element("p", { class: "feedback", role: "status" });
  if (chosen) told.append(element("span", { class: "mark" }, right ? "✓" : "✗"), feedback);
  else told.hidden = true;
  row.append(told);
  return row;
}

function draw(check) {
  const focused = check.root.contains(check.root.getRootNode().activeElement);
  check.root.lang = check.data.lang;
  check.root.replaceChildren(element("legend", { class: "question" }, check.data.question), ...check.data.options.map((it, i) => option(check, it, i)));
  if (focused) check.root.querySelector("input:checked")?.focus();
}

export default function ({ parentElement, data, setStateValue }) {
  const check = MOUNTED.get(parentElement) || {};
  const fresh = !MOUNTED.has(parentElement);
  MOUNTED.set(parentElement, check);
  check.root = parentElement.querySelector(".check");
  check.data = JSON.parse(new TextDecoder().decode(data));
  if (fresh) check.chosen = check.data.chosen;
  check.choose = (i) => { check.chosen = i; draw(check); setStateValue("chosen", i); };
  draw(check);
  return () => MOUNTED.delete(parentElement);
}
