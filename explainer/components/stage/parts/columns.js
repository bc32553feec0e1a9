// One time axis for everything: the place of every word, shared by the cards of both lanes, the graph and the film.
const EDGE = 12;                                       // the card is seen a little before the first word
const START = 30;
const BLANK = 42;

function textWidth(text, wide) {
  let width = 0;
  for (const letter of text) width += /[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef\u3000-\u303f]/.test(letter) ? wide : wide * 0.54;
  return width;
}

function columns(data, room) {                         // [{x, width}] for 0 = nothing read, 1 … n = words, n + 1 = the blank
  const wide = data.joiner ? 16 : 18;
  const needed = [START, ...data.sentence.pieces.map((piece) => clamp(textWidth(piece.text, wide) + 18, 40, 150)), BLANK];
  const total = needed.reduce((sum, width) => sum + width, 2 * EDGE);
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
