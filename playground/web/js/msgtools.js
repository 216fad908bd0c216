// @ts-check
/** The bar of tools beside a message: react, reply, more. One per list, moved to the message that is pointed at or focused. */
import { copyText, h, iconButton } from "./dom.js";
import { menu } from "./popup.js";
import { pickEmoji } from "./emojipicker.js";
import { ask } from "./dialogs.js";
import { emojiChar, emojiNode } from "./emoji.js";
import { plainOf } from "./mrkdwn.js";

/** @typedef {import("./shell.js").Shell} Shell */

/** @param {Shell} shell @param {string} channel @param {any} m @param {string} name */
export function react(shell, channel, m, name) {
  return shell.attempt(() => shell.api.post(`/channels/${channel}/messages/${m.ts}/reactions`, { name }));
}

/** @param {Shell} shell @param {string} channel @param {any} m */
async function remove(shell, channel, m) {
  const yes = await ask({ title: "Delete this message?", body: [document.createTextNode("It will be gone for everybody.")], yes: "Delete", no: "Keep it", danger: true });
  if (yes) await shell.attempt(() => shell.api.del(`/channels/${channel}/messages/${m.ts}`));
}

/** @param {Shell} shell @param {string} channel @param {any} m @param {boolean} inThread @param {() => void} edit @returns {import("./popup.js").MenuItem[]} */
function moreItems(shell, channel, m, inThread, edit) {
  const boss = ["admin", "owner"].includes(shell.store.me.role);
  const shortcuts = shell.store.messageShortcuts;
  return [
    ...(inThread ? [] : [{ label: "Reply in thread", run: () => shell.openThread(m.thread_ts || m.ts, channel) }]),
    { label: "Copy link", run: () => void copyText(m.permalink || "") },
    { label: "Copy text", run: () => void copyText(plainOf(m.text || "", shell.names)) },
    ...(m.mine && !m.bot_id ? [{ label: "Edit message", run: edit }] : []),
    ...(m.mine || boss ? [{ label: "Delete message…", danger: true, run: () => void remove(shell, channel, m) }] : []),
    ...(shortcuts.length ? [{ separator: true }, { heading: shell.store.app.name }] : []),
    ...shortcuts.map((/** @type {any} */ s) => ({
      label: s.name, hint: s.description,
      run: () => void shell.attempt(() => shell.api.post("/shortcuts/message", { callback_id: s.callback_id, channel, ts: m.ts })),
    })),
  ];
}

/**
 * The bar for one message.
 * @param {Shell} shell @param {string} channel @param {any} m @param {boolean} inThread @param {() => void} edit
 */
export function messageTools(shell, channel, m, inThread, edit) {
  const quick = ["+1", "bulb", "pray"].map((name) => h("button", {
    type: "button", class: "icon-button", title: `React with :${name}:`, "aria-label": `React with ${name}`, dataset: { quick: name },
    on: { click: () => void react(shell, channel, m, name) },
  }, emojiChar(name) ? emojiNode(name) : name));
  /** @param {Event} e */
  const target = (e) => /** @type {HTMLElement} */ (e.currentTarget);
  return h("div", { class: "msg-tools", role: "group", "aria-label": "Message tools" },
    quick,
    iconButton("smile", "Add a reaction", (e) => pickEmoji(target(e), (name) => void react(shell, channel, m, name)), { "aria-haspopup": "dialog", dataset: { tool: "react" } }),
    inThread ? null : iconButton("thread", "Reply in thread", () => shell.openThread(m.thread_ts || m.ts, channel), { dataset: { tool: "thread" } }),
    iconButton("more", "More actions", (e) => menu(target(e), moreItems(shell, channel, m, inThread, edit), "More actions"), { "aria-haspopup": "menu", dataset: { tool: "more" } }));
}
