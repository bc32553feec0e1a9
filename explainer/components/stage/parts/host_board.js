// A board as a host of the Stage: one reading on its words' places, drawn by the Stage's own graph, film below it.
function onStage(board, reading, step) {               // reading: words, joiner, cells, bars, signals, order, holds, filmed and filmName where it is a gate; Python gives the Stage's strings as data.stage
  const stage = board.stage || (board.stage = { root: board.root, trees: new Map(), widths: new Map(), room: 0, scrolled: null,
    view: { film: null, order: "hold", rolled: false, depth: "picture" } });
  stage.say = (key, gaps) => fill(board.data.stage[key] === undefined ? key : board.data.stage[key], gaps);
  stage.letter = () => null;
  stage.change = (parts) => { Object.assign(stage.view, parts); drawBoard(board); };
  stage.data = unchanged(stage, "data", [reading], () => ({ joiner: reading.joiner, sentence: { pieces: reading.words.map((text) => ({ text })) } }));
  stage.view.step = step;
  if (stage.view.film && stage.view.film.step > step) stage.view.film = null;
  Object.assign(stage, { reading, palette: board.palette, narrow: board.narrow, room: board.width });
  stage.places = columns(stage);
  return stage;
}

function inTime(stage, at, ...drawn) {                 // what stands on the words' places; where it does not fit, `at` stays in sight
  stage.sight = at;
  return h("div", { key: "time", class: "time", tabindex: axisLength(stage.places) > stage.room ? "0" : null, role: "group", "aria-label": stage.say("sentence") }, drawn);
}

function wordsInTime(stage, look) {                    // look(step) -> what stands at a place and how: null leaves it empty
  return h("div", { key: "words", class: "time-words", style: `width:${axisLength(stage.places)}px` }, stage.places.slice(1).map((place, i) => {
    const { text = "", ...attributes } = look(i + 1) || {};
    return h("span", { key: i, ...attributes, class: "time-word " + (attributes.class || ""), style: `left:${place.x}px;width:${place.width}px` }, text);
  }));
}

function painted(board) {                              // the film is a canvas
  const { stage } = board;
  if (!stage) return;
  drawFilm(stage, stage.reading, stage.view.step);
  const time = stage.root.querySelector(".time");
  if (!time || stage.scrolled === stage.sight) return;
  stage.scrolled = stage.sight;
  time.scrollLeft = middle(stage.places[stage.sight]) - stage.room * 0.5;
}
