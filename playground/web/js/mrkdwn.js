// @ts-check
/** Slack's mrkdwn to nodes. Text is hostile: every node is built, nothing is parsed as HTML. */
import { h } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { dateTemplate } from "./dates.js";

/**
 * What the renderers need to know of the workspace.
 * @typedef {object} Names
 * @property {(id: string) => string} userName
 * @property {(id: string) => string} channelName
 * @property {(id: string) => void} openChannel
 * @property {(id: string) => void} openUser
 * @property {(url: string) => boolean} openLink true when the page itself opens it (a permalink)
 * @property {() => number} now playground time, seconds
 * @property {string} me the acting person's id
 */

/** @param {string} s */
export function unescapeText(s) {
  return s.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/** @param {string} s */
export function escapeText(s) {
  return s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Only addresses that cannot run code. @param {string} url */
export function safeUrl(url) {
  return /^(https?:|mailto:|tel:)/i.test(url) ? url : null;
}

/** @param {string} url @param {(Node|string)[]} label @param {Names} names */
export function linkNode(url, label, names) {
  const safe = safeUrl(url);
  if (!safe) return h("span", null, ...label);
  return h("a", {
    href: safe, target: "_blank", rel: "noopener noreferrer",
    on: { click: (/** @type {Event} */ e) => { if (names.openLink(safe)) e.preventDefault(); } },
  }, ...label);
}

/** @param {string} id @param {Names} names */
export function userNode(id, names) {
  const mine = id === names.me;
  return h("button", {
    type: "button", class: `mention${mine ? " me" : ""}`, on: { click: () => names.openUser(id) },
  }, `@${names.userName(id)}`);
}

/** @param {string} id @param {Names} names @param {string} [label] */
export function channelNode(id, names, label) {
  return h("button", {
    type: "button", class: "mention", on: { click: () => names.openChannel(id) },
  }, `#${label || names.channelName(id)}`);
}

/** @param {string} inner text between < and > @param {Names} names */
function angle(inner, names) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : unescapeText(inner.slice(bar + 1));
  if (/^@[UWB]/.test(target)) return userNode(target.slice(1), names);
  if (/^#[CGD]/.test(target)) return channelNode(target.slice(1), names, label);
  if (/^!(here|channel|everyone)/.test(target)) return h("span", { class: "mention me" }, `@${target.slice(1)}`);
  if (target.startsWith("!date^")) return dateNode(target, label, names);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label || "@group");
  if (target.startsWith("!")) return h("span", null, label || `<${target}>`);
  const url = unescapeText(target);
  return linkNode(url, [label || url.replace(/^mailto:/, "")], names);
}

/** @param {string} target @param {string} label @param {Names} names */
function dateNode(target, label, names) {
  const [, seconds, template, link] = target.split("^");
  const s = Number(seconds);
  const text = Number.isFinite(s) && template ? dateTemplate(s, template, names.now()) : label;
  return link ? linkNode(unescapeText(link), [text], names) : h("time", { title: label }, text);
}

const STYLES = { "*": "strong", "_": "em", "~": "s" };

/** Where the closing mark is, or -1. @param {string} t @param {number} from @param {string} mark */
function closing(t, from, mark) {
  for (let i = from; i < t.length; i += 1) {
    if (t[i] === "\n") return -1;
    if (t[i] === "`") { const e = t.indexOf("`", i + 1); if (e > 0) i = e; continue; }
    if (t[i] === "<") { const e = t.indexOf(">", i + 1); if (e > 0) i = e; continue; }
    if (t[i] === mark && i > from && !/\s/.test(t[i - 1]) && !/[\p{L}\p{N}]/u.test(t[i + 1] || "")) return i;
  }
  return -1;
}

/** @param {string} t @param {number} i @param {Names} names @returns {[Node, number] | null} */
function token(t, i, names) {
  const c = t[i];
  if (c === "`") {
    const e = t.indexOf("`", i + 1);
    if (e > i + 1 && !t.slice(i, e).includes("\n")) return [h("code", null, unescapeText(t.slice(i + 1, e))), e + 1];
  }
  if (c === "<") {
    const e = t.indexOf(">", i + 1);
    if (e > i + 1) return [angle(t.slice(i + 1, e), names), e + 1];
  }
  if (c === ":") {
    const m = /^:([a-z0-9_+'-]+)(?:::skin-tone-\d)?:/.exec(t.slice(i, i + 60));
    const node = m && emojiNode(m[1]);
    if (m && node) return [node, i + m[0].length];
  }
  if (c in STYLES && !/[\p{L}\p{N}]/u.test(t[i - 1] || "") && t[i + 1] && !/\s/.test(t[i + 1]) && t[i + 1] !== c) {
    const e = closing(t, i + 1, c);
    if (e > 0) return [h(STYLES[/** @type {"*"} */ (c)], null, ...inline(t.slice(i + 1, e), names)), e + 1];
  }
  if (c === "h" && !/[\p{L}\p{N}/]/u.test(t[i - 1] || "")) {
    const m = /^https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"]/.exec(t.slice(i));
    if (m) return [linkNode(unescapeText(m[0]), [unescapeText(m[0])], names), i + m[0].length];
  }
  return null;
}

/** One run of text without block marks. @param {string} t @param {Names} names @returns {Node[]} */
export function inline(t, names) {
  /** @type {Node[]} */
  const out = [];
  let plain = "";
  const flush = () => { if (plain) { out.push(document.createTextNode(unescapeText(plain))); plain = ""; } };
  for (let i = 0; i < t.length;) {
    if (t[i] === "\n") { flush(); out.push(h("br")); i += 1; continue; }
    const hit = token(t, i, names);
    if (hit) { flush(); out.push(hit[0]); i = hit[1]; } else { plain += t[i]; i += 1; }
  }
  flush();
  return out;
}

/** Kind of a line: quote, bullet, number or text. @param {string} line @returns {[string, string]} */
function lineKind(line) {
  let m = /^(?:&gt;|>)\s?(.*)$/.exec(line);
  if (m) return ["quote", m[1]];
  m = /^\s*[•◦▪-]\s+(.*)$/.exec(line);
  if (m) return ["ul", m[1]];
  m = /^\s*\d{1,3}\.\s+(.*)$/.exec(line);
  if (m) return ["ol", m[1]];
  return ["text", line];
}

/** Text without fences. @param {string} text @param {Names} names @returns {Node[]} */
function lines(text, names) {
  /** @type {{kind: string, rows: string[]}[]} */
  const runs = [];
  let all = false;
  for (const line of text.split("\n")) {
    let [kind, rest] = all ? ["quote", line] : lineKind(line);
    if (!all && /^(&gt;){3}|^>>>/.test(line)) { all = true; kind = "quote"; rest = line.replace(/^((&gt;){3}|>>>)\s?/, ""); }
    const last = runs.at(-1);
    if (last && last.kind === kind) last.rows.push(rest);
    else runs.push({ kind, rows: [rest] });
  }
  return runs.flatMap(({ kind, rows }) => {
    if (kind === "text") return inline(rows.join("\n").replace(/^\n|\n$/g, (n) => (runs.length > 1 ? "" : n)), names);
    if (kind === "quote") return [h("blockquote", null, ...inline(rows.join("\n"), names))];
    const start = kind === "ol" ? /^\s*(\d+)\./m.exec(text)?.[1] : null;
    return [h(kind, start && start !== "1" ? { start } : null, ...rows.map((r) => h("li", null, ...inline(r, names))))];
  });
}

/** A whole mrkdwn text. @param {string} text @param {Names} names @returns {Node[]} */
export function mrkdwn(text, names) {
  const parts = text.split("```");
  if (parts.length % 2 === 0) { const tail = parts.pop(); parts.push(`${parts.pop()}\`\`\`${tail}`); }
  return parts.flatMap((part, i) => {
    if (i % 2) return [h("pre", { tabindex: "0" }, h("code", null, plainOf(part.replace(/^\n|\n$/g, ""), names)))];
    const trimmed = part.replace(i ? /^\n/ : /^(?!)/, "").replace(i < parts.length - 1 ? /\n$/ : /(?!)$/, "");
    return trimmed ? lines(trimmed, names) : [];
  });
}

/** mrkdwn as one line of plain words, for notices and labels. @param {string} text @param {Names} names */
export function plainOf(text, names) {
  const flat = text
    .replace(/<@(\w+)(\|[^>]*)?>/g, (_, id) => `@${names.userName(id)}`)
    .replace(/<#(\w+)(\|([^>]*))?>/g, (_, id, __, label) => `#${label || names.channelName(id)}`)
    .replace(/<!date\^[^>|]*\|([^>]*)>/g, "$1")
    .replace(/<!(\w+)[^>]*>/g, "@$1")
    .replace(/<([^>|]+)\|([^>]+)>/g, "$2")
    .replace(/<((?:https?|mailto)[^>]+)>/g, "$1");
  return unescapeText(flat);
}

/** plain_text: only emoji are turned into pictures. @param {string} text @returns {Node[]} */
export function plainText(text) {
  return text.split(/(:[a-z0-9_+'-]+:)/).map((part) => {
    const m = /^:([a-z0-9_+'-]+):$/.exec(part);
    return (m && emojiNode(m[1])) || document.createTextNode(part);
  });
}

/** A Block Kit text object. @param {any} text @param {Names} names @returns {Node[]} */
export function textObject(text, names) {
  if (!text) return [];
  if (typeof text === "string") return plainText(text);
  if (text.type === "mrkdwn") return mrkdwn(text.text || "", names);
  return text.emoji === false ? [document.createTextNode(text.text || "")] : plainText(text.text || "");
}
