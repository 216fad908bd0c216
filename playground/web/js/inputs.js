// @ts-check
/** Typed Block Kit inputs: text, numbers, mail and web addresses, dates, times, files. */
import { fill, h, toast } from "./dom.js";

/** @typedef {import("./surface.js").Surface} Surface */

/** @type {Record<string, string>} */
const TYPES = {
  plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "number",
  datepicker: "date", timepicker: "time", datetimepicker: "datetime-local", rich_text_input: "text", file_input: "file",
};

/** @param {string} type */
export function isInput(type) { return type in TYPES; }

/** Seconds to what a datetime-local field shows. @param {number} s */
function localStamp(s) {
  const d = new Date(s * 1000);
  return new Date(d.getTime() - d.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

/** rich_text as typed text, for the initial value. @param {any} block @returns {string} */
function flatten(block) {
  if (!block) return "";
  if (block.text && typeof block.text === "string") return block.text;
  return (block.elements || []).map(flatten).join(block.type === "rich_text" ? "\n" : "");
}

/** The element's own initial value, as the field shows it. @param {any} e @returns {string} */
function initial(e) {
  if (e.type === "datepicker") return e.initial_date || "";
  if (e.type === "timepicker") return e.initial_time || "";
  if (e.type === "datetimepicker") return e.initial_date_time ? localStamp(e.initial_date_time) : "";
  if (e.type === "rich_text_input") return flatten(e.initial_value);
  return e.initial_value === undefined ? "" : String(e.initial_value);
}

/** What the server wants (page value). @param {any} e @param {string} shown */
function pageValue(e, shown) {
  if (shown === "") return null;
  return e.type === "datetimepicker" ? Math.floor(new Date(shown).getTime() / 1000) : shown;
}

/** @param {any} e @param {any} value */
function shownValue(e, value) {
  if (value === null || value === undefined) return "";
  return e.type === "datetimepicker" ? localStamp(value) : String(value);
}

/** @param {any} e @param {string} blockId @param {Surface} s @param {any} options */
function fileInput(e, blockId, s, options) {
  const list = h("ul", { class: "file-picked" });
  const show = () => fill(list, (s.values.get(blockId, e.action_id, []) || []).map((/** @type {string} */ id) => h("li", null, names.get(id) || id)));
  const names = new Map();
  const input = /** @type {HTMLInputElement} */ (h("input", {
    id: options.id, type: "file", multiple: (e.max_files ?? 10) > 1, dataset: { fk: `${s.key}/${blockId}/${e.action_id}`, action: e.action_id },
    accept: (e.filetypes || []).map((/** @type {string} */ t) => `.${t}`).join(",") || null,
    "aria-describedby": options.describedby || null,
    on: { change: () => void take() },
  }));
  async function take() {
    if (!input.files?.length) return;
    try {
      const files = await s.upload(input.files);
      for (const f of files) names.set(f.id, f.name);
      s.values.set(blockId, e.action_id, files.map((f) => f.id));
      show();
      await s.act(blockId, e, files.map((f) => f.id));
    } catch (error) { toast(/** @type {Error} */ (error).message, "error"); }
  }
  show();
  return h("div", null, input, list);
}

/** Count of the characters that are left. @param {HTMLTextAreaElement | HTMLInputElement} field @param {number} max */
function counter(field, max) {
  const note = h("span", { class: "count", "aria-hidden": "true" });
  const tell = () => {
    const left = max - field.value.length;
    note.textContent = left <= Math.max(20, max * 0.1) ? String(left) : "";
    note.classList.toggle("over", left < 0);
  };
  field.addEventListener("input", tell);
  tell();
  return note;
}

/**
 * @param {any} e @param {string} blockId @param {Surface} s
 * @param {{id?: string, label?: string, input?: boolean, describedby?: string}} options
 */
export function inputElement(e, blockId, s, options) {
  if (e.type === "file_input") return fileInput(e, blockId, s, options);
  const long = e.multiline || e.type === "rich_text_input";
  const shown = shownValue(e, s.values.get(blockId, e.action_id, pageValue(e, initial(e))));
  const field = /** @type {HTMLInputElement} */ (h(long ? "textarea" : "input", {
    id: options.id || null, type: long ? null : TYPES[e.type], rows: long ? 3 : null, class: "field",
    placeholder: e.placeholder?.text || null, "aria-label": options.label || (options.id ? null : e.placeholder?.text || e.type),
    "aria-describedby": options.describedby || null, min: e.min_value ?? null, max: e.max_value ?? null,
    step: e.type === "number_input" ? (e.is_decimal_allowed ? "any" : "1") : null, autocomplete: "off",
    autofocus: e.focus_on_load || null,
    dataset: { fk: `${s.key}/${blockId}/${e.action_id}`, action: e.action_id },
  }));
  field.value = shown;
  const typed = ["plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"].includes(e.type);
  const on = e.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  const keep = () => s.values.set(blockId, e.action_id, pageValue(e, field.value));
  const send = () => void s.act(blockId, e, pageValue(e, field.value));
  let timer = 0;
  field.addEventListener("input", () => {
    keep();
    if (!typed || !on.includes("on_character_entered")) return;
    clearTimeout(timer);
    timer = window.setTimeout(send, 300);
  });
  field.addEventListener("change", () => { keep(); if (!typed) send(); });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !typed) return;
    if (on.includes("on_enter_pressed") && !long) send();
    if (s.submit && (!long || event.ctrlKey || event.metaKey)) { event.preventDefault(); s.submit(); }
  });
  return e.max_length ? h("div", { class: "counted" }, field, counter(field, e.max_length)) : field;
}
