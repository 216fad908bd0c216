// @ts-check
/** Editing a message in its place. */
import { h } from "./dom.js";
import { plainText, unescapeText } from "./mrkdwn.js";

/** @typedef {import("./shell.js").Shell} Shell */

/** The stored text as its author typed it: mentions become handles. @param {string} text @param {Shell} shell */
export function asTyped(text, shell) {
  const typed = text
    .replace(/<@(\w+)(\|[^>]*)?>/g, (_, id) => `@${shell.person(id)?.name || id}`)
    .replace(/<#(\w+)(\|([^>]*))?>/g, (_, id, __, label) => `#${label || shell.channelName(id)}`)
    .replace(/<!(here|channel|everyone)[^>]*>/g, "@$1")
    .replace(/<([a-z]+:[^>|]+)(\|[^>]*)?>/g, "$1");
  return unescapeText(typed);
}

/** @param {Shell} shell @param {string} channel @param {any} m @param {() => void} done */
export function editBox(shell, channel, m, done) {
  const area = /** @type {HTMLTextAreaElement} */ (h("textarea", { class: "field", rows: 3, "aria-label": "Edit the message", dataset: { fk: `edit/${m.ts}` } }));
  area.value = asTyped(m.text || "", shell);
  const save = async () => {
    const text = area.value.trim();
    if (!text) return;
    const answer = await shell.attempt(() => shell.api.patch(`/channels/${channel}/messages/${m.ts}`, { text }));
    if (answer) { if (answer.message) shell.store.putMessage(channel, answer.message, false); done(); }
  };
  area.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); void save(); }
    if (e.key === "Escape") { e.preventDefault(); e.stopPropagation(); done(); }
  });
  return h("div", { class: "edit-box" }, area, h("div", { class: "edit-foot" },
    h("span", { class: "hint" }, ...plainText("Escape leaves it as it was, Enter saves")),
    h("button", { type: "button", class: "btn plain slim", on: { click: done } }, "Cancel"),
    h("button", { type: "button", class: "btn primary slim", on: { click: () => void save() } }, "Save")));
}
