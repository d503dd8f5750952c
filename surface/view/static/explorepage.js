// The doors of the page Explore beside its player: the panel that folds away, and the page on paper.

import { isRunning } from "./messages/reconnect.js";
import { printOnSheet } from "./player/sheet.js";

const KEPT = "error-surface-controls"; // in the browser: whether the panel was open
const WIDE = 640; // pixels: below, the panel is a sheet over the picture, and opens when it is asked for
const TYPING = "input:not([type=range]), textarea, select, [contenteditable=true], dialog, [role=combobox]";

/** @type {WeakMap<HTMLElement, () => void>} */
const ends = new WeakMap(); // Streamlit enters a component anew for each message, and ends it once

const sidebar = () => /** @type {HTMLElement | null} */ (document.querySelector('[data-testid="stSidebar"]'));
const isOpen = () => sidebar()?.dataset.collapsed === "false";

// Streamlit has no event for its sidebar: its own two buttons are pressed.
/** @param {boolean} open */
function fold(open) {
  if (isOpen() === open) return;
  const door = open ? '[data-testid="stExpandSidebarButton"]' : '[data-testid="stSidebarCollapseButton"] button';
  /** @type {HTMLElement | null} */ (document.querySelector(door))?.click();
}

/** Whether the panel was open when it was last used; a browser that keeps nothing has it folded. */
function wasOpen() {
  try {
    return localStorage.getItem(KEPT) === "open";
  } catch {
    return false;
  }
}

/** @param {boolean} open */
function keep(open) {
  try {
    localStorage.setItem(KEPT, open ? "open" : "folded");
  } catch {
    // it is folded the next time, and that is all
  }
}

/**
 * The button and the key that fold the panel away and back; the browser remembers which it was.
 * @param {Component} component
 */
export function foldPanel({ parentElement, data, setStateValue }) {
  ends.get(parentElement)?.();
  const button = /** @type {HTMLButtonElement} */ (parentElement.querySelector(".fold-panel"));
  let told = data.opened;
  // Python draws the panel once it has been opened, or is about to be.
  const tell = () => {
    if (told || !parentElement.isConnected) return;
    // A run that cut another one short would name messages that the browser has not taken in yet.
    if (isRunning()) return void setTimeout(tell, 50);
    told = true;
    setStateValue("open", true);
  };
  const show = () => {
    button.setAttribute("aria-pressed", String(isOpen()));
    if (isOpen()) tell();
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const typed = event.target instanceof Element && event.target.closest(TYPING);
    if (event.key !== "s" || event.ctrlKey || event.metaKey || event.altKey || typed) return;
    event.preventDefault();
    button.click();
  };
  let awaited = innerWidth > WIDE && !ends.has(parentElement) && wasOpen();
  const open = () => {
    if (awaited) fold(true); // Streamlit's own button may be still to come
    awaited &&= !isOpen();
  };
  const toggle = () => {
    awaited = false;
    fold(!isOpen());
  };
  Object.assign(button, { onclick: toggle, onpointerenter: tell, disabled: false });
  const watch = new MutationObserver(() => {
    open();
    if (sidebar() && button.getAttribute("aria-pressed") !== String(isOpen())) keep(isOpen());
    show();
  });
  open();
  show();
  watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-collapsed"] });
  document.addEventListener("keydown", onKey);
  const end = () => {
    watch.disconnect();
    document.removeEventListener("keydown", onKey);
  };
  ends.set(parentElement, end);
  return end;
}

/**
 * Makes the page ready for the printer: the picture as it stands, with what it is set to and its link, on one sheet.
 * @param {Component} component
 */
export function layOnPaper({ parentElement }) {
  const link = /** @type {HTMLElement} */ (parentElement.querySelector(".paper-link"));
  return printOnSheet(() => {
    link.textContent = location.href;
    return document.querySelector(".stMainBlockContainer");
  });
}
