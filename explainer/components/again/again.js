// Draws nothing. Streamlit writes on its own root whether the page is connected; "unanswered" comes from a component that waited in vain.
export default function ({ setTriggerValue }) {
  const root = document.querySelector("[data-test-connection-state]");
  const state = () => root && root.getAttribute("data-test-connection-state");
  const ask = () => { setTriggerValue("asked", true); window.dispatchEvent(new Event("asked")); };
  let before = state();
  const watch = new MutationObserver(() => {
    const now = state();
    if (now === "CONNECTED" && before !== now) ask();
    before = now;
  });
  if (root) watch.observe(root, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  window.addEventListener("unanswered", ask);
  return () => { watch.disconnect(); window.removeEventListener("unanswered", ask); };
}
