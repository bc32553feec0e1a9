// The training bench: levers, one button, what a training tells while it runs, and what came of it beside the network of the course.
const MARKS = ["①", "②", "③"];
const HALVES = { bench: ["practice", "quiz"], clipping: ["free", "clipped"] };

function painted(board) {
  listen(board);
  keep(board);
}

function scene(board) {
  const { data } = board;
  const news = data.alive ? (board.own.news && board.own.news.ticket === data.alive ? board.own.news : data.news) : null;
  const width = board.narrow ? board.width - 4 : board.width - 424;
  const last = data.runs[data.runs.length - 1];
  return [
    h("div", { class: "desk", "data-alive": data.alive ? "yes" : "no", "data-ended": last && last.ended ? last.ended : "", "data-runs": data.runs.length },
      h("section", { class: "levers", "aria-label": board.say("levers") }, Object.entries(data.levers).map(([lever, positions]) => leverRow(board, lever, positions)), buttons(board, news)),
      h("section", { class: "seen", "aria-label": board.say("curves") }, chartOf(board, news, Math.max(280, width)), keyOf(board))),
    line(words(board, news, last)),
    data.task === "bench" || shownRun(board) ? answers(board) : null,
    data.runs.some(({ ended }) => ended) ? ledger(board) : null,
  ];
}

function leverRow(board, lever, positions) {
  const label = board.say(`lever_${lever}`);
  return h("div", { key: lever, class: "lever" }, h("span", { class: "lever-label" }, label), segments(board, lever, positions.map((name) => [name, named(board, lever, name)]), label));
}

function named(board, lever, name) {                   // what a position is called; numbers are called by themselves
  return board.data.say[`${lever}_${name}`] || counted(Number(name));
}

