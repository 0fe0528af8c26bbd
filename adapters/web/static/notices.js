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

// Several parts of the page can lose the server; the line stays until all have it back.
const lost = new Set();

export function connection(part, isDown) {
  if (isDown) lost.add(part);
  else lost.delete(part);
  const place = document.getElementById("line-down");
  place.textContent = lost.size ? "Connection lost, trying again…" : "";
  place.hidden = lost.size === 0;
}
