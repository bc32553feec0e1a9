// One time axis for everything: the place of every word, shared by the cards of both lanes, the graph and the film.
const EDGE = 8;                                        // the card is seen a little before the first word
const START = 24;
const BLANK = 38;
const NARROWEST = 34;
const WIDEST = 150;

function textWidth(stage, text) {
  if (!stage.widths.has(text)) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${stage.data.joiner ? 16 : 18}px ${getComputedStyle(stage.root).fontFamily}`;
    stage.widths.set(text, Math.ceil(pen.measureText(text).width));
  }
  return stage.widths.get(text);
}

function columns(stage) {                              // [{x, width}] for 0 = nothing read, 1 … n = words, n + 1 = the blank
  return unchanged(stage, "columns", [stage.data, stage.room, stage.palette], () => placed(stage));
}

function placed(stage) {
  const { data, room } = stage;
  const wish = (air) => [START, ...data.sentence.pieces.map((piece) => clamp(textWidth(stage, piece.text) + air, NARROWEST, WIDEST)), BLANK];
  const length = (widths) => widths.reduce((sum, width) => sum + width, 2 * EDGE);
  const needed = wish([18, 13, 9].find((air) => length(wish(air)) <= room) || 9);
  const total = length(needed);
  const spare = Math.max(0, Math.min(room - total, 34 * data.sentence.pieces.length)) / data.sentence.pieces.length;
  let x = EDGE;
  return needed.map((width, i) => {
    const place = { x, width: i > 0 && i < needed.length - 1 ? width + spare : width };
    x += place.width;
    return place;
  });
}

function axisLength(places) {
  const last = places[places.length - 1];
  return Math.round(last.x + last.width + EDGE);
}

function middle(place) {
  return place.x + place.width / 2;
}
