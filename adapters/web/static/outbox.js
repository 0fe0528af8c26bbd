// What a person did and the server has not yet answered. It is sent again, with the same key, until it has: also
// after the server was killed and the tab was closed, from the next page that is loaded. The server counts each key
// once, so it does no harm that two tabs may send the same.

import { LOST } from "./notices.js";

const PLACE = "pasta.outbox.";
const MOST_KEPT = 64;
const LONGEST_KEPT = 7 * 24 * 3600 * 1000;
const FIRST_WAIT = 400;
const LONGEST_WAIT = 5000;
const LONGEST_WAIT_IN_TROUBLE = 30000;
const PATIENCE = 30000;
const SENT_AGAIN = new Set([408, 425, 429]);
const TROUBLE = "The server has a problem. Your press is kept and sent again.";

// randomUUID exists only on https and localhost, and the page may be served on neither.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// What belongs to one session is sent in its order, and waits for nothing else; beginning has a lane of its own.
const laneOf = ({ path }) => path.split("/")[2] || "new";

function parsed(name) {
  try {
    const { path, body, at } = JSON.parse(localStorage.getItem(name));
    return path.startsWith("/") && Date.now() - at < LONGEST_KEPT ? { path, body, at, name } : null;
  } catch {
    return null;
  }
}

// Each act has an entry of its own, so that two tabs never overwrite each other's.
function kept() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(PLACE));
    const items = names.map((name) => parsed(name) || localStorage.removeItem(name));
    return items.filter(Boolean).sort((one, other) => one.at - other.at);
  } catch {
    return []; // no storage: a reload forgets what is on its way; nothing else changes
  }
}

function keep(item) {
  const name = `${PLACE}${laneOf(item)}.${newKey()}`;
  try {
    if (kept().length >= MOST_KEPT) return null;
    localStorage.setItem(name, JSON.stringify(item));
    return name;
  } catch {
    return null;
  }
}

const isTrouble = (answer) => !answer || answer.status >= 500 || SENT_AGAIN.has(answer.status);

export class Outbox {
  // answered(item, data), refused(item, message) and elsewhere(item), where another tab had the answer, say how an
  // act went; waiting(line, forget) says why one is sent again, and how to give it up; an empty line, that none is.
  // An outbox with a lane sends only what belongs there.
  constructor(handlers, lane = null) {
    this.handlers = handlers;
    this.items = kept().filter((item) => lane === null || laneOf(item) === lane);
    this.sending = new Set();
    this.delays = new Map();
    this.wakes = new Map();
    addEventListener("online", () => this.wake());
    addEventListener("storage", () => this.wake());
    this.send();
  }

  get isEmpty() {
    return this.items.length === 0;
  }

  add(path, body, { keyed = true } = {}) {
    const at = Math.max(Date.now(), (this.items.at(-1)?.at || 0) + 1);
    const item = { path, body: keyed ? { key: newKey(), ...body } : body, at };
    item.name = keep(item);
    this.items.push(item);
    this.send();
  }

  wake() {
    for (const wake of this.wakes.values()) wake();
  }

  send() {
    for (const lane of new Set(this.items.map(laneOf))) this.sendLane(lane);
  }

  async sendLane(lane) {
    if (this.sending.has(lane)) return;
    this.sending.add(lane);
    try {
      let item;
      while ((item = this.items.find((each) => laneOf(each) === lane))) await this.sendOne(item, lane);
    } finally {
      this.sending.delete(lane);
    }
  }

  async sendOne(item, lane) {
    for (let wait = FIRST_WAIT; this.items.includes(item); wait *= 2) {
      if (item.name && localStorage.getItem(item.name) === null) {
        this.delay(lane, "");
        this.drop([item]);
        return this.handlers.elsewhere(item);
      }
      const answer = await this.attempt(item);
      if (!this.items.includes(item)) return null;
      if (!isTrouble(answer)) {
        this.delay(lane, "");
        return this.settle(item, answer);
      }
      this.explain(lane, answer);
      const longest = answer ? LONGEST_WAIT_IN_TROUBLE : LONGEST_WAIT;
      await this.pause(lane, Math.max(Math.min(wait, longest), answer?.after || 0));
    }
    return null;
  }

  // The answer with its body read, or null where none came. What is not JSON was not written by our server.
  async attempt(item) {
    try {
      const response = await fetch(item.path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(item.body),
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
      const after = 1000 * Math.min(Number(response.headers.get("Retry-After")) || 0, 60);
      return { ok: response.ok, status: response.status, data: await response.json(), after };
    } catch (error) {
      return error instanceof SyntaxError ? { ok: false, status: 503, data: {} } : null;
    }
  }

  async pause(lane, wait) {
    await new Promise((resolve) => {
      this.wakes.set(lane, resolve);
      setTimeout(resolve, wait * (1 + 0.2 * Math.random()));
    });
    this.wakes.delete(lane);
  }

  explain(lane, answer) {
    if (!answer) this.delay(lane, LOST);
    else if (answer.status >= 500) this.delay(lane, TROUBLE, () => this.forget(lane));
    else this.delay(lane, answer.data.message || LOST);
  }

  delay(lane, line, forget = null) {
    if (line) this.delays.set(lane, [line, forget]);
    else this.delays.delete(lane);
    const [first] = this.delays.values();
    this.handlers.waiting(...(first || [""]));
  }

  // Nobody is held up for ever by an act over which the server stumbles each time.
  forget(lane) {
    const items = this.items.filter((each) => laneOf(each) === lane);
    this.drop(items);
    this.delay(lane, "");
    this.wakes.get(lane)?.();
    if (items.length) this.handlers.refused(items[0], "It is not sent any more.");
  }

  drop(items) {
    this.items = this.items.filter((each) => !items.includes(each));
    for (const { name } of items) {
      if (name) localStorage.removeItem(name);
    }
  }

  settle(item, answer) {
    if (answer.ok) {
      this.drop([item]);
      return this.handlers.answered(item, answer.data);
    }
    // What came after was meant to follow this one: an undo would now take back something else.
    this.drop(this.items.filter((other) => other.path === item.path));
    return this.handlers.refused(item, answer.data.message || "That did not work.");
  }
}
