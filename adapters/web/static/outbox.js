// What a person did and the server has not yet answered. It is sent again, with the same key, until it has:
// also after the server was killed, and after this page was loaded anew. The server counts each key once.

const PLACE = "pasta.outbox";
const FIRST_WAIT = 400;
const LONGEST_WAIT = 5000;
const PATIENCE = 30000;
const SENT_AGAIN = new Set([408, 425, 429, 502, 503, 504]);

// randomUUID exists only on https and localhost, and the page may be served on neither.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function kept() {
  try {
    const items = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
    return Array.isArray(items) ? items : [];
  } catch {
    return [];
  }
}

export class Outbox {
  // answered(item, data), refused(item, message) and down(isDown) say how it goes.
  constructor({ answered, refused, down }) {
    this.handlers = { answered, refused, down };
    this.items = kept();
    this.isSending = false;
    addEventListener("online", () => this.wake?.());
    this.send();
  }

  get isEmpty() {
    return this.items.length === 0;
  }

  add(path, body, { keyed = true } = {}) {
    const item = { path, body: keyed ? { key: newKey(), ...body } : body };
    this.items.push(item);
    this.keep();
    this.send();
    return item;
  }

  keep() {
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(this.items));
    } catch {
      // Without storage a reload forgets what is on its way; nothing else changes.
    }
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (!this.isEmpty) await this.sendFirst();
    } finally {
      this.isSending = false;
    }
  }

  async sendFirst() {
    const item = this.items[0];
    let wait = FIRST_WAIT;
    for (;;) {
      const response = await this.attempt(item);
      if (response && !SENT_AGAIN.has(response.status)) {
        this.handlers.down(false);
        return this.settle(item, response);
      }
      this.handlers.down(true);
      await new Promise((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, wait * (0.8 + 0.4 * Math.random()));
      });
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  // The answer with its body read, or null where none came.
  async attempt(item) {
    try {
      const response = await fetch(item.path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(item.body),
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
      return { ok: response.ok, status: response.status, data: await response.json() };
    } catch (error) {
      return error instanceof SyntaxError ? { ok: false, status: 503, data: {} } : null;
    }
  }

  settle(item, response) {
    if (response.ok) {
      this.items.shift();
      this.keep();
      return this.handlers.answered(item, response.data);
    }
    // What came after was meant to follow this one: an undo would now take back something else.
    this.items = this.items.filter((other) => other.path !== item.path);
    this.keep();
    return this.handlers.refused(item, response.data.message || "That did not work.");
  }
}
