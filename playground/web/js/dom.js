// @ts-check
/** Building nodes without ever parsing text as HTML. */

const SVG_NS = "http://www.w3.org/2000/svg";

/** @typedef {Node | string | number | null | undefined | false | any[]} Child */

/**
 * Build an element. Properties: `class`, `dataset` (object), `on` (object of listeners),
 * any attribute (false, null and undefined are left out, true becomes an empty attribute).
 * @param {string} tag
 * @param {Record<string, any> | null} [props]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "on") listen(node, value);
    else if (name === "value" && "value" in node) node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

/** @param {HTMLElement} node @param {Record<string, EventListener>} listeners */
function listen(node, listeners) {
  for (const [type, fn] of Object.entries(listeners)) node.addEventListener(type, fn);
}

/** @param {Node} node @param {Child[]} children */
export function append(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(node, child);
    else node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Replace all children. @param {Element} node @param {...Child} children */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
}

/** Strokes of the page's own icons, drawn on a 20 by 20 grid. */
const ICONS = {
  hash: "M7 3 5.5 17M14.5 3 13 17M3.5 7h14M2.5 13h14",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  archive: "M3 4h14v4H3zM4.5 8v8h11V8M8 11h4",
  smile: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM7 8v.6M13 8v.6M6.8 12c1.6 2.3 4.8 2.3 6.4 0",
  thread: "M3 4h14v9.5H9L5.5 17v-3.5H3zM6.5 7.5h7M6.5 10.2h4.5",
  more: "M10 4.5h.01M10 10h.01M10 15.5h.01",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.5 13.5 17.5 17.5",
  bulb: "M7.5 14.5h5M8 17.3h4M7.5 14.5c0-2-2.5-3-2.5-6.3a5 5 0 0 1 10 0c0 3.3-2.5 4.3-2.5 6.3",
  thumb: "M3 9h3.5v8H3zM6.5 9.5 9.5 3c2.2 0 2.2 1.8 1.5 5h5.5l-1.2 9H6.5",
  hands: "M9.5 3 5.5 9.5v4.5l3 3.5 1-3.5zM10.5 3l4 6.5v4.5l-3 3.5-1-3.5z",
  heart: "M10 16.5C4 12 2.5 9.5 3 7c.7-3 5-3.8 7-.5 2-3.3 6.3-2.5 7 .5.5 2.5-1 5-7 9.5z",
  send: "M3 10 17 3.5 12 17l-2.4-5.2zM9.6 11.8 17 3.5",
  clip: "m15.5 9-6 6.2a3.6 3.6 0 0 1-5.1-5.1l6.6-6.7a2.4 2.4 0 0 1 3.4 3.4l-6.3 6.4a1.1 1.1 0 0 1-1.6-1.6l5.4-5.5",
  bolt: "M11 2.5 4.5 11.5H10l-1 6 6.5-9H10z",
  close: "m5 5 10 10M15 5 5 15",
  back: "M12.5 4 6.5 10l6 6",
  down: "m5 7.5 5 5 5-5",
  right: "m7.5 5 5 5-5 5",
  plus: "M10 4v12M4 10h12",
  sun: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M4.2 15.8l1.4-1.4M14.4 5.6l1.4-1.4",
  moon: "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z",
  tools: "M3 5h8M15 5h2M3 10h2M9 10h8M3 15h6M13 15h4M13 3v4M7 8v4M11 13v4",
  clock: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.5V10l3 2",
  play: "M6 3.5v13l10.5-6.5z",
  pause: "M6.5 4v12M13.5 4v12",
  step: "M4.5 4v12l8-6zM15.5 4v12",
  restart: "M4 4v4h4M4.5 8A6.5 6.5 0 1 1 4 12.5",
  eye: "M1.8 10S5 4.5 10 4.5 18.2 10 18.2 10 15 15.5 10 15.5 1.8 10 1.8 10zM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  file: "M5 2.5h6.5L15.5 6.5v11H5zM11.5 2.5v4h4",
  flag: "M5 18V3M5 3.5h10l-2 3.5 2 3.5H5",
  edit: "M4 16l.8-3.6L13 4.2l2.8 2.8-8.2 8.2zM11.5 5.7l2.8 2.8",
  trash: "M3.5 5.5h13M8 5.5V3.5h4v2M5.5 5.5l.8 11.5h7.4l.8-11.5M8.5 9v5M11.5 9v5",
  link: "M8.5 11.5a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1.2 1.2M11.5 8.5a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l1.2-1.2",
  people: "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.5c.3-3 2.4-4.7 5.5-4.7s5.2 1.7 5.5 4.7M13 4a2.7 2.7 0 0 1 0 5.2M15 12.3c1.7.7 2.7 2.2 3 4.2",
  check: "m4 10.5 4 4 8-9",
  warning: "M10 3 2 17h16zM10 8v4.5M10 14.6v.1",
  home: "M3 9.5 10 3.5l7 6V17h-5v-4.5H8V17H3z",
  bug: "M10 17c3 0 4.5-2.2 4.5-5V9h-9v3c0 2.8 1.5 5 4.5 5zM7 9a3 3 0 0 1 6 0M2.5 12h3M14.5 12h3M3.5 6.5l2.5 2.5M16.5 6.5 14 9M3.5 17.5 6 15M16.5 17.5 14 15",
  pulse: "M2 10.5h3.5L8 4.5l4 11.5 2.5-5.5H18",
};

