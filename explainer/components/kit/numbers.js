// Numbers as the course prints them: whole percents, points, and one decimal with a true minus.
function percent(stage, p) {
  if (p > 0 && p < 0.01) return stage.say("percent_under");
  if (p > 0.99) return stage.say("percent_over");
  return stage.say("percent", { n: Math.round(p * 100) });
}

function remainder(stage, shown, p) {                  // so that the printed column adds up to 100
  const near = 100 - shown.reduce((sum, q) => sum + (q < 0.01 ? 0 : Math.round(q * 100)), 0);
  return near < 1 || p < 0.01 ? percent(stage, Math.min(p, 0.009)) : percent(stage, near === 100 ? Math.min(p, 0.995) : near / 100);
}

function signed(value, digits = 1) {
  const size = Math.abs(value).toFixed(digits);
  if (Number(size) === 0) return size;
  return (value < 0 ? "\u2212" : "+") + size;
}

function gateValue(value) {                            // a machine's gate is never quite 1 or 0; a learner's may be
  if (value === 0 || value === 1) return String(value);
  return value > 0.995 ? ">0.99" : value < 0.005 ? "<0.01" : value.toFixed(2);
}

function counted(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

function fill(text, gaps) {                            // a thin space around a gap goes if Han was put in beside Han
  if (!gaps) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in gaps ? String(gaps[name]) : whole)).replace(/([\u3400-\u9fff])\u2009(?=[\u3400-\u9fff])/g, "$1");
}

function sameSet(one, other) {
  return one.length === other.length && one.every((item) => other.includes(item));
}

function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
