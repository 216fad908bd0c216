// @ts-check
/** Faces: initials on a colour that white text can be read on; apps get their own shape. */
import { h } from "./dom.js";

const HUES = ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"];

/** A steady number of a text. @param {string} text */
function hash(text) {
  let n = 7;
  for (const c of text) n = (n * 31 + (c.codePointAt(0) || 0)) >>> 0;
  return n;
}

/** @param {any} person @param {"s"|"m"|"l"} [size] */
export function avatar(person, size = "m") {
  if (person?.image) return h("img", { class: `avatar ${size}`, src: person.image, alt: "" });
  const name = person?.real_name || person?.name || "?";
  const initials = person?.initials || name.split(/\s+/).map((/** @type {string} */ w) => w[0]).slice(0, 2).join("");
  const hue = HUES[hash(person?.id || name) % HUES.length];
  return h("span", { class: `avatar ${size} ${hue}${person?.is_bot ? " bot" : ""}`, "aria-hidden": "true" }, initials);
}