/**
 * One of the page's own line icons; hidden from assistive technology.
 * @param {keyof typeof ICONS} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG_NS, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG_NS, "path");
  path.setAttribute("d", ICONS[name] || ICONS.more);
  svg.appendChild(path);
  return svg;
}

/**
 * A button with an icon and an accessible name.
 * @param {keyof typeof ICONS} name @param {string} label @param {EventListener} onClick
 * @param {Record<string, any>} [props]
 */
export function iconButton(name, label, onClick, props) {
  return h("button", {
    type: "button", class: "icon-button", "aria-label": label, title: label,
    on: { click: onClick }, ...props,
  }, icon(name));
}

/**
 * Run a change of the page below `root` and give the focus (and the caret) back to the
 * element with the same `data-fk` afterwards.
 * @param {Element} root @param {() => void} change
 */
export function keepFocus(root, change) {
  const active = /** @type {any} */ (document.activeElement);
  const key = active && root.contains(active) ? active.dataset?.fk : null;
  const caret = key && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  change();
  if (!key || (document.activeElement === active && active.isConnected)) return;
  const heir = /** @type {any} */ (root.querySelector(`[data-fk="${CSS.escape(key)}"]`));
  if (!heir) return;
  heir.focus({ preventScroll: true });
  if (caret && caret[0] !== null && heir.setSelectionRange) {
    try { heir.setSelectionRange(caret[0], caret[1]); } catch { /* number inputs have no caret */ }
  }
}

/** Say something to screen readers. @param {string} text */
export function announce(text) {
  const region = document.getElementById("live");
  if (!region) return;
  const line = h("p", null, text);
  region.appendChild(line);
  while (region.childElementCount > 8) region.firstElementChild?.remove();
}

/** Put data or text on the clipboard, quietly. @param {string} text */
export async function copyText(text) {
  try { await navigator.clipboard.writeText(text); toast("Copied"); }
  catch { toast(text); }
}

/** A short note at the bottom of the page. @param {string} text @param {"info"|"error"} [kind] */
export function toast(text, kind = "info") {
  const box = document.getElementById("toasts");
  if (!box) return;
  const note = h("div", { class: `toast ${kind}`, role: kind === "error" ? "alert" : "status" }, text);
  box.appendChild(note);
  setTimeout(() => note.remove(), kind === "error" ? 8000 : 3500);
}