function buttons(board, news) {
  const { data } = board;
  if (!data.alive) {
    return h("div", { key: "go", class: "row go" }, pressable({ class: "primary", "data-order": "train", disabled: !data.offered || pending(board), onclick: () => give(board, "train") }, board.say("train")));
  }
  const share = news ? news.share : 0;
  const told = !news || !news.begun ? (news && news.before ? board.say("place", { n: news.before }) : board.say("warm")) : news.left === null ? board.say("warm") : board.say("left", { n: news.left });
  return h("div", { key: "go", class: "row go" },
    pressable({ class: "primary", "data-order": "stop", disabled: pending(board), onclick: () => give(board, "stop") }, board.say("stop")),
    h("div", { class: "gone-by" },
      h("div", { class: "bar-room", role: "progressbar", "aria-label": board.say("progress"), "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(100 * share), "aria-valuetext": told }, h("span", { class: "bar-ink", style: `width:${share * 100}%` })),
      h("span", { class: "left", "data-before": news ? news.before : "" }, told)));
}

// ---- the curves
function chartOf(board, news, width) {
  const { data } = board;
  const over = data.runs.filter(({ ended, curves }) => ended && Object.keys(curves).length);
  const now = news ? { curves: news.curves, levers: data.runs[data.runs.length - 1].levers } : over[over.length - 1];
  const before = news ? over.slice(-2) : over.slice(0, -1);
  const [first, second] = HALVES[data.task];
  const clipping = data.task === "clipping";
  const gone = (run, half) => (news ? news.gone !== null && news.gone.run === half : clipping ? run.result[half].over === "diverged" : half === "practice" && run.ended === "diverged");
  const lines = [
    ...(clipping ? [] : before.map((run) => ({ key: `earlier earlier-${data.runs.indexOf(run)}`, points: run.curves[second], end: MARKS[data.runs.indexOf(run)] }))),
    ...(now ? [first, second].map((half) => ({ key: half, points: now.curves[half] || [], gone: gone(now, half) })) : []),
  ];
  const ups = lines.flatMap(({ points }) => points.map(([, up]) => up));
  const wanted = now && now.levers.rounds ? Number(now.levers.rounds) : 0;
  const most = Math.max(wanted, clipping ? data.steps : 1, ...lines.flatMap(({ points }) => points.map(([across]) => across)));
  const high = clipping ? 10 ** Math.ceil(Math.log10(Math.max(10, ...ups))) : 1.2 * data.blind;
  return benchChart(board, { lines, most, across: board.say(clipping ? "clipping.across" : "across", { n: counted(most) }), low: clipping ? 1 : 0, high, tenfold: clipping, level: [data.blind, board.say("blind")],
    width, height: board.narrow ? 210 : 268, label: board.say(clipping ? "clipping.chart" : "chart") });
}

function keyOf(board) {
  const clipping = board.data.task === "clipping";
  return h("p", { key: "key", class: "key" }, h("span", { class: "up" }, board.say("up")),
    HALVES[board.data.task].map((half) => h("span", { key: half }, traceSample(half), board.say(clipping ? `clipping.${half}` : half))));
}

// ---- what is told
function words(board, news, last) {
  const { data } = board;
  const clipping = data.task === "clipping" ? "clipping." : "";
  if (!data.offered) return board.say("not_offered");
  if (data.alive && news && news.gone) return board.say("clipping.gone", { step: counted(news.gone.step), loss: news.gone.loss.toFixed(1), length: counted(Math.round(news.gone.longest)) });
  if (data.alive) return news && news.begun ? board.say(`${clipping}runs`) : news && news.before ? board.say("waits", { n: news.before }) : board.say("begins");
  if (data.note) return board.say(`note_${data.note}`);
  if (!last) return board.say(`${clipping}start`);
  if (last.ended === "done") return clipping ? bothEnds(board, last) : ends(board, last);
  return board.say(last.ended === "diverged" ? `${clipping}diverged` : `ended_${last.ended}`, gapsOf(last));
}

function gapsOf({ result }) {
  const one = (value) => (value === null || value === undefined ? "" : value >= 100 ? counted(Math.round(value)) : value.toFixed(1));
  const parts = result && result.free ? result.clipped : result || {};
  return { round: parts.round === undefined ? parts.step : parts.round, rounds: parts.rounds || "", first: one(parts.first), loss: one(parts.loss), quiz: one(parts.held_out), seconds: one(result && result.seconds) };
}

function ends(board, { guesses, result }) {
  const hits = guesses.map(({ hit }) => hit);
  const outcome = result.held_out - result.loss > 1 ? "cram" : hits.every(Boolean) ? "all" : hits[0] && !hits[2] ? "near" : hits.some(Boolean) ? "some" : "none";
  const far = guesses[2];
  const own = board.say(`done_${outcome}`, { ...gapsOf({ result }), word: far.right, p: percent(board, far.p), best: far.best });
  const beside = board.say(result.counted < result.held_out ? "counting_wins" : "counting_loses", { n: counted(result.sentences), counted: result.counted.toFixed(2), own: result.held_out.toFixed(2) });
  return own + board.data.joiner + beside;
}

function bothEnds(board, { result }) {
  const { free, clipped } = result;
  const outcome = free.over === "diverged" ? "rescued" : "both";
  const one = (value) => (value >= 100 ? counted(Math.round(value)) : value.toFixed(1));
  return board.say(`clipping.${outcome}`, { step: counted(free.step), steps: counted(clipped.step), loss: one(free.loss), first: one(free.first), clipped: one(clipped.held_out), free: one(free.held_out), longest: one(free.longest), clip: one(result.clip) });
}

// ---- what it guesses
function shownRun(board) {
  return board.data.runs.filter(({ guesses }) => guesses).slice(-1)[0];
}

function answers(board) {
  const { data } = board;
  const own = shownRun(board);
  return h("section", { key: "answers", class: "answers", "aria-label": board.say("answers") },
    h("p", { class: "head answers-head" }, board.say("answers"),
      h("span", { class: "whose" }, h("i", { class: "mine" }), board.say("mine"), own ? h("small", {}, board.say("mine_facts", { numbers: counted(own.numbers), sentences: counted(sentencesOf(board, own)), seconds: own.result.seconds.toFixed(1) })) : h("small", {}, board.say("mine_none"))),
      h("span", { class: "whose" }, h("i", { class: "theirs" }), board.say("course"), h("small", {}, board.say("course_facts", { numbers: counted(data.course.numbers), sentences: counted(data.course.sentences) })))),
    h("ol", { class: "blanks" }, data.course.guesses.map((theirs, i) => blankRow(board, theirs, own ? own.guesses[i] : null))));
}

function sentencesOf(board, run) {
  return run.result.sentences || board.data.sentences;
}

function blankRow(board, theirs, mine) {
  const { words: all, joiner } = board.data;
  const told = (whose, guess) => (guess ? board.say("guess", { whose: board.say(whose), word: guess.right, p: percent(board, guess.p), best: guess.best }) : "");
  const bar = (whose, guess) => h("span", { class: `room ${whose}` }, h("span", { class: "bar-room", "aria-hidden": "true" }, h("span", { class: "bar-ink", style: `width:${guess ? guess.p * 100 : 0}%` })),
    h("span", { class: "value", "data-p": guess ? guess.p : "" }, guess ? percent(board, guess.p) : "–"),
    h("span", { class: "verdict" }, guess ? (guess.hit ? "✓" : board.say("instead", { word: guess.best })) : ""));
  return h("li", { class: "blank", "data-t": theirs.t, "aria-label": [told("mine", mine), told("course", theirs)].filter(Boolean).join(board.say("comma")) },
    h("span", { class: "asked", "aria-hidden": "true" }, (theirs.t > 3 ? "…" : "") + all.slice(Math.max(0, theirs.t - 3), theirs.t).join(joiner), h("b", {}, theirs.right)),
    h("span", { class: "rooms", "aria-hidden": "true" }, bar("mine", mine), bar("theirs", theirs)));
}

// ---- the last runs
function ledger(board) {
  const { data } = board;
  return h("ol", { key: "ledger", class: "ledger", "aria-label": board.say("ledger") }, data.runs.map((run, i) => (run.ended ? h("li", { key: run.ticket, "data-run": i, "data-ended": run.ended },
    h("b", {}, MARKS[i]), h("span", {}, Object.entries(run.levers).map(([lever, name]) => board.say(`short_${lever}`, { value: named(board, lever, name) })).join(board.say("comma"))),
    h("span", { class: "came" }, came(board, run))) : null)));
}

function came(board, run) {
  const { result, guesses } = run;
  if (run.ended !== "done") return board.say(`came_${run.ended}`, gapsOf(run));
  const marks = guesses.map(({ hit }) => (hit ? "✓" : "✗")).join("");
  if (result.free) return board.say(result.free.over === "diverged" ? "clipping.came_rescued" : "clipping.came_both", { step: counted(result.free.step), clipped: result.clipped.held_out.toFixed(1), marks });
  return board.say(result.round < result.rounds ? "came_short" : "came_done", { ...gapsOf(run), marks });
}
