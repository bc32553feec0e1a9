// The memory ruler: more and more words between the person and the blank; how often each machine still answers.
const MACHINES = ["good", "poor", "2-gram"];
const WORDS = { good: "good", poor: "poor", "2-gram": "counting" };
const FAR = 90;                                        // words at the end of the axis

function scene(board) {
  const { data, now } = board;
  const asked = data.told[clamp(now.asides, 0, data.told.length - 1)];
  return [
    slider(board, "asides", { low: 0, high: data.told.length - 1, label: board.say("asides"), text: (n) => board.say("between", { n: data.told[n].between }), late: true }),
    sentence(board, asked),
    h("ol", { key: "answers", class: "answers", "aria-label": board.say("answers") }, MACHINES.map((name) => answer(board, name, asked[name]))),
    chart(board, asked.between),
    line(told(board, asked)),
  ];
}

function sentence(board, asked) {                      // its beginning and its end; the words between are counted
  const { data } = board;
  const { words, asides } = asked;
  const end = words.slice(data.head + asides);
  const middle = asides === 0 ? [] : [asides > 12 && !board.own.open ? board.say("more", { n: asides }) : words.slice(data.head, data.head + asides).join(data.joiner)];
  const shown = [...words.slice(0, data.head), ...middle, ...end, "＿＿"];
  const last = shown.length - 1;
  const inside = data.head;
  return h("div", { key: "sentence", class: "sentence" }, chips(board, shown, (_, i) => ({ class: i === 0 ? "person" : i === last ? "blank" : middle.length && i === inside ? "between" : "" })));
}

function answer(board, name, { bars: rows, p }) {
  const [word, top] = rows.reduce((best, row) => (row[1] > best[1] ? row : best));
  const right = word === board.data.answer;
  return h("li", { key: name, class: "answer", "data-machine": name, "data-p": p }, h("span", { class: "name" }, sample(name), board.say(WORDS[name])),
    h("span", { class: "says" }, h("b", {}, word), " ", percent(board, top), h("span", { class: "mark" }, right ? " ✓" : " ✗"), h("span", { class: "spoken" }, board.say(right ? "right" : "wrong"))));
}

function sample(name) {
  return h("svg", { class: "sample", width: 40, height: 12, viewBox: "0 0 40 12", "aria-hidden": "true" }, h("path", { class: "curve " + WORDS[name], d: "M1 6H39" }), point(name, 20, 6));
}

function point(name, x, y) {                           // each machine has a shape of its own
  return name === "good" ? h("circle", { class: "point good", cx: x, cy: y, r: 4.5 }) : name === "poor" ? h("path", { class: "point poor", d: `M${x} ${y - 5.5}l5.5 10h-11z` }) : h("rect", { class: "point counting", x: x - 4.5, y: y - 4.5, width: 9, height: 9 });
}

function chart(board, between) {
  const { data, narrow } = board;
  const width = Math.max(280, board.width);            // before the page is laid out there is no room at all
  const [left, right, top, low] = [52, width - 14, 44, narrow ? 210 : 222];
  const across = (words) => left + clamp(words, 0, FAR + 14) / (FAR + 14) * (right - left);
  const up = (share) => low - share * (low - top);
  const begin = (i) => (i ? data.groups[i - 1][0] + 1 : 2);
  const place = (i) => across((begin(i) + data.groups[i][0]) / 2);
  const share = (i, m) => data.groups[i][2 + m] / data.groups[i][1];
  const here = data.groups.findIndex(([edge]) => between <= edge);
  return h("svg", { key: "chart", class: "chart", role: "img", "aria-label": board.say("chart"), width, height: low + 44, viewBox: `0 0 ${width} ${low + 44}` },
    h("rect", { key: "practised", class: "practised", x: across(2), y: top - 20, width: across(data.longest) - across(2), height: low - top + 20 }),
    h("text", { key: "practised-name", class: "band-name", x: across(2), y: top - 26 }, board.say("practised", { n: data.longest })),
    [0, 0.25, 0.5, 0.75, 1].map((p) => h("g", { key: "level" + p, class: "axis" }, h("path", { d: `M${left} ${up(p)}H${right}` }), h("text", { x: left - 8, y: up(p) + 4, "text-anchor": "end" }, board.say("percent", { n: 100 * p })))),
    [10, 20, 30, 40, 50, 60, 70, 80, 90].filter((n) => !narrow || n % 30 === 0).map((n) => h("text", { key: "tick" + n, class: "tick", x: across(n), y: low + 18, "text-anchor": "middle" }, n)),
    h("text", { key: "axis", class: "tick", x: right, y: low + 38, "text-anchor": "end" }, board.say("axis")),
    h("path", { key: "now", class: "now", d: `M${across(between)} ${top - 20}V${low}` }),
    MACHINES.map((name, m) => h("g", { key: name, class: "machine", "data-machine": name },
      h("path", { class: "curve " + WORDS[name], d: "M" + data.groups.map((_, i) => `${place(i)} ${up(share(i, m))}`).join("L") }),
      data.groups.map((group, i) => h("g", { "data-edge": group[0], "data-right": group[2 + m], class: i === here ? "here" : null }, point(name, place(i), up(share(i, m))))))));
}

function told(board, { between }) {                    // of the group of sentences that are as long as this one
  const { data } = board;
  const group = data.groups.find(([edge]) => between <= edge) || data.groups[data.groups.length - 1];
  const i = data.groups.indexOf(group);
  const gaps = { low: i ? data.groups[i - 1][0] + 1 : 2, edge: group[0], all: group[1], good: group[2], poor: group[3], counting: group[4], longest: data.longest };
  return board.say(between > data.groups[data.groups.length - 1][0] ? "told_past" : between > data.longest ? "told_beyond" : "told_inside", gaps);
}
