// A picture is a tree of plain objects; `paint` makes the page agree with it and touches only what differs.
const SVG = "http://www.w3.org/2000/svg";
const DRAWN = Symbol("the attributes an element was last painted with");
const TREE = Symbol("the tree an element was last painted from");
const KEY = Symbol("the name of an element among its siblings");

function h(tag, attributes, ...children) {
  const shown = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  return { tag, attributes: attributes || {}, children: shown };
}

function unchanged(stage, name, parts, make) {         // the same tree again while nothing it is made of differs; paint passes it by
  const held = stage.trees.get(name);
  if (held && held.parts.every((part, i) => part === parts[i])) return held.tree;
  const tree = make();
  stage.trees.set(name, { parts, tree });
  return tree;
}

function paint(parent, wanted) {                       // most often every child is in its place, and nothing has to be looked for
  let here = parent.firstChild;
  let i = 0;
  for (; i < wanted.length && here && fits(here, wanted[i]); i += 1, here = here.nextSibling) refresh(here, wanted[i]);
  if (i < wanted.length || here) rearrange(parent, wanted.slice(i), here);
}

function fits(node, want) {
  return want.tag ? node.nodeType === 1 && node[KEY] === want.attributes.key && node.localName === want.tag : node.nodeType === 3;
}

function rearrange(parent, wanted, here) {
  const names = new Set(wanted.map((want) => want.attributes && want.attributes.key));
  const named = new Map();
  for (const node of parent.childNodes) if (node[KEY] !== undefined) named.set(node[KEY], node);
  for (const want of wanted) {
    while (here && here[KEY] !== undefined && !names.has(here[KEY])) here = without(parent, here);
    const node = match(want, here, named) || born(want, parent);
    if (node === here) here = here.nextSibling;
    else parent.insertBefore(node, here);
    refresh(node, want);
  }
  while (here) here = without(parent, here);
}

function without(parent, node) {
  const next = node.nextSibling;
  parent.removeChild(node);
  return next;
}

function match(want, here, named) {
  if (!want.tag) return here && here.nodeType === 3 ? here : null;
  const key = want.attributes.key;
  const node = key === undefined ? here : named.get(key);
  return node && node[KEY] === key && node.localName === want.tag ? node : null;
}

function born(want, parent) {
  if (!want.tag) return document.createTextNode("");
  const drawing = want.tag === "svg" || (parent.namespaceURI === SVG && parent.localName !== "foreignObject");
  const node = drawing ? document.createElementNS(SVG, want.tag) : document.createElement(want.tag);
  node[KEY] = want.attributes.key;
  return node;
}

function refresh(node, want) {
  if (!want.tag) {
    if (node.data !== String(want)) node.data = String(want);
    return;
  }
  if (node[TREE] === want) return;                     // the very same tree: nothing below differs
  const was = node[DRAWN] || {};
  for (const name in was) if (!(name in want.attributes)) dress(node, name, null);
  for (const name in want.attributes) if (was[name] !== want.attributes[name]) dress(node, name, want.attributes[name]);
  node[DRAWN] = want.attributes;
  node[TREE] = want;
  if (!want.attributes.kept) paint(node, want.children);      // kept: someone else fills it (the film's canvas)
}

function dress(node, name, value) {
  if (name === "key" || name === "kept") return;
  if (name.startsWith("on")) node[name] = value;
  else if (name === "value") node.value = value;
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : value);
}
