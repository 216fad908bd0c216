// @ts-check
/** The bar at the top: the workspace, the clock, who is acting, light or dark, the workbench. */
import { fill, h, icon, iconButton, keepFocus } from "./dom.js";
import { avatar } from "./avatar.js";
import { clockTime, weekday } from "./dates.js";
import { menu } from "./popup.js";
import { nextTheme, themeLabel } from "./theme.js";
import { searchDialog } from "./search.js";

/** @typedef {import("./shell.js").Shell} Shell */

/** The page's own mark: a spiral, for knowledge that grows in turns. */
export function mark() {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("class", "brand-mark");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(ns, "path");
  path.setAttribute("d", "M16 16c0-1.5 2.3-1.5 2.3.7 0 3-5.6 3.4-5.8-.9-.2-5.2 8.8-6.3 9.8.6 1 7.5-12.2 9.3-13.8.2C6.9 7 20 2.6 24.8 10c3.4 5.3 1.3 12.5-4.6 15.4");
  svg.appendChild(path);
  return svg;
}

export class Topbar {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    this.node = h("header", { class: "topbar" });
    for (const topic of ["me", "people", "clock", "connection", "app", "view", "theme", "tour"]) shell.store.on(topic, () => this.draw());
    this.draw();
    setInterval(() => this.tick(), 1000);
  }

  draw() {
    const { store } = this.shell;
    const open = this.shell.view.tools;
    keepFocus(this.node, () => fill(this.node,
      h("div", { class: "brand" }, mark(), h("div", null, h("h1", null, store.workspace.name), h("small", null, "playground"))),
      this.connection(),
      h("span", { class: "grow" }),
      iconButton("search", "Search messages", () => searchDialog(this.shell), { class: "icon-button not-phone", dataset: { fk: "search", tool: "search" } }),
      store.tour?.steps?.length && store.tourHidden ? h("button", { type: "button", class: "btn on-dark slim", dataset: { fk: "tour-again" }, on: { click: () => { store.tourHidden = false; store.emit("tour"); } } }, icon("flag"), "Tour") : null,
      this.clockChip(),
      iconButton(store.theme === "dark" ? "sun" : "moon", themeLabel(store.theme), () => { store.theme = nextTheme(store.theme); store.emit("theme"); }, { dataset: { fk: "theme", tool: "theme" } }),
      h("button", { type: "button", class: "btn on-dark slim", "aria-expanded": String(Boolean(open)), "aria-controls": "workbench", "aria-label": "Workbench", title: "Sample talk, clock, faults, traffic", dataset: { fk: "tools", tool: "workbench", tour: "workbench" }, on: { click: () => this.shell.show({ tools: open ? null : store.lastTool || "talk" }) } }, icon("tools"), h("span", { class: "not-phone" }, "Workbench")),
      this.actingAs()));
  }

  connection() {
    const { store } = this.shell;
    if (!store.connected) return h("span", { class: "state bad", role: "status" }, "Reconnecting…");
    const app = store.app;
    return h("span", { class: `state ${app.connected ? "good" : "idle"} not-phone`, role: "status" }, h("span", { class: "state-dot" }), app.connected ? `${app.name} is connected` : `${app.name} is not connected`);
  }

  clockChip() {
    const { clock } = this.shell.store;
    const speed = clock.speed === 1 ? "" : ` ×${clock.speed}`;
    this.dayText = h("span", { class: "not-phone" });
    this.timeText = h("span");
    this.tick();
    return h("button", { type: "button", class: "btn on-dark slim clock-chip", "aria-label": `Play clock, ${this.timeNow()}${speed}`, dataset: { fk: "clock", tool: "clock", tour: "clock" }, on: { click: () => this.shell.show({ tools: "clock" }) } }, icon("clock"), this.dayText, this.timeText, speed && h("b", null, speed));
  }

  weekday() { return weekday(this.shell.store.now()); }

  timeNow() { return `${this.weekday()} ${clockTime(this.shell.store.now())}`; }

  tick() {
    if (!this.timeText || !this.dayText) return;
    this.dayText.textContent = this.weekday();
    this.timeText.textContent = clockTime(this.shell.store.now());
  }

  actingAs() {
    const { me, people } = this.shell.store;
    /** @param {Event} e */
    const open = (e) => {
      const list = [...people.values()].filter((p) => !p.is_bot && !p.deleted).sort((a, b) => a.real_name.localeCompare(b.real_name));
      menu(/** @type {HTMLElement} */ (e.currentTarget), [{ heading: "Act as" }, ...list.map((p) => ({
        label: p.real_name, hint: [p.role, p.title].filter(Boolean).join(" · "), lead: avatar(p, "s"), checked: p.id === me.id, run: () => this.shell.store.emit("act-as", p.id),
      }))], "Act as");
    };
    return h("button", { type: "button", class: "me-button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": `Acting as ${me.real_name} (${me.role})`, title: `Acting as ${me.real_name}`, dataset: { fk: "act-as", tool: "act-as", tour: "act-as" }, on: { click: open } },
      avatar(me, "s"), h("span", { class: "not-phone" }, me.display_name || me.real_name), icon("down"));
  }
}
