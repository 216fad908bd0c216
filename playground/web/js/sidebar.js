// @ts-check
/** The list of places: channels, direct messages, the app. */
import { fill, h, icon, iconButton, keepFocus } from "./dom.js";
import { avatar } from "./avatar.js";
import { createChannel, openDm, startDm } from "./places.js";

/** @typedef {import("./shell.js").Shell} Shell */

/** @param {any} c @param {Shell} shell */
function lead(c, shell) {
  if (c.kind === "im") return avatar(shell.person(c.with), "s");
  if (c.kind === "mpim") return h("span", { class: "lead" }, icon("people"));
  return h("span", { class: "lead" }, icon(c.is_archived ? "archive" : c.is_private ? "lock" : "hash"));
}

/** @param {any} c */
function kindWord(c) {
  if (c.is_app_dm) return "app";
  if (c.is_archived) return "archived channel";
  return { public: "channel", private: "private channel", im: "direct message", mpim: "group message" }[/** @type {"public"} */ (c.kind)] || "";
}

export class Sidebar {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    /** @type {Set<string>} */
    this.folded = new Set(["Archived"]);
    this.body = h("div", { class: "places" });
    this.node = h("nav", { class: "sidebar", "aria-label": "Channels and messages", id: "sidebar", dataset: { tour: "sidebar" } }, this.body);
    this.body.addEventListener("keydown", (e) => this.key(e));
    for (const topic of ["channels", "people", "view", "app", "me"]) shell.store.on(topic, () => this.draw());
    this.draw();
  }

  /** @returns {[string, any[], HTMLElement | null][]} */
  groups() {
    const all = [...this.shell.store.channels.values()];
    const byName = (/** @type {any} */ a, /** @type {any} */ b) => this.shell.channelName(a.id).localeCompare(this.shell.channelName(b.id));
    const named = all.filter((c) => c.kind === "public" || c.kind === "private").sort(byName);
    const dms = all.filter((c) => (c.kind === "im" || c.kind === "mpim") && !c.is_app_dm).sort(byName);
    return [
      ["Channels", named.filter((c) => !c.is_archived && c.is_member), iconButton("plus", "Create a channel", () => void createChannel(this.shell), { class: "icon-button small" })],
      ["Other channels", named.filter((c) => !c.is_archived && !c.is_member), null],
      ["Direct messages", dms, iconButton("plus", "New direct message", () => startDm(this.shell), { class: "icon-button small" })],
      ["Apps", this.apps(all), null],
      ["Archived", named.filter((c) => c.is_archived), null],
    ];
  }

  /** The app is listed before anybody wrote to it, too. @param {any[]} all */
  apps(all) {
    const known = all.filter((c) => c.is_app_dm);
    const { app } = this.shell.store;
    return known.length || !app.installed ? known : [{ id: "", name: "", kind: "im", with: app.bot_user_id, is_app_dm: true }];
  }

  draw() {
    keepFocus(this.node, () => fill(this.body, this.groups().map(([title, list, add]) => this.group(title, list, add))));
    this.roving();
  }

  /** @param {string} title @param {any[]} list @param {HTMLElement | null} add */
  group(title, list, add) {
    if (!list.length && !add) return null;
    const open = !this.folded.has(title);
    const toggle = () => { if (open) this.folded.add(title); else this.folded.delete(title); this.draw(); };
    const shown = open ? list : list.filter((c) => c.unread || c.id === this.shell.view.channel);
    return h("section", { class: "group" },
      h("h2", null, h("button", { type: "button", class: "fold", "aria-expanded": String(open), dataset: { fk: `fold/${title}` }, on: { click: toggle } }, icon(open ? "down" : "right"), title), add),
      h("ul", null, shown.map((c) => h("li", null, this.place(c)))));
  }

  /** @param {any} c */
  place(c) {
    const name = c.id ? this.shell.channelName(c.id) : this.shell.personName(c.with);
    const current = Boolean(c.id) && this.shell.view.channel === c.id;
    const notes = [kindWord(c), c.unread ? `${c.unread} unread` : "", c.mentions ? `${c.mentions} mentions` : ""].filter(Boolean).join(", ");
    return h("button", {
      type: "button", class: `place${c.unread && !current ? " unread" : ""}${c.is_archived ? " archived" : ""}`, "aria-current": current ? "page" : null,
      dataset: { fk: `place/${c.id || "app"}`, channel: c.id, name: c.name || name }, tabindex: "-1",
      on: { click: () => void (c.id ? this.shell.openChannel(c.id) : openDm(this.shell, c.with)) },
    }, lead(c, this.shell), h("span", { class: "place-name" }, name), h("span", { class: "sr" }, `(${notes})`),
      c.is_app_dm ? h("span", { class: "badge", "aria-hidden": "true" }, "app") : null,
      c.mentions && !current ? h("span", { class: "count-badge", "aria-hidden": "true" }, c.mentions) : c.unread && !current ? h("span", { class: "dot", "aria-hidden": "true" }) : null);
  }

  /** @returns {HTMLElement[]} */
  rows() { return /** @type {HTMLElement[]} */ ([...this.body.querySelectorAll(".place, .fold")]); }

  /** One stop in the tab order; arrows move. */
  roving() {
    const rows = this.rows();
    const chosen = rows.find((r) => r === document.activeElement) || rows.find((r) => r.getAttribute("aria-current")) || rows[0];
    for (const r of rows) r.tabIndex = r === chosen ? 0 : -1;
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    const rows = this.rows();
    const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    const to = moves[/** @type {keyof typeof moves} */ (e.key)];
    if (at < 0 || to === undefined) return;
    e.preventDefault();
    rows[Math.max(0, Math.min(rows.length - 1, to))].focus();
    this.roving();
  }
}
