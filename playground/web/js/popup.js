// @ts-check
/** Things that float beside another: menus, pickers. One at a time; Escape closes and returns the focus. */
import { h, icon } from "./dom.js";

/** @type {(() => void) | null} */
let closeCurrent = null;

/** Close what floats, if anything. */
export function closePopup() { closeCurrent?.(); }

/** Beside the anchor, inside the window. @param {HTMLElement} box @param {Element} anchor */
export function place(box, anchor) {
  const a = anchor.getBoundingClientRect();
  const { offsetWidth: w, offsetHeight: height } = box;
  const below = window.innerHeight - a.bottom;
  const top = below >= height + 8 || below >= a.top ? a.bottom + 4 : a.top - height - 4;
  const left = Math.max(8, Math.min(a.left, window.innerWidth - w - 8));
  box.style.left = `${left}px`;
  box.style.top = `${Math.max(8, Math.min(top, window.innerHeight - height - 8))}px`;
}

/**
 * Show a box beside an anchor until Escape, a click elsewhere, or the returned function.
 * @param {Element} anchor @param {HTMLElement} box @param {{onClose?: () => void}} [options]
 * @returns {(giveBack?: boolean) => void}
 */
export function popup(anchor, box, options = {}) {
  closeCurrent?.();
  const host = anchor.closest("dialog") || document.body;
  box.classList.add("popup");
  host.appendChild(box);
  place(box, anchor);
  anchor.setAttribute("aria-expanded", "true");
  const onDown = (/** @type {Event} */ e) => {
    if (!box.contains(/** @type {Node} */ (e.target)) && !anchor.contains(/** @type {Node} */ (e.target))) close(false);
  };
  const onKey = (/** @type {KeyboardEvent} */ e) => {
    if (e.key !== "Escape") return;
    e.stopPropagation(); e.preventDefault(); close(true);
  };
  const onResize = () => place(box, anchor);
  function close(giveBack = true) {
    if (closeCurrent !== close) return;
    closeCurrent = null;
    document.removeEventListener("pointerdown", onDown, true);
    document.removeEventListener("keydown", onKey, true);
    window.removeEventListener("resize", onResize);
    anchor.setAttribute("aria-expanded", "false");
    const inside = box.contains(document.activeElement);
    box.remove();
    if (giveBack || inside) /** @type {HTMLElement} */ (anchor).focus?.({ preventScroll: true });
    options.onClose?.();
  }
  closeCurrent = close;
  document.addEventListener("pointerdown", onDown, true);
  document.addEventListener("keydown", onKey, true);
  window.addEventListener("resize", onResize);
  return close;
}

/**
 * @typedef {object} MenuItem
 * @property {string} [label]
 * @property {string} [hint] a second line
 * @property {Node} [lead] a picture before the label
 * @property {boolean} [danger]
 * @property {boolean} [checked]
 * @property {boolean} [disabled]
 * @property {string} [heading] a title instead of an item
 * @property {boolean} [separator]
 * @property {() => void} [run]
 */

/** @param {MenuItem} item @param {() => void} close */
function menuRow(item, close) {
  if (item.separator) return h("div", { class: "menu-rule", role: "separator" });
  if (item.heading) return h("div", { class: "menu-heading", role: "presentation" }, item.heading);
  const checkable = item.checked !== undefined;
  return h("button", {
    type: "button", class: `menu-item${item.danger ? " danger" : ""}`, tabindex: "-1",
    role: checkable ? "menuitemradio" : "menuitem", "aria-checked": checkable ? String(item.checked) : null,
    disabled: item.disabled, on: { click: () => { close(); item.run?.(); } },
  }, item.lead, h("span", { class: "menu-text" }, h("span", null, item.label), item.hint && h("small", null, item.hint)), item.checked ? icon("check") : null);
}

/** Arrow keys, Home, End and first letters among the focusable children. @param {HTMLElement} box @param {string} selector */
export function roving(box, selector) {
  box.addEventListener("keydown", (e) => {
    const rows = /** @type {HTMLElement[]} */ ([...box.querySelectorAll(selector)]).filter((r) => !r.hasAttribute("disabled"));
    const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    /** @type {number | undefined} */
    let to = moves[/** @type {keyof typeof moves} */ (e.key)];
    if (to === undefined && e.key.length === 1 && /\S/.test(e.key) && !e.ctrlKey && !e.metaKey) {
      const order = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
      const hit = order.find((r) => (r.textContent || "").trim().toLowerCase().startsWith(e.key.toLowerCase()));
      to = hit ? rows.indexOf(hit) : undefined;
    }
    if (to === undefined || !rows.length) return;
    e.preventDefault();
    rows[(to + rows.length) % rows.length].focus();
  });
}

/** A menu beside its button. @param {HTMLElement} anchor @param {MenuItem[]} items @param {string} label */
export function menu(anchor, items, label) {
  if (anchor.getAttribute("aria-expanded") === "true") { closePopup(); return; }
  const box = h("div", { class: "menu", role: "menu", "aria-label": label });
  /** @type {(giveBack?: boolean) => void} */
  let close = () => {};
  for (const item of items) box.appendChild(menuRow(item, () => close(true)));
  roving(box, ".menu-item");
  box.addEventListener("keydown", (e) => { if (e.key === "Tab") close(true); });
  close = popup(anchor, box);
  const first = box.querySelector('[aria-checked="true"]') || box.querySelector(".menu-item:not([disabled])");
  /** @type {HTMLElement | null} */ (first)?.focus();
}
