// @ts-check
/** Where blocks are shown (a message, a modal, Home) and what was filled in there so far. */

/**
 * @typedef {import("./mrkdwn.js").Names} Names
 * @typedef {import("./combobox.js").Choice} Choice
 *
 * @typedef {object} Surface
 * @property {"message"|"modal"|"home"} kind
 * @property {string} key unique on the page; part of ids and focus keys
 * @property {Names} names
 * @property {Values} values
 * @property {Record<string, string>} errors block_id → sentence
 * @property {(blockId: string, element: any, value?: any) => Promise<void>} act press or choose
 * @property {(blockId: string, actionId: string, query: string) => Promise<any>} options external selects
 * @property {() => any[]} people
 * @property {() => any[]} channels
 * @property {(files: FileList) => Promise<any[]>} upload
 * @property {(id: string) => Promise<any>} file
 * @property {() => void} [submit] Enter in a single-line input
 */

/** Touched values only, by block and action; untouched ones stay the server's `initial_…`. */
export class Values {
  constructor() {
    /** @type {Record<string, Record<string, any>>} */
    this.map = {};
  }

  /** @param {string} block @param {string} action @param {any} fallback */
  get(block, action, fallback) {
    const row = this.map[block];
    return row && action in row ? row[action] : fallback;
  }

  /** @param {string} block @param {string} action @param {any} value */
  set(block, action, value) { (this.map[block] ||= {})[action] = value; }

  /** Forget what is no longer shown, as Slack does. @param {any[]} blocks */
  prune(blocks) {
    const alive = new Map(blocks.map((b) => [b.block_id, actionIds(b)]));
    for (const [block, row] of Object.entries(this.map)) {
      const ids = alive.get(block);
      if (!ids) { delete this.map[block]; continue; }
      for (const action of Object.keys(row)) if (!ids.has(action)) delete row[action];
    }
  }
}

/** @param {any} block @returns {Set<string>} */
function actionIds(block) {
  const all = [block.element, block.accessory, ...(block.elements || [])];
  return new Set(all.filter(Boolean).map((e) => e.action_id).filter(Boolean));
}
