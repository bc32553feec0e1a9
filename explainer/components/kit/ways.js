// A way to another page of the course: a true link. It is followed as the browser's Back button is, without loading the page anew, so that nothing is lost.
function way(board, name, attributes, ...inside) {
  const href = board.data.ways[name];
  const follow = (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;       // another window was asked for
    event.preventDefault();
    window.history.pushState(null, "", href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
  };
  return h("a", { ...attributes, href, "data-way": name, onclick: follow }, inside);
}
