// A board: one scene of a chapter, drawn from its data and the learner's choices. The board's own script gives `scene(board)`, a list of trees.
const LATE = 400;                                      // ms; choices that only the page remembers are reported late
const OPEN = new WeakMap();

function openBoard(root, data, send) {
  const board = { root, data, send, now: { ...data.start }, own: {}, timers: {}, trees: new Map(), drawings: 0, told: [], palette: readPalette(root) };
  board.say = (key, gaps) => fill(board.data.say[key] === undefined ? key : board.data.say[key], gaps);
  board.choose = (parts, late = false) => choose(board, parts, late);            // a choice of the learner: in the link, known to Python
  board.look = (parts) => { Object.assign(board.own, parts); drawBoard(board); };  // what is pointed at, and other passing things
  board.focus = (selector) => { const node = root.querySelector(selector); if (node) node.focus({ preventScroll: true }); };
  root.addEventListener("keydown", (event) => { if (/^[a-z]$/i.test(event.key)) event.stopPropagation(); });    // the page has keys of its own
  const deaf = turnsAway(board);
  const watch = new ResizeObserver(() => { if (measured(board)) drawBoard(board); });
  measured(board);
  watch.observe(root);
  drawBoard(board);
  board.timers.link = setTimeout(() => writeBoardLink(board), LATE);             // a fresh page, too, can be copied from the address bar
  board.close = () => { deaf(); watch.disconnect(); Object.values(board.timers).forEach(clearTimeout); };
  return board;
}

function measured(board) {                             // whether the room has changed
  const width = Math.round(board.root.clientWidth);
  const differs = width !== board.width;
  Object.assign(board, { width, narrow: width <= 640 });
  return differs;
}

function updateBoard(board, data) {                    // new data, or only a new theme
  board.palette = readPalette(board.root);
  const before = board.data.start;
  if (data) board.data = data;
  if (data) heard(board, before);
  drawBoard(board);
}

function heard(board, before) {                        // Python's word on what is chosen: its answer to a report, or something that was chosen beside the board
  const { now, told, data: { start } } = board;
  const answered = told.findIndex((choices) => sameChoice(choices, start));
  if (answered >= 0) {                                 // the learner may have gone on since
    told.splice(0, answered + 1);
    return;
  }
  const others = Object.keys(start).filter((name) => !sameChoice(start[name], before[name]) && !sameChoice(start[name], now[name]));
  if (!others.length) return;
  for (const name of others) now[name] = start[name];
  told.length = 0;
  writeBoardLink(board);
}

function choose(board, parts, late) {
  Object.assign(board.now, parts);
  drawBoard(board);
  clearTimeout(board.timers.report);
  board.owes = true;
  board.timers.report = setTimeout(() => report(board), late ? LATE : 0);
}

function turnsAway(board) {                            // whoever goes on to the next scene at once loses nothing: what is owed is told before
  const tell = () => { if (board.owes) { clearTimeout(board.timers.report); report(board); } };
  const elsewhere = (event) => { if (!event.composedPath().includes(board.root)) tell(); };
  const unfocused = (event) => { if (event.relatedTarget && !board.root.contains(event.relatedTarget)) tell(); };
  document.addEventListener("pointerdown", elsewhere, true);
  board.root.addEventListener("focusout", unfocused);
  return () => { document.removeEventListener("pointerdown", elsewhere, true); board.root.removeEventListener("focusout", unfocused); };
}

function report(board) {
  board.owes = false;
  if (!sameChoice(board.now, board.data.start)) board.told.push({ ...board.now });
  writeBoardLink(board);
  board.send("choices", { ...board.now, turn: Date.now() });      // Python hears each report once
}

function drawBoard(board) {
  const { root, data, now } = board;
  board.drawings += 1;
  for (const [name, value] of Object.entries(now)) root.setAttribute(`data-${name}`, inLink(value));
  root.setAttribute("lang", data.lang === "zh" ? "zh-CN" : data.lang);
  document.documentElement.lang = data.lang === "zh" ? "zh-CN" : data.lang;      // for voices and fonts of the prose around it
  paint(root, scene(board).flat(Infinity).filter(Boolean));
  if (typeof painted === "function") painted(board);   // for what only a script can draw, such as a canvas
}

function sameChoice(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function inLink(value) {
  return value === null || value === undefined ? "" : Array.isArray(value) ? value.join(".") : String(value);
}

function writeBoardLink(board) {                       // other parameters stay as they are
  const address = new URL(window.location.href);
  const before = address.href;
  for (const [name, param] of Object.entries(board.data.link)) {
    const text = inLink(board.now[name]);
    if (text === inLink(board.data.home[name])) address.searchParams.delete(param);
    else address.searchParams.set(param, text);
  }
  if (address.href !== before) window.history.replaceState(window.history.state, "", address.href);
}

export default function ({ data, parentElement, setStateValue }) {
  const text = new TextDecoder().decode(data);
  let held = OPEN.get(parentElement);
  if (!held) {
    held = { text, send: setStateValue };
    held.board = openBoard(parentElement.querySelector(".board"), JSON.parse(text), (name, value) => held.send(name, value));
    OPEN.set(parentElement, held);
  } else {
    held.send = setStateValue;
    updateBoard(held.board, held.text === text ? null : JSON.parse(text));
    held.text = text;
  }
  return () => { held.board.close(); OPEN.delete(parentElement); };
}
