// @ts-check
/** A scrolling list of messages that changes only what changed, keeps the focus and stays at the newest. */
import { h, icon, keepFocus } from "./dom.js";
import { dayKey, dayName, tsSeconds } from "./dates.js";
import { messageNode, signature } from "./message.js";
import { messageTools } from "./msgtools.js";
import { editBox } from "./editbox.js";

/** @typedef {import("./shell.js").Shell} Shell */
/** Seconds within which messages of one person are drawn together. */
const TOGETHER = 300;

export class MessageList {
  /**
   * @param {Shell} shell @param {string} channel
   * @param {{inThread: boolean, label: string, onTop?: () => void, mark?: string | null, unreadAfter?: string | null}} options
   */
  constructor(shell, channel, options) {
    this.shell = shell;
    this.channel = channel;
    this.o = options;
    /** @type {any[]} */
    this.messages = [];
    /** @type {string | null} ts that is being edited */
    this.editing = null;
    /** @type {Map<string, {sig: string, node: HTMLElement}>} */
    this.cache = new Map();
    this.list = h("ol", { class: "messages", "aria-label": options.label });
    this.jump = h("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.toEnd(true) } }, icon("down"), "Newest messages");
    this.scroller = h("div", { class: "scroller", on: { scroll: () => this.scrolled() } }, this.list);
    this.node = h("div", { class: "list-frame" }, this.scroller, this.jump);
    this.bar = null;
    /** @type {HTMLElement | null} the row that Tab reaches */
    this.current = null;
    this.stuck = true;
    const sizes = new ResizeObserver(() => { if (this.stuck) this.toEnd(); });
    sizes.observe(this.list);
    sizes.observe(this.scroller);
    this.list.addEventListener("mouseover", (e) => this.pointed(e));
    this.list.addEventListener("focusin", (e) => this.pointed(e));
    this.list.addEventListener("keydown", (e) => this.key(e));
  }

  get atEnd() { return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 60; }

  scrolled() {
    this.stuck = this.atEnd;
    if (this.stuck) this.jump.hidden = true;
    if (this.scroller.scrollTop < 80) this.o.onTop?.();
  }

  /** @param {boolean} [smooth] */
  toEnd(smooth = false) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm ? "smooth" : "auto" });
    this.jump.hidden = true;
    this.stuck = true;
  }

  /** @param {any[]} messages @param {{arrived?: any, keepTop?: boolean, before?: Node | null}} [how] */
  show(messages, how = {}) {
    const stick = this.atEnd;
    const height = this.scroller.scrollHeight;
    const top = this.scroller.scrollTop;
    this.messages = messages;
    keepFocus(this.list, () => this.draw());
    if (how.keepTop) this.scroller.scrollTop = top + this.scroller.scrollHeight - height;
    else if (stick) this.toEnd();
    else if (how.arrived) this.jump.hidden = false;
    this.roving();
  }

  draw() {
    const rows = [];
    const next = new Map();
    let last = null;
    let divided = false;
    for (const m of joined(this.messages)) {
      const day = dayKey(tsSeconds(m.ts));
      if (!this.o.inThread && (!last || dayKey(tsSeconds(last.ts)) !== day)) { rows.push(this.divider(tsSeconds(m.ts))); last = null; }
      if (!divided && this.isFirstUnread(m)) { divided = true; rows.push(h("li", { class: "new-line" }, h("span", null, "New"))); last = null; }
      rows.push(this.row(m, last, next));
      last = m;
    }
    this.cache = next;
    patch(this.list, rows);
    this.bar = this.list.querySelector(".msg-tools");
  }

  /** @param {any} m */
  isFirstUnread(m) {
    return Boolean(this.o.unreadAfter) && m.author !== this.shell.store.me.id && !m.ephemeral && tsSeconds(m.ts) > tsSeconds(this.o.unreadAfter || "");
  }

  /** @param {number} s */
  divider(s) { return h("li", { class: "day", dataset: { day: dayKey(s) } }, h("span", null, dayName(s, this.shell.store.now()))); }

  /** @param {any} m @param {any} last @param {Map<string, {sig: string, node: HTMLElement}>} next */
  row(m, last, next) {
    const compact = Boolean(last) && last.author === m.author && last.username === m.username && !m.ephemeral && !last.ephemeral && !last.subtype && (!m.subtype || m.subtype === "bot_message")
      && tsSeconds(m.ts) - tsSeconds(last.ts) < TOGETHER && !last.reply_count;
    const at = { compact, inThread: this.o.inThread, channel: this.channel, mark: this.o.mark === m.ts };
    const editing = this.editing === m.ts;
    const sig = (editing ? "E" : "") + signature(m, at);
    const old = this.cache.get(m.ts);
    const kept = old && old.sig === sig ? old.node : null;
    const node = kept || messageNode(m, this.shell, at);
    if (!kept) tabStop(node, false);
    if (!kept && editing) this.putEditor(node, m);
    next.set(m.ts, { sig, node });
    return node;
  }

  /** @param {HTMLElement} node @param {any} m */
  putEditor(node, m) {
    const body = node.querySelector(".msg-content");
    const done = () => {
      this.editing = null;
      this.show(this.messages);
      /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-ts="${m.ts}"]`))?.focus();
    };
    body?.replaceWith(editBox(this.shell, this.channel, m, done));
  }

  /** @param {any} m */
  edit(m) { this.editing = m.ts; this.show(this.messages); /** @type {HTMLElement | null} */ (this.list.querySelector(".edit-box textarea"))?.focus(); }

  /** The row of an event. @param {Event} e @returns {HTMLElement | null} */
  rowOf(e) { return /** @type {HTMLElement} */ (e.target).closest?.(".msg") || null; }

  /** @param {Event} e */
  pointed(e) {
    const row = this.rowOf(e);
    if (row && e.type === "focusin" && row !== this.current) this.roving();
    if (!row || row.querySelector(".msg-tools") || row.querySelector(".edit-box")) return;
    if (e.type === "mouseover" && document.querySelector(".popup")) return;
    const m = this.messages.find((x) => x.ts === row.dataset.ts);
    if (!m || m.subtype === "tombstone" || m.ephemeral || row.classList.contains("quiet")) return;
    this.bar?.remove();
    this.bar = messageTools(this.shell, this.channel, m, this.o.inThread, () => this.edit(m));
    row.appendChild(this.bar);
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    const row = this.rowOf(e);
    if (!row || e.target !== row) return;
    const rows = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll(".msg")]);
    const at = rows.indexOf(row);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    const to = moves[/** @type {keyof typeof moves} */ (e.key)];
    const m = this.messages.find((x) => x.ts === row.dataset.ts);
    if (to !== undefined) { e.preventDefault(); rows[Math.max(0, Math.min(rows.length - 1, to))].focus(); }
    else if (e.key === "t" && m && !this.o.inThread) this.shell.openThread(m.thread_ts || m.ts, this.channel);
    else if (e.key === "e" && m?.mine && !m.bot_id) { e.preventDefault(); this.edit(m); }
    else if (e.key === "r") { e.preventDefault(); /** @type {HTMLElement | null} */ (row.querySelector('[data-tool="react"]'))?.click(); }
  }

  /** One row, with what is in it, is in the tab order: the one with the focus, else the newest. */
  roving() {
    const rows = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll(".msg")]);
    const chosen = rows.find((r) => r.contains(document.activeElement)) || rows[rows.length - 1] || null;
    if (this.current && this.current !== chosen) tabStop(this.current, false);
    this.current = chosen;
    if (chosen) tabStop(chosen, true);
  }

  /** @param {string} ts */
  reveal(ts) {
    const row = /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-ts="${ts}"]`));
    this.stuck = false;
    row?.scrollIntoView({ block: "center" });
    row?.classList.add("marked");
    return Boolean(row);
  }
}

