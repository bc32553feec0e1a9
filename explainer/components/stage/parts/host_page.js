// A plain HTML file as a host: the reading lies in the page, nothing is read again.
{
  const root = document.querySelector(".stage");
  const reading = JSON.parse(document.querySelector("#reading").textContent);
  reading.start = { ...reading.start, ...(window.location.search ? readLink(window.location.search, reading) : {}) };
  const stage = openStage(root, reading, { live: false, link: true, send: () => {} });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => updateStage(stage, null));
}
