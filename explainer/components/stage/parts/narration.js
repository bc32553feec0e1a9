// The sentence that says what just happened, the end lines, and what a screen reader hears.
function narrationLine(stage) {
  const { data, view } = stage;
  if (data.changed) return view.step === steps(data) ? data.changed.narration : stage.say("before");
  if (view.step === 0 && view.guess !== "-" && view.reached === "guess") return stage.say("guess_kept");
  return data.narration[view.step] || "";
}

function narration(stage) {
  const { data, view } = stage;
  const ended = view.step === steps(data) && !data.changed;
  return h("div", { key: "narration", class: "narration" },
    h("div", { key: "lines", class: "narration-lines" }, lines(stage, ended)),
    view.exact && hasExact(data) && view.step === data.exact.step
      ? h("p", { key: "exact", class: "exact-line", role: "status", "data-exact-word": data.exact.word, "data-p": data.exact.p }, stage.say("exact", { word: data.exact.word, share: percent(stage, data.exact.p) })) : null,
    ended && data.after.end ? h("p", { key: "end", class: "end-line", "data-end": "" }, data.after.end) : null,
    ended && data.after.guess[view.guess] ? h("p", { key: "yours", class: "guess-line", "data-yours": "" }, data.after.guess[view.guess]) : null);
}

function lines(stage, ended) {                         // all of them stand in one place, one is seen: nothing below moves when a longer one comes
  const { data, view } = stage;
  const shown = narrationLine(stage);
  const others = data.changed ? [stage.say("before"), data.changed.narration] : [stage.say("guess_kept"), ...data.narration];
  return [...new Set(ended ? [shown] : [shown, ...others])].sort().map((text) => {
    const step = text === shown ? view.step : null;
    return unchanged(stage, "line" + text, [step, data, view.exact], () => h("p", { key: text, class: "narration-line", "data-narration": step, "aria-hidden": step === null ? "true" : null },
      hasExact(data) && text === data.narration[data.exact.step] ? exactButton(stage, text) : text));
  });
}

function hasExact(data) {
  return Boolean(data.exact) && !data.changed;
}

function exactButton(stage, text) {                    // a line that says it in short can be tapped for what exactly was measured
  return h("button", { type: "button", class: "exact-tap", "aria-expanded": String(stage.view.exact), title: stage.say("exact_tap"), onclick: () => stage.change({ exact: !stage.view.exact }) }, text);
}

function announcement(stage) {
  const { data, view } = stage;
  if (view.guess === null || view.playing) return null;
  if (data.changed) return data.changed.announce[view.step] || "";
  return data.announce[view.step] || "";
}
