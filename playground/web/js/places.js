// @ts-check
/** Dialogs about places and people: create, invite, details, direct messages, profiles. */
import { h, icon } from "./dom.js";
import { avatar } from "./avatar.js";
import { ask, formDialog, openDialog } from "./dialogs.js";
import { mrkdwn } from "./mrkdwn.js";

/** @typedef {import("./shell.js").Shell} Shell */

/** @param {Shell} shell */
export async function createChannel(shell) {
  const values = await formDialog("Create a channel", [
    { name: "name", label: "Name", hint: "Small letters, digits and hyphens", required: true },
    { name: "topic", label: "Topic" },
    { name: "private", label: "Private", type: "checkbox", hint: "Only people who are invited see it" },
  ], "Create");
  if (!values) return;
  const answer = await shell.attempt(() => shell.api.post("/channels", { name: values.name.trim().toLowerCase().replace(/\s+/g, "-"), topic: values.topic, private: values.private === "yes" }));
  if (!answer) return;
  shell.store.channels.set(answer.channel.id, answer.channel);
  await shell.openChannel(answer.channel.id);
}

/** A list of people to choose from. @param {Shell} shell @param {any[]} people @param {(p: any) => void} onPick */
function peopleList(shell, people, onPick) {
  return h("ul", { class: "people-list" }, people.map((p) => h("li", null, h("button", { type: "button", class: "person-row", dataset: { person: p.name }, on: { click: () => onPick(p) } },
    avatar(p), h("span", null, h("strong", null, p.real_name), h("small", null, `@${p.name} · ${p.is_bot ? "app" : p.title || p.role}`))))));
}

/** @param {Shell} shell */
export function startDm(shell) {
  const people = [...shell.store.people.values()].filter((p) => !p.deleted);
  const dialog = openDialog({ title: "New direct message", className: "small", body: [peopleList(shell, people, (p) => { dialog.close(); void openDm(shell, p.id); })] });
}

/** @param {Shell} shell @param {string} id */
export async function openDm(shell, id) {
  const answer = await shell.attempt(() => shell.api.post("/dms", { people: [id] }));
  if (!answer) return;
  shell.store.channels.set(answer.channel.id, answer.channel);
  await shell.openChannel(answer.channel.id);
}

/** @param {Shell} shell @param {any} channel */
export function invitePeople(shell, channel) {
  const people = [...shell.store.people.values()].filter((p) => !p.deleted && !channel.member_ids.includes(p.id));
  const dialog = openDialog({
    title: `Add people or apps to #${channel.name}`, className: "small",
    body: [people.length ? peopleList(shell, people, (p) => { dialog.close(); void shell.attempt(() => shell.api.post(`/channels/${channel.id}/invite`, { people: [p.id] })); }) : h("p", null, "Everybody is here already.")],
  });
}

/** @param {Shell} shell @param {any} c */
export function channelDetails(shell, c) {
  const members = c.member_ids.map((/** @type {string} */ id) => shell.person(id)).filter(Boolean);
  const body = [
    c.topic && h("p", null, h("strong", null, "Topic "), ...mrkdwn(c.topic, shell.names)),
    c.purpose && h("p", null, h("strong", null, "Purpose "), ...mrkdwn(c.purpose, shell.names)),
    h("h3", null, `${members.length} members`),
    peopleList(shell, members, (p) => { dialog.close(); shell.store.emit("profile", p.id); }),
  ];
  const dialog = openDialog({ title: shell.channelName(c.id), className: "small", body });
}

/** What may be done with a channel. @param {Shell} shell @param {any} c @returns {import("./popup.js").MenuItem[]} */
export function channelMenu(shell, c) {
  const post = (/** @type {string} */ verb, /** @type {any} */ body = {}) => void shell.attempt(() => shell.api.post(`/channels/${c.id}/${verb}`, body));
  const text = async (/** @type {string} */ verb, /** @type {string} */ label, /** @type {string} */ value) => {
    const v = await formDialog(label, [{ name: "v", label, value }], "Save");
    if (v) post(verb, { [verb === "rename" ? "name" : verb]: v.v });
  };
  const app = shell.store.app;
  return [
    { label: "Members and details", run: () => channelDetails(shell, c) },
    ...(c.is_archived ? [{ label: "Unarchive", run: () => post("unarchive") }] : [
      { label: "Add people…", run: () => invitePeople(shell, c) },
      c.app_is_member ? { label: `Remove ${app.name}`, run: () => post("kick", { person: app.bot_user_id }) } : { label: `Invite ${app.name}`, run: () => post("invite", { people: [app.bot_user_id] }) },
      { label: "Set the topic…", run: () => void text("topic", "Topic", c.topic) },
      { label: "Rename…", run: () => void text("rename", "Name", c.name) },
      { label: c.is_shared ? "Stop sharing outside" : "Share outside (Slack Connect)", run: () => post(c.is_shared ? "unshare" : "share") },
      { label: "Leave", run: () => post("leave") },
      { label: "Archive", run: () => post("archive") },
    ]),
    { separator: true },
    { label: "Delete channel…", danger: true, run: async () => { if (await ask({ title: `Delete #${c.name}?`, body: [document.createTextNode("Its messages go with it.")], yes: "Delete", no: "Keep it", danger: true })) post("delete"); } },
  ];
}

/** @param {Shell} shell @param {string} id */
export function profile(shell, id) {
  const p = shell.person(id);
  if (!p) return;
  const dialog = openDialog({
    title: p.real_name, className: "small profile",
    body: [h("div", { class: "profile-top" }, avatar(p, "l"), h("div", null, h("p", null, h("strong", null, `@${p.name}`)), p.title && h("p", null, p.title), h("p", { class: "hint" }, [p.is_bot ? "App" : p.role, p.tz_label || p.tz].filter(Boolean).join(" · ")), p.status_text && h("p", null, p.status_text), p.deleted && h("p", null, "Deactivated")))],
    actions: [p.id !== shell.store.me.id && !p.is_bot ? h("button", { type: "button", class: "btn plain", on: { click: () => { dialog.close(); shell.store.emit("act-as", p.id); } } }, icon("people"), " Act as") : null,
      h("button", { type: "button", class: "btn primary", on: { click: () => { dialog.close(); void openDm(shell, p.id); } } }, "Message")],
  });
}
