// @ts-check
/** The traffic inspector: everything between the app and the workspace. */
import { copyText, fill, h, icon, iconButton } from "./dom.js";

/** @typedef {import("./shell.js").Shell} Shell */

const KINDS = ["api", "event", "interaction", "response_url", "socket", "page"];

export class TrafficPanel {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    this.kind = "";
    this.words = "";
    this.waiting = false;
    /** @type {Set<number>} */
    this.opened = new Set();
    this.list = h("ul", { class: "traffic", "aria-label": "Traffic, newest first" });
    const pick = h("select", { class: "field slim", "aria-label": "Kind of traffic", on: { change: (/** @type {any} */ e) => { this.kind = e.target.value; this.draw(); } } },
      h("option", { value: "" }, "All kinds"), KINDS.map((k) => h("option", { value: k }, k)));
    const find = h("input", { type: "search", class: "field slim", placeholder: "Filter by name", "aria-label": "Filter by name", on: { input: (/** @type {any} */ e) => { this.words = e.target.value.toLowerCase(); this.draw(); } } });
    this.node = h("div", { class: "panel" }, h("p", { class: "lead-text" }, "Every call of the app and every event that it got, newest first."),
      h("div", { class: "row" }, pick, find, iconButton("trash", "Clear the list", () => void this.clear())), this.list);
    shell.store.on("traffic", () => this.soon());
  }

  async open() {
    const answer = await this.shell.attempt(() => this.shell.api.get("/traffic?limit=200"));
    if (!answer) return;
    this.shell.store.traffic = answer.traffic;
    this.draw();
  }

  async clear() {
    await this.shell.attempt(() => this.shell.api.del("/traffic"));
    this.shell.store.traffic = [];
    this.draw();
  }

  /** Draw at most once per frame, and only when it can be seen. */
  soon() {
    if (this.waiting || !this.node.isConnected) return;
    this.waiting = true;
    requestAnimationFrame(() => { this.waiting = false; this.draw(); });
  }

  draw() {
    const rows = this.shell.store.traffic.filter((t) => (!this.kind || t.kind === this.kind) && t.name.toLowerCase().includes(this.words));
    const shown = rows.slice(-150).reverse();
    const focus = /** @type {HTMLElement | null} */ (document.activeElement);
    const at = focus?.closest?.(".traffic") ? focus.dataset.fk : null;
    fill(this.list, shown.length ? shown.map((t) => this.row(t)) : h("li", { class: "hint" }, "Nothing yet."));
    if (at) /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-fk="${at}"]`))?.focus({ preventScroll: true });
  }

  /** @param {any} t */
  row(t) {
    const open = this.opened.has(t.id);
    const time = new Date(t.at * 1000).toLocaleTimeString(undefined, { hour12: false });
    const toggle = () => { if (open) this.opened.delete(t.id); else this.opened.add(t.id); this.draw(); };
    return h("li", { class: `entry is-${t.status}` },
      h("button", { type: "button", class: "entry-head", "aria-expanded": String(open), dataset: { fk: `traffic/${t.id}` }, on: { click: toggle } },
        h("span", { class: "way", title: t.direction === "in" ? "the app called" : "sent to the app" }, t.direction === "in" ? "app →" : "→ app"),
        h("span", { class: "entry-name" }, t.name, t.attempt > 1 ? ` (try ${t.attempt})` : ""),
        h("span", { class: "entry-end" }, t.error || (t.status === "ok" ? "" : t.status), h("small", null, t.ms === null || t.ms === undefined ? time : `${time} · ${Math.round(t.ms)} ms`)), icon(open ? "down" : "right")),
      open ? h("div", { class: "entry-body" }, this.json("Request", t.request), this.json("Response", t.response)) : null);
  }

  /** @param {string} title @param {any} data */
  json(title, data) {
    if (data === null || data === undefined) return null;
    const text = typeof data === "string" ? data : JSON.stringify(data, null, 2);
    return h("div", null, h("div", { class: "row" }, h("strong", null, title), h("button", { type: "button", class: "linkish", on: { click: () => void copyText(text) } }, "Copy")), h("pre", { tabindex: "0" }, h("code", null, text)));
  }
}
