// @ts-check
/** Faults on a switch: make Slack misbehave and see what the app does. */
import { fill, h, iconButton, keepFocus } from "./dom.js";

/** @typedef {import("./shell.js").Shell} Shell */

export class FaultsPanel {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    /** @type {any[]} */
    this.kinds = [];
    this.rateLimits = false;
    this.list = h("ul", { class: "fault-list" });
    this.form = h("form", { class: "form", on: { submit: (/** @type {Event} */ e) => { e.preventDefault(); void this.add(); } } });
    this.limits = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", on: { change: () => void this.setLimits() } }));
    this.node = h("div", { class: "panel" },
      h("p", { class: "lead-text" }, "Things that go wrong between Slack and an app. Switch one on and watch what the app makes of it."),
      h("label", { class: "choice" }, this.limits, h("span", null, "Rate limits as in Slack", h("small", null, "Answers 429 when the app calls too often"))),
      h("h3", null, "Switched on"), this.list, h("h3", null, "Switch on another"), this.form);
    shell.store.on("faults", () => this.drawList());
  }

  async open() {
    const answer = await this.shell.attempt(() => this.shell.api.get("/faults"));
    if (!answer) return;
    this.kinds = answer.kinds || [];
    this.limits.checked = Boolean(answer.rate_limits);
    this.take(answer.faults);
    this.drawForm();
  }

  /** @param {any[] | undefined} faults */
  take(faults) { if (faults) { this.shell.store.faults = faults; this.shell.store.emit("faults"); } }

  drawList() {
    const { faults } = this.shell.store;
    const title = (/** @type {any} */ f) => this.kinds.find((k) => k.kind === f.kind)?.title || f.kind;
    keepFocus(this.list, () => fill(this.list, faults.length ? faults.map((/** @type {any} */ f) => h("li", { class: "fault" },
      h("span", null, h("strong", null, title(f)), h("small", null, [f.target, f.times ? `${f.times} times` : "until switched off", f.seconds ? `${f.seconds} s` : "", f.status, f.error, `hit ${f.hits}`].filter(Boolean).join(" · "))),
      iconButton("close", `Switch off: ${title(f)}`, () => void this.drop(f.id)))) : h("li", { class: "hint" }, "Nothing: all is well.")));
  }

  /** @param {string} id */
  async drop(id) { this.take((await this.shell.attempt(() => this.shell.api.del(`/faults/${id}`)))?.faults); }

  async setLimits() { await this.shell.attempt(() => this.shell.api.post("/faults", { rate_limits: this.limits.checked })); }

  drawForm() {
    const kind = /** @type {HTMLSelectElement} */ (h("select", { id: "fault-kind", name: "kind", class: "field", on: { change: () => this.drawFields(kind.value) } }, this.kinds.map((k) => h("option", { value: k.kind }, k.title))));
    this.fields = h("div", { class: "form" });
    fill(this.form, h("div", { class: "form-row" }, h("label", { for: "fault-kind" }, "What goes wrong"), kind), this.fields, h("button", { type: "submit", class: "btn primary slim", disabled: !this.kinds.length }, "Switch on"));
    if (this.kinds.length) this.drawFields(kind.value);
  }

  /** @param {string} kind */
  drawFields(kind) {
    const k = this.kinds.find((x) => x.kind === kind);
    if (!this.fields || !k) return;
    const hints = { target: "* for all, or one, such as chat.postMessage or message", times: "Empty: until switched off", seconds: "Seconds", status: "HTTP status", error: "Error code" };
    const names = [...new Set(["target", "times", ...(k.fields || [])])];
    fill(this.fields, names.map((n) => h("div", { class: "form-row" }, h("label", { for: `fault-${n}` }, n[0].toUpperCase() + n.slice(1)),
      h("input", { id: `fault-${n}`, name: n, class: "field", type: ["times", "seconds", "status"].includes(n) ? "number" : "text", step: n === "seconds" ? "any" : null, min: "0", value: n === "target" ? "*" : "", autocomplete: "off" }),
      h("small", { class: "hint" }, hints[/** @type {"times"} */ (n)] || ""))));
  }

  async add() {
    const body = /** @type {Record<string, any>} */ ({});
    for (const [k, v] of new FormData(/** @type {HTMLFormElement} */ (this.form))) {
      if (v !== "") body[k] = ["times", "seconds", "status"].includes(k) ? Number(v) : v;
    }
    this.take((await this.shell.attempt(() => this.shell.api.post("/faults", body)))?.faults);
  }
}
