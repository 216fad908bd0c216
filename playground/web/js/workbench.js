// @ts-check
/** The workbench: sample talk, the clock, faults, traffic. */
import { fill, h, icon, iconButton } from "./dom.js";
import { TalkPanel } from "./talk.js";
import { ClockPanel } from "./clockpanel.js";
import { FaultsPanel } from "./faults.js";
import { TrafficPanel } from "./traffic.js";

/** @typedef {import("./shell.js").Shell} Shell */

const TABS = [["talk", "Talk", "play"], ["clock", "Clock", "clock"], ["faults", "Faults", "bug"], ["traffic", "Traffic", "pulse"]];

export class Workbench {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    /** @type {Record<string, {node: HTMLElement, open?: () => void}>} */
    this.panels = { talk: new TalkPanel(shell), clock: new ClockPanel(shell), faults: new FaultsPanel(shell), traffic: new TrafficPanel(shell) };
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Workbench" });
    this.body = h("div", { class: "bench-body scroller", role: "tabpanel", id: "bench-panel", tabindex: "0", "aria-labelledby": "bench-tab-talk" });
    this.node = h("section", { role: "complementary", class: "side workbench", id: "workbench", "aria-label": "Workbench", hidden: true },
      h("header", { class: "pane-head" }, h("div", { class: "head-text" }, h("h2", null, "Workbench")), iconButton("close", "Close the workbench", () => this.close())), this.tabs, this.body);
    this.node.addEventListener("keydown", (e) => { if (e.key === "Escape" && !e.defaultPrevented) this.close(); });
    this.tabs.addEventListener("keydown", (e) => this.key(e));
    this.shown = "";
    shell.store.on("view", () => this.follow());
  }

  close() {
    this.shell.show({ tools: null });
    /** @type {HTMLElement | null} */ (document.querySelector('[data-tool="workbench"]'))?.focus();
  }

  follow() {
    const id = this.shell.view.tools;
    this.node.hidden = !id;
    if (!id) { this.shown = ""; return; }
    if (id === this.shown) return;
    this.shown = id;
    this.shell.store.lastTool = id;
    this.drawTabs(id);
    this.body.setAttribute("aria-labelledby", `bench-tab-${id}`);
    fill(this.body, this.panels[id].node);
    this.panels[id].open?.();
    if (!this.node.contains(document.activeElement)) document.getElementById(`bench-tab-${id}`)?.focus();
  }

  /** @param {string} now */
  drawTabs(now) {
    fill(this.tabs, TABS.map(([id, label, sign]) => h("button", {
      type: "button", role: "tab", class: "tab", id: `bench-tab-${id}`, "aria-selected": String(id === now), "aria-controls": "bench-panel", tabindex: id === now ? "0" : "-1", on: { click: () => this.go(id) },
    }, icon(/** @type {"play"} */ (sign)), label)));
  }

  /** @param {string} id */
  go(id) { this.shell.show({ tools: id }); document.getElementById(`bench-tab-${id}`)?.focus(); }

  /** @param {KeyboardEvent} e */
  key(e) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[/** @type {"ArrowLeft"} */ (e.key)];
    if (!step) return;
    const at = TABS.findIndex(([id]) => id === this.shown);
    this.go(TABS[(at + step + TABS.length) % TABS.length][0]);
  }
}
