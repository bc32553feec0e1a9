// A plain HTML file as a host: the readings lie in the page, one for each language; nothing is read again.
{
  const root = document.querySelector(".stage");
  const bar = document.querySelector(".file-bar");
  const { readings, words, first } = JSON.parse(document.querySelector("#reading").textContent);
  const wished = [new URLSearchParams(window.location.search).get("lang"), first, (navigator.language || "").split("-")[0]];
  const fitting = wished.map((wish) => readings.find(({ lang, language }) => wish === lang || wish === language));
  let reading = fitting.find(Boolean) || readings[0];
  if (window.location.search) for (const each of readings) each.start = { ...each.start, ...readLink(window.location.search, each) };
  const stage = openStage(root, reading, { live: false, link: true, send: () => {} });

  const say = (key, gaps) => fill(words[reading.lang][key], gaps);
  const button = (name, act, attributes) => h("button", { key: name, type: "button", class: "small", "data-take": name, onclick: act, ...attributes }, say(name));
  const tell = () => {
    document.documentElement.lang = reading.lang === "zh" ? "zh-CN" : reading.lang;
    document.title = reading.title;
    if (!bar) return;
    paint(document.querySelector(".file-languages"), readings.length < 2 ? [] : [h("span", { class: "file-group", role: "group", "aria-label": say("languages") }, readings.map((each) =>
      h("button", { key: each.lang, type: "button", lang: each.lang, "data-language": each.lang, "aria-pressed": String(each === reading), onclick: () => turn(each) }, each.language)))]);
    paint(bar, [
      h("span", { key: "tools", class: "file-group", role: "group", "aria-label": say("tools") },
        button("print", () => window.print()), button("graph", () => takeGraph(stage)), button("film", () => takeFilm(stage)), button("numbers", () => takeNumbers(stage, say))),
      h("p", { key: "origin", class: "quiet" }, say("origin")),
    ]);
  };
  const turn = (other) => {
    reading = other;
    const address = new URL(window.location.href);
    address.searchParams.set("lang", other.language);
    window.history.replaceState(window.history.state, "", address.href);
    updateStage(stage, other);
    tell();
  };
  tell();
  const again = () => updateStage(stage, null);        // paper is light whatever the screen was
  for (const media of ["(prefers-color-scheme: dark)", "print"]) window.matchMedia(media).addEventListener("change", again);
}
