// Keys work while the focus is on the Stage or nowhere in particular, never while something is typed.
function listen(stage) {
  const onPoint = (event) => {
    stage.byPointer = Boolean(event.target.closest("[data-keys=own]"));
    if (stage.view.help && !event.target.closest(".help, .keys")) stage.change({ help: false });
  };
  const onKey = (event) => {
    if (event.key === "Tab") stage.byPointer = false;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const path = event.composedPath();
    const target = path[0];
    const inside = path.includes(stage.root);
    if (!inside && ((target !== document.body && target !== document.documentElement) || !inView(stage.root))) return;
    if (inside && typing(target)) return;
    const act = action(stage, event, target);
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  };
  const onHide = () => { if (document.hidden && stage.view.playing) stage.change({ playing: false }); };
  stage.root.addEventListener("pointerdown", onPoint, true);
  window.addEventListener("keydown", onKey, true);      // before any other listener of the page: a step costs no more than the Stage
  document.addEventListener("visibilitychange", onHide);
  return () => {
    window.removeEventListener("keydown", onKey, true);
    document.removeEventListener("visibilitychange", onHide);
  };
}

function inView(root) {                                // further down the page, Space and Home belong to the page
  const { top, bottom } = root.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

function typing(target) {
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName) || (target.tagName === "INPUT" && target.type !== "range");
}

function action(stage, event, target) {
  const { view, data } = stage;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "Escape") return leave(stage);
  if (view.guess === null) return null;
  const own = target.closest && target.closest("[data-keys=own]");
  if (own && key.startsWith("Arrow") && !stage.byPointer) return null;          // arrows walk among tiles and film, unless a finger went there
  if (key === " " && target.closest && target.closest("button, input, summary, a")) return null;
  const doors = { c: "why", s: "silence", m: "swap" };
  if (key in doors) return hasReached(view, "end") ? () => openDoor(stage, doors[key]) : null;
  const table = { ArrowRight: () => next(stage), " ": () => next(stage), ArrowLeft: () => back(stage), Home: () => go(stage, 0), End: () => go(stage, steps(data)), p: () => togglePlay(stage) };
  return table[key] || null;
}

function leave(stage) {
  const { view } = stage;
  if (view.help) return () => stage.change({ help: false });
  if (view.copied) return () => stage.change({ copied: null });
  if (view.open) return () => closeDoor(stage);
  if (view.cell !== null) return () => stage.change({ cell: null });
  return null;
}
