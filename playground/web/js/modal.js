// @ts-check
/** The app's modals: the top of the stack is shown; updates keep what was typed and where the caret is. */
import { fill, h, icon, iconButton, keepFocus, toast } from "./dom.js";
import { blocks } from "./blocks.js";
import { avatar } from "./avatar.js";
import { plainText } from "./mrkdwn.js";

/** @typedef {import("./shell.js").Shell} Shell */

export class Modals {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    /** @type {HTMLElement | null} */
    this.back = null;
    /** @type {Record<string, string>} */
    this.errors = {};
    this.busy = false;
    /** @type {string | null} */
    this.shown = null;
    this.node = /** @type {HTMLDialogElement} */ (h("dialog", { class: "sheet modal", id: "modal", "aria-labelledby": "modal-title", dataset: { tour: "modal" } }));
    this.node.addEventListener("cancel", (e) => { e.preventDefault(); if (!document.querySelector(".popup")) void this.leave(false); });
    shell.store.on("modals", () => this.sync());
    document.body.appendChild(this.node);
    this.sync();
  }

  get top() { return this.shell.store.modals.at(-1) || null; }

  sync() {
    const view = this.top;
    if (!view) { this.hide(); return; }
    if (view.id !== this.shown) this.errors = {};
    const fresh = view.id !== this.shown;
    this.shown = view.id;
    if (!this.node.open) {
      this.back = /** @type {HTMLElement | null} */ (document.activeElement);
      this.draw(view);
      this.node.showModal();
    } else keepFocus(this.node, () => this.draw(view));
    if (fresh) this.focusFirst();
  }

  hide() {
    if (!this.node.open) return;
    this.node.close();
    this.shown = null;
    fill(this.node);
    for (const key of [...this.shell.valuesByKey.keys()]) if (key.startsWith("modal-")) this.shell.valuesByKey.delete(key);
    if (this.back?.isConnected) this.back.focus({ preventScroll: true });
    else document.getElementById("main")?.focus({ preventScroll: true });
  }

  focusFirst() {
    const first = /** @type {HTMLElement | null} */ (this.node.querySelector("[autofocus], .sheet-body .field, .sheet-body .combo-input, .sheet-body input"));
    (first || /** @type {HTMLElement | null} */ (this.node.querySelector(".sheet-foot .btn, .icon-button")))?.focus({ preventScroll: true });
  }

  /** @param {any} view */
  draw(view) {
    const surface = this.shell.surface("modal", `modal-${view.id}`, { type: "view", view_id: view.id }, { errors: this.errors, submit: () => void this.submit() });
    surface.values.prune(view.blocks || []);
    const scroll = this.node.querySelector(".sheet-body")?.scrollTop || 0;
    const depth = this.shell.store.modals.length;
    const empty = !(view.blocks || []).length;
    fill(this.node,
      h("header", { class: "sheet-head" },
        depth > 1 ? iconButton("back", "Back to the form before", () => void this.leave(false), { dataset: { fk: "modal-back" } }) : avatar(this.shell.person(this.shell.store.app.bot_user_id) || { name: this.shell.store.app.name, is_bot: true }, "s"),
        h("h2", { id: "modal-title" }, ...plainText(view.title?.text || "")),
        iconButton("close", "Close", () => void this.leave(true), { dataset: { fk: "modal-x" } })),
      h("form", { class: "sheet-body", id: "modal-form", novalidate: true, tabindex: "-1", on: { submit: (/** @type {Event} */ e) => { e.preventDefault(); void this.submit(); } } },
        empty ? h("div", { class: "loading", role: "status" }, h("span", { class: "spinner" }), "Loading…") : h("div", { class: "blocks" }, blocks(view.blocks, surface))),
      h("footer", { class: "sheet-foot" }, h("p", { class: "modal-error error", role: "alert", id: "modal-error" }),
        h("button", { type: "button", class: "btn plain", dataset: { fk: "modal-close", modal: "close" }, on: { click: () => void this.leave(false) } }, view.close?.text || "Cancel"),
        view.submit && h("button", { type: "button", class: "btn primary", dataset: { fk: "modal-submit", modal: "submit" }, on: { click: () => void this.submit() } }, view.submit.text)));
    /** @type {HTMLElement} */ (this.node.querySelector(".sheet-body")).scrollTop = scroll;
    if (this.busy) this.setBusy(true);
  }

  /** @param {boolean} busy */
  setBusy(busy) {
    this.busy = busy;
    const button = this.node.querySelector('[data-modal="submit"]');
    if (busy) button?.setAttribute("aria-busy", "true"); else button?.removeAttribute("aria-busy");
  }

  async submit() {
    const view = this.top;
    if (!view?.submit || this.busy) return;
    this.setBusy(true);
    try {
      const answer = await this.shell.api.post(`/views/${view.id}/submit`, { state: this.shell.values(`modal-${view.id}`).map });
      this.setBusy(false);
      this.errors = answer.errors || {};
      this.shell.store.modals = answer.modals || [];
      this.shell.store.emit("modals");
      if (answer.response_action === "errors") this.showErrors(view);
    } catch (error) {
      this.setBusy(false);
      const box = this.node.querySelector("#modal-error");
      if (box) fill(box, icon("flag"), /** @type {Error} */ (error).message);
    }
  }

  /** @param {any} view */
  showErrors(view) {
    keepFocus(this.node, () => this.draw(view));
    const field = /** @type {HTMLElement | null} */ (this.node.querySelector(".invalid .field, .invalid .combo-input, .invalid input"));
    field?.focus();
    field?.scrollIntoView({ block: "center" });
    const known = new Set((view.blocks || []).map((/** @type {any} */ b) => b.block_id));
    const lost = Object.entries(this.errors).filter(([id]) => !known.has(id));
    for (const [, text] of lost) toast(text, "error");
  }

  /** @param {boolean} all the X closes the whole stack */
  async leave(all) {
    const view = this.top;
    if (!view) { this.hide(); return; }
    const answer = await this.shell.attempt(() => this.shell.api.post(`/views/${view.id}/close`, all ? { clear: true } : {}));
    this.shell.store.modals = answer ? answer.modals || [] : [];
    this.shell.store.emit("modals");
  }
}
