// Draws nothing: what it is given, it tells the boards on the page.
export default function ({ data }) {
  if (data) window.dispatchEvent(new CustomEvent("news", { detail: JSON.parse(new TextDecoder().decode(data)) }));
}
