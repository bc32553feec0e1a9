// 凭什么: lids on the words, one small bar for each word covered alone, and the practice sentences lane A leans on.
const MATTERS = 0.1;                                   // a loss of fewer than ten points is called small

function whyPanel(stage) {
  const { view } = stage;
  return [
    stage.hooks.live ? h("p", { key: "how" }, stage.say("why_how")) : null,
    h("p", { key: "found", class: "found", "data-why": "" }, whyFound(stage),
      h("button", { type: "button", class: "small", "aria-pressed": String(view.each), onclick: () => stage.change({ each: !view.each }) }, stage.say(view.each ? "why_each_hide" : "why_each"))),
    stage.hooks.live && stage.data.wheel && stage.data.wheel.length ? wheel(stage) : null,
    h("p", { key: "limit", class: "limit quiet" }, stage.say("why_limit")),
  ];
}

function wheel(stage) {                                // another word of the same kind: a new sentence, read like one of the learner's own
  return h("label", { key: "wheel", class: "wheel" }, stage.say("why_wheel"),
    h("select", { "data-wheel": "", lang: stage.data.sentence.lang, onchange: (event) => event.target.value && readSentence(stage, event.target.value) },
      h("option", { value: "" }, stage.say("why_wheel_pick")),
      stage.data.wheel.map(({ word, others }) => h("optgroup", { label: word }, others.map((other) => h("option", { value: other.text }, `${word} → ${other.word}`))))));
}

function whyFound(stage) {
  const { data, view } = stage;
  if (view.step === steps(data)) return data.leans.line;
  const lost = data.leans.lost[view.step].slice(0, view.step);
  if (!lost.length) return stage.say("why_none_yet");
  const most = lost.indexOf(Math.max(...lost));
  if (lost[most] < MATTERS) return stage.say("why_none");
  return stage.say("why_one", { word: data.sentence.pieces[most].text, answer: data.leans.word[view.step], points: Math.round(lost[most] * 100) });
}

function voters(stage, lane) {
  const { view, data } = stage;
  const list = view.step === steps(data) && lane.seen[view.step] ? lane.voters || [] : [];
  if (!list.length) return h("p", { key: "voters", class: "lane-note quiet" }, stage.say("why_a_none"));
  const shown = list[Math.min(view.voter, list.length - 1)];
  return h("div", { key: "voters", class: "voters" },
    h("p", { class: "voters-head" }, stage.say("why_a"), list.map((voter, i) =>
      h("button", { type: "button", class: "small", "aria-pressed": String(voter === shown), onclick: () => stage.change({ voter: i }) }, voter.word))),
    h("ul", {}, shown.lines.slice(0, 3).map((line) => h("li", { title: line, lang: data.sentence.lang }, vote(data, line, shown.word)))));
}

function vote(data, line, word) {                      // the place in a practice sentence where its vote was cast, and a little around it
  const last = data.sentence.pieces[steps(data) - 1].text;
  const pair = last + data.joiner + word;
  const at = line.toLowerCase().indexOf(pair.toLowerCase());
  if (at < 0) return [line];
  const around = data.joiner ? 34 : 16;
  const before = line.slice(Math.max(0, at - around), at);
  const after = line.slice(at + pair.length, at + pair.length + around);
  return [at > around ? "…" : null, before, h("mark", {}, line.slice(at, at + pair.length)), after, at + pair.length + around < line.length ? "…" : null];
}
