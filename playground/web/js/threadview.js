// @ts-check
/** The pane of one thread. */
import { announce, fill, h, iconButton } from "./dom.js";
import { Composer } from "./composer.js";
import { MessageList } from "./messagelist.js";
import { plainMessage } from "./message.js";
import { editLast } from "./channelview.js";

/** @typedef {import("./shell.js").Shell} Shell */

export class ThreadView {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    /** @type {string | null} */
    this.key = null;
    /** @type {MessageList | null} */
    this.list = null;
    /** @type {() => void} */
    this.stop = () => {};
    /** @type {HTMLElement | null} */
    this.back = null;
    this.title = h("h2", { id: "thread-title" }, "Thread");
    this.place = h("p", { class: "topic" });
    this.body = h("div", { class: "pane-body" });
    this.foot = h("div", { class: "pane-foot" });
    this.node = h("section", { role: "complementary", class: "side thread", hidden: true, "aria-labelledby": "thread-title", id: "thread", dataset: { tour: "thread" } },
      h("header", { class: "pane-head" }, h("div", { class: "head-text" }, this.title, this.place), iconButton("close", "Close the thread", () => this.close(), { dataset: { close: "thread" } })), this.body, this.foot);
    this.node.addEventListener("keydown", (e) => { if (e.key === "Escape" && !e.defaultPrevented) this.close(); });
    const { store } = shell;
    store.on("view", () => void this.follow());
    store.on("people", () => this.redraw(true));
    store.on("sent", (d) => { if (this.key === `${d.channel}/${d.thread}`) this.list?.toEnd(); });
    store.on("edit-last", (d) => { if (this.list && this.key === `${d.channel}/${d.thread}`) editLast(this.list); });
    store.on("reload", () => { const key = this.key; this.key = null; if (key) void this.follow(); });
  }

  close() {
    this.shell.show({ thread: null });
    if (this.back?.isConnected) this.back.focus();
  }

  async follow() {
    const { channel, thread, reply } = this.shell.view;
    const key = channel && thread ? `${channel}/${thread}` : null;
    if (key === this.key) { if (reply) this.list?.reveal(reply); return; }
    this.stop();
    this.key = key;
    this.node.hidden = !key;
    if (!key || !channel || !thread) { this.list = null; return; }
    this.back = /** @type {HTMLElement | null} */ (document.activeElement?.closest(".msg") || document.activeElement);
    this.list = new MessageList(this.shell, channel, { inThread: true, label: "Thread" });
    this.stop = this.shell.store.on(`thread:${key}`, (m) => this.redraw(false, m));
    const c = this.shell.store.channels.get(channel);
    fill(this.place, c && c.name ? `#${c.name}` : this.shell.channelName(channel));
    fill(this.body, this.list.node);
    const composer = new Composer(this.shell, channel, thread);
    fill(this.foot, c?.is_archived || c?.can_post === false ? null : composer.node);
    const answer = await this.shell.attempt(() => this.shell.api.get(`/channels/${channel}/threads/${thread}`));
    if (!answer || this.key !== key) return;
    this.shell.store.putThread(channel, thread, answer.parent, answer.replies);
    if (!reply || !this.list?.reveal(reply)) this.list?.toEnd();
    if (!document.querySelector("dialog[open]")) composer.area.focus({ preventScroll: true });
  }

  /** @param {boolean} all @param {any} [arrived] */
  redraw(all, arrived) {
    if (!this.key || !this.list) return;
    const [channel, ts] = this.key.split("/");
    const thread = this.shell.store.threadOf(channel, ts);
    if (!thread) return;
    if (!thread.parent) { this.close(); return; }
    if (all) this.list.cache.clear();
    this.list.show([thread.parent, ...thread.replies], { arrived });
    if (arrived && arrived.author !== this.shell.store.me.id) announce(`In the thread, ${plainMessage(arrived, this.shell)}`);
  }
}
