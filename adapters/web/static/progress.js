// How far the work is: a line, and in place of the images what there is to see of them so far.

import { say } from "./notices.js";
import { view } from "./view.js";

export function workingLine(text) {
  const line = view().querySelector(".working .line");
  if (!line || line.textContent === text) return;
  line.textContent = text;
  say(text);
}

export function showProgress(news) {
  const { mode } = view().dataset;
  if (mode !== "working" && !view().querySelector(".refining")) return;
  workingLine(lineOf(news));
  if (mode !== "working") return;
  const tiles = [...view().querySelectorAll(".skeleton")];
  const share = Math.floor((news.done * tiles.length) / (news.total || 1));
  tiles.forEach((tile, index) => tile.classList.toggle("is-done", index < share));
  for (const [number, version] of Object.entries(news.previews)) showPreview(tiles[number - 1], number, version);
}

function lineOf({ duty, done, total, users_ahead: ahead, retrying, seconds_left: left, waits_until: until }) {
  if (until !== null) return waitingLine(until, ahead);
  let text = duty === "finish" ? "Refining your image…" : "Finding different readings of your words…";
  if (total) text = done < total ? `Painting ${done + 1} of ${total}…` : "Almost there…";
  if (ahead) text = people(ahead);
  if (left >= 2) text = `${text.replace(/…$/, "")}, about ${Math.round(left)} s…`;
  return retrying ? `${text.replace(/…$/, "")}, trying again…` : text;
}

function waitingLine(until, ahead) {
  const time = new Date(until * 1000).toISOString().slice(11, 16);
  const line = `Today's GPU time is used up; your images are made after ${time} UTC. You can cancel.`;
  return ahead ? `${people(ahead)}. ${line}` : line;
}

function people(ahead) {
  return ahead === 1 ? "1 person is before you" : `${ahead} people are before you`;
}

// A preview takes the place of the one before it when it has come, so that nothing flickers.
async function showPreview(tile, number, version) {
  if (!tile || tile.dataset.version === version) return;
  tile.dataset.version = version;
  const image = new Image();
  image.className = "preview";
  image.alt = `Image ${number} while it is painted`;
  image.src = `/sessions/${view().dataset.session}/previews/${number}?v=${version}`;
  try {
    await image.decode();
  } catch {
    return; // it is no longer needed, or the next one comes
  }
  if (tile.dataset.version !== version) return;
  const old = tile.querySelector(".preview");
  if (old) image.style.animation = "none";
  if (old) old.replaceWith(image);
  else tile.append(image);
  tile.closest(".gallery").removeAttribute("aria-hidden");
}
