// The line above the sentence: title, how deep to look, and the small tools (table, link, keys).
function topLine(stage) {
  const { data, view } = stage;
  return h("header", { key: "top", class: "top" },
    h("h2", { class: "title" }, data.title || stage.say("title")),
    view.guess === null ? null : h("div", { key: "depth", class: "depth", role: "group", "aria-label": stage.say("depth") },
      DEPTHS.map((depth) => h("button", { type: "button", "data-depth": depth, "aria-pressed": String(view.depth === depth), onclick: () => stage.change({ depth, table: false }) }, stage.say(depth)))),
    view.guess === null ? null : h("div", { key: "tools", class: "tools" },
      h("button", { type: "button", class: "tool as-table", "aria-pressed": String(view.table), "aria-label": stage.say(view.table ? "table_off" : "table"), onclick: () => stage.change({ table: !view.table, open: null }) }, tableIcon(), h("span", { class: "tool-word" }, stage.say(view.table ? "table_off" : "table"))),
      h("button", { type: "button", class: "tool copy", "aria-label": stage.say("link"), onclick: () => copyLink(stage) }, linkIcon(), h("span", { class: "tool-word" }, stage.say("link"))),
      h("button", { type: "button", class: "tool keys", "aria-expanded": String(view.help), "aria-label": stage.say("help"), onclick: () => stage.change({ help: !view.help }) }, "?"),
      view.copied ? copied(stage) : null, view.help ? helpCard(stage) : null));
}

function tableIcon() {
  return h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: "M1.5 3h13v10.5h-13zM1.5 6.5h13M1.5 10h13M6 3v10.5" }));
}

function linkIcon() {
  return h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: "M6.5 9.5 9.5 6.5M7 4.5 9 2.5a3 3 0 0 1 4.2 4.2L11 9M9 11.5 7 13.5A3 3 0 0 1 2.8 9.3L5 7" }));
}

function copied(stage) {
  if (stage.view.copied === "done") return h("p", { key: "copied", class: "float note", role: "status", "data-copied": "" }, stage.say("link_done"));
  return h("p", { key: "by-hand", class: "float note" }, h("label", {}, stage.say("link_by_hand"),
    h("input", { class: "link-field", type: "text", readonly: true, value: stage.view.copied, onfocus: (event) => event.target.select() })));
}

function helpCard(stage) {
  const keys = [["→", stage.say("key_space"), "help_next"], ["←", null, "help_back"], ["Home", "End", "help_ends"], ["P", null, "help_play"],
    ["C", null, "help_why"], ["S", null, "help_silence"], ["M", null, "help_swap"], ["Esc", null, "help_leave"]];
  return h("dl", { key: "help", class: "float help" }, keys.map(([one, other, words]) =>
    h("div", {}, h("dt", {}, h("kbd", {}, one), other ? h("kbd", {}, other) : null), h("dd", {}, stage.say(words)))));
}
