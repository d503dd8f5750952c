// The doors of the page Explore beside its player: the panel that folds away, and the page on paper.

import { dressForPaper } from "./base/paper.js";

const KEPT = "error-surface-controls"; // in the browser: whether the panel was open
const PAPER_WIDTH = 1040; // CSS pixels of a landscape A4 page within its margins
const WIDE = 640; // pixels: below, the panel is a sheet over the picture, and opens when it is asked for
const TYPING = "input:not([type=range]), textarea, select, [contenteditable=true], dialog, [role=combobox]";

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
export function foldPanel({ parentElement }) {
  const button = /** @type {HTMLButtonElement} */ (parentElement.querySelector(".fold-panel"));
  const show = () => button.setAttribute("aria-pressed", String(isOpen()));
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const typed = event.target instanceof Element && event.target.closest(TYPING);
    if (event.key !== "s" || event.ctrlKey || event.metaKey || event.altKey || typed) return;
    event.preventDefault();
    button.click();
  };
  Object.assign(button, { onclick: () => fold(!isOpen()), disabled: false });
  const watch = new MutationObserver(() => {
    if (sidebar() && button.getAttribute("aria-pressed") !== String(isOpen())) keep(isOpen());
    show();
  });
  if (innerWidth > WIDE) fold(wasOpen());
  show();
  watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-collapsed"] });
  document.addEventListener("keydown", onKey);
  return () => {
    watch.disconnect();
    document.removeEventListener("keydown", onKey);
  };
}

/**
 * Makes the page ready for the printer: laid out as on the screen and shrunk to the paper, for what Plotly has drawn
 * keeps its size until it is drawn anew, and no printer waits for that.
 * @param {Component} component
 */
export function layOnPaper({ parentElement }) {
  const link = /** @type {HTMLElement} */ (parentElement.querySelector(".paper-link"));
  const { style } = document.documentElement;
  const players = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".surface-player"));
  const lay = () => {
    const page = document.querySelector(".stMainBlockContainer");
    const stage = document.querySelector(".player-stage");
    if (!page || !stage) return;
    link.textContent = location.href;
    style.setProperty("--paper-width", `${page.clientWidth}px`);
    style.setProperty("--paper-stage", `${stage.clientHeight}px`);
    style.setProperty("--paper-zoom", String(PAPER_WIDTH / page.clientWidth));
    dressForPaper(players(), true);
  };
  const leave = () => dressForPaper(players(), false);
  addEventListener("beforeprint", lay);
  addEventListener("afterprint", leave);
  return () => {
    removeEventListener("beforeprint", lay);
    removeEventListener("afterprint", leave);
  };
}
