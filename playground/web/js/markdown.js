// @ts-check
/** The `markdown` block: a small, safe part of standard Markdown to nodes. */
import { h } from "./dom.js";
import { linkNode, plainText } from "./mrkdwn.js";

/** @typedef {import("./mrkdwn.js").Names} Names */

const INLINE = [
  { mark: /`([^`\n]+)`/, tag: "code" },
  { mark: /\*\*(.+?)\*\*/, tag: "strong" },
  { mark: /__(.+?)__/, tag: "strong" },
  { mark: /~~(.+?)~~/, tag: "s" },
  { mark: /(?<![\w*])\*(?!\s)(.+?)(?<!\s)\*(?!\w)/, tag: "em" },
  { mark: /(?<!\w)_(?!\s)(.+?)(?<!\s)_(?!\w)/, tag: "em" },
];
const LINK = /\[([^\]]*)\]\(([^)\s]+)\)/;

/** The mark that comes first. @param {string} text */
function firstMark(text) {
  /** @type {{m: RegExpExecArray, tag: string} | null} */
  let best = null;
  const link = LINK.exec(text);
  if (link) best = { m: link, tag: "a" };
  for (const { mark, tag } of INLINE) {
    const m = mark.exec(text);
    if (m && (!best || m.index < best.m.index)) best = { m, tag };
  }
  return best;
}

/** @param {string} text @param {Names} names @returns {Node[]} */
function inline(text, names) {
  const hit = firstMark(text);
  if (!hit) return plainText(text);
  const { m, tag } = hit;
  let node;
  if (tag === "a") node = linkNode(m[2], inline(m[1], names), names);
  else if (tag === "code") node = h("code", null, m[1]);
  else node = h(tag, null, ...inline(m[1], names));
  return [...plainText(text.slice(0, m.index)), node, ...inline(text.slice(m.index + m[0].length), names)];
}

/** @param {string} line */
function kind(line) {
  if (/^#{1,6}\s/.test(line)) return "heading";
  if (/^\s*[-*+]\s/.test(line)) return "ul";
  if (/^\s*\d+[.)]\s/.test(line)) return "ol";
  if (/^>\s?/.test(line)) return "quote";
  if (/^(-{3,}|\*{3,})\s*$/.test(line)) return "rule";
  if (/^\|.*\|\s*$/.test(line)) return "table";
  return line.trim() ? "text" : "blank";
}

/** @param {string[]} rows @param {Names} names */
function tableNode(rows, names) {
  const cells = (/** @type {string} */ r) => r.trim().replace(/^\||\|$/g, "").split("|").map((c) => c.trim());
  const body = rows.filter((r) => !/^\|[\s:|-]+\|\s*$/.test(r));
  return h("table", { class: "md-table" }, body.map((r, i) => h("tr", null, cells(r).map((c) => h(i ? "td" : "th", null, ...inline(c, names))))));
}

/** @param {string} k @param {string[]} rows @param {Names} names @returns {Node[]} */
function run(k, rows, names) {
  switch (k) {
    case "heading": return rows.map((r) => h("p", { class: "md-heading" }, ...inline(r.replace(/^#+\s/, ""), names)));
    case "ul": return [h("ul", null, rows.map((r) => h("li", null, ...inline(r.replace(/^\s*[-*+]\s/, ""), names))))];
    case "ol": return [h("ol", null, rows.map((r) => h("li", null, ...inline(r.replace(/^\s*\d+[.)]\s/, ""), names))))];
    case "quote": return [h("blockquote", null, ...inline(rows.map((r) => r.replace(/^>\s?/, "")).join(" "), names))];
    case "rule": return [h("hr")];
    case "table": return [tableNode(rows, names)];
    case "text": return [h("p", null, ...inline(rows.join(" "), names))];
    default: return [];
  }
}

/** @param {string} text @param {Names} names @returns {Node[]} */
export function markdown(text, names) {
  return text.split(/^```.*$/m).flatMap((part, i) => {
    if (i % 2) return [h("pre", { tabindex: "0" }, h("code", null, part.replace(/^\n|\n$/g, "")))];
    /** @type {{k: string, rows: string[]}[]} */
    const runs = [];
    for (const line of part.split("\n")) {
      const k = kind(line);
      const last = runs.at(-1);
      if (last && last.k === k) last.rows.push(line);
      else runs.push({ k, rows: [line] });
    }
    return runs.flatMap(({ k, rows }) => run(k, rows, names));
  });
}
