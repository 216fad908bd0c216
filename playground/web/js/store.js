// @ts-check
/** What the page knows: a copy of the server's state, changed by live events, with listeners by topic. */
import { readIn, tsSeconds } from "./dates.js";

/**
 * Topics: me, people, channels, channel:C (its messages), thread:C/ts, modals, home, clock, faults, traffic, tour,
 * plays, app, connection, view (what is open).
 */
export class Store {
  /** @param {any} boot answer of /page/api/bootstrap */
  constructor(boot) {
    /** @type {Map<string, Set<(detail?: any) => void>>} */
    this.listeners = new Map();
    /** @type {Map<string, {messages: Map<string, any>, hasBefore: boolean, hasAfter: boolean}>} */
    this.channelMessages = new Map();
    /** @type {Map<string, {parent: any, replies: Map<string, any>}>} */
    this.threads = new Map();
    /** @type {any[]} */
    this.traffic = [];
    this.connected = true;
    /** Milliseconds of the page when the clock was heard of last. */
    this.clockAt = 0;
    /** @type {Map<string, any>} */
    this.people = new Map();
    /** @type {Map<string, any>} */
    this.channels = new Map();
    /** What was typed and not yet sent, by channel/thread. @type {Map<string, string>} */
    this.drafts = new Map();
    /** @type {"light"|"dark"} */
    this.theme = "light";
    /** @type {string | null} the workbench tab that was open last */
    this.lastTool = null;
    this.tourHidden = false;
    this.load(boot);
  }

  /** @param {any} boot */
  load(boot) {
    this.me = boot.me;
    readIn(boot.me.tz);
    this.workspace = boot.workspace;
    this.app = boot.app;
    this.people = new Map(boot.people.map((/** @type {any} */ p) => [p.id, p]));
    this.channels = new Map(boot.channels.map((/** @type {any} */ c) => [c.id, c]));
    this.commands = boot.commands || [];
    this.messageShortcuts = boot.message_shortcuts || [];
    this.globalShortcuts = boot.global_shortcuts || [];
    this.setClock(boot.clock);
    this.faults = boot.faults || [];
    this.tour = boot.tour || null;
    this.plays = boot.plays || [];
    this.modals = boot.modals || [];
    this.home = boot.home || null;
    this.seq = boot.seq || 0;
  }

  /** @param {string} topic @param {(detail?: any) => void} fn @returns {() => void} stops listening */
  on(topic, fn) {
    const set = this.listeners.get(topic) || new Set();
    this.listeners.set(topic, set.add(fn));
    return () => set.delete(fn);
  }

  /** @param {string} topic @param {any} [detail] */
  emit(topic, detail) { for (const fn of [...(this.listeners.get(topic) || [])]) fn(detail); }

  /** @param {any} clock */
  setClock(clock) { this.clock = clock; this.clockAt = performance.now(); }

  /** Play time now, in seconds. */
  now() {
    const { now, speed, running } = this.clock;
    return now + (running === false ? 0 : ((performance.now() - this.clockAt) / 1000) * speed);
  }

  /** @param {string} channel @param {any[]} messages @param {{has_before?: boolean, has_after?: boolean}} more @param {boolean} [fresh] */
  putMessages(channel, messages, more, fresh = false) {
    const old = this.channelMessages.get(channel);
    const map = fresh || !old ? new Map() : old.messages;
    for (const m of messages) map.set(m.ts, m);
    this.channelMessages.set(channel, {
      messages: map, hasBefore: more.has_before ?? old?.hasBefore ?? false, hasAfter: more.has_after ?? old?.hasAfter ?? false,
    });
    this.emit(`channel:${channel}`);
  }

  /** Sorted, oldest first. @param {string} channel @returns {any[]} */
  messagesOf(channel) { return sorted(this.channelMessages.get(channel)?.messages); }

  /** @param {string} channel @param {string} ts @param {any} parent @param {any[]} replies */
  putThread(channel, ts, parent, replies) {
    this.threads.set(`${channel}/${ts}`, { parent, replies: new Map(replies.map((r) => [r.ts, r])) });
    this.emit(`thread:${channel}/${ts}`);
  }

