// @ts-check
/** Where people type: text with suggestions, format marks, files, shortcuts. */
import { fill, h, icon, iconButton, toast } from "./dom.js";
import { pickEmoji } from "./emojipicker.js";
import { menu } from "./popup.js";
import { Suggest } from "./suggest.js";
import { bytesText } from "./files.js";

/** @typedef {import("./shell.js").Shell} Shell */

const MARKS = [["B", "Bold", "*"], ["I", "Italic", "_"], ["S", "Strike", "~"], ["<>", "Code", "`"]];

export class Composer {
  /** @param {Shell} shell @param {string} channel @param {string | null} thread ts of the parent, in a thread */
  constructor(shell, channel, thread) {
    this.shell = shell;
    this.channel = channel;
    this.thread = thread;
    /** @type {File[]} */
    this.files = [];
    this.sending = 0;
    /** @type {Promise<any>} one message after another */
    this.queue = Promise.resolve();
    const where = thread ? "Reply" : `Message ${shell.store.channels.get(channel)?.kind === "im" ? "" : "#"}${shell.channelName(channel)}`;
    this.area = /** @type {HTMLTextAreaElement} */ (h("textarea", {
      class: "composer-text", rows: 1, placeholder: thread ? "Reply…" : where, "aria-label": where, dataset: { composer: thread ? "thread" : "channel", fk: `composer/${thread || ""}` },
      on: { input: () => this.changed(), keydown: (/** @type {any} */ e) => this.key(e), paste: (/** @type {any} */ e) => this.pasted(e) },
    }));
    this.suggest = new Suggest(shell, this.area, thread ? "suggest-thread" : "suggest-channel");
    this.picked = h("div", { class: "picked", hidden: true });
    this.fileInput = /** @type {HTMLInputElement} */ (h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to send", dataset: { upload: thread ? "thread" : "channel" }, on: { change: () => this.take(this.fileInput.files) } }));
    this.broadcast = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox" }));
    this.sendButton = iconButton("send", "Send", () => void this.send(), { class: "icon-button send", disabled: true });
    this.node = this.build();
    this.area.value = shell.store.drafts.get(this.draftKey) || "";
    this.changed();
  }

  get draftKey() { return `${this.channel}/${this.thread || ""}`; }

  build() {
    const marks = MARKS.map(([sign, label, mark]) => h("button", { type: "button", class: `mark mark-${label.toLowerCase()}`, title: label, "aria-label": label, on: { click: () => this.wrap(mark) } }, sign));
    /** @param {Event} e */
    const target = (e) => /** @type {HTMLElement} */ (e.currentTarget);
    return h("div", { class: "composer", dataset: { tour: this.thread ? "reply" : "composer" }, on: {
      dragover: (/** @type {Event} */ e) => e.preventDefault(),
      drop: (/** @type {any} */ e) => { e.preventDefault(); this.take(e.dataTransfer?.files); },
    } },
      this.suggest.node, this.picked, this.area,
      h("div", { class: "composer-bar" },
        iconButton("clip", "Attach files", () => this.fileInput.click()), this.fileInput,
        iconButton("smile", "Emoji", (e) => pickEmoji(target(e), (n) => this.insert(`:${n}: `)), { "aria-haspopup": "dialog" }),
        this.thread ? null : iconButton("bolt", "Shortcuts", (e) => this.shortcuts(target(e)), { "aria-haspopup": "menu", dataset: { tour: "shortcuts" } }),
        h("span", { class: "marks" }, marks),
        this.thread ? h("label", { class: "also" }, this.broadcast, h("span", null, "also to the channel")) : null,
        h("span", { class: "grow" }), this.sendButton));
  }

  changed() {
    this.shell.store.drafts.set(this.draftKey, this.area.value);
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(220, this.area.scrollHeight)}px`;
    this.sendButton.toggleAttribute("disabled", !this.area.value.trim() && !this.files.length);
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    if (this.suggest.key(e)) return;
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); void this.send(); }
    else if (e.key === "ArrowUp" && !this.area.value) this.shell.store.emit("edit-last", { channel: this.channel, thread: this.thread });
    else if ((e.ctrlKey || e.metaKey) && "bi".includes(e.key)) { e.preventDefault(); this.wrap(e.key === "b" ? "*" : "_"); }
  }

  /** @param {ClipboardEvent} e */
  pasted(e) {
    const files = e.clipboardData?.files;
    if (files?.length) { e.preventDefault(); this.take(files); }
  }

  /** @param {string} mark */
  wrap(mark) {
    const { selectionStart: a, selectionEnd: b, value } = this.area;
    this.area.value = value.slice(0, a) + mark + value.slice(a, b) + mark + value.slice(b);
    this.area.focus();
    this.area.setSelectionRange(a + 1, b + 1);
    this.changed();
  }

  /** @param {string} text */
  insert(text) {
    const { selectionStart: a, selectionEnd: b, value } = this.area;
    this.area.value = value.slice(0, a) + text + value.slice(b);
    this.area.focus();
    this.area.setSelectionRange(a + text.length, a + text.length);
    this.changed();
  }

  /** @param {FileList | null | undefined} files */
  take(files) {
    if (!files?.length) return;
    this.files.push(...files);
    this.fileInput.value = "";
    this.showFiles();
    this.area.focus();
  }

  showFiles() {
    this.picked.hidden = !this.files.length;
    fill(this.picked, this.files.map((f, i) => h("span", { class: "chip" }, icon("file"), `${f.name} (${bytesText(f.size)})`,
      h("button", { type: "button", "aria-label": `Leave out ${f.name}`, on: { click: () => { this.files.splice(i, 1); this.showFiles(); } } }, icon("close")))));
    this.changed();
  }

  /** @param {HTMLElement} anchor */
  shortcuts(anchor) {
    const { globalShortcuts, commands, app } = this.shell.store;
    menu(anchor, [
      { heading: `Shortcuts of ${app.name}` },
      ...globalShortcuts.map((/** @type {any} */ s) => ({ label: s.name, hint: s.description, run: () => void this.shell.attempt(() => this.shell.api.post("/shortcuts/global", { callback_id: s.callback_id })) })),
      ...(globalShortcuts.length ? [] : [{ label: "None", disabled: true }]),
      { separator: true }, { heading: "Commands" },
      ...commands.filter((/** @type {any} */ c) => c.app).map((/** @type {any} */ c) => ({ label: `${c.command} ${c.usage_hint || ""}`.trim(), hint: c.description, run: () => { this.area.value = ""; this.insert(`${c.command} `); } })),
    ], "Shortcuts");
  }

  /** Takes what was typed at once, so that the next line can be written; gives it back when it could not be sent. */
  async send() {
    const text = this.area.value.trim();
    if (!text && !this.files.length) return;
    const parcel = { text, files: this.files, broadcast: this.broadcast.checked };
    this.area.value = "";
    this.files = [];
    this.broadcast.checked = false;
    this.showFiles();
    this.sendButton.setAttribute("aria-busy", "true");
    this.sending += 1;
    this.queue = this.queue.then(() => this.shell.attempt(() => this.dispatch(parcel)));
    const done = await this.queue;
    this.sending -= 1;
    if (!this.sending) this.sendButton.removeAttribute("aria-busy");
    if (!done) this.giveBack(parcel);
    else this.shell.store.emit("sent", { channel: this.channel, thread: this.thread });
  }

  /** @param {{text: string, files: File[]}} parcel */
  giveBack(parcel) {
    this.area.value = [parcel.text, this.area.value].filter(Boolean).join("\n");
    this.files = [...parcel.files, ...this.files];
    this.showFiles();
  }

  /** @param {{text: string, files: File[], broadcast: boolean}} parcel @returns {Promise<any>} */
  async dispatch({ text, files, broadcast }) {
    const { api, store } = this.shell;
    if (/^\/[\w-]+(\s|$)/.test(text) && !files.length) {
      if (this.thread) { toast("Slash commands work in channels, not in threads.", "error"); return null; }
      return api.post("/commands", { channel: this.channel, text });
    }
    const ids = files.length ? (await api.upload(files)).files.map((/** @type {any} */ f) => f.id) : undefined;
    const answer = await api.post(`/channels/${this.channel}/messages`, {
      text, ...(this.thread ? { thread_ts: this.thread, broadcast } : {}), ...(ids ? { files: ids } : {}),
    });
    if (answer.message) store.putMessage(this.channel, answer.message, true);
    return answer;
  }
}
