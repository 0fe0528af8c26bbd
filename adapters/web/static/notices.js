// Lines that come and go: what screen readers are told, what went wrong, and that the connection is lost.

const TOAST_SECONDS = 7;
let fading;

export function say(text) {
  const place = document.getElementById("said");
  if (place.textContent !== text) place.textContent = text;
}

export function toast(text) {
  const place = document.getElementById("toast");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { place.hidden = true; }, TOAST_SECONDS * 1000);
}

export function hideToast() {
  document.getElementById("toast").hidden = true;
}

export const LOST = "Connection lost, trying again…";

// Several parts of the page can wait for the server; a line stays until none does. What was pressed goes first.
const lines = new Map();

export function connection(part, line, forget = null) {
  if (line) lines.set(part, { line, forget });
  else lines.delete(part);
  const first = lines.get("outbox") || [...lines.values()][0];
  const place = document.getElementById("line-down");
  if (place.textContent !== first?.line) place.textContent = first?.line || "";
  place.hidden = !first;
  if (!first?.forget) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button small", textContent: "Do not send it" });
  button.addEventListener("click", first.forget);
  place.append(button);
}
