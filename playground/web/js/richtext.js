// @ts-check
/** rich_text blocks to nodes. */
import { h } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { dateTemplate } from "./dates.js";
import { channelNode, linkNode, userNode, unescapeText } from "./mrkdwn.js";

/** @typedef {import("./mrkdwn.js").Names} Names */

/** @param {Node} node @param {any} style */
function styled(node, style) {
  let out = node;
  if (!style) return out;
  if (style.code) out = h("code", null, out);
  if (style.strike) out = h("s", null, out);
  if (style.italic) out = h("em", null, out);
  if (style.bold) out = h("strong", null, out);
  if (style.underline) out = h("u", null, out);
  if (style.highlight) out = h("mark", null, out);
  return out;
}

/** Text with its line breaks kept. @param {string} text */
function breaks(text) {
  const span = document.createDocumentFragment();
  text.split("\n").forEach((line, i) => {
    if (i) span.appendChild(h("br"));
    span.appendChild(document.createTextNode(line));
  });
  return span;
}

/** @param {any} e @param {Names} names @returns {Node} */
function inlineElement(e, names) {
  switch (e.type) {
    case "text": return styled(breaks(e.text || ""), e.style);
    case "link": return styled(linkNode(e.url || "", [e.text || e.url || ""], names), e.style);
    case "user": return styled(userNode(e.user_id, names), e.style);
    case "channel": return styled(channelNode(e.channel_id, names), e.style);
    case "emoji": return emojiNode(e.name) || document.createTextNode(`:${e.name}:`);
    case "broadcast": return h("span", { class: "mention me" }, `@${e.range}`);
    case "usergroup": return h("span", { class: "mention" }, `@${e.usergroup_id}`);
    case "date": return h("time", null, dateTemplate(e.timestamp, e.format || "{date}", names.now()));
    case "color": return h("code", null, e.value || "");
    default: return document.createTextNode(unescapeText(e.text || ""));
  }
}

/** @param {any} list @param {Names} names */
function listNode(list, names) {
  const ordered = list.style === "ordered";
  return h(ordered ? "ol" : "ul", {
    class: `indent-${Math.min(8, list.indent || 0)}`, start: ordered && list.offset ? list.offset + 1 : null,
  }, (list.elements || []).map((/** @type {any} */ item) => h("li", null, (item.elements || []).map((/** @type {any} */ e) => inlineElement(e, names)))));
}

/** @param {any} block a rich_text block @param {Names} names @returns {Node[]} */
export function richText(block, names) {
  return (block.elements || []).map((/** @type {any} */ part) => {
    const inner = () => (part.elements || []).map((/** @type {any} */ e) => inlineElement(e, names));
    switch (part.type) {
      case "rich_text_list": return listNode(part, names);
      case "rich_text_quote": return h("blockquote", null, inner());
      case "rich_text_preformatted": return h("pre", { tabindex: "0" }, h("code", null, inner()));
      default: return h("div", { class: "rich-section" }, inner());
    }
  });
}
