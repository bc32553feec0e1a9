// The colours of memory: purple is minus, orange is plus, the page's own paper is zero. Sign is told by texture too.
const NEAR_ZERO = 0.1;

function readPalette(root) {
  const style = getComputedStyle(root);
  const colour = (name) => parseColour(style.getPropertyValue(name).trim());
  const paper = parseColour(style.backgroundColor);
  root.dataset.theme = luminance(paper) < 0.35 ? "dark" : "light";
  return { paper, plus: colour("--plus"), minus: colour("--minus"), ink: colour("--ink"), soft: colour("--soft"), ring: colour("--ring") };
}

function parseColour(text) {
  const hex = /^#([0-9a-f]{6})/i.exec(text);
  if (hex) return [0, 2, 4].map((i) => parseInt(hex[1].slice(i, i + 2), 16));
  const short = /^#([0-9a-f]{3})$/i.exec(text);
  if (short) return [...short[1]].map((digit) => parseInt(digit + digit, 16));
  const numbers = (text.match(/[\d.]+/g) || []).map(Number);
  return numbers.length >= 3 && numbers[3] !== 0 ? numbers.slice(0, 3) : [255, 255, 255];
}

function luminance([r, g, b]) {
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}

function mix(paper, ink, share) {
  return `rgb(${paper.map((p, i) => Math.round(p + (ink[i] - p) * share)).join(",")})`;
}

function inkOf(palette, value) {
  return value < 0 ? palette.minus : palette.plus;
}

function tileLook(palette, value) {                    // background colour of one tile; the style sheet lays stripes of paper over a minus
  const size = Math.min(1, Math.abs(value));
  return mix(palette.paper, inkOf(palette, value), value < 0 && size >= NEAR_ZERO ? Math.min(1, size * 0.75 + 0.25) : size);
}

function signOf(value) {
  return Math.abs(value) < NEAR_ZERO ? "zero" : value < 0 ? "minus" : "plus";
}
