// The first page: the prompt box, ideas for it, and dates in the reader's own way of writing them.

import { connection, toast } from "./notices.js";
import { Outbox } from "./outbox.js";

const form = document.getElementById("begin");
const box = form.elements.prompt;
const button = form.querySelector("button[type=submit]");
const problem = document.getElementById("problem");

const BEGINNING = new Set(["/consent", "/sessions"]);

const outbox = new Outbox({
  answered(item, data) {
    if (item.path === "/consent") form.dataset.agreed = "yes";
    if (item.path === "/sessions") location.assign(`/sessions/${data.session.id}`);
  },
  elsewhere(item) {
    if (item.path === "/sessions") location.reload();
  },
  refused(item, message) {
    if (!BEGINNING.has(item.path)) {
      toast(message);
      return;
    }
    wait(false);
    complain(message);
  },
  waiting: (line, forget) => connection("outbox", line, forget),
});

function wait(isWaiting) {
  button.disabled = isWaiting;
  box.readOnly = isWaiting;
  form.classList.toggle("is-waiting", isWaiting);
}

function complain(message) {
  problem.textContent = message;
  problem.hidden = !message;
  if (message) box.focus();
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 320)}px`;
}

function begin() {
  const prompt = box.value.trim();
  if (!prompt) {
    complain("Say in a few words what the picture should show.");
    return;
  }
  complain("");
  wait(true);
  if (form.dataset.agreed !== "yes") outbox.add("/consent", { agreed: true }, { keyed: false });
  outbox.add("/sessions", { prompt });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!button.disabled) begin();
});

box.addEventListener("input", () => {
  complain("");
  grow();
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

for (const chip of document.querySelectorAll("[data-idea]")) {
  chip.addEventListener("click", () => {
    box.value = chip.dataset.idea;
    grow();
    complain("");
    box.focus();
  });
}

for (const time of document.querySelectorAll("time")) {
  const date = new Date(time.dateTime);
  const isToday = date.toDateString() === new Date().toDateString();
  time.textContent = isToday
    ? date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })
    : date.toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" });
}

// A page that the browser kept in memory may list sessions as they were.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// An answer to a session may be on its way too; it is sent from here all the same.
const begun = outbox.items.find((item) => item.path === "/sessions");
if (begun) {
  wait(true);
  box.value = begun.body.prompt;
}
grow();
if (matchMedia("(hover: hover)").matches) box.focus();
