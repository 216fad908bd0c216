// @ts-check
/** Searching messages that the acting person may see. */
import { fill, h } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { authorOf } from "./message.js";
import { plainOf } from "./mrkdwn.js";
import { dayName, clockTime, tsSeconds } from "./dates.js";

/** @param {import("./shell.js").Shell} shell */
export function searchDialog(shell) {
  const results = h("ul", { class: "results", "aria-live": "polite" });
  let turn = 0;
  const find = async () => {
    const q = field.value.trim();
    const mine = ++turn;
    if (q.length < 2) { fill(results); return; }
    const answer = await shell.attempt(() => shell.api.get(`/search?q=${encodeURIComponent(q)}`));
    if (!answer || mine !== turn) return;
    fill(results, answer.messages.length ? answer.messages.map(row) : h("li", { class: "hint" }, "Nothing found."));
  };
  const row = (/** @type {any} */ m) => h("li", null, h("button", { type: "button", class: "person-row", on: { click: () => { dialog.close(); void shell.openChannel(m.channel, { at: m.thread_ts || m.ts, thread: m.thread_ts && m.thread_ts !== m.ts ? m.thread_ts : null }); } } },
    h("span", null, h("strong", null, authorOf(m, shell).name), h("small", null, ` ${shell.channelName(m.channel)} · ${dayName(tsSeconds(m.ts), shell.store.now())} ${clockTime(tsSeconds(m.ts))}`), plainOf(m.text || "", shell.names).slice(0, 160))));
  const field = /** @type {HTMLInputElement} */ (h("input", { type: "text", role: "searchbox", class: "field", "aria-label": "Words to search for", placeholder: "Words…", on: { input: () => void find() } }));
  const dialog = openDialog({ title: "Search messages", body: [field, results], className: "small" });
  field.focus();
}