  /** @param {string} channel @param {string} ts */
  threadOf(channel, ts) {
    const thread = this.threads.get(`${channel}/${ts}`);
    return thread ? { parent: thread.parent, replies: sorted(thread.replies) } : null;
  }

  /** A message that is new or changed, also one just sent by this page. @param {string} channel @param {any} m @param {boolean} isNew */
  putMessage(channel, m, isNew) {
    const inThread = m.thread_ts && m.thread_ts !== m.ts;
    const list = this.channelMessages.get(channel);
    const known = list?.messages.has(m.ts);
    if (list && (!inThread || m.subtype === "thread_broadcast" || known) && (known || (isNew && !list.hasAfter))) {
      list.messages.set(m.ts, m);
      this.emit(`channel:${channel}`, isNew && !known ? m : undefined);
    }
    const key = `${channel}/${m.thread_ts || m.ts}`;
    const thread = this.threads.get(key);
    if (!thread) return;
    if (m.ts === thread.parent?.ts) thread.parent = m;
    else if (inThread) thread.replies.set(m.ts, m);
    this.emit(`thread:${key}`, isNew && inThread ? m : undefined);
  }

  /** @param {string} channel @param {string} ts */
  dropMessage(channel, ts) {
    if (this.channelMessages.get(channel)?.messages.delete(ts)) this.emit(`channel:${channel}`);
    for (const [key, thread] of this.threads) {
      if (!key.startsWith(`${channel}/`)) continue;
      const gone = thread.replies.delete(ts) || thread.parent?.ts === ts;
      if (thread.parent?.ts === ts && !thread.replies.size) thread.parent = null;
      if (gone) this.emit(`thread:${key}`);
    }
  }

  /** One event of the live connection. @param {any} e */
  apply(e) {
    if (typeof e.seq === "number") this.seq = e.seq;
    switch (e.type) {
      case "message": case "ephemeral":
        this.putMessage(e.channel, e.message, true);
        this.emit("arrived", { channel: e.channel, message: e.message });
        break;
      case "message_changed": this.putMessage(e.channel, e.message, false); break;
      case "message_deleted": case "ephemeral_deleted": this.dropMessage(e.channel, e.ts); break;
      case "channel": this.channels.set(e.channel.id, e.channel); this.emit("channels", e.channel.id); break;
      case "channel_removed": this.channels.delete(e.channel); this.emit("channels", e.channel); break;
      case "person":
        this.people.set(e.person.id, e.person);
        if (e.person.id === this.me.id) { this.me = e.person; this.emit("me"); }
        this.emit("people");
        break;
      case "modals": this.modals = e.modals; this.emit("modals"); break;
      case "home": this.home = e.home; this.emit("home"); break;
      case "file": this.emit("file", e.file); break;
      case "notice": this.emit("notice", e); break;
      case "app": this.app = e.app; this.emit("app"); break;
      case "clock": this.setClock(e.clock); this.emit("clock"); break;
      case "faults": this.faults = e.faults; this.emit("faults"); break;
      case "traffic": this.putTraffic(e.entry); break;
      case "tour": if (!this.tour || !e.tour) this.tourHidden = false; this.tour = e.tour; this.emit("tour"); break;
      case "play": this.putPlay(e.play); break;
      default: break;
    }
  }

  /** @param {any} entry */
  putTraffic(entry) {
    const at = this.traffic.findIndex((t) => t.id === entry.id);
    if (at >= 0) this.traffic[at] = entry;
    else this.traffic.push(entry);
    if (this.traffic.length > 500) this.traffic.splice(0, this.traffic.length - 500);
    this.emit("traffic");
  }

  /** @param {any} play */
  putPlay(play) {
    const at = this.plays.findIndex((/** @type {any} */ p) => p.id === play.id);
    if (at >= 0) this.plays[at] = play; else this.plays.push(play);
    this.emit("plays");
  }
}

/** @param {Map<string, any> | undefined} map */
function sorted(map) {
  return map ? [...map.values()].sort((a, b) => tsSeconds(a.ts) - tsSeconds(b.ts) || (a.ts < b.ts ? -1 : 1)) : [];
}
