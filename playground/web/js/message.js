// @ts-check
/** One message as a list item. */
import { h, icon } from "./dom.js";
import { avatar } from "./avatar.js";
import { blocks } from "./blocks.js";
import { clockTime, fullTime, tsSeconds, ago } from "./dates.js";
import { emojiChar, emojiNode } from "./emoji.js";
import { mrkdwn, plainOf } from "./mrkdwn.js";
import { fileList } from "./files.js";

/** @typedef {import("./shell.js").Shell} Shell */
/** @typedef {{compact: boolean, inThread: boolean, channel: string, mark: boolean}} Place */

const QUIET = new Set(["channel_join", "channel_leave", "group_join", "group_leave", "channel_topic", "channel_purpose", "channel_name",
  "channel_archive", "channel_unarchive", "group_archive", "group_unarchive", "group_topic", "group_purpose", "group_name", "bot_add"]);

/** Who wrote it. @param {any} m @param {Shell} shell */
export function authorOf(m, shell) {
  const p = shell.person(m.author || m.user || m.bot_id);
  const name = m.username || (p ? p.display_name || p.real_name || p.name : "Someone");
  return { person: p, name, id: p?.id || null, isApp: Boolean(m.bot_id || p?.is_bot) };
}

/** The message in plain words, for screen readers. @param {any} m @param {Shell} shell */
export function plainMessage(m, shell) {
  const words = plainOf(m.text || "", shell.names).replace(/```/g, "").replace(/\s+/g, " ").slice(0, 300);
  return `${authorOf(m, shell).name}: ${words || "sent something"}`;
}

/** @param {any} m @param {Shell} shell */
function head(m, shell) {
  const who = authorOf(m, shell);
  const s = tsSeconds(m.ts);
  return h("div", { class: "msg-head" },
    h("button", { type: "button", class: "msg-author", tabindex: "-1", on: { click: () => who.id && shell.store.emit("profile", who.id) } }, who.name),
    who.isApp && h("span", { class: "badge" }, "app"),
    who.person?.role === "guest" && h("span", { class: "badge" }, "guest"),
    h("a", { class: "msg-time", href: m.permalink || "#", tabindex: "-1", title: fullTime(s), on: { click: (/** @type {Event} */ e) => { if (m.permalink && shell.openLink(m.permalink)) e.preventDefault(); } } },
      h("time", { datetime: new Date(s * 1000).toISOString() }, clockTime(s))));
}

/** Attachments: unfurls and old-style ones. @param {any} a @param {any} m @param {Shell} shell @param {Place} at */
function attachment(a, m, shell, at) {
  const body = a.blocks?.length ? blocks(a.blocks, messageSurface(m, shell, at)) : [
    a.author_name && h("div", { class: "att-author" }, a.author_name),
    a.title && h("div", { class: "att-title" }, a.title_link ? h("a", { href: /^https?:/.test(a.title_link) ? a.title_link : "#", target: "_blank", rel: "noopener noreferrer" }, a.title) : a.title),
    a.text && h("div", { class: "prose" }, mrkdwn(a.text, shell.names)),
    a.fields && h("div", { class: "fields" }, a.fields.map((/** @type {any} */ f) => h("div", null, h("strong", null, f.title), h("br"), ...mrkdwn(f.value || "", shell.names)))),
    a.image_url && h("img", { class: "att-image", src: a.image_url, alt: a.fallback || "" }),
  ];
  const node = h("div", { class: "attachment" }, a.pretext && h("div", { class: "prose" }, mrkdwn(a.pretext, shell.names)), body,
    a.footer && h("div", { class: "hint" }, a.footer));
  if (/^#?[0-9a-f]{6}$/i.test(a.color || "")) node.style.borderColor = `#${a.color.replace("#", "")}`;
  return node;
}

/** @param {any} m @param {Shell} shell @param {Place} at */
function messageSurface(m, shell, at) {
  return shell.surface("message", `${at.inThread ? "t" : "c"}-${at.channel}-${m.ts}`, { type: "message", channel: at.channel, ts: m.ts });
}

/** @param {any} m @param {Shell} shell @param {Place} at */
function content(m, shell, at) {
  if (m.subtype === "tombstone") return h("div", { class: "msg-content gone" }, icon("trash"), " This message was deleted.");
  const body = m.blocks?.length
    ? blocks(m.blocks, messageSurface(m, shell, at))
    : [h("div", { class: `prose${jumbo(m) ? " jumbo" : ""}` }, mrkdwn(m.text || "", shell.names))];
  const edited = m.edited && h("span", { class: "edited", title: `Edited ${fullTime(tsSeconds(m.edited.ts))}` }, "(edited)");
  if (edited) {
    const lastProse = body.at(-1);
    const spot = lastProse instanceof HTMLElement ? lastProse.querySelector(".rich-section:last-child") || lastProse : null;
    (spot || h("div")).appendChild(edited);
  }
  return h("div", { class: `msg-content${m.subtype === "me_message" ? " me-message" : ""}` }, body,
    (m.attachments || []).map((/** @type {any} */ a) => attachment(a, m, shell, at)));
}

/** Up to three emoji alone are drawn large. @param {any} m */
function jumbo(m) { return /^\s*(:[a-z0-9_+'-]+:\s*){1,3}$/.test(m.text || ""); }

/** @param {any} m @param {Shell} shell @param {Place} at */
function reactions(m, shell, at) {
  if (!m.reactions?.length) return null;
  const me = shell.store.me.id;
  return h("div", { class: "reactions" }, m.reactions.map((/** @type {any} */ r) => {
    const mine = r.users.includes(me);
    const who = r.users.map((/** @type {string} */ u) => (u === me ? "you" : shell.personName(u))).join(", ");
    return h("button", {
      type: "button", class: `reaction${mine ? " mine" : ""}`, "aria-pressed": String(mine), title: `${who} reacted with :${r.name}:`,
      "aria-label": `${r.count} reacted with ${r.name}: ${who}`, dataset: { fk: `r/${at.inThread}/${m.ts}/${r.name}`, reaction: r.name },
      on: { click: () => void shell.attempt(() => shell.api.post(`/channels/${at.channel}/messages/${m.ts}/reactions`, { name: r.name })) },
    }, emojiChar(r.name) ? emojiNode(r.name) : h("span", { class: "code-emoji" }, `:${r.name}:`), h("span", { class: "n" }, r.count));
  }));
}

/** @param {any} m @param {Shell} shell @param {Place} at */
function threadFoot(m, shell, at) {
  if (at.inThread || !m.reply_count) return null;
  const n = m.reply_count;
  const last = m.latest_reply ? ago(tsSeconds(m.latest_reply), shell.store.now()) : "";
  return h("button", { type: "button", class: "thread-foot", dataset: { fk: `tf/${m.ts}` }, on: { click: () => shell.openThread(m.thread_ts || m.ts, at.channel) } },
    (m.reply_users || []).slice(0, 4).map((/** @type {string} */ u) => avatar(shell.person(u), "s")),
    h("span", { class: "thread-n" }, `${n} ${n === 1 ? "reply" : "replies"}`), h("span", { class: "thread-last" }, last && `last reply ${last}`));
}

/** @param {any} m @param {Shell} shell @param {Place} at */
function broadcastNote(m, shell, at) {
  if (at.inThread || m.subtype !== "thread_broadcast") return null;
  return h("button", { type: "button", class: "thread-note", on: { click: () => shell.openThread(m.thread_ts, at.channel) } }, icon("thread"), "replied to a thread");
}

/** @param {any} m @param {Shell} shell @param {Place} at */
function privateNote(m, shell, at) {
  if (!m.ephemeral) return null;
  return h("div", { class: "only-you" }, icon("eye"), h("span", null, "Only visible to you"), " · ",
    h("button", { type: "button", class: "linkish", on: { click: () => void dismiss(m, shell, at) } }, "Dismiss"));
}

/** @param {any} m @param {Shell} shell @param {Place} at */
async function dismiss(m, shell, at) {
  shell.store.dropMessage(at.channel, m.ts);
  await shell.attempt(() => shell.api.del(`/channels/${at.channel}/messages/${m.ts}`));
}

/**
 * The list item.
 * @param {any} m @param {Shell} shell @param {Place} at
 * @returns {HTMLElement}
 */
export function messageNode(m, shell, at) {
  const attrs = { tabindex: "-1", dataset: { ts: m.ts, fk: `m/${at.inThread}/${m.ts}`, author: m.author || m.user || "" } };
  if (QUIET.has(m.subtype)) {
    return h("li", { class: "msg quiet", ...attrs }, h("div", { class: "gutter" }, avatar(authorOf(m, shell).person, "s")),
      h("div", { class: "msg-body" }, h("span", { class: "prose" }, mrkdwn(m.text || "", shell.names)), " ", h("span", { class: "msg-time" }, clockTime(tsSeconds(m.ts)))));
  }
  const who = authorOf(m, shell);
  return h("li", { class: `msg${at.compact ? " compact" : ""}${m.ephemeral ? " ephemeral" : ""}${at.mark ? " marked" : ""}`, ...attrs },
    h("div", { class: "gutter" }, at.compact ? h("span", { class: "msg-time small", "aria-hidden": "true" }, clockTime(tsSeconds(m.ts)).replace(/\s?[AP]M/i, "")) : avatar(who.person || { name: who.name })),
    h("div", { class: "msg-body" }, privateNote(m, shell, at), at.compact ? h("span", { class: "sr" }, `${who.name}, ${clockTime(tsSeconds(m.ts))}`) : head(m, shell),
      broadcastNote(m, shell, at), content(m, shell, at), fileList(m.files, shell), reactions(m, shell, at), threadFoot(m, shell, at)));
}

/** Everything that the drawing depends on. @param {any} m @param {Place} at */
export function signature(m, at) { return `${at.compact}${at.mark}${JSON.stringify(m)}`; }

