// The colours of the tiles: one canvas under the buttons, every tile a stamp of a sheet that is drawn once.
const SHADES = 100;                                    // stamps from 0 to ±1: finer than the eye
const INSET = 1.5;                                     // paper between two tiles

function drawTiles(stage, lane, blend = null) {        // blend(place) -> how far a tile has turned to its new colour; null: all the way
  const canvas = stage.root.querySelector(".tile-canvas");
  if (!canvas) return;
  watchTiles(stage, canvas);
  if (!stage.tileRoom) return;                         // drawn as soon as its size is known
  const sheet = unchanged(stage, "sheet", [stage.palette, stage.tileRoom, tilesAcross(stage, lane), lane.cells, window.devicePixelRatio], () => stampSheet(stage, lane));
  if (canvas.width !== sheet.wide || canvas.height !== sheet.tall) Object.assign(canvas, { width: sheet.wide, height: sheet.tall });
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, sheet.wide, sheet.tall);
  const now = lane.signals.hidden[stage.view.step];
  const rings = mostChanged(lane, stage.view.step);
  cellOrder(stage, lane).forEach((k, place) => {
    const muted = stage.view.silenced.includes(k);
    const turned = blend ? blend(place % sheet.across) : 1;
    if (turned < 1) stamp(pen, sheet, place, blend.was[k], muted);
    pen.globalAlpha = turned;
    if (turned > 0) stamp(pen, sheet, place, now[k], muted);
    if (turned === 1 && rings.includes(k)) stamp(pen, sheet, place, null);
    pen.globalAlpha = 1;
  });
}

function watchTiles(stage, canvas) {                   // the style sheet sizes the tiles; the drawing follows
  if (stage.tileCanvas === canvas) return;
  if (stage.tileCanvas) stage.tileWatch.unobserve(stage.tileCanvas);
  Object.assign(stage, { tileCanvas: canvas, tileRoom: null });
  stage.tileWatch.observe(canvas);
}

function stamp(pen, sheet, place, value, muted = false) {
  const x = (place % sheet.across) * sheet.step.x;
  const y = Math.floor(place / sheet.across) * sheet.step.y;
  pen.drawImage(sheet.canvas, stampOf(value, muted) * sheet.size.x, 0, sheet.size.x, sheet.size.y, Math.round(x), Math.round(y), sheet.size.x, sheet.size.y);
}

function stampOf(value, muted) {                       // the ring, the silenced tile, then minus to plus
  if (value === null) return 0;
  if (muted) return 1;
  const shade = Math.floor(Math.min(1, Math.abs(value)) * SHADES + 1e-9);
  return 2 + SHADES + (value < 0 ? -shade : shade);
}

function stampSheet(stage, lane) {
  const { palette, tileRoom } = stage;
  const scale = window.devicePixelRatio || 1;
  const across = tilesAcross(stage, lane);
  const step = { x: (tileRoom.width * scale) / across, y: (tileRoom.height * scale) / Math.ceil(lane.cells / across) };
  const size = { x: Math.round(step.x), y: Math.round(step.y) };
  const canvas = document.createElement("canvas");
  canvas.width = size.x * (2 * SHADES + 3);
  canvas.height = size.y;
  const pen = canvas.getContext("2d");
  const draw = (place, paintOne) => {
    pen.setTransform(scale, 0, 0, scale, place * size.x, 0);
    paintOne(pen, palette, size.x / scale, size.y / scale);
  };
  draw(0, ringStamp);
  draw(1, (...room) => tileStamp(...room, null));
  for (let shade = -SHADES; shade <= SHADES; shade += 1) draw(2 + SHADES + shade, (...room) => tileStamp(...room, shade / SHADES));
  return { canvas, across, step, size, wide: Math.round(tileRoom.width * scale), tall: Math.round(tileRoom.height * scale) };
}

function tileStamp(pen, palette, wide, tall, value) {  // plus: solid; minus: stripes of paper; null: silenced
  pen.save();
  pen.beginPath();
  pen.roundRect(INSET, INSET, wide - 2 * INSET, tall - 2 * INSET, 4);
  pen.clip();
  pen.fillStyle = value === null ? mix(palette.soft, palette.soft, 0) : tileLook(palette, value);
  pen.fillRect(0, 0, wide, tall);
  if (value !== null && signOf(value) === "minus") {
    pen.strokeStyle = `rgb(${palette.paper.join(" ")} / .58)`;
    pen.lineWidth = 2.5;
    pen.beginPath();
    for (let x = -tall; x < wide; x += 5 * Math.SQRT2) pen.moveTo(x, tall + 1), pen.lineTo(x + tall + 2, -1);
    pen.stroke();
  }
  pen.restore();
  pen.strokeStyle = `rgb(${palette.ink.join(" ")} / .3)`;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.roundRect(INSET + 0.5, INSET + 0.5, wide - 2 * INSET - 1, tall - 2 * INSET - 1, 3.5);
  pen.stroke();
}

function ringStamp(pen, palette, wide, tall) {
  pen.strokeStyle = mix(palette.ring, palette.ring, 0);
  pen.lineWidth = 2;
  pen.beginPath();
  pen.roundRect(1, 1, wide - 2, tall - 2, 6);
  pen.stroke();
}
