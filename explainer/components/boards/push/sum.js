// The sum of one cell at one step: what is pushed by whom, how it is printed, and how printing rounds it.
const PRINTED = 3;                                     // decimals of a push
const NAMED = 4;                                       // old cells that are named before the rest

function sumOf(data, step, cell) {                     // the numbers of the Trace, and weight × old value for every old cell
  const old = step ? data.hidden[step - 1] : data.hidden[0].map(() => 0);
  const weights = data.W[cell].map(Math.fround);       // stored as float32, written in its shortest digits
  const pushes = weights.map((weight, k) => ({ k, weight, old: old[k], v: weight * old[k] }));
  const [own, input, memory] = [data.own[cell], data.input[step][cell], data.memory[step][cell]];
  return { own, input, memory, total: input + memory + own, fresh: data.hidden[step][cell], old, pushes, bySize: [...pushes].sort((a, b) => Math.abs(b.v) - Math.abs(a.v)) };
}

function partsOf(sum, open) {                          // the bars from top to bottom, each beginning where the last one ended
  const voices = [{ id: "own", v: sum.own }, { id: "input", v: sum.input }];
  const named = open === 0 ? [{ id: "memory", v: sum.memory }] : sum.bySize.slice(0, open === 1 ? NAMED : sum.bySize.length).map(({ k, v }) => ({ id: "k" + (k + 1), k, v }));
  const rest = open === 1 ? [{ id: "rest", v: sum.bySize.slice(NAMED).reduce((all, { v }) => all + v, 0) }] : [];
  let from = 0;
  return [...voices, ...named, ...rest].map((part) => {
    const placed = { ...part, from, to: from + part.v };
    from = placed.to;
    return placed;
  });
}

function scaleOf(parts, sum) {                         // the fence from −1 to +1 is always in sight
  const ends = [-1.12, 1.12, sum.total, ...parts.flatMap(({ from, to }) => [from, to])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return (value) => (100 * (value - low)) / (high - low);
}

function thousandths(value) {                          // as it is printed, as a whole number
  return Math.round(Number(value.toFixed(PRINTED)) * 1000);
}

function rounding(parts, total) {                      // what the printed numbers add up to, and what that is off
  const added = parts.reduce((all, { v }) => all + thousandths(v), 0);
  return { added: added / 1000, off: (thousandths(total) - added) / 1000 };
}

function exact(value) {                                // all digits a number has
  return String(value).replace("-", "\u2212");
}
