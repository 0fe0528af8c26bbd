// Keeps the view up to date: listens to the server's news, and looks again whenever there may be any.

import { LOST, connection } from "./notices.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

export class Follower {
  // swapped(fresh) puts a view in place; progress(data) and trouble() tell of the work; back() that the server
  // is there (again), gone() that all is over.
  constructor(session, shown, handlers) {
    this.path = `/sessions/${session}`;
    this.handlers = handlers;
    this.last = shown.outerHTML;
    this.wait = FIRST_WAIT;
    this.isLooking = false;
    this.mustLook = false;
    this.listen();
  }

  listen() {
    if (this.source || this.isGone) return;
    clearTimeout(this.retry);
    const source = new EventSource(`${this.path}/events`);
    this.source = source;
    source.onopen = () => {
      this.wait = FIRST_WAIT;
      connection("news", "");
      this.handlers.back();
    };
    source.addEventListener("changed", () => this.look());
    source.addEventListener("progress", (event) => this.handlers.progress(JSON.parse(event.data)));
    source.addEventListener("trouble", () => this.handlers.trouble());
    source.onerror = () => this.failed(source);
  }

  // A browser opens a broken stream again by itself only where the server did not answer with an error.
  failed(source) {
    if (this.source !== source) return;
    connection("news", LOST);
    source.close();
    this.source = null;
    this.retry = setTimeout(() => this.listen(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    this.look(); // which tells a server that is away from a session that is gone
  }

  // A browser opens few connections to one server, and each listening tab holds one of them.
  rest() {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
    connection("news", "");
  }

  // Fetch the view; asked for while that is going on, it is fetched once more.
  async look({ always = false } = {}) {
    this.mustLook = true;
    this.mustSwap = this.mustSwap || always;
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      while (this.mustLook && !this.isGone) {
        this.mustLook = false;
        await this.lookOnce();
      }
    } finally {
      this.isLooking = false;
    }
  }

  async lookOnce() {
    let response;
    try {
      response = await fetch(`${this.path}/view`, { headers: { Accept: "text/html" } });
    } catch {
      response = null;
    }
    if (response?.status === 404) {
      this.isGone = true;
      clearTimeout(this.later);
      connection("view", "");
      this.rest();
      this.handlers.gone();
    } else if (!response?.ok) {
      this.lookLater();
    } else {
      connection("view", "");
      this.take(await response.text());
    }
  }

  lookLater() {
    connection("view", LOST);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.look(), 1500);
  }

  take(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("view");
    const text = fresh.outerHTML;
    if (text === this.last && !this.mustSwap) return;
    this.last = text;
    this.mustSwap = false;
    this.handlers.swapped(fresh);
  }
}