/** Put a row and the controls in it into the tab order, or take them out. @param {HTMLElement} row @param {boolean} on */
function tabStop(row, on) {
  row.tabIndex = on ? 0 : -1;
  for (const node of row.querySelectorAll("a, button, input, textarea, select, pre")) {
    /** @type {HTMLElement} */ (node).tabIndex = on ? 0 : -1;
  }
}

/** People who joined one after another, told in one line. @param {any[]} messages @returns {any[]} */
function joined(messages) {
  /** @type {any[]} */
  const out = [];
  for (const m of messages) {
    const last = out.at(-1);
    const same = last && ["channel_join", "group_join"].includes(m.subtype) && last.subtype === m.subtype && dayKey(tsSeconds(last.ts)) === dayKey(tsSeconds(m.ts));
    if (!same) { out.push(m); continue; }
    const people = [...(last.joined || [last.user]), m.user];
    const named = people.slice(0, 3).map((u) => `<@${u}>`);
    const rest = people.length - named.length;
    const text = rest ? `${named.join(", ")} and ${rest} more have joined` : `${named.slice(0, -1).join(", ")} and ${named.at(-1)} have joined`;
    out[out.length - 1] = { ...last, joined: people, text, blocks: undefined };
  }
  return out;
}

/** Make the children equal to the rows while moving as little as possible. @param {Element} list @param {Node[]} rows */
function patch(list, rows) {
  const keep = new Set(rows);
  for (const child of [...list.childNodes]) if (!keep.has(child)) child.remove();
  rows.forEach((row, i) => { if (list.childNodes[i] !== row) list.insertBefore(row, list.childNodes[i] || null); });
}
