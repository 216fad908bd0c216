// @ts-check
/** Small dialogs on the native <dialog>: it traps the focus and closes on Escape; the focus is given back here. */
import { append, h, iconButton } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/**
 * Open a dialog.
 * @param {{title: string, body: any[], actions?: any[], className?: string, onClose?: () => void}} options
 * @returns {{node: HTMLDialogElement, close: () => void}}
 */
export function openDialog(options) {
  const back = /** @type {HTMLElement | null} */ (document.activeElement);
  const id = `dialog-${document.querySelectorAll("dialog").length + 1}-title`;
  const node = /** @type {HTMLDialogElement} */ (h("dialog", { class: `sheet ${options.className || ""}`, "aria-labelledby": id }));
  let done = false;
  const close = () => {
    if (done) return;
    done = true;
    node.close();
    node.remove();
    if (back?.isConnected) back.focus({ preventScroll: true });
    options.onClose?.();
  };
  append(node, [
    h("header", { class: "sheet-head" }, h("h2", { id }, options.title), iconButton("close", "Close", close)),
    h("div", { class: "sheet-body" }, options.body),
    options.actions?.length ? h("footer", { class: "sheet-foot" }, options.actions) : null,
  ]);
  node.addEventListener("cancel", (e) => { e.preventDefault(); close(); });
  node.addEventListener("click", (e) => { if (e.target === node) close(); });
  document.body.appendChild(node);
  node.showModal();
  return { node, close };
}

/**
 * Block Kit's confirmation object. Resolves to true when the person agrees.
 * @param {any} confirm @param {import("./mrkdwn.js").Names} names @returns {Promise<boolean>}
 */
export function confirmDialog(confirm, names) {
  return ask({
    title: confirm.title?.text || "Are you sure?", body: textObject(confirm.text, names),
    yes: confirm.confirm?.text || "Yes", no: confirm.deny?.text || "No", danger: confirm.style === "danger",
  });
}

/** @param {{title: string, body: Node[], yes: string, no: string, danger?: boolean}} o @returns {Promise<boolean>} */
export function ask(o) {
  return new Promise((resolve) => {
    let answer = false;
    const yes = h("button", { type: "button", class: `btn ${o.danger ? "danger" : "primary"}`, on: { click: () => { answer = true; dialog.close(); } } }, o.yes);
    const no = h("button", { type: "button", class: "btn plain", on: { click: () => dialog.close() } }, o.no);
    const dialog = openDialog({ title: o.title, body: [h("div", { class: "prose" }, o.body)], actions: [no, yes], className: "small", onClose: () => resolve(answer) });
    yes.focus();
  });
}

/**
 * A form of labelled fields. Resolves to the values, or null.
 * @param {string} title
 * @param {{name: string, label: string, hint?: string, value?: string, type?: "text"|"checkbox"|"select", options?: [string, string][], required?: boolean}[]} fields
 * @param {string} submit
 * @returns {Promise<Record<string, string> | null>}
 */
export function formDialog(title, fields, submit) {
  return new Promise((resolve) => {
    /** @type {Record<string, string> | null} */
    let answer = null;
    const form = /** @type {HTMLFormElement} */ (h("form", { class: "form", id: "form-dialog", on: { submit: (/** @type {Event} */ e) => {
      e.preventDefault();
      answer = Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, String(v)]));
      dialog.close();
    } } }, fields.map(formField)));
    const dialog = openDialog({
      title, body: [form], className: "small", onClose: () => resolve(answer),
      actions: [h("button", { type: "button", class: "btn plain", on: { click: () => dialog.close() } }, "Cancel"),
        h("button", { type: "submit", class: "btn primary", form: "form-dialog" }, submit)],
    });
    /** @type {HTMLElement | null} */ (form.querySelector("input,select"))?.focus();
  });
}

/** @param {any} f */
function formField(f) {
  const id = `form-${f.name}`;
  if (f.type === "checkbox") return h("label", { class: "choice" }, h("input", { type: "checkbox", name: f.name, value: "yes" }), h("span", null, f.label, f.hint && h("small", null, f.hint)));
  const field = f.type === "select"
    ? h("select", { id, name: f.name, class: "field" }, (f.options || []).map((/** @type {[string, string]} */ [v, t]) => h("option", { value: v, selected: v === f.value }, t)))
    : h("input", { id, name: f.name, type: "text", class: "field", required: f.required, autocomplete: "off", value: f.value || "" });
  return h("div", { class: "form-row" }, h("label", { for: id }, f.label), field, f.hint && h("small", { class: "hint" }, f.hint));
}

/** A picture at its full size. @param {string} src @param {string} alt @param {string} title */
export function viewImage(src, alt, title) {
  openDialog({ title, className: "image-view", body: [h("img", { src, alt }), alt && h("p", { class: "hint" }, alt)],
    actions: [h("a", { class: "btn plain", href: src, download: title }, "Download")] });
}
