// @ts-check
/** Block Kit's interactive elements. */
import { h, icon } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { menu } from "./popup.js";
import { confirmDialog } from "./dialogs.js";
import { selectElement, isSelect } from "./selects.js";
import { inputElement, isInput } from "./inputs.js";

/** @typedef {import("./surface.js").Surface} Surface */

/** Focus key of an element. @param {Surface} s @param {string} blockId @param {any} e */
export function focusKey(s, blockId, e) { return `${s.key}/${blockId}/${e.action_id}`; }

/** Ask first when the element wants it. @param {any} e @param {Surface} s */
export async function confirmed(e, s) { return e.confirm ? confirmDialog(e.confirm, s.names) : true; }

/** @param {any} e @param {string} blockId @param {Surface} s */
function button(e, blockId, s) {
  const node = h(e.url ? "a" : "button", {
    type: e.url ? null : "button", href: e.url || null, target: e.url ? "_blank" : null, rel: e.url ? "noopener noreferrer" : null,
    class: `btn ${e.style || "plain"}`, "aria-label": e.accessibility_label || null,
    dataset: { fk: focusKey(s, blockId, e), action: e.action_id || "" },
    on: { click: (/** @type {Event} */ event) => void press(event) },
  }, ...textObject(e.text, s.names));
  /** @param {Event} event */
  async function press(event) {
    if (e.url && s.names.openLink(e.url)) event.preventDefault();
    if (node.getAttribute("aria-busy") === "true" || !(await confirmed(e, s))) return;
    node.setAttribute("aria-busy", "true");
    try { await s.act(blockId, e); } finally { node.removeAttribute("aria-busy"); }
  }
  return node;
}

/** @param {any} e @param {string} blockId @param {Surface} s */
function overflow(e, blockId, s) {
  /** @param {Event} event */
  const open = (event) => menu(/** @type {HTMLElement} */ (event.currentTarget), (e.options || []).map((/** @type {any} */ o) => ({
    label: o.text?.text || "", hint: o.description?.text,
    run: async () => {
      if (o.url && !s.names.openLink(o.url)) window.open(o.url, "_blank", "noopener");
      if (await confirmed(e, s)) await s.act(blockId, e, o.value);
    },
  })), "More choices");
  return h("button", {
    type: "button", class: "btn plain square", "aria-label": "More choices", "aria-haspopup": "menu", "aria-expanded": "false",
    dataset: { fk: focusKey(s, blockId, e), action: e.action_id || "" }, on: { click: open },
  }, icon("more"));
}

/** Options drawn as check boxes or radio buttons. @param {any} e @param {string} blockId @param {Surface} s @param {boolean} many */
function choices(e, blockId, s, many) {
  const initial = many ? (e.initial_options || []).map((/** @type {any} */ o) => o.value) : e.initial_option?.value ?? null;
  const now = s.values.get(blockId, e.action_id, initial);
  const name = focusKey(s, blockId, e);
  const box = h("div", { class: "choices", role: many ? "group" : "radiogroup", "aria-label": "Choices" });
  const change = async () => {
    const marked = /** @type {HTMLInputElement[]} */ ([...box.querySelectorAll("input:checked")]).map((i) => i.value);
    const value = many ? marked : marked[0] ?? null;
    if (!(await confirmed(e, s))) return;
    s.values.set(blockId, e.action_id, value);
    await s.act(blockId, e, value);
  };
  (e.options || []).forEach((/** @type {any} */ o, /** @type {number} */ i) => {
    const on = many ? now.includes(o.value) : now === o.value;
    box.appendChild(h("label", { class: "choice" },
      h("input", { type: many ? "checkbox" : "radio", name, value: o.value, checked: on, dataset: { fk: `${name}/${i}` }, on: { change: () => void change() } }),
      h("span", null, ...textObject(o.text, s.names), o.description && h("small", null, ...textObject(o.description, s.names)))));
  });
  return box;
}

/**
 * Any element of a section, an actions block or an input block.
 * @param {any} e @param {string} blockId @param {Surface} s
 * @param {{id?: string, label?: string, input?: boolean, dispatch?: boolean, describedby?: string}} [options]
 * @returns {HTMLElement}
 */
export function element(e, blockId, s, options = {}) {
  if (e.type === "button" || e.type === "workflow_button") return button(e, blockId, s);
  if (e.type === "overflow") return overflow(e, blockId, s);
  const quiet = options.input && !options.dispatch;
  const local = quiet ? { ...s, act: async () => {} } : s;
  if (e.type === "checkboxes") return choices(e, blockId, local, true);
  if (e.type === "radio_buttons") return choices(e, blockId, local, false);
  if (isSelect(e.type)) return selectElement(e, blockId, local, options);
  if (isInput(e.type)) return inputElement(e, blockId, local, options);
  if (e.type === "image") return h("img", { class: "thumb", src: e.image_url, alt: e.alt_text || "" });
  return h("span", { class: "unknown" }, `(${e.type})`);
}
