// @ts-check
/** Choosing an emoji: search, groups, arrow keys. */
import { fill, h } from "./dom.js";
import { emojiFace, emojiGroups, findEmoji } from "./emoji.js";
import { popup } from "./popup.js";

/** @param {HTMLElement} anchor @param {(name: string) => void} onPick */
export function pickEmoji(anchor, onPick) {
  /** @type {(giveBack?: boolean) => void} */
  let close = () => {};
  const pick = (/** @type {string} */ name) => { close(true); onPick(name); };
  const grid = h("div", { class: "emoji-grid" });
  const name = h("div", { class: "emoji-name", "aria-hidden": "true" }, "Pick one");
  const button = (/** @type {[string, string]} */ [code, char]) => h("button", {
    type: "button", class: "emoji-cell", title: `:${code}:`, "aria-label": code.replace(/_/g, " "), dataset: { emoji: code }, tabindex: "-1",
    on: { click: () => pick(code), focus: (/** @type {Event} */ e) => { stopAt(/** @type {HTMLElement} */ (e.currentTarget)); name.textContent = `:${code}:`; }, mouseenter: () => { name.textContent = `:${code}:`; } },
  }, h("span", { class: "emoji", "aria-hidden": "true" }, emojiFace(code, char)));
  const search = /** @type {HTMLInputElement} */ (h("input", { type: "search", class: "field", placeholder: "Search emoji", "aria-label": "Search emoji", on: { input: () => show() } }));
  /** The grid is one stop of Tab; arrows move within. @param {HTMLElement | null} cell */
  function stopAt(cell) {
    grid.querySelectorAll('.emoji-cell[tabindex="0"]').forEach((c) => { c.setAttribute("tabindex", "-1"); });
    cell?.setAttribute("tabindex", "0");
  }
  function show() {
    const q = search.value.trim();
    if (q) fill(grid, h("div", { class: "emoji-row" }, findEmoji(q, 60).map(button)));
    else fill(grid, emojiGroups().map(([title, list]) => [h("div", { class: "emoji-title" }, title), h("div", { class: "emoji-row" }, list.map(button))]));
    stopAt(grid.querySelector(".emoji-cell"));
  }
  const box = h("div", { class: "emoji-picker", role: "dialog", "aria-label": "Emoji" }, search, grid, name);
  box.addEventListener("keydown", (e) => keys(e, box, search, pick));
  show();
  close = popup(anchor, box);
  search.focus();
}

/** @param {KeyboardEvent} e @param {HTMLElement} box @param {HTMLInputElement} search @param {(name: string) => void} pick */
function keys(e, box, search, pick) {
  const cells = /** @type {HTMLElement[]} */ ([...box.querySelectorAll(".emoji-cell")]);
  const at = cells.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (at < 0) {
    if (e.key === "ArrowDown" && cells[0]) { e.preventDefault(); cells[0].focus(); }
    if (e.key === "Enter" && cells[0]) { e.preventDefault(); pick(cells[0].dataset.emoji || ""); }
    return;
  }
  const perRow = Math.max(1, Math.floor((cells[0].parentElement?.clientWidth || 36) / (cells[0].offsetWidth || 36)));
  const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow };
  const step = moves[/** @type {keyof typeof moves} */ (e.key)];
  if (!step) return;
  e.preventDefault();
  if (at + step < 0) search.focus(); else cells[Math.min(cells.length - 1, at + step)].focus();
}
