// @ts-check
/** A searchable select (one or several), after the ARIA combobox pattern. Used by every Block Kit select. */
import { append, fill, h, icon } from "./dom.js";
import { place } from "./popup.js";

/**
 * @typedef {{value: string, text: string, description?: string, lead?: Node}} Choice
 * @typedef {{label: string, options: Choice[]}} ChoiceGroup
 * @typedef {object} ComboOptions
 * @property {string} id
 * @property {string} fk key that gives the focus back after a redraw
 * @property {string} label accessible name when no <label> points at it
 * @property {string} [placeholder]
 * @property {boolean} [multiple]
 * @property {boolean} [clearable]
 * @property {number} [max] at most so many chosen
 * @property {Choice[]} chosen
 * @property {(query: string) => ChoiceGroup[] | Promise<ChoiceGroup[]>} load
 * @property {(chosen: Choice[]) => void} onChange
 * @property {string} [describedby]
 * @property {boolean} [focus]
 */

export class Combobox {
  /** @param {ComboOptions} options */
  constructor(options) {
    this.o = options;
    this.chosen = [...options.chosen];
    /** @type {Choice[]} */
    this.rows = [];
    this.active = -1;
    this.turn = 0;
    this.typed = false;
    this.chips = h("span", { class: "chips" });
    this.input = /** @type {HTMLInputElement} */ (h("input", {
      id: options.id, class: "combo-input", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-controls": `${options.id}-list`, "aria-autocomplete": "list",
      "aria-label": options.label || null, "aria-describedby": options.describedby || null,
      placeholder: options.placeholder || "Choose…", dataset: { fk: options.fk },
      on: {
        input: () => { this.typed = true; void this.open(); }, click: () => void this.open(), blur: () => this.blur(),
        keydown: (/** @type {any} */ e) => this.key(e),
      },
    }));
    this.list = h("ul", { id: `${options.id}-list`, class: "combo-list", role: "listbox", "aria-label": options.label || "Choices",
      "aria-multiselectable": options.multiple ? "true" : null, hidden: true, on: { mousedown: (/** @type {Event} */ e) => e.preventDefault() } });
    this.clear = h("button", { type: "button", class: "combo-clear", "aria-label": "Clear the choice", on: { click: () => this.choose(null) } }, icon("close"));
    this.node = h("div", { class: "combo" }, this.chips, this.input, this.clear, icon("down"), this.list);
    this.show();
  }

  get isOpen() { return !this.list.hidden; }

  /** Show what is chosen. */
  show() {
    const { multiple, clearable } = this.o;
    this.clear.hidden = multiple || !clearable || !this.chosen.length;
    if (!multiple) { this.input.value = this.chosen[0]?.text || ""; return; }
    fill(this.chips, this.chosen.map((c) => h("span", { class: "chip" }, c.text,
      h("button", { type: "button", "aria-label": `Remove ${c.text}`, on: { click: () => this.toggle(c) } }, icon("close")))));
    this.input.value = "";
    this.input.placeholder = this.chosen.length ? "" : this.o.placeholder || "Choose…";
  }

  async open() {
    const turn = ++this.turn;
    const query = this.typed ? this.input.value : "";
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    let groups;
    try {
      const answer = this.o.load(query);
      if (answer instanceof Promise) { fill(this.list, h("li", { class: "combo-note" }, "Looking…")); this.put(); }
      groups = await answer;
    } catch (error) {
      if (turn === this.turn) fill(this.list, h("li", { class: "combo-note", role: "alert" }, String(/** @type {Error} */ (error).message)));
      return;
    }
    if (turn !== this.turn || !this.isOpen) return;
    this.rows = [];
    fill(this.list);
    for (const group of groups) this.addGroup(group);
    if (!this.rows.length) append(this.list, [h("li", { class: "combo-note" }, "Nothing found")]);
    const at = this.rows.findIndex((r) => this.chosen.some((c) => c.value === r.value));
    this.mark(this.rows.length ? Math.max(0, at) : -1);
    this.put();
  }

  /** @param {ChoiceGroup} group */
  addGroup(group) {
    if (group.label && group.options.length) append(this.list, [h("li", { class: "combo-group", role: "presentation" }, group.label)]);
    for (const option of group.options) {
      const i = this.rows.push(option) - 1;
      const on = this.chosen.some((c) => c.value === option.value);
      append(this.list, [h("li", {
        id: `${this.o.id}-${i}`, role: "option", "aria-selected": String(on), class: "combo-option", dataset: { value: option.value },
        on: { click: () => this.pick(i), mousemove: () => this.mark(i) },
      }, option.lead, h("span", null, option.text, option.description && h("small", null, option.description)), on && icon("check"))]);
    }
  }

  put() {
    this.list.style.minWidth = `${this.node.offsetWidth}px`;
    place(this.list, this.node);
  }

  /** @param {number} i */
  mark(i) {
    this.active = i;
    this.list.querySelectorAll(".combo-option").forEach((node, n) => node.classList.toggle("active", n === i));
    if (i < 0) { this.input.removeAttribute("aria-activedescendant"); return; }
    this.input.setAttribute("aria-activedescendant", `${this.o.id}-${i}`);
    document.getElementById(`${this.o.id}-${i}`)?.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.turn += 1;
    this.list.hidden = true;
    this.typed = false;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  blur() { this.close(); this.show(); }

  /** @param {number} i */
  pick(i) {
    const row = this.rows[i];
    if (!row) return;
    if (this.o.multiple) this.toggle(row); else this.choose(row);
  }

  /** @param {Choice | null} row */
  choose(row) {
    this.chosen = row ? [row] : [];
    this.close();
    this.show();
    this.input.focus();
    this.o.onChange(this.chosen);
  }

  /** @param {Choice} row */
  toggle(row) {
    const has = this.chosen.some((c) => c.value === row.value);
    if (!has && this.o.max && this.chosen.length >= this.o.max) return;
    this.chosen = has ? this.chosen.filter((c) => c.value !== row.value) : [...this.chosen, row];
    this.typed = false;
    this.show();
    this.input.focus();
    if (this.isOpen) void this.open();
    this.o.onChange(this.chosen);
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    const open = this.isOpen;
    const n = this.rows.length;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (!open) void this.open();
      else if (n) this.mark((this.active + (e.key === "ArrowDown" ? 1 : n - 1)) % n);
    } else if (e.key === "Enter") {
      e.preventDefault();
      if (open) this.pick(this.active); else void this.open();
    } else if (e.key === "Escape" && open) {
      e.preventDefault(); e.stopPropagation(); this.close(); this.show();
    } else if (e.key === "Backspace" && this.o.multiple && !this.input.value && this.chosen.length) {
      this.toggle(this.chosen[this.chosen.length - 1]);
    }
  }
}

/** Keep the choices whose text has the query. @param {ChoiceGroup[]} groups @param {string} query */
export function filterGroups(groups, query) {
  const q = query.trim().toLowerCase();
  if (!q) return groups;
  return groups.map((g) => ({ ...g, options: g.options.filter((o) => `${o.text} ${o.description || ""}`.toLowerCase().includes(q)) }));
}
