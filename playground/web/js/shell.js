// @ts-check
/** What every part of the page may ask for: names, navigation, sending, and the surfaces that blocks live on. */
import { toast } from "./dom.js";
import { ApiError } from "./api.js";
import { Values } from "./surface.js";

/** @typedef {import("./store.js").Store} Store @typedef {import("./api.js").Api} Api @typedef {import("./surface.js").Surface} Surface */

export class Shell {
  /** @param {Store} store @param {Api} api */
  constructor(store, api) {
    this.store = store;
    this.api = api;
    /** What is open. @type {{channel: string | null, tab: "messages"|"home"|"about", thread: string | null, tools: string | null, at: string | null, reply: string | null}} `at` and `reply`: what a link points to, in the channel and in the thread */
    this.view = { channel: null, tab: "messages", thread: null, tools: null, at: null, reply: null };
    /** @type {Map<string, Values>} */
    this.valuesByKey = new Map();
    /** @type {Map<string, Promise<any>>} */
    this.files = new Map();
    /** @type {import("./mrkdwn.js").Names} */
    this.names = {
      userName: (id) => this.personName(id), channelName: (id) => this.channelName(id),
      openChannel: (id) => void this.openChannel(id), openUser: (id) => this.store.emit("profile", id),
      openLink: (url) => this.openLink(url), now: () => this.store.now(), me: store.me.id,
    };
    store.on("file", (f) => this.files.set(f.id, Promise.resolve(f)));
  }

  /** @param {string} id */
  person(id) {
    const p = this.store.people.get(id);
    if (p) return p;
    return [...this.store.people.values()].find((x) => x.is_app && (id === this.store.app.bot_id)) || null;
  }

  /** @param {string} id */
  personName(id) {
    const p = this.person(id);
    return p ? p.display_name || p.real_name || p.name : "someone";
  }

  /** Name without #; for a direct message the people. @param {string} id */
  channelName(id) {
    const c = this.store.channels.get(id);
    if (!c) return "private channel";
    if (c.kind === "im") return c.with === this.store.me.id ? `${this.personName(c.with)} (you)` : this.personName(c.with);
    if (c.kind === "mpim") return c.member_ids.filter((/** @type {string} */ m) => m !== this.store.me.id).map((/** @type {string} */ m) => this.personName(m)).join(", ");
    return c.name;
  }

  /** Change what is open. @param {Partial<Shell["view"]>} change */
  show(change) { this.view = { ...this.view, ...change }; this.store.emit("view", change); }

  /** @param {string} id @param {{at?: string | null, thread?: string | null, reply?: string | null}} [where] */
  async openChannel(id, where = {}) {
    if (!this.store.channels.has(id)) {
      const answer = await this.attempt(() => this.api.get(`/channels/${id}`));
      if (!answer) return;
      this.store.channels.set(id, answer.channel);
      this.store.emit("channels", id);
    }
    const channel = this.store.channels.get(id);
    const same = this.view.channel === id;
    const tab = channel.is_app_dm && !same && this.store.app.home_tab && !where.at ? "home" : channel.is_app_dm && same ? this.view.tab : "messages";
    this.show({ channel: id, tab: where.at || where.thread ? "messages" : tab, thread: where.thread ?? (same ? this.view.thread : null), at: where.at ?? null, reply: where.reply ?? null });
  }

  /** @param {string} ts parent @param {string} [channel] */
  openThread(ts, channel = this.view.channel || "") { this.show({ channel, thread: ts, tools: null, at: null, reply: null }); }

  /** Permalinks are opened in place. @param {string} url @returns {boolean} */
  openLink(url) {
    const m = /\/archives\/([CGD][A-Z0-9]+)(?:\/p(\d+))?/.exec(url);
    const host = safeHost(url);
    const mine = host === location.host || host === safeHost(this.store.workspace.url || "") || (host || "").split(".")[0] === this.store.workspace.domain;
    if (!m || !mine) return false;
    void this.openPermalink(url, m[1]);
    return true;
  }

  /** @param {string} url @param {string} channel */
  async openPermalink(url, channel) {
    if (!/\/p\d+/.test(url)) { await this.openChannel(channel); return; }
    const found = await this.attempt(() => this.api.get(`/permalink?url=${encodeURIComponent(url)}`));
    if (found) await this.openChannel(found.channel, { at: found.thread_ts || found.ts, thread: found.thread_ts || null, reply: found.thread_ts ? found.ts : null });
  }

  /**
   * Try a call; a refusal is shown and answered with null.
   * @template T @param {() => Promise<T>} work @returns {Promise<T | null>}
   */
  async attempt(work) {
    try { return await work(); } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast(error.message, "error");
      return null;
    }
  }

  /** @param {string} key */
  values(key) {
    let v = this.valuesByKey.get(key);
    if (!v) { v = new Values(); this.valuesByKey.set(key, v); }
    return v;
  }

  /** A file's description, asked once. @param {string} id */
  file(id) {
    let f = this.files.get(id);
    if (!f) {
      f = this.api.get(`/files/${id}`).then((a) => a.file);
      f.catch(() => this.files.delete(id));
      this.files.set(id, f);
    }
    return f;
  }

  /**
   * The surface of a message, a modal or Home.
   * @param {"message"|"modal"|"home"} kind @param {string} key @param {any} container see API.md
   * @param {Partial<Surface>} [more] @returns {Surface}
   */
  surface(kind, key, container, more = {}) {
    const values = this.values(key);
    return {
      kind, key, names: this.names, values, errors: {},
      act: async (block_id, e, value) => {
        const state = values.map;
        await this.attempt(() => this.api.post("/actions", { container, block_id, action_id: e.action_id, value, state }));
      },
      options: (block_id, action_id, query) => this.api.post("/options", { container, block_id, action_id, query }),
      people: () => [...this.store.people.values()], channels: () => [...this.store.channels.values()],
      upload: async (files) => (await this.api.upload(files)).files, file: (id) => this.file(id), ...more,
    };
  }
}

/** @param {string} url */
function safeHost(url) { try { return new URL(url, location.href).host; } catch { return null; } }
