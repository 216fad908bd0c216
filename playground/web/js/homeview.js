// @ts-check
/** The app's Home tab. */
import { fill, h, keepFocus } from "./dom.js";
import { blocks } from "./blocks.js";

/** @typedef {import("./shell.js").Shell} Shell */

export class HomeView {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    this.body = h("div", { class: "home-body" });
    this.node = h("div", { class: "scroller home", role: "tabpanel", id: "app-panel", "aria-labelledby": "tab-home", tabindex: "0" }, this.body);
    shell.store.on("home", () => this.draw());
    shell.store.on("people", () => this.draw());
  }

  /** Shows Home and tells the app that it was opened. */
  async open() {
    this.draw();
    const answer = await this.shell.attempt(() => this.shell.api.post("/home", { tab: "home" }));
    if (!answer?.home) return;
    this.shell.store.home = answer.home;
    this.draw();
  }

  draw() {
    const view = this.shell.store.home;
    if (!view) {
      fill(this.body, h("div", { class: "empty" }, h("p", null, `${this.shell.store.app.name} has not published a Home yet.`), h("p", { class: "hint" }, "It does so when it is running and sees that you opened this page.")));
      return;
    }
    const key = `home-${this.shell.store.me.id}`;
    const surface = this.shell.surface("home", key, { type: "view", view_id: view.id });
    surface.values.prune(view.blocks || []);
    keepFocus(this.body, () => fill(this.body, h("div", { class: "blocks" }, blocks(view.blocks || [], surface))));
  }
}
