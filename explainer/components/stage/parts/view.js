// What the learner chose and looks at: everything drawn follows from the reading and this small record.
const DEPTHS = ["story", "picture", "formula", "code"];
const DOORS = ["why", "silence", "swap"];
const MILESTONES = ["start", "guess", "end", ...DOORS];

function steps(data) {
  return data.sentence.pieces.length;
}

function firstView(data) {
  const start = data.start || {};
  const { covered, silenced, donor } = data.choices;
  const touched = donor ? "swap" : silenced.length ? "silence" : covered.length ? "why" : null;
  const open = touched;
  const guess = start.guess || (data.sentence.choices.length && !open && !start.step ? null : "-");
  const step = open && !start.step ? steps(data) : clamp(start.step || 0, 0, steps(data));
  const least = open || (step === steps(data) ? "end" : guess ? "guess" : "start");
  const reached = MILESTONES.indexOf(start.reached) > MILESTONES.indexOf(least) ? start.reached : least;
  return {
    step, guess, reached, open, covered, silenced, donor,
    depth: DEPTHS.includes(start.depth) ? start.depth : "picture",
    cell: null, pointed: null, signal: "hidden", film: null, voter: 0,   // what is pointed at
    order: "hold", rolled: false, each: true, large: false, exact: false, table: false, help: false, // how it is shown
    playing: false, speed: 1, pressed: false, note: null, copied: null, kept: null,
  };
}

function viewAfter(view, old, data) {                  // the same learner, a new reading
  const next = { ...view };
  if (data.sentence.text !== old.sentence.text) {
    const fresh = firstView({ ...data, start: {} });
    const translated = data.lang !== old.lang;
    const ended = translated ? view.step === steps(old) : hasReached(view, "end");
    const kept = old.sentence.choices.length ? view.guess : view.kept;          // the guess waits for its sentence to come back
    const twin = translated && data.sentence.choices[old.sentence.choices.indexOf(view.guess)];
    const guess = twin || (data.sentence.choices.includes(kept) ? kept : "-");
    Object.assign(next, { covered: fresh.covered, silenced: fresh.silenced, donor: fresh.donor, cell: null, pointed: null, film: null, voter: 0,
      open: fresh.open, playing: false, kept, guess: view.guess ? guess : fresh.guess, step: ended ? steps(data) : translated ? view.step : 0 });
  }
  next.step = clamp(next.step, 0, steps(data));
  return next;
}

function chosen(view) {
  return { covered: view.covered, silenced: view.silenced, donor: view.donor };
}

function sameChoices(one, other) {
  return sameSet(one.covered, other.covered) && sameSet(one.silenced, other.silenced) && (one.donor || null) === (other.donor || null);
}

function isTouched(choices) {
  return choices.covered.length > 0 || choices.silenced.length > 0 || Boolean(choices.donor);
}

function reach(view, milestone) {
  return MILESTONES.indexOf(milestone) > MILESTONES.indexOf(view.reached) ? milestone : view.reached;
}

function hasReached(view, milestone) {
  return MILESTONES.indexOf(view.reached) >= MILESTONES.indexOf(milestone);
}

const LANES = new WeakMap();

function shownLanes(data) {                            // each lane as it is read now, with the untouched one as `before`
  if (!LANES.has(data)) LANES.set(data, lanesOf(data));
  return LANES.get(data);
}

function lanesOf(data) {
  return data.lanes.map((lane, i) => (data.changed ? { ...lane, ...data.changed.lanes[i], before: lane } : { ...lane, before: null }));
}

function isExample(data) {
  return data.sentence.lang === data.lang && data.presets.length > 0 && data.sentence.preset === data.presets[0].key;
}

function memoryLane(data) {
  return shownLanes(data).find((lane) => lane.kind === "recurrent");
}

function shareOf(lane, step, word) {                   // null: too small to be among the best words
  if (lane.choices && lane.choices[word]) return lane.choices[word][step];
  const found = (lane.bars[step] || []).find(([other]) => other === word);
  return found ? found[1] : null;
}
