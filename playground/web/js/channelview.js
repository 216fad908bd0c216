// @ts-check
/** The middle of the page: a channel's head, its messages (or the app's Home) and the composer. */
import { announce, fill, h, icon, iconButton, keepFocus } from "./dom.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { HomeView } from "./homeview.js";
import { MessageList } from "./messagelist.js";
import { mrkdwn, plainOf } from "./mrkdwn.js";
import { plainMessage } from "./message.js";
import { menu } from "./popup.js";
import { channelDetails, channelMenu } from "./places.js";

/** @typedef {import("./shell.js").Shell} Shell */

export class ChannelView {
  /** @param {Shell} shell */
  constructor(shell) {
    this.shell = shell;
    /** @type {string | null} */
    this.id = null;
    /** @type {MessageList | null} */
    this.list = null;
    /** @type {(() => void)[]} */
    this.stops = [];
    this.loading = false;
    this.head = h("header", { class: "pane-head" });
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Views of the app" });
    this.body = h("div", { class: "pane-body" });
    this.foot = h("div", { class: "pane-foot" });
    this.node = h("main", { class: "main", id: "main", tabindex: "-1" }, this.head, this.tabs, this.body, this.foot);
    this.home = new HomeView(shell);
    const { store } = shell;
    store.on("view", (change) => { if ("channel" in change || "tab" in change) void this.open(change); });
    store.on("channels", (id) => { if (id === this.id) this.channelChanged(); });
    store.on("people", () => this.refresh());
    store.on("edit-last", (d) => { if (d.channel === this.id && !d.thread && this.list) editLast(this.list); });
    store.on("sent", (d) => { if (d.channel === this.id && !d.thread) this.list?.toEnd(); });
    store.on("reload", () => { if (this.id) void this.load(this.shell.view.at, true); });
  }

  get channel() { return this.id ? this.shell.store.channels.get(this.id) : null; }

  /** @param {any} change */
  async open(change) {
    const { channel, tab, at } = this.shell.view;
    const moved = channel !== this.id || "tab" in change;
    this.id = channel;
    if (!this.channel) { this.gone(); return; }
    this.drawHead();
    if (tab === "home" && this.channel.is_app_dm) { this.showHome(); return; }
    if (moved || (at && "at" in change)) await this.showMessages(at);
  }

  gone() {
    this.stop();
    fill(this.head); fill(this.tabs); fill(this.foot);
    fill(this.body, h("div", { class: "empty" }, h("p", null, "This channel is not here any more. Choose another one on the left.")));
  }

  stop() { for (const fn of this.stops.splice(0)) fn(); this.list = null; }

  channelChanged() {
    if (!this.channel) { this.gone(); return; }
    keepFocus(this.head, () => this.drawHead());
    this.drawFoot();
  }

  drawHead() {
    const c = this.channel;
    const name = this.shell.channelName(c.id);
    const direct = c.kind === "im" || c.kind === "mpim";
    const mark = c.kind === "im" ? avatar(this.shell.person(c.with), "s") : icon(c.kind === "mpim" ? "people" : c.is_archived ? "archive" : c.is_private ? "lock" : "hash");
    fill(this.head,
      iconButton("back", "Back to the list of channels", () => this.shell.store.emit("phone", "list"), { class: "icon-button only-phone", dataset: { back: "list" } }),
      h("div", { class: "head-text" }, h("h2", null, mark, h("span", null, name), c.is_shared && h("span", { class: "badge" }, "shared")), c.topic && !direct && h("p", { class: "topic" }, ...mrkdwn(c.topic, this.shell.names))),
      direct || c.app_is_member || !c.is_member || c.is_archived || !this.shell.store.app.installed ? null : this.inviteButton(c, "btn plain slim"),
      direct ? null : h("button", { type: "button", class: "btn plain slim members", title: "Members", "aria-label": `${c.member_ids.length} members`, dataset: { fk: "members" }, on: { click: () => channelDetails(this.shell, c) } }, icon("people"), String(c.member_ids.length)),
      direct ? null : iconButton("more", "Channel actions", (e) => menu(/** @type {HTMLElement} */ (e.currentTarget), channelMenu(this.shell, c), "Channel actions"), { "aria-haspopup": "menu", dataset: { fk: "channel-more", tool: "channel-menu" } }));
    this.drawTabs(c);
  }

  /** @param {any} c */
  drawTabs(c) {
    const app = this.shell.store.app;
    this.tabs.hidden = !c.is_app_dm || !app.home_tab;
    if (this.tabs.hidden) { fill(this.tabs); return; }
    const tab = (/** @type {"home"|"messages"} */ id, /** @type {string} */ label) => h("button", {
      type: "button", role: "tab", class: "tab", "aria-selected": String(this.shell.view.tab === id), tabindex: this.shell.view.tab === id ? "0" : "-1", id: `tab-${id}`, "aria-controls": "app-panel",
      dataset: { fk: `tab/${id}` }, on: { click: () => this.shell.show({ tab: id }) },
    }, label);
    keepFocus(this.tabs, () => fill(this.tabs, tab("home", "Home"), tab("messages", "Messages")));
    this.tabs.onkeydown = (e) => {
      if (e.key !== "ArrowRight" && e.key !== "ArrowLeft") return;
      const id = this.shell.view.tab === "home" ? "messages" : "home";
      this.shell.show({ tab: id });
      document.getElementById(`tab-${id}`)?.focus();
    };
  }

  showHome() {
    this.stop();
    fill(this.foot);
    fill(this.body, this.home.node);
    void this.home.open();
  }

