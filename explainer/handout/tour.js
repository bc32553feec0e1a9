// The tour: shows what was caught of a chapter, and answers its boards as Python would, as far as its answers were caught.
(() => {
  const { parts, scenes, known } = tour;
  const main = document.querySelector(".tour");
  const opened = [];                                   // what has to be closed before something else is drawn
  const HOME = { at: "1", depth: "picture", guess: "" };
  let code = null;

  const made = (tag, attributes, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node[name] = value;
      else if (value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...inside.flat().filter((child) => child !== null && child !== undefined));
    return node;
  };
  const link = () => new URLSearchParams(window.location.search);
  const keep = (values) => {
    const address = new URL(window.location.href);
    for (const [name, value] of Object.entries(values)) {
      if (value === (HOME[name] || "")) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    window.history.replaceState(null, "", address.href);
  };

  const visits = (chapter, mark) => {                  // what the map tells of a chapter; this tab alone remembers it
    try {
      const been = JSON.parse(window.sessionStorage.getItem("been") || "{}");
      if (!mark) return been[chapter] || "not_yet";
      if (been[chapter] !== "seen") window.sessionStorage.setItem("been", JSON.stringify({ ...been, [chapter]: mark }));
    } catch (forbidden) {                              // a browser that remembers nothing
      return "not_yet";
    }
    return mark;
  };

  function place() {                                   // where the link says one is; what makes no sense is put aside
    const asked = link();
    const all = scenes[code];
    const last = all.plain ? 1 : all.scenes.length + 1;
    const at = /^\d{1,2}$/.test(asked.get("at") || "") ? Math.max(1, Math.min(Number(asked.get("at")), last)) : 1;
    const depth = ["story", "picture", "formula", "code"].includes(asked.get("depth")) ? asked.get("depth") : "picture";
    const told = asked.get("guess") || "";
    const guess = told === "-" || (/^\d(\.\d){0,3}$/.test(told) && told.split(".").every((i) => Number(i) < (all.options || []).length)) ? told : null;
    return { at, depth, guess };
  }

  function draw() {
    const all = scenes[code];
    const now = place();
    for (const close of opened.splice(0)) close();
    document.documentElement.lang = code === "zh" ? "zh-CN" : code;
    document.title = all.title;
    top();
    const list = all.plain || (now.guess === null ? all.opening : now.at > all.scenes.length ? all.closing : all.scenes[now.at - 1][now.depth]);
    const own = (now.guess || "").split(".");
    if (now.guess !== null) visits(tour.name, list === all.closing ? "seen" : "begun");
    main.replaceChildren(...list.filter((each) => each.own === undefined || own.includes(String(each.own))).map((each) => SHOWN[each.kind](each, all, now)));
    for (const fill of opened.filter((it) => it.fill)) fill.fill();
  }

  function top() {
    const words = known[code];
    document.querySelector(".tour-top").replaceChildren(
      made("a", { href: "../index.html?lang=" + encodeURIComponent(words.language) }, words.first),
      made("nav", { "aria-label": words.languages }, Object.entries(known).map(([other, { language }]) =>
        made("button", { type: "button", lang: other, "data-language": other, "aria-pressed": String(other === code), onclick: () => speak(other, true) }, language))));
  }

  const run = (it) => (typeof it === "string" ? it : made(it.kind === "strong" ? "strong" : it.kind === "code" ? "code" : "span", {}, it.text));
  const SHOWN = {
    prose: ({ parts: blocks }) => made("div", { class: "tour-text" }, blocks.map(({ kind, lines }) => (kind === "p" ? made("p", {}, lines[0].map(run)) : made(kind, {}, lines.map((line) => made("li", {}, line.map(run))))))),
    text: ({ text }) => made("div", { class: "tour-text" }, made("p", {}, text)),
    heading: ({ text }) => made("h3", { class: "tour-text" }, text),
    code: ({ text }) => made("pre", { tabindex: "0" }, text),
    figure: ({ text }) => made("div", { class: "tour-figure" }, known[code].figure, text ? made("p", {}, text) : null),
    link: ({ runs, to }) => made("a", { href: spoken(to) }, runs.map(run)),
    onward: ({ text }, all, now) => made("button", { type: "button", class: "tour-onward", onclick: () => { keep({ at: String(now.at + 1) }); draw(); window.scrollTo(0, 0); } }, text),
    part: board,
  };

  function spoken(address) {                           // a link to another page of the tour stays in the language
    const [path, query] = address.split("?");
    const params = new URLSearchParams(query || "");
    params.set("lang", known[code].language);
    return path + "?" + params;
  }

  function follow(event) {                             // a way leads to another file here, so the browser goes there by itself
    const way = event.composedPath().find((node) => node.dataset && node.dataset.way !== undefined);
    if (!way || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    window.location.assign(spoken(way.getAttribute("href")));
  }

  function board({ part, data }, all, now) {           // a component, as its host on the course's page holds it
    const source = parts[part];
    const host = made("div", { "data-part": part });
    host.addEventListener("click", follow, true);
    const root = host.attachShadow({ mode: "open" });
    const note = made("p", { class: "tour-note", role: "status", hidden: "" }, known[code].needs);
    const first = JSON.parse(all.pool[data]);
    for (const { acts } of (first.blocks || []).filter((block) => block.acts)) for (const { stops } of acts) for (const stop of stops) stop.been = stop.been === "here" ? "here" : visits(stop.chapter);
    const answered = all.answers[part];
    const answer = (start) => (answered && start && Object.hasOwn(answered.by, String(start[answered.choice])) ? JSON.parse(all.pool[answered.by[String(start[answered.choice])]]) : null);
    const guess = (all.options || []).filter((_, i) => (now.guess || "").split(".").includes(String(i))).join(" · ");
    const speaks = part === "board_head" || part === "board_guess";        // a scene's own board may call a choice "guess", too
    const known_ = first.start && speaks ? { ...first.start, ...Object.fromEntries(Object.keys(now).filter((name) => name in first.start).map((name) => [name, now[name] === null ? "" : now[name]])) } : first.start || null;
    let shown = part === "board_head" ? { ...first, start: known_, guessed: guess, open: now.guess !== null } : first.start ? { ...first, start: known_ } : first;

    const give = (value, into = root) => source.mount({ name: part, key: part, data: new TextEncoder().encode(JSON.stringify(value)), parentElement: into, setStateValue: hear, setTriggerValue: hear });
    const fresh = (value, into = root) => {
      const sheet = made("style", {});
      sheet.textContent = source.css;
      const inside = new DOMParser().parseFromString(source.html, "text/html").body.childNodes;      // our own mark-up, never a stranger's
      into.replaceChildren(sheet, ...inside);
      return give(value, into);
    };
    const sensible = (value) => {                      // drawn once where nobody sees it: a link may ask for what this board does not have
      try {
        (fresh(value, document.createElement("div").attachShadow({ mode: "open" })) || (() => {}))();
        return true;
      } catch (senseless) {
        return false;
      }
    };
    const hear = (name, choices) => {
      if (name !== "choices") return;
      if (part === "board_head" || part === "board_guess") {
        const { at, depth, guess: told } = { ...now, ...choices };
        keep({ at: String(at), depth, guess: told || "" });
        return draw();
      }
      const { turn, ...start } = choices;
      shown = { ...(answer(start) || shown), start };
      const lost = (all.unanswered[part] || []).some((one) => String(start[one]) !== String(first.home[one]));
      note.hidden = !(lost || ["formula", "code"].includes(now.depth));
      give(shown);
    };
    const fill = () => {
      const asked = wanted(shown);
      const begin = { ...(answer(asked.start) || asked), start: asked.start };
      if (asked !== shown && sensible(begin)) shown = begin;
      opened.push(fresh(shown) || (() => {}));
    };
    opened.push(Object.assign(() => {}, { fill }));
    return made("div", { class: "tour-board" }, host, note);
  }

  function wanted(data) {                              // what the link chooses on a board, by the kind of what stands there at first
    if (!data.link) return data;
    const start = { ...data.start };
    const asked = link();
    if (!Object.entries(data.link).some(([name, param]) => !(name in HOME) && asked.has(param))) return data;
    for (const [name, param] of Object.entries(data.link)) {
      const text = asked.get(param);
      if (text === null || name in HOME || !/^[\w.\-]{0,80}$/.test(text)) continue;
      const home = data.home[name];
      if (typeof home === "number") start[name] = /^\d{1,4}$/.test(text) ? Number(text) : home;
      else if (Array.isArray(home)) start[name] = /^(\d{1,3}(\.\d{1,3})*)?$/.test(text) ? text.split(".").filter(Boolean).map(Number) : home;
      else start[name] = text;
    }
    return { ...data, start };
  }

  function speak(other, chosen) {                      // the scenes of a language are a file of their own, fetched when it is read
    const show = () => { code = other; if (chosen) keep({ lang: known[other].language }); draw(); };
    if (scenes[other]) return show();
    document.head.append(made("script", { src: `scenes.${other}.js`, onload: show }));
  }

  const asked = link().get("lang");
  const codes = Object.keys(known);
  const own = (navigator.language || "").split("-")[0];
  speak(codes.find((it) => asked === it || asked === known[it].language) || codes.find((it) => it === own) || codes[0], false);
})();
