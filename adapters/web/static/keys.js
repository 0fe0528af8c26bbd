// The keyboard: every answer has a key, and none does anything while somebody types.

import { hideToast, toast } from "./notices.js";

const KEEP_SECONDS = 1.5;

export function watchKeys(page) {
  let keeping = null;

  function armKeep() {
    if (page.view().dataset.mode !== "gallery") return;
    clearTimeout(keeping);
    page.view().classList.add("is-keeping");
    toast("Keep which? Press its number.");
    keeping = setTimeout(disarm, KEEP_SECONDS * 1000);
  }

  function disarm() {
    if (keeping !== null) hideToast();
    clearTimeout(keeping);
    keeping = null;
    page.view().classList.remove("is-keeping");
  }

  function number(digit) {
    const isKeep = keeping !== null;
    disarm();
    if (isKeep && digit > 0) page.keep(digit);
    else page.pick(digit === 0 ? null : digit);
  }

  function escape() {
    const { mode } = page.view().dataset;
    if (keeping !== null) disarm();
    else if (!page.confirmation.hidden) page.closeConfirmation(false);
    else if (mode === "working") page.askToEnd("cancel");
    else if (mode === "gallery" || mode === "failed") page.askToEnd("stop");
  }

  function undo() {
    if (page.view().querySelector("[data-act=undo]") || page.view().matches(".is-chosen")) page.act("undo");
    else toast("There is nothing to undo.");
  }

  const LETTERS = {
    k: armKeep,
    u: undo,
    w: () => page.view().querySelector(".words textarea")?.focus(),
    e: page.toggleWhy,
    "?": () => page.keys.showModal(),
    Escape: escape,
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input:not([type=checkbox]), textarea, select");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (document.querySelector("dialog[open]")) return;
    if (!page.confirmation.hidden && event.key !== "Escape") return;
    const press = /^[0-9]$/.test(event.key) ? () => number(Number(event.key)) : LETTERS[event.key] || LETTERS[event.key.toLowerCase()];
    if (!press) return;
    event.preventDefault();
    press();
  });
}
