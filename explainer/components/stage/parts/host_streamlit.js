// Streamlit as a host: called again at every change of data or theme, so everything is wired once and then updated.
const OPEN = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const reading = JSON.parse(new TextDecoder().decode(data));
  document.documentElement.lang = reading.lang === "zh" ? "zh-CN" : reading.lang;      // for voices and fonts of the prose around it
  let held = OPEN.get(parentElement);
  if (!held) {
    held = { send: setTriggerValue };             // a report counts once: Python keeps what it says, and no session holds it a second time
    const hooks = { live: true, link: true, send: (choices) => held.send("choices", choices) };
    held.stage = openStage(parentElement.querySelector(".stage"), reading, hooks);
    held.bytes = data;
    held.stage.timers.link = setTimeout(() => writeLink(held.stage), LATE);      // a fresh page, too, can be copied from the address bar
    OPEN.set(parentElement, held);
  } else {
    held.send = setTriggerValue;
    updateStage(held.stage, sameBytes(held.bytes, data) ? null : reading);
    held.bytes = data;
  }
  return () => { held.stage.close(); OPEN.delete(parentElement); };
}

function sameBytes(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
