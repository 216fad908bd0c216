// @ts-check
/** Sample talk: start, pause, faster, stop. */
import { fill, h, icon, keepFocus } from "./dom.js";

/** @typedef {import("./shell.js").Shell} Shell */

const SPEEDS = [1, 5, 10, 30, 60, 120];
/** Speed that a story begins with, unless another is chosen: half an hour of talk in a minute. */
const FIRST_SPEED = 30;

export class TalkPanel {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    this.node = h("div", { class: "panel" });
    /** @type {Map<string, number>} speeds chosen before the start */
    this.chosen = new Map();
    shell.store.on("plays", () => this.draw());
    this.draw();
  }

  draw() {
    const { plays } = this.shell.store;
    keepFocus(this.node, () => fill(this.node,
      h("p", { class: "lead-text" }, "Stories that play by themselves, so that there is something to read. Watch them in the channels, and answer if you like."),
      plays.length ? plays.map((/** @type {any} */ p) => this.card(p)) : h("p", { class: "hint" }, "No sample talk was found.")));
  }

  /** @param {any} p @param {string} verb @param {any} [more] */
  async tell(p, verb, more = {}) {
    const answer = await this.shell.attempt(() => this.shell.api.post(`/plays/${p.id}`, { do: verb, ...more }));
    if (answer) this.shell.store.putPlay(answer.play);
  }

  /** @param {any} p */
  card(p) {
    const running = p.state === "playing";
    const fresh = p.state === "idle" || p.state === "done";
    const pace = fresh ? this.chosen.get(p.id) ?? FIRST_SPEED : p.speed;
    const percent = p.total ? Math.round((100 * p.done) / p.total) : 0;
    const main = running ? ["pause", "Pause"] : p.state === "paused" ? ["resume", "Go on"] : ["start", p.state === "done" ? "Play again" : "Play"];
    const speed = h("select", { class: "field slim", "aria-label": `Speed of ${p.title}`, dataset: { fk: `speed/${p.id}` }, on: { change: (/** @type {Event} */ e) => void this.setSpeed(p, Number(/** @type {HTMLSelectElement} */ (e.target).value)) } },
      [...new Set([...SPEEDS, pace])].sort((a, b) => a - b).map((n) => h("option", { value: n, selected: n === pace }, `×${n}`)));
    return h("section", { class: "card", dataset: { play: p.id } }, h("h3", null, p.title), h("p", null, p.about),
      h("div", { class: "bar", role: "progressbar", "aria-label": `Progress of ${p.title}`, "aria-valuenow": String(percent), "aria-valuemin": "0", "aria-valuemax": "100" }, this.fillOf(percent)),
      h("p", { class: "hint" }, `${percent} % · ${{ idle: "not started", playing: "playing", paused: "paused", done: "finished" }[/** @type {"idle"} */ (p.state)] || p.state}`),
      h("div", { class: "row" },
        h("button", { type: "button", class: "btn primary slim", dataset: { fk: `main/${p.id}`, do: main[0] }, on: { click: () => void this.tell(p, main[0], main[0] === "start" ? { speed: pace } : {}) } }, icon(running ? "pause" : "play"), main[1]),
        running || p.state === "paused" ? h("button", { type: "button", class: "btn plain slim", dataset: { fk: `stop/${p.id}` }, on: { click: () => void this.tell(p, "stop") } }, "Stop") : null,
        speed),
      p.channels?.length ? h("div", { class: "row links" }, p.channels.map((/** @type {string} */ c) => this.link(c))) : null);
  }

  /** @param {number} percent */
  fillOf(percent) {
    const bar = h("span", { class: "bar-fill" });
    bar.style.width = `${percent}%`;
    return bar;
  }

  /** @param {string} c */
  link(c) {
    return this.shell.store.channels.has(c) ? h("button", { type: "button", class: "linkish", on: { click: () => void this.shell.openChannel(c) } }, `#${this.shell.channelName(c)}`) : null;
  }

  /** @param {any} p @param {number} speed */
  async setSpeed(p, speed) {
    this.chosen.set(p.id, speed);
    if (p.state === "idle" || p.state === "done") return;
    const answer = await this.shell.attempt(() => this.shell.api.post(`/plays/${p.id}`, { speed }));
    if (answer) this.shell.store.putPlay(answer.play);
  }
}
