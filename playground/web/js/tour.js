// @ts-check
/**
 * The guided tour: a strip that says what to do next, and a ring around the thing to press.
 * Names that a step may use as its target (others are CSS selectors): sidebar, composer, reply, shortcuts, thread, modal,
 * invite-app, workbench, clock, act-as. Handy selectors: [data-name="orders"] (a place), [data-play="tanpopo.rain"] [data-do],
 * [data-advance="604800"] (a week), [data-action="…"] (a Block Kit element by action_id), [data-modal="submit"].
 */
import { fill, h, icon, iconButton, keepFocus, announce } from "./dom.js";
import { mrkdwn, plainOf } from "./mrkdwn.js";
import { popup } from "./popup.js";

/** @typedef {import("./shell.js").Shell} Shell */

/** The element that a step points at: a name of data-tour, or a CSS selector. @param {string | null} target @returns {HTMLElement | null} */
function findTarget(target) {
  if (!target) return null;
  if (/^[\w-]+$/.test(target)) {
    const named = /** @type {HTMLElement | null} */ (document.querySelector(`[data-tour="${target}"]`));
    if (named) return named;
  }
  try {
    const all = [...document.querySelectorAll(target)];
    return /** @type {HTMLElement | null} */ (all.filter(visible).at(-1) || all.at(-1) || null);
  } catch { return null; }
}

/** @param {Element} node */
function visible(node) { const r = node.getBoundingClientRect(); return r.width > 0 && r.height > 0; }

/** Whether its middle can be seen: not scrolled away, not behind a dialog. @param {Element} node */
function uncovered(node) {
  const r = node.getBoundingClientRect();
  const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
  return Boolean(top && (node.contains(top) || top.contains(node)) && top !== document.body && top !== document.documentElement && !top.matches("dialog"));
}

export class Tour {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    /** @type {string | null} */
    this.said = null;
    this.ring = h("div", { class: "tour-ring", hidden: true, "aria-hidden": "true" });
    this.node = h("section", { class: "tour", "aria-label": "Guided tour", hidden: true, id: "tour" });
    document.body.appendChild(this.ring);
    shell.store.on("tour", () => this.draw());
    setInterval(() => this.follow(), 250);
    window.addEventListener("resize", () => this.follow());
    document.addEventListener("scroll", () => this.follow(), true);
    this.draw();
  }

  get step() {
    const t = this.shell.store.tour;
    return t ? t.steps.find((/** @type {any} */ s) => s.id === t.current) || null : null;
  }

  draw() {
    const t = this.shell.store.tour;
    this.node.hidden = !t || !t.steps?.length || this.shell.store.tourHidden;
    if (!t || !t.steps?.length || this.shell.store.tourHidden) { fill(this.node); this.follow(); return; }
    const step = this.step;
    const at = step ? t.steps.indexOf(step) + 1 : t.steps.length;
    keepFocus(this.node, () => fill(this.node,
      h("div", { class: "tour-count", "aria-hidden": "true" }, step ? String(at) : icon("check")),
      h("div", { class: "tour-text" },
        h("p", { class: "tour-title" }, h("strong", null, step ? step.title : "That was the tour"), h("span", { class: "hint" }, h("span", { class: "tour-name" }, ` ${t.title} ·`), ` ${step ? `step ${at} of ${t.steps.length}` : "all done"}`)),
        h("div", { class: "prose" }, step ? mrkdwn(step.text || "", this.shell.names) : "Look around as long as you like: nothing here is real, so nothing can break.")),
      h("div", { class: "tour-tools" },
        step?.target ? h("button", { type: "button", class: "btn plain slim", dataset: { fk: "tour-show" }, on: { click: () => this.showMe() } }, icon("eye"), "Show me") : null,
        h("button", { type: "button", class: "btn plain slim", "aria-haspopup": "dialog", "aria-expanded": "false", dataset: { fk: "tour-steps" }, on: { click: (/** @type {Event} */ e) => this.steps(/** @type {HTMLElement} */ (e.currentTarget)) } }, "All steps"),
        iconButton("close", "Hide the tour", () => { this.shell.store.tourHidden = true; this.shell.store.emit("tour"); }))));
    if (step && step.id !== this.said) { this.said = step.id; announce(`Tour, step ${at}: ${step.title}. ${plainOf(step.text || "", this.shell.names)}`); }
    this.follow();
  }

  /** @param {HTMLElement} anchor */
  steps(anchor) {
    const t = this.shell.store.tour;
    popup(anchor, h("div", { class: "menu steps", role: "dialog", "aria-label": "Steps of the tour", tabindex: "-1" }, h("ol", null, t.steps.map((/** @type {any} */ s) => h("li", { class: s.done ? "done" : s.id === t.current ? "now" : "", "aria-current": s.id === t.current ? "step" : null }, s.done ? icon("check") : h("span", { class: "bullet" }), h("span", null, s.title), s.done && h("span", { class: "sr" }, " (done)"))))));
  }

  /** Bring the target into view, opening the pane it is in. */
  showMe() {
    const target = this.step?.target || "";
    if (!findTarget(target)) {
      const tool = /data-play/.test(target) ? "talk" : /data-(advance|speed)/.test(target) ? "clock" : null;
      if (tool) this.shell.show({ tools: tool });
    }
    const node = findTarget(target);
    if (!node) return;
    const pane = node.closest(".list-pane") ? "list" : node.closest("main") ? "main" : null;
    if (!visible(node) && pane) this.shell.store.emit("phone", pane);
    node.scrollIntoView({ block: "center" });
    if (!node.matches("button,a,input,textarea,[tabindex]")) node.tabIndex = -1;
    node.focus();
    this.follow();
  }

  /** Keep the ring around its target. */
  follow() {
    const step = this.shell.store.tourHidden ? null : this.step;
    const node = step ? findTarget(step.target) : null;
    const box = node && visible(node) && uncovered(node) ? node.getBoundingClientRect() : null;
    this.ring.hidden = !box;
    if (!box || !node) return;
    const host = node.closest("dialog[open]") || document.body;
    if (this.ring.parentElement !== host) host.appendChild(this.ring);
    Object.assign(this.ring.style, { left: `${box.left - 5}px`, top: `${box.top - 5}px`, width: `${box.width + 10}px`, height: `${box.height + 10}px` });
  }
}
