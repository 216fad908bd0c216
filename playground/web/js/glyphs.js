// @ts-check
/** Whether this system has a picture for a character (some have no emoji font, and would show an empty box). */

/** @type {{context: CanvasRenderingContext2D, missing: string, known: Map<string, boolean>} | null} */
let probe = null;

const SIZE = 24;

/** @param {CanvasRenderingContext2D} context @param {string} char */
function drawing(context, char) {
  context.clearRect(0, 0, SIZE, SIZE);
  context.fillText(char, 0, 0);
  return Array.from(context.getImageData(0, 0, SIZE, SIZE).data).join("");
}

/** The canvas and the look of a character that no font has. */
function makeProbe() {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.textBaseline = "top";
  context.font = '18px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", "Noto Emoji", sans-serif';
  return { context, missing: drawing(context, "\u{10FFFE}"), known: new Map() };
}

/** @param {string} char @returns {boolean} */
export function canDraw(char) {
  probe ||= makeProbe();
  if (!probe) return true;
  let can = probe.known.get(char);
  if (can === undefined) {
    can = drawing(probe.context, char) !== probe.missing;
    probe.known.set(char, can);
  }
  return can;
}
