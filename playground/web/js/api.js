// @ts-check
/** The server's page API (see playground/API.md): calls and the live connection. */

/** A refusal with a sentence for the person. */
export class ApiError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) { super(message); this.code = code; }
}

export class Api {
  /** @param {string} me id or handle of the acting person; "" lets the server choose */
  constructor(me) { this.me = me; }

  /**
   * @param {string} method @param {string} path below /page/api @param {any} [body] JSON, or FormData
   * @returns {Promise<any>}
   */
  async call(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = this.me ? { "X-Playground-As": this.me } : {};
    const form = body instanceof FormData;
    if (body !== undefined && !form) headers["Content-Type"] = "application/json";
    let response;
    try {
      response = await fetch(`/page/api${path}`, { method, headers, body: form ? body : body === undefined ? undefined : JSON.stringify(body) });
    } catch {
      throw new ApiError("offline", "The playground's server does not answer.");
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok || answer.ok === false) throw new ApiError(answer.error || `http_${response.status}`, answer.message || answer.error || `The server answered ${response.status}.`);
    return answer;
  }

  /** @param {string} path */
  get(path) { return this.call("GET", path); }
  /** @param {string} path @param {any} [body] */
  post(path, body = {}) { return this.call("POST", path, body); }
  /** @param {string} path @param {any} [body] */
  patch(path, body = {}) { return this.call("PATCH", path, body); }
  /** @param {string} path */
  del(path) { return this.call("DELETE", path); }

  /**
   * Store files; with `channel` also post them.
   * @param {FileList | File[]} files @param {Record<string, string>} [query] channel, thread_ts, text
   */
  upload(files, query = {}) {
    const form = new FormData();
    for (const f of files) form.append("file", f, f.name);
    return this.call("POST", `/files?${new URLSearchParams(query)}`, form);
  }
}

/** The live connection: reconnects by itself, waiting 0.3 s up to 5 s between attempts. */
export class Live {
  /**
   * @param {string} me @param {(event: any) => void} onEvent
   * @param {(connected: boolean, again: boolean) => void} onState `again`: after a gap
   */
  constructor(me, onEvent, onState) {
    this.me = me;
    this.onEvent = onEvent;
    this.onState = onState;
    this.wait = 300;
    this.opened = false;
    this.closed = false;
    /** @type {WebSocket | null} */
    this.socket = null;
    this.connect();
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/page/live?as=${encodeURIComponent(this.me)}&traffic=1`);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.onState(true, this.opened);
      this.opened = true;
      this.wait = 300;
    });
    socket.addEventListener("message", (e) => this.onEvent(JSON.parse(e.data)));
    socket.addEventListener("close", () => this.lost());
  }

  lost() {
    if (this.closed) return;
    this.onState(false, false);
    setTimeout(() => { if (!this.closed) this.connect(); }, this.wait);
    this.wait = Math.min(5000, this.wait * 2);
  }

  close() { this.closed = true; this.socket?.close(); }
}
