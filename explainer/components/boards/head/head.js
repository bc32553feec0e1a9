// The head of a chapter: its title, its scenes one after the other, and how deep to look.
const DEPTHS = ["story", "picture", "formula", "code"];

function scene(board) {
  const { data, now } = board;
  if (board.own.at !== undefined && board.own.at !== now.at) queueMicrotask(() => bringUp(board.root));
  board.own.at = now.at;
  return [
    h("div", { key: "title", class: "title-line" }, h("h2", { class: "title" }, data.title, h("span", { class: "quiet minutes" }, board.say("minutes", { minutes: data.minutes }))),
      data.guessed ? h("p", { class: "guessed" }, h("span", { class: "star", "aria-hidden": "true" }, "★"), board.say("guessed", { guess: data.guessed })) : null,
      data.open ? segments(board, "depth", DEPTHS.map((depth) => [depth, board.say(depth)]), board.say("depth")) : null,
      data.open ? linkButton(board) : null),
    data.open ? h("nav", { class: "steps", "aria-label": board.say("steps") }, h("ol", {}, data.steps.map((name, i) => h("li", {},
      h("button", { type: "button", "data-step": i + 1, "aria-current": now.at === i + 1 ? "step" : null, onclick: () => board.choose({ at: i + 1 }) },
        h("span", { class: "number" }, String(i + 1)), h("span", { class: "name" }, name)))))) : null,
  ];
}

function painted(board) {                              // where the steps do not fit, the one that is shown stands in sight
  const row = board.root.querySelector(".steps ol");
  const here = row && row.querySelector("[aria-current]");
  if (here && row.scrollWidth > row.clientWidth) row.scrollLeft = here.parentElement.offsetLeft - row.offsetLeft - row.clientWidth / 3;
}

function bringUp(root) {
  if (root.getBoundingClientRect().top < 0) root.scrollIntoView({ block: "start" });
}

function linkButton(board) {
  return [h("button", { type: "button", class: "copy", "data-copied": board.own.copied || null, onclick: () => copyLink(board) }, board.say(board.own.copied === "done" ? "link_done" : "link")),
    board.own.copied && board.own.copied !== "done" ? h("label", { class: "by-hand" }, board.say("link_by_hand"), h("input", { type: "text", readonly: true, value: board.own.copied, onfocus: (event) => event.target.select() })) : null];
}

async function copyLink(board) {
  const address = new URL(window.location.href);
  if (!address.searchParams.has("lang")) address.searchParams.set("lang", board.data.language);
  try {
    await navigator.clipboard.writeText(address.href);
    board.look({ copied: "done" });
    board.timers.copied = setTimeout(() => board.look({ copied: null }), 2600);
  } catch (refused) {
    board.look({ copied: address.href });              // no permission, or not a secure page: show it to copy by hand
  }
}
