// @ts-check
/** Starts the page: who is acting, the state, the parts, the live connection. */
import { append, fill, h, toast } from "./dom.js";
import { Api, Live } from "./api.js";
import { Store } from "./store.js";
import { Shell } from "./shell.js";
import { Sidebar } from "./sidebar.js";
import { ChannelView } from "./channelview.js";
import { ThreadView } from "./threadview.js";
import { Workbench } from "./workbench.js";
import { Topbar } from "./topbar.js";
import { addEmoji } from "./emoji.js";
import { Tour } from "./tour.js";
import { Modals } from "./modal.js";
import { profile } from "./places.js";
import { currentTheme, followTheme } from "./theme.js";

const ME = "playground-me";

/** @returns {string} who acts: ?as=, or whoever acted last in this tab */
function whoActs() {
  const asked = new URLSearchParams(location.search).get("as");
  try { return asked || sessionStorage.getItem(ME) || ""; } catch { return asked || ""; }
}

/** @param {string} id */
function actAs(id) {
  try { sessionStorage.setItem(ME, id); } catch { /* private mode: the address carries it */ }
  const url = new URL(location.href);
  url.searchParams.set("as", id);
  location.assign(url);
}

/** @param {Api} api @returns {Promise<any>} */
async function bootstrap(api) {
  const query = () => (api.me ? `?as=${encodeURIComponent(api.me)}` : "");
  try { return await api.get(`/bootstrap${query()}`); } catch (error) {
    if (!api.me) throw error;
    api.me = "";
    return api.get("/bootstrap");
  }
}

/** Where to begin: the address, else the first unread channel, else the first. @param {Shell} shell */
async function firstPlace(shell) {
  const deep = /\/archives\/([CGD]\w+)/.exec(location.pathname);
  if (deep) { await shell.openPermalink(location.href, deep[1]); if (shell.view.channel) return; }
  const all = [...shell.store.channels.values()].filter((c) => c.is_member && !c.is_archived && c.name);
  const wanted = location.hash.slice(1);
  const named = all.find((c) => c.name === wanted || c.id === wanted);
  const first = named || all.find((c) => c.name === "general") || all[0] || [...shell.store.channels.values()][0];
  if (first) await shell.openChannel(first.id);
  if (!wanted) shell.store.emit("phone", "list");
}

const PHONE = "(max-width: 760px)";

/**
 * One pane at a time on a phone; the one that is shown is the main landmark there.
 * @param {Shell} shell @param {HTMLElement} frame
 */
function phonePanes(shell, frame) {
  const phone = matchMedia(PHONE);
  const landmarks = () => {
    const shown = phone.matches ? frame.dataset.pane : "main";
    for (const node of frame.querySelectorAll(".list-pane, .side")) {
      const on = shown === (node.matches(".side") ? "side" : "list");
      const usual = node.matches(".side") ? "complementary" : "presentation";
      node.setAttribute("role", on ? "main" : usual);
    }
  };
  const show = (/** @type {string} */ pane) => { frame.dataset.pane = pane; landmarks(); };
  phone.addEventListener("change", landmarks);
  shell.store.on("phone", show);
  shell.store.on("view", (change) => {
    const { thread, tools } = shell.view;
    frame.dataset.side = String(Boolean(thread || tools));
    show(tools || thread ? "side" : "main");
    if ("channel" in change && !thread && change.channel) document.title = `${shell.channelName(change.channel)} · ${shell.store.workspace.name}`;
  });
}

/** Opening one side pane closes the other on the screen; the thread comes back when the workbench closes. @param {Shell} shell @param {ThreadView} thread */
function oneSide(shell, thread) {
  shell.store.on("view", () => { thread.node.hidden = !shell.view.thread || Boolean(shell.view.tools); });
}

/** @param {Shell} shell */
function wire(shell) {
  const { store } = shell;
  store.on("profile", (id) => profile(shell, id));
  store.on("act-as", actAs);
  store.on("notice", (n) => toast(n.message, n.level === "error" ? "error" : "info"));
  store.on("channels", (id) => { if (id === shell.view.channel && !store.channels.has(id)) shell.show({ channel: null, thread: null }); });
  addEventListener("focus", () => store.emit("focus"));
}

/**
 * The live connection is opened before the state is asked for, so that nothing falls between the two.
 * @param {string} me
 */
async function connect(me) {
  /** @type {any[]} */
  const early = [];
  /** @type {{event: (e: any) => void, state: (connected: boolean, again: boolean) => void}} */
  const to = { event: (e) => { early.push(e); }, state: () => {} };
  await new Promise((resolve) => {
    setTimeout(() => resolve(null), 2000);
    new Live(me, (e) => { if (e.type === "hello") resolve(null); to.event(e); }, (connected, again) => to.state(connected, again));
  });
  return (/** @type {Shell} */ shell) => {
    const { store } = shell;
    to.event = (e) => store.apply(e);
    to.state = (connected, again) => {
      store.connected = connected;
      store.emit("connection");
      if (again) void catchUp(shell);
    };
    for (const e of early) store.apply(e);
  };
}

/** After a gap: the state again, then what is open. @param {Shell} shell */
async function catchUp(shell) {
  const boot = await shell.attempt(() => bootstrap(shell.api));
  if (!boot) return;
  shell.store.load(boot);
  shell.store.channelMessages.clear();
  shell.store.threads.clear();
  for (const topic of ["me", "channels", "people", "modals", "home", "clock", "faults", "tour", "plays", "app", "reload"]) shell.store.emit(topic);
}

/** @param {HTMLElement} root */
async function start(root) {
  document.documentElement.dataset.theme = currentTheme();
  const api = new Api(whoActs());
  api.me = (await bootstrap(api)).me.id;
  const follow = await connect(api.me);
  const boot = await bootstrap(api);
  addEmoji(boot.emoji || {});
  const store = new Store(boot);
  store.theme = currentTheme();
  const shell = new Shell(store, api);
  followTheme(store);
  const frame = h("div", { class: "frame", dataset: { pane: "list", side: "false" } });
  phonePanes(shell, frame);
  const thread = new ThreadView(shell);
  const tour = new Tour(shell);
  append(frame, [h("div", { class: "list-pane" }, new Sidebar(shell).node), new ChannelView(shell).node, thread.node, new Workbench(shell).node]);
  oneSide(shell, thread);
  fill(root, new Topbar(shell).node, tour.node, frame);
  wire(shell);
  follow(shell);
  await firstPlace(shell);
  new Modals(shell);
  root.dataset.ready = "true";
}

const root = document.getElementById("app");
if (root) {
  start(root).catch((error) => {
    fill(root, h("div", { class: "empty" }, h("h1", null, "The playground could not start"), h("p", null, String(error.message || error)), h("button", { type: "button", class: "btn primary", on: { click: () => location.reload() } }, "Try again")));
  });
}