  /** @param {string | null} at */
  async showMessages(at) {
    this.stop();
    const id = /** @type {string} */ (this.id);
    const c = this.channel;
    const { store } = this.shell;
    if (c.is_app_dm) void this.shell.attempt(() => this.shell.api.post("/home", { tab: "messages" }));
    const list = new MessageList(this.shell, id, { inThread: false, label: `Messages in ${this.shell.channelName(id)}`, mark: at, unreadAfter: c.unread ? c.last_read : null, onTop: () => void this.older() });
    this.list = list;
    this.stops.push(store.on(`channel:${id}`, (m) => this.changed(m)));
    fill(this.body, list.node);
    this.drawFoot();
    if (store.channelMessages.has(id) && !at) { list.show(store.messagesOf(id)); list.toEnd(); }
    await this.load(at, false);
  }

  /** @param {string | null} at @param {boolean} keep */
  async load(at, keep) {
    const id = /** @type {string} */ (this.id);
    const list = this.list;
    const answer = await this.shell.attempt(() => this.shell.api.get(`/channels/${id}/messages?limit=60${at ? `&around=${at}` : ""}`));
    if (!answer || this.id !== id || this.list !== list || !list) return;
    this.shell.store.putMessages(id, answer.messages, answer, true);
    if (!answer.messages.length) this.intro();
    if (at) { if (!list.reveal(at)) list.toEnd(); } else if (!keep) { list.toEnd(); }
    this.markRead();
  }

  /** Older messages, when the reader comes near the top. */
  async older() {
    const id = this.id;
    const known = this.shell.store.channelMessages.get(id || "");
    const first = this.shell.store.messagesOf(id || "")[0];
    if (!id || !known?.hasBefore || this.loading || !first) return;
    this.loading = true;
    const answer = await this.shell.attempt(() => this.shell.api.get(`/channels/${id}/messages?limit=60&before=${first.ts}`));
    this.loading = false;
    if (answer && this.id === id) { this.keepTop = true; this.shell.store.putMessages(id, answer.messages, { has_before: answer.has_before }); this.keepTop = false; }
  }

  /** @param {any} [arrived] */
  changed(arrived) {
    const id = /** @type {string} */ (this.id);
    this.list?.show(this.shell.store.messagesOf(id), { arrived, keepTop: this.keepTop });
    if (!arrived) return;
    this.body.querySelector(".intro")?.remove();
    if (arrived.author !== this.shell.store.me.id) announce(plainMessage(arrived, this.shell));
    this.markRead();
  }

  refresh() {
    if (!this.channel) return;
    keepFocus(this.head, () => this.drawHead());
    if (!this.list) return;
    this.list.cache.clear();
    this.list.show(this.shell.store.messagesOf(this.channel.id));
  }

  markRead() {
    const c = this.channel;
    if (!c || !document.hasFocus() || document.visibilityState !== "visible") return;
    const latest = this.shell.store.messagesOf(c.id).filter((m) => !m.ephemeral).at(-1);
    if (!latest || (c.last_read && c.last_read >= latest.ts)) return;
    void this.shell.api.post(`/channels/${c.id}/read`, { ts: latest.ts }).catch(() => {});
  }

  /** @param {any} c @param {string} look */
  inviteButton(c, look) {
    const { app } = this.shell.store;
    return h("button", { type: "button", class: look, "aria-label": `Invite ${app.name}`, dataset: { fk: "invite-app", tour: "invite-app" }, on: { click: () => void this.shell.attempt(() => this.shell.api.post(`/channels/${c.id}/invite`, { people: [app.bot_user_id] })) } },
      icon("plus"), h("span", { class: "not-phone" }, `Invite ${app.name}`));
  }

  intro() {
    const c = this.channel;
    const direct = c.kind === "im" || c.kind === "mpim";
    const { plays, tour } = this.shell.store;
    const talk = !direct && !tour && plays.length && plays.every((/** @type {any} */ p) => p.state === "idle")
      ? h("button", { type: "button", class: "btn primary", on: { click: () => this.shell.show({ tools: "talk" }) } }, icon("play"), "Let sample talk play") : null;
    this.list?.list.before(h("div", { class: "intro" }, h("h3", null, direct ? this.shell.channelName(c.id) : `#${c.name}`),
      h("p", null, plainOf(c.purpose || "", this.shell.names) || (direct ? "This is between the two of you." : "")),
      h("p", null, "Nothing has been said here yet. You could be the first."), talk && h("div", { class: "row" }, talk)));
  }

  drawFoot() {
    const c = this.channel;
    if (!c || !this.list) return;
    const can = c.is_archived ? "archived" : !c.is_member && c.kind === "public" ? "join" : c.can_post === false ? "no" : "yes";
    const state = `${c.id}/${can}`;
    if (this.foot.dataset.state === state && this.foot.childElementCount) return;
    this.foot.dataset.state = state;
    if (can === "yes") { fill(this.foot, new Composer(this.shell, c.id, null).node); return; }
    const join = h("button", { type: "button", class: "btn primary", on: { click: () => void this.shell.attempt(() => this.shell.api.post(`/channels/${c.id}/join`)) } }, `Join #${c.name}`);
    const text = { archived: "This channel is archived. It can be read, not written.", join: "You are looking at a channel that you are not in.", no: "You cannot write here." }[can];
    fill(this.foot, h("div", { class: "no-post" }, h("p", null, text), can === "join" ? join : null));
  }
}

/** Arrow up in an empty composer edits one's newest message. @param {MessageList} list */
export function editLast(list) {
  const last = [...list.messages].reverse().find((m) => m.mine && !m.bot_id && !m.ephemeral && m.subtype !== "tombstone");
  if (last) list.edit(last);
}
