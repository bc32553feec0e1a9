// A way to another page of the course: a true link, but Python follows it, so that nothing that was chosen is lost.
function way(board, name, attributes, ...inside) {
  const follow = (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;       // another window was asked for
    event.preventDefault();
    board.choose({ go: name });
  };
  return h("a", { ...attributes, href: board.data.ways[name], "data-way": name, onclick: follow }, inside);
}
