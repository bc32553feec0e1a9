// Chips that are put into another order: dragged by mouse or finger, moved by the arrow keys, or tapped and then placed.
const FAR_ENOUGH = 6;                                  // px; a shorter way is a tap

// sortable(board, name, order, { label, word(id) -> text, put(order), look(id) -> attributes, under(id, place) -> trees, note })
function sortable(board, name, order, { label, word, put, look = () => ({}), under = () => null, note = "" }) {
  const held = sorting(board, name);
  const shown = orderNow(board, name, order);
  const dom = held.drag ? held.drag.from : order;      // while a chip is dragged nothing leaves its place in the page; only `order` of the style changes
  const actions = { order, put, word, name };
  return h("div", { class: "sortable" + (held.drag ? " dragging" : ""), key: "sortable-" + name, "data-sortable": name, "data-order": shown.join(".") },
    h("ol", { class: "sort-row", "aria-label": label }, dom.map((id) => {
      const place = shown.indexOf(id);
      const { class: own = "", ...attributes } = look(id);
      const state = (held.lifted === id ? " lifted" : "") + (held.drag && held.drag.id === id ? " gone" : "");
      return h("li", { key: "sort" + id, class: "sort-place", "data-place": place, "data-glide": `${name}-${id}`, style: held.drag ? `order:${place}` : null },
        h("button", { type: "button", class: `chip sort-chip ${own}${state}`, "data-sort": id, "aria-pressed": String(held.lifted === id), "aria-describedby": `${name}-hint`, ...attributes,
          onpointerdown: (event) => grab(board, actions, id, event), onclick: () => tapChip(board, actions, id), onkeydown: (event) => nudge(board, actions, id, event) }, word(id)),
        under(id, place));
    })),
    held.drag ? h("span", { key: "ghost", class: "chip sort-ghost", "aria-hidden": "true", style: `left:${held.drag.x}px;top:${held.drag.y}px` }, word(held.drag.id)) : null,
    h("p", { key: "hint", class: "sort-hint", id: `${name}-hint` }, board.say("sort_hint") + note),
    h("p", { key: "said", class: "spoken", role: "status" }, held.said));
}

function sorting(board, name) {
  const all = board.own.sorting || (board.own.sorting = {});
  return all[name] || (all[name] = { lifted: null, drag: null, said: "", dragged: false });
}

function orderNow(board, name, order) {                // the order in sight: the learner's own while a chip is being dragged
  const { drag } = sorting(board, name);
  return drag ? drag.order : order;
}

function moved(order, id, place) {
  const rest = order.filter((other) => other !== id);
  return [...rest.slice(0, place), id, ...rest.slice(place)];
}

function settleChip(board, { order, put, word, name }, id, next) {
  const held = sorting(board, name);
  held.lifted = null;
  held.said = board.say("sort_placed", { word: word(id), place: next.indexOf(id) + 1, places: next.length });
  if (sameChoice(order, next)) drawBoard(board);
  else put(next);
  board.focus(`[data-sortable="${name}"] [data-sort="${id}"]`);
}

function tapChip(board, actions, id) {
  const held = sorting(board, actions.name);
  if (held.dragged) return;                            // the click that ends a drag
  if (held.lifted === null) {
    held.lifted = id;
    held.said = board.say("sort_lifted", { word: actions.word(id) });
    drawBoard(board);
  } else settleChip(board, actions, held.lifted, moved(actions.order, held.lifted, actions.order.indexOf(id)));
}

function nudge(board, actions, id, event) {
  const here = actions.order.indexOf(id);
  const last = actions.order.length - 1;
  const held = sorting(board, actions.name);
  if (event.key === "Escape" && held.lifted !== null) {
    held.lifted = null;
    held.said = "";
    drawBoard(board);
    return;
  }
  const place = { ArrowLeft: here - 1, ArrowUp: here - 1, ArrowRight: here + 1, ArrowDown: here + 1, Home: 0, End: last }[event.key];
  if (place === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  settleChip(board, actions, id, moved(actions.order, id, clamp(place, 0, last)));
}

function grab(board, actions, id, event) {             // the places are measured once, so that chips of different widths do not chase each other
  if (event.button !== 0 || !event.isPrimary) return;
  const held = sorting(board, actions.name);
  const chip = event.currentTarget.getBoundingClientRect();
  const row = event.currentTarget.closest(".sortable");
  const corner = row.getBoundingClientRect();
  const places = actions.order.map((other) => {
    const box = row.querySelector(`[data-sort="${other}"]`).getBoundingClientRect();
    return [box.left + box.width / 2 - corner.left, box.top + box.height / 2 - corner.top];
  });
  const start = { x: event.clientX, y: event.clientY, pointer: event.pointerId };
  const move = (now) => {
    if (now.pointerId !== start.pointer) return;
    if (!held.drag && Math.hypot(now.clientX - start.x, now.clientY - start.y) < FAR_ENOUGH) return;
    const frame = row.getBoundingClientRect();         // the page may have been scrolled meanwhile
    const middle = [now.clientX - frame.left + chip.left + chip.width / 2 - start.x, now.clientY - frame.top + chip.top + chip.height / 2 - start.y];
    const near = places.map(([x, y]) => Math.hypot(x - middle[0], (y - middle[1]) * 2));     // a line is nearer than the next one
    held.lifted = null;
    held.drag = { id, from: actions.order, x: middle[0], y: middle[1], order: moved(actions.order, id, near.indexOf(Math.min(...near))) };
    drawBoard(board);
  };
  const stop = (keep) => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", cancel);
    window.removeEventListener("keydown", escape, true);
    const { drag } = held;
    if (!drag) return;
    held.drag = null;
    held.dragged = true;
    setTimeout(() => { held.dragged = false; }, 0);
    settleChip(board, actions, id, keep ? drag.order : actions.order);
  };
  const up = (now) => { if (now.pointerId === start.pointer) stop(true); };
  const cancel = (now) => { if (now.pointerId === start.pointer) stop(false); };
  const escape = (now) => { if (now.key === "Escape") stop(false); };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", cancel);
  window.addEventListener("keydown", escape, true);
}

// What was drawn elsewhere before glides to its new place: everything marked data-glide="its name". Call it from `painted`.
function glide(board) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const frame = board.root.getBoundingClientRect();
  const before = board.own.places || new Map();
  const now = new Map();
  for (const node of board.root.querySelectorAll("[data-glide]")) {
    const box = node.getBoundingClientRect();
    const here = [box.left - frame.left, box.top - frame.top];
    const was = before.get(node.dataset.glide);
    now.set(node.dataset.glide, [here[0], here[1]]);
    if (still || !was || (Math.abs(was[0] - here[0]) < 1 && Math.abs(was[1] - here[1]) < 1)) continue;
    node.animate([{ transform: `translate(${was[0] - here[0]}px, ${was[1] - here[1]}px)` }, { transform: "none" }], { duration: 320, easing: "cubic-bezier(.2,.7,.2,1)" });
  }
  board.own.places = now;
}
