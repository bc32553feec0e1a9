// A sentence of one's own, and ready-made ones: Python reads it and answers with a new reading.
function ownSentence(stage) {
  const { data, view } = stage;
  if (!hasReached(view, "end") && isExample(data) && !data.problem) return null;
  const live = stage.hooks.live;
  return h("form", { key: "own", class: "own", onsubmit: (event) => { event.preventDefault(); submitOwn(stage); } },
    h("label", { class: "own-name", for: "own-sentence" }, stage.say("own")),
    live ? h("span", { class: "own-field" },
      h("input", { id: "own-sentence", class: "own-input", type: "text", autocomplete: "off", spellcheck: "false", maxlength: 4 * data.limits.characters, placeholder: stage.say("own_label"),
        "aria-describedby": "own-hint", "aria-invalid": data.problem ? "true" : null, onkeydown: (event) => { if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault(); } }),
      h("button", { type: "submit", class: "small own-read" }, stage.say("own_submit"))) : h("p", { class: "remark" }, stage.say("offline")),
    live ? h("small", { id: "own-hint", class: "quiet" }, stage.say("own_hint", { words: data.limits.words })) : null,
    data.problem ? h("p", { class: "problem", role: "alert", "data-problem": "" }, data.problem) : null,
    live ? h("div", { class: "presets", role: "group", "aria-label": stage.say("presets") },
      data.presets.map((preset) => h("button", { key: preset.key, type: "button", class: "small preset", "data-preset": preset.key,
        "aria-pressed": String(preset.key === data.sentence.preset && data.sentence.lang === data.lang), onclick: () => readSentence(stage, preset.text) }, preset.label)),
      data.twin ? twinButton(stage) : null,
      isExample(data) ? null : h("button", { key: "back", type: "button", class: "small", "data-example": "", onclick: () => readSentence(stage, "") }, stage.say("own_example"))) : null);
}

function twinButton(stage) {                           // the same question in the other language, with its meaning under each word
  const { twin, sentence, lang } = stage.data;
  return h("button", { key: "twin", type: "button", class: "small preset", "data-twin": "", "aria-pressed": String(sentence.lang !== lang), onclick: () => readSentence(stage, twin.text) }, twin.label);
}

function submitOwn(stage) {
  const text = stage.root.querySelector(".own-input").value;
  readSentence(stage, text || " ");                    // "" asks for the example, a blank for a kind word about it
}

function readSentence(stage, text) {
  const field = stage.root.querySelector(".own-input");
  if (field && text.trim() !== field.value.trim()) field.value = "";       // a ready-made sentence: the field shows no other one
  stage.ask({ covered: [], silenced: [], donor: null }, text);
}
