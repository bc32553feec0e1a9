// A plain HTML file as a host: the readings lie in the page, for each language one or all the ready-made ones; nothing is read again.
{
  const root = document.querySelector(".stage");
  const bar = document.querySelector(".file-bar");
  const { readings, words, first } = JSON.parse(document.querySelector("#reading").textContent);
  const asked = new URLSearchParams(window.location.search);
  const wished = [asked.get("lang"), first, (navigator.language || "").split("-")[0]];
  const fitting = wished.map((wish) => readings.find(({ lang, language }) => wish === lang || wish === language));
  const spoken = (fitting.find(Boolean) || readings[0]).lang;
  const languages = [...new Set(readings.map(({ lang }) => lang))];
  const among = (lang, fits) => readings.find((each) => each.lang === lang && fits(each.sentence));
  let reading = among(spoken, ({ text }) => text === asked.get("s")) || among(spoken, () => true);
  let unread = Boolean(asked.get("s")) && reading.sentence.text !== asked.get("s");
  if (window.location.search) for (const each of readings) each.start = { ...each.start, ...readLink(window.location.search, each) };
  const stage = openStage(root, reading, { live: false, link: true, send: () => {} });

  const say = (key, gaps) => fill(words[reading.lang][key], gaps);
  const button = (name, act, attributes) => h("button", { key: name, type: "button", class: "small", "data-take": name, onclick: act, ...attributes }, say(name));
  const tell = () => {
    document.documentElement.lang = reading.lang === "zh" ? "zh-CN" : reading.lang;
    document.title = reading.title;
    for (const node of document.querySelectorAll("[data-for]")) node.hidden = node.dataset.for !== reading.lang;
    if (!bar) return;
    const own = readings.filter(({ lang }) => lang === reading.lang);
    paint(document.querySelector(".file-languages"), languages.length < 2 ? [] : [h("span", { class: "file-group", role: "group", "aria-label": say("languages") }, languages.map((code) =>
      h("button", { key: code, type: "button", lang: code, "data-language": code, "aria-pressed": String(code === reading.lang), onclick: () => turn(code) }, among(code, () => true).language)))]);
    paint(bar, [
      unread ? h("p", { key: "unread", class: "file-note", role: "status" }, say("unread")) : null,
      own.length < 2 ? null : h("span", { key: "sentences", class: "file-group", role: "group", "aria-label": say("sentences") }, own.map((each) =>
        h("button", { key: each.sentence.preset, type: "button", "data-preset": each.sentence.preset, "aria-pressed": String(each === reading), onclick: () => { show(each); stage.reveal(".sentence"); stage.focus(".next"); } }, each.presets.find(({ key }) => key === each.sentence.preset).label))),
      h("span", { key: "tools", class: "file-group", role: "group", "aria-label": say("tools") },
        button("print", () => window.print()), button("graph", () => takeGraph(stage)), button("film", () => takeFilm(stage)), button("numbers", () => takeNumbers(stage, say))),
      h("p", { key: "origin", class: "quiet" }, say("origin")),
    ].filter(Boolean));
  };
  const show = (other) => {
    unread = false;
    reading = other;
    const address = new URL(window.location.href);
    address.searchParams.set("lang", other.language);
    window.history.replaceState(window.history.state, "", address.href);
    updateStage(stage, other);
    tell();
  };
  const turn = (code) => show(among(code, ({ text }) => text === reading.sentence.text) || among(code, ({ preset }) => preset && preset === reading.sentence.preset) || among(code, () => true));
  tell();
  const again = () => updateStage(stage, null);        // paper is light whatever the screen was
  for (const media of ["(prefers-color-scheme: dark)", "print"]) window.matchMedia(media).addEventListener("change", again);
}
