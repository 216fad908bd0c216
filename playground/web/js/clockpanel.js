// @ts-check
/** The play clock: how fast time goes, and jumps ahead. */
import { fill, h, keepFocus } from "./dom.js";
import { fullTime } from "./dates.js";

/** @typedef {import("./shell.js").Shell} Shell */

const HOUR = 3600;
const SPEEDS = [[0, "Stopped"], [1, "Real time"], [60, "×60"], [600, "×600"], [3600, "×3600"]];
const JUMPS = [[600, "10 minutes"], [HOUR, "An hour"], [24 * HOUR, "A day"], [7 * 24 * HOUR, "A week"]];

export class ClockPanel {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    this.time = h("p", { class: "big-clock" });
    this.node = h("div", { class: "panel" });
    shell.store.on("clock", () => this.draw());
    setInterval(() => this.tick(), 1000);
    this.draw();
  }

  tick() { this.time.textContent = fullTime(this.shell.store.now()); }

  /** @param {any} change */
  async set(change) {
    const answer = await this.shell.attempt(() => this.shell.api.post("/clock", change));
    if (answer) { this.shell.store.setClock(answer.clock); this.shell.store.emit("clock"); }
  }

  draw() {
    const { speed } = this.shell.store.clock;
    this.tick();
    keepFocus(this.node, () => fill(this.node,
      h("p", { class: "lead-text" }, "Everything in this workspace lives on this clock: reminders, nudges and the weekly digest come when it says so."),
      this.time,
      h("fieldset", { class: "seg" }, h("legend", null, "Speed"), h("div", { class: "row" }, SPEEDS.map(([value, label]) => h("button", {
        type: "button", class: "btn plain slim", "aria-pressed": String(speed === value), dataset: { fk: `speed/${value}`, speed: String(value) }, on: { click: () => void this.set({ speed: value }) },
      }, label)))),
      h("fieldset", { class: "seg" }, h("legend", null, "Jump ahead"), h("div", { class: "row" }, JUMPS.map(([seconds, label]) => h("button", {
        type: "button", class: "btn plain slim", dataset: { fk: `jump/${seconds}`, advance: String(seconds) }, on: { click: () => void this.set({ advance: seconds }) },
      }, label))))));
  }
}
