// The address of the page holds the learner's choices, so that a copied link opens the same screen.
const HOME = { t: "0", cover: "", quiet: "", donor: "", depth: "picture", guess: "", s: "" };

function linkParams(stage) {
  const { view, data } = stage;
  return {
    s: isExample(data) ? "" : data.sentence.text,
    t: String(view.step),
    cover: [...view.covered].sort((a, b) => a - b).join("."),
    quiet: [...view.silenced].sort((a, b) => a - b).join("."),
    donor: view.donor || "",
    depth: view.depth,
    guess: view.guess || "",
  };
}

function writeLink(stage) {
  if (!stage.hooks.link) return;
  const address = new URL(window.location.href);
  const before = address.href;
  for (const [name, value] of Object.entries(linkParams(stage))) {
    if (value === HOME[name]) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  if (stage.data.language && !address.searchParams.has("lang")) address.searchParams.set("lang", stage.data.language);    // a switch on the page owns it
  if (address.href !== before) window.history.replaceState(window.history.state, "", address.href);
}

function readLink(search, data) {                      // only what can be right is taken over
  const params = new URLSearchParams(search);
  const step = /^\d{1,3}$/.test(params.get("t") || "") ? Number(params.get("t")) : 0;
  const guess = params.get("guess");
  const depth = params.get("depth");
  return {
    step: step <= steps(data) ? step : 0,
    guess: guess === "-" || data.sentence.choices.includes(guess) ? guess : null,
    depth: DEPTHS.includes(depth) ? depth : "picture",
  };
}

async function copyLink(stage) {
  writeLink(stage);
  const address = new URL(window.location.href);
  if (!address.searchParams.has("lang")) address.searchParams.set("lang", stage.data.lang);      // for a browser that prefers another one
  const text = address.href;
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch (refused) {
    done = false;                                      // no permission, or not a secure page: show it to copy by hand
  }
  stage.change({ copied: done ? "done" : text });
  clearTimeout(stage.timers.copied);
  if (done) stage.timers.copied = setTimeout(() => stage.change({ copied: null }), 2600);
}
