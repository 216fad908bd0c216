// @ts-check
/** Select menus of Block Kit: static, external, people, conversations, channels; one or several. */
import { Combobox, filterGroups } from "./combobox.js";
import { confirmDialog } from "./dialogs.js";

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./combobox.js").Choice} Choice */
/** @typedef {import("./combobox.js").ChoiceGroup} ChoiceGroup */

/** @param {string} type */
export function isSelect(type) { return type.endsWith("_select"); }

/** @param {any} o an option @returns {Choice} */
function toChoice(o) { return { value: o.value, text: o.text?.text || o.value, description: o.description?.text }; }

/** @param {any} source {options, option_groups} @returns {ChoiceGroup[]} */
function toGroups(source) {
  if (source.option_groups?.length) {
    return source.option_groups.map((/** @type {any} */ g) => ({ label: g.label?.text || g.label || "", options: (g.options || []).map(toChoice) }));
  }
  return [{ label: "", options: (source.options || []).map(toChoice) }];
}

/** @param {Surface} s @returns {Choice[]} */
function peopleChoices(s) {
  return s.people().filter((p) => !p.deleted).map((p) => ({ value: p.id, text: p.real_name || p.name, description: p.is_bot ? "app" : p.title || "" }));
}

/** @param {Surface} s @param {any} e @param {boolean} channelsOnly @returns {Choice[]} */
function channelChoices(s, e, channelsOnly) {
  const include = e.filter?.include;
  return s.channels().filter((c) => {
    if (c.is_archived) return false;
    if (channelsOnly) return c.kind === "public";
    if (include && !include.includes(c.kind)) return false;
    if (e.filter?.exclude_bot_users && c.is_app_dm) return false;
    return !(e.filter?.exclude_external_shared_channels && c.is_shared);
  }).map((c) => ({ value: c.id, text: c.kind === "im" || c.kind === "mpim" ? s.names.channelName(c.id) : `#${c.name}` }));
}

/** Everything that may be chosen without asking the app. @param {any} e @param {Surface} s @returns {ChoiceGroup[]} */
function localGroups(e, s) {
  if (e.type.includes("users")) return [{ label: "", options: peopleChoices(s) }];
  if (e.type.includes("conversations")) return [{ label: "", options: channelChoices(s, e, false) }];
  if (e.type.includes("channels")) return [{ label: "", options: channelChoices(s, e, true) }];
  return toGroups(e);
}

/** The initial value in page values: id, value, or a list. @param {any} e @param {boolean} many */
function initialOf(e, many) {
  const ids = many ? e.initial_users || e.initial_conversations || e.initial_channels : e.initial_user || e.initial_conversation || e.initial_channel;
  if (ids) return ids;
  return many ? (e.initial_options || []).map((/** @type {any} */ o) => o.value) : e.initial_option?.value ?? null;
}

/** Remembered texts of external options, which are known only once seen. */
const seen = new WeakMap();

/** @param {Surface} s @returns {Map<string, Choice>} */
function memory(s) {
  if (!seen.has(s.values)) seen.set(s.values, new Map());
  return seen.get(s.values);
}

/**
 * @param {any} e @param {string} blockId @param {Surface} s
 * @param {{id?: string, label?: string, input?: boolean, describedby?: string}} options
 */
export function selectElement(e, blockId, s, options) {
  const many = e.type.startsWith("multi_");
  const external = e.type.includes("external");
  const known = memory(s);
  for (const o of [e.initial_option, ...(e.initial_options || [])].filter(Boolean)) known.set(o.value, toChoice(o));
  const all = () => (external ? [] : localGroups(e, s));
  const find = (/** @type {string} */ v) => all().flatMap((g) => g.options).find((o) => o.value === v) || known.get(v) || { value: v, text: v };
  const value = s.values.get(blockId, e.action_id, initialOf(e, many));
  const chosen = (many ? value || [] : value ? [value] : []).map(find);

  /** @param {string} query @returns {ChoiceGroup[] | Promise<ChoiceGroup[]>} */
  const load = (query) => {
    if (!external) return filterGroups(all(), query);
    if (query.length < (e.min_query_length ?? 3)) {
      return [{ label: `Type ${e.min_query_length ?? 3} letters or more`, options: [] }];
    }
    return s.options(blockId, e.action_id, query).then((answer) => {
      const groups = toGroups(answer);
      for (const g of groups) for (const o of g.options) known.set(o.value, o);
      return groups;
    });
  };

  const fk = `${s.key}/${blockId}/${e.action_id}`;
  const combo = new Combobox({
    id: options.id || fk.replace(/[^\w-]/g, "_"), fk, label: options.label || e.placeholder?.text || "Choose",
    placeholder: e.placeholder?.text, multiple: many, clearable: Boolean(options.input), max: e.max_selected_items,
    chosen, load, describedby: options.describedby,
    onChange: (rows) => void changed(rows),
  });
  combo.node.dataset.action = e.action_id;

  /** @param {Choice[]} rows */
  async function changed(rows) {
    const v = many ? rows.map((r) => r.value) : rows[0]?.value ?? null;
    if (e.confirm && !(await confirmDialog(e.confirm, s.names))) { combo.chosen = chosen; combo.show(); return; }
    s.values.set(blockId, e.action_id, v);
    await s.act(blockId, e, v);
  }
  return combo.node;
}
