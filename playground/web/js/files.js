// @ts-check
/** Files of a message: pictures are shown, others are cards. */
import { h, icon } from "./dom.js";
import { viewImage } from "./dialogs.js";

/** @typedef {import("./shell.js").Shell} Shell */

/** "12 KB" @param {number} bytes */
export function bytesText(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {any} f @param {Shell} shell */
function fileNode(f, shell) {
  if (f.mode === "tombstone") return h("div", { class: "file-card gone" }, icon("trash"), h("span", null, "This file was deleted."));
  const remove = f.user === shell.store.me.id || ["admin", "owner"].includes(shell.store.me.role)
    ? h("button", { type: "button", class: "icon-button small", "aria-label": `Delete the file ${f.name}`, title: "Delete the file", on: { click: () => void shell.attempt(() => shell.api.del(`/files/${f.id}`)) } }, icon("trash")) : null;
  if (f.is_image) {
    const alt = f.alt_txt || f.title || f.name;
    return h("figure", { class: "file-image" },
      h("figcaption", null, f.title || f.name, remove),
      h("button", { type: "button", class: "picture", "aria-label": `Open the picture: ${alt}`, on: { click: () => viewImage(f.url_private, alt, f.name) } },
        h("img", { src: f.url_private, alt, loading: "lazy" })));
  }
  return h("div", { class: "file-card" }, icon("file"),
    h("div", null, h("a", { href: f.url_private, target: "_blank", rel: "noopener" }, f.title || f.name), h("small", null, `${f.pretty_type || f.filetype || "File"} · ${bytesText(f.size || 0)}`)), remove);
}

/** @param {any[] | undefined} files @param {Shell} shell */
export function fileList(files, shell) {
  return files?.length ? h("div", { class: "files" }, files.map((f) => fileNode(f, shell))) : null;
}
