// @ts-check
/** Block Kit's layout blocks to nodes. */
import { fill, h, icon } from "./dom.js";
import { element } from "./elements.js";
import { markdown } from "./markdown.js";
import { plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { viewImage } from "./dialogs.js";

/** @typedef {import("./surface.js").Surface} Surface */

/** @param {any} b @param {Surface} s */
function section(b, s) {
  return h("div", { class: `blk section${b.accessory ? " with-accessory" : ""}` },
    h("div", { class: "section-main" },
      b.text && h("div", { class: "prose" }, textObject(b.text, s.names)),
      b.fields && h("div", { class: "fields" }, b.fields.map((/** @type {any} */ f) => h("div", { class: "prose" }, textObject(f, s.names))))),
    b.accessory && h("div", { class: `accessory ${b.accessory.type}` }, b.accessory.type === "image" ? thumb(b.accessory, s) : element(b.accessory, b.block_id, s)));
}

/** A picture by URL or `slack_file`. @param {any} e @param {Surface} s */
function thumb(e, s) {
  const img = /** @type {HTMLImageElement} */ (h("img", { class: "thumb", alt: e.alt_text || "" }));
  void source(e, s).then((src) => { if (src) img.src = src; });
  return img;
}

/** Where the picture's bytes are. @param {any} e @param {Surface} s @returns {Promise<string | null>} */
async function source(e, s) {
  if (e.image_url) return e.image_url;
  const ref = e.slack_file || {};
  if (ref.url) return ref.url;
  if (!ref.id) return null;
  try { return (await s.file(ref.id)).url_private; } catch { return null; }
}

/** @param {any} b @param {Surface} s */
function imageBlock(b, s) {
  const title = b.title?.text || b.alt_text || "Picture";
  const img = /** @type {HTMLImageElement} */ (h("img", { alt: b.alt_text || "", loading: "lazy" }));
  const frame = h("button", { type: "button", class: "picture", "aria-label": `Open the picture: ${b.alt_text || title}`,
    on: { click: () => img.src && viewImage(img.src, b.alt_text || "", title) } }, img);
  void source(b, s).then((src) => { if (src) img.src = src; else fill(frame, h("span", { class: "hint" }, "This picture is gone.")); });
  return h("figure", { class: "blk image" }, b.title && h("figcaption", null, ...plainText(title)), frame);
}

/** @param {any} b @param {Surface} s */
function context(b, s) {
  return h("div", { class: "blk context" }, (b.elements || []).map((/** @type {any} */ e) => (e.type === "image" ? thumb(e, s) : h("span", { class: "prose" }, textObject(e, s.names)))));
}

/** @param {any} b @param {Surface} s */
function actions(b, s) {
  return h("div", { class: "blk actions" }, (b.elements || []).map((/** @type {any} */ e) => element(e, b.block_id, s)));
}

/** @param {any} b @param {Surface} s */
function input(b, s) {
  const e = b.element || {};
  const base = `${s.key}_${b.block_id}`.replace(/[^\w-]/g, "_");
  const id = `${base}_in`;
  const error = s.errors[b.block_id];
  const describedby = [b.hint && `${base}_hint`, error && `${base}_err`].filter(Boolean).join(" ") || undefined;
  const group = e.type === "checkboxes" || e.type === "radio_buttons";
  const label = h(group ? "legend" : "label", { for: group ? null : id }, ...plainText(b.label?.text || ""), b.optional && h("span", { class: "optional" }, " (optional)"));
  const node = element(e, b.block_id, s, { id, input: true, dispatch: Boolean(b.dispatch_action), describedby });
  const field = node.matches("input,textarea") ? node : node.querySelector("input,textarea");
  if (error) field?.setAttribute("aria-invalid", "true");
  if (!b.optional && !group) field?.setAttribute("aria-required", "true");
  if (group) { node.removeAttribute("role"); node.removeAttribute("aria-label"); }
  else field?.removeAttribute("aria-label");
  return h(group ? "fieldset" : "div", { class: `blk input${error ? " invalid" : ""}`, dataset: { block: b.block_id } },
    label, node,
    error && h("p", { class: "error", id: `${base}_err`, role: "alert" }, icon("flag"), error),
    b.hint && h("p", { class: "hint", id: `${base}_hint` }, ...plainText(b.hint.text || "")));
}

/** @param {any} b @param {Surface} s */
function file(b, s) {
  const box = h("div", { class: "blk context" }, "File");
  void s.file(b.file_id || b.external_id).then((f) => fill(box, h("a", { href: f.url_private }, f.title || f.name))).catch(() => fill(box, "This file is gone."));
  return box;
}

/** @param {any} b @param {Surface} s @returns {Node} */
function block(b, s) {
  switch (b.type) {
    case "section": return section(b, s);
    case "actions": return actions(b, s);
    case "context": return context(b, s);
    case "divider": return h("hr", { class: "blk" });
    case "header": return h(s.kind === "message" ? "p" : "h3", { class: "blk header" }, ...plainText(b.text?.text || ""));
    case "image": return imageBlock(b, s);
    case "input": return input(b, s);
    case "rich_text": return h("div", { class: "blk prose" }, richText(b, s.names));
    case "markdown": return h("div", { class: "blk prose" }, markdown(b.text || "", s.names));
    case "file": return file(b, s);
    default: return h("p", { class: "blk unknown" }, `This page does not show “${b.type}” blocks.`);
  }
}

/** @param {any[]} list @param {Surface} s @returns {Node[]} */
export function blocks(list, s) { return list.map((b) => block(b, s)); }
