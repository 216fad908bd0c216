// @ts-check
/** Suggestions while typing: /commands, @people, #channels, :emoji:. The focus stays in the text. */
import { fill, h } from "./dom.js";
import { avatar } from "./avatar.js";
import { emojiFace, findEmoji } from "./emoji.js";

/** @typedef {import("./shell.js").Shell} Shell */
/** @typedef {{insert: string, title: string, hint?: string, lead?: Node}} Suggestion */

/** The word before the caret that asks for suggestions. @param {string} text @param {number} caret */
export function asking(text, caret) {
  const before = text.slice(0, caret);
  const command = /^\/([\w-]*)$/.exec(before);
  if (command) return { kind: "/", word: command[1], from: 0 };
  const m = /(?:^|[\s(])([@#:])([\p{L}\p{N}_.+-]*)$/u.exec(before);
  if (!m || (m[1] === ":" && m[2].length < 2)) return null;
  return { kind: m[1], word: m[2], from: caret - m[2].length - 1 };
}

/** @param {Shell} shell @param {{kind: string, word: string}} q @returns {Suggestion[]} */
export function suggestions(shell, q) {
  const word = q.word.toLowerCase();
  if (q.kind === "/") {
    return shell.store.commands.filter((/** @type {any} */ c) => c.command.slice(1).startsWith(word))
      .sort((/** @type {any} */ a, /** @type {any} */ b) => Number(b.app) - Number(a.app))
      .map((/** @type {any} */ c) => ({ insert: `${c.command} `, title: `${c.command} ${c.usage_hint || ""}`.trim(), hint: c.description, lead: c.app ? avatar(appPerson(shell), "s") : undefined }));
  }
  if (q.kind === "@") {
    const people = [...shell.store.people.values()].filter((p) => !p.deleted && `${p.name} ${p.real_name}`.toLowerCase().includes(word))
      .map((p) => ({ insert: `@${p.name} `, title: p.real_name, hint: `@${p.name}${p.is_bot ? " · app" : ""}`, lead: avatar(p, "s") }));
    const all = ["here", "channel"].filter((n) => n.startsWith(word)).map((n) => ({ insert: `@${n} `, title: `@${n}`, hint: "everybody in this channel" }));
    return [...people, ...all].slice(0, 9);
  }
  if (q.kind === "#") {
    return [...shell.store.channels.values()].filter((c) => c.name && !c.is_archived && c.name.includes(word)).slice(0, 8).map((c) => ({ insert: `#${c.name} `, title: `#${c.name}`, hint: c.topic || c.purpose }));
  }
  return findEmoji(word, 7).map(([name, char]) => ({ insert: `:${name}: `, title: `:${name}:`, lead: h("span", { class: "emoji" }, emojiFace(name, char)) }));
}

/** @param {Shell} shell */
function appPerson(shell) { return shell.person(shell.store.app.bot_user_id) || { name: shell.store.app.name, is_bot: true }; }

export class Suggest {
  /** @param {Shell} shell @param {HTMLTextAreaElement} area @param {string} id */
  constructor(shell, area, id) {
    this.shell = shell;
    this.area = area;
    /** @type {Suggestion[]} */
    this.rows = [];
    this.active = 0;
    /** @type {{kind: string, word: string, from: number} | null} */
    this.query = null;
    this.node = h("ul", { id, class: "suggest", role: "listbox", "aria-label": "Suggestions", hidden: true });
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", id);
    area.addEventListener("input", () => this.update());
    area.addEventListener("click", () => this.update());
    area.addEventListener("blur", () => this.close());
  }

  get open() { return !this.node.hidden; }

  update() {
    this.query = asking(this.area.value, this.area.selectionStart);
    this.rows = this.query ? suggestions(this.shell, this.query) : [];
    const exact = this.query?.kind === "/" && this.rows.length === 1 && this.area.value.includes(" ");
    if (!this.rows.length || exact) { this.close(); return; }
    this.node.hidden = false;
    fill(this.node, this.rows.map((r, i) => h("li", {
      id: `${this.node.id}-${i}`, role: "option", "aria-selected": "false", class: "suggest-row",
      on: { mousedown: (/** @type {Event} */ e) => { e.preventDefault(); this.take(i); } },
    }, r.lead, h("span", { class: "suggest-title" }, r.title), r.hint && h("small", null, r.hint))));
    this.mark(0);
  }

  /** @param {number} i */
  mark(i) {
    this.active = i;
    this.node.querySelectorAll("li").forEach((li, n) => { li.setAttribute("aria-selected", String(n === i)); });
    this.node.children[i]?.scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", `${this.node.id}-${i}`);
  }

  close() { this.node.hidden = true; this.rows = []; this.area.removeAttribute("aria-activedescendant"); }

  /** @param {number} i */
  take(i) {
    const row = this.rows[i];
    if (!row || !this.query) return;
    const { value, selectionStart } = this.area;
    this.area.value = value.slice(0, this.query.from) + row.insert + value.slice(selectionStart).replace(/^ /, "");
    const caret = this.query.from + row.insert.length;
    this.area.setSelectionRange(caret, caret);
    this.close();
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** A key of the text field; true when it was used up. @param {KeyboardEvent} e */
  key(e) {
    if (!this.open) return false;
    const n = this.rows.length;
    if (e.key === "ArrowDown") this.mark((this.active + 1) % n);
    else if (e.key === "ArrowUp") this.mark((this.active + n - 1) % n);
    else if (e.key === "Tab" || e.key === "Enter") {
      const row = this.rows[this.active];
      if (e.key === "Enter" && this.query?.kind === "/" && this.area.value.trim() === row.insert.trim()) { this.close(); return false; }
      this.take(this.active);
    } else if (e.key === "Escape") { e.stopPropagation(); this.close(); } else return false;
    e.preventDefault();
    return true;
  }
}
