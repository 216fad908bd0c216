// @ts-check
/** Light, dark, or what the system prefers. Kept in this browser. */

const KEY = "playground-theme";

/** @returns {"light"|"dark"} what is in force now */
export function currentTheme() {
  const kept = read();
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** @returns {string | null} */
function read() { try { return localStorage.getItem(KEY); } catch { return null; } }

/** @param {"light"|"dark"} theme */
export function nextTheme(theme) { return theme === "dark" ? "light" : "dark"; }

/** @param {"light"|"dark"} theme */
export function themeLabel(theme) { return theme === "dark" ? "Use light colours" : "Use dark colours"; }

/** Apply, and follow the system until the person chooses. @param {import("./store.js").Store} store */
export function followTheme(store) {
  const apply = () => { document.documentElement.dataset.theme = store.theme; };
  store.on("theme", () => { try { localStorage.setItem(KEY, store.theme); } catch { /* private mode */ } apply(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (!read()) { store.theme = currentTheme(); apply(); store.emit("me"); } });
  apply();
}
