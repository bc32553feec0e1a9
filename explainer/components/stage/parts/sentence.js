// The sentence as chips with a blinking blank, and the four answers to choose from before anything is shown.
function chipRow(stage) {
  const { data, view } = stage;
  const lids = view.open === "why";
  const lost = lids && view.each ? (data.leans.lost[view.step] || []).slice(0, view.step) : [];
  const chips = data.sentence.pieces.map((piece, i) => {
    const [when, covered] = [whenRead(view, i), view.covered.includes(i)];
    return unchanged(stage, "chip" + i, [data, when, covered, lids, view.each, lost[i]], () => chip(stage, piece, i, when, covered, lids, lost[i]));
  });
  const guess = view.guess && view.guess !== "-"
    ? h("span", { key: "guess", class: "guess" }, h("span", { class: "star", "aria-hidden": "true" }, "★"), stage.say("guess_label", { word: view.guess })) : null;
  return h("div", { key: "sentence", class: "sentence", role: "group", "aria-label": stage.say("sentence") },
    h("div", { key: "chips", class: "chips" + (lids ? " with-lids" : "") }, chips,
      h("span", { key: "blank", class: "chip blank" + (view.step === steps(data) ? " now" : ""), role: "img", "aria-label": stage.say("blank") }, "?"), guess),
    data.twin && data.twin.note && data.sentence.lang !== data.lang ? h("p", { key: "twin", class: "remark" }, data.twin.note) : null,
    data.unknown ? h("p", { key: "unknown", class: "remark", "data-unknown": "" }, data.unknown) : null);
}

function whenRead(view, i) {
  if (view.guess === null) return "";
  return i + 1 === view.step ? " now" : i + 1 < view.step ? " read" : " ahead";
}

function chip(stage, piece, i, when, covered, lids, lost) {
  const { data, view } = stage;
  const look = "chip" + when + (piece.known ? "" : " unseen") + (covered ? " covered" : "");
  const inside = [h("span", { class: "chip-word", lang: data.sentence.lang }, piece.text), piece.gloss ? h("small", { class: "gloss" }, piece.gloss) : null, piece.known ? null : h("small", { class: "tag" }, stage.say("unseen"))];
  const marks = { class: look, "data-piece": i, "data-known": piece.known ? null : "no", "data-covered": covered ? "" : null };
  const body = lids && stage.hooks.live
    ? h("button", { ...marks, type: "button", "aria-pressed": String(covered),
        "aria-label": stage.say(covered ? "uncover_word" : "cover_word", { word: piece.text }), onclick: () => toggleCover(stage, i) }, inside)
    : h("span", marks, inside);
  if (!lids) return { ...body, attributes: { ...body.attributes, key: "chip" + i } };
  return h("span", { key: "lid" + i, class: "lidded" }, body, view.each ? lostBar(stage, piece, i, lost) : null);
}

function lostBar(stage, piece, i, lost) {              // how many points the best word loses when this one is covered alone
  if (lost === undefined) return h("span", { class: "lost none" });
  const points = Math.round(lost * 100);
  const words = stage.say(points < 0 ? "why_gained" : "why_lost", { word: piece.text, points: Math.abs(points) });
  return h("span", { class: "lost", role: "img", "aria-label": words, title: words, "data-piece": i, "data-lost": lost },
    h("span", { class: "lost-bar" + (lost < 0 ? " gained" : ""), style: `width:${Math.abs(lost) * 100}%` }),
    h("span", { class: "lost-number" }, points === 0 ? "0" : signed(-points, 0)));
}

function guessCard(stage) {
  const { data } = stage;
  return h("div", { key: "choices", class: "choices" },
    h("p", { class: "question" }, data.sentence.question),
    h("div", { class: "choice-row", role: "group", "aria-label": data.sentence.question },
      data.sentence.choices.map((word) => h("button", { type: "button", class: "choice", "data-choice": word, onclick: () => makeGuess(stage, word) }, word))),
    h("button", { type: "button", class: "look", onclick: () => makeGuess(stage, "-") }, stage.say("look")));
}

function makeGuess(stage, word) {
  stage.change({ guess: word, reached: reach(stage.view, "guess"), pressed: false });
  unfold(stage);
  if (stage.narrow) stage.root.querySelector(".sentence").scrollIntoView({ block: "start" });
  stage.focus(".next");
}

function toggleCover(stage, i) {
  const { covered } = stage.view;
  stage.ask({ covered: covered.includes(i) ? covered.filter((other) => other !== i) : [...covered, i] });
}
