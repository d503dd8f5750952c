// The keys of the player: page-wide, but never taken from a control that has a use for them.

import { isIdleLetter } from "./letters.js";

/** @type {Record<string, string>} */
const KEY_COMMANDS = {
  " ": "toggle",
  ArrowLeft: "back",
  ArrowRight: "forward",
  Home: "first",
  End: "last",
  PageUp: "previous",
  PageDown: "next",
  p: "present",
  "?": "help",
  Escape: "leave",
};

const OWN_KEYS = "input, select, textarea, [contenteditable=''], [contenteditable='true'], iframe, dialog[open]";
const OWN_ARROWS = ["slider", "tab", "radio", "option", "menuitem", "combobox", "listbox", "grid", "gridcell"]
  .map((role) => `[role=${role}]`)
  .join(", ");
const OWN_RANGE = ["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];
const OWN_SPACE = "button, summary, a[href], [role=button], [role=checkbox], [role=switch]";

const PLAYING = ["toggle", "back", "forward", "first", "last"];

/** Whether the keys that play are to wait. */
let withheld = () => false;

/**
 * Lets the keys that play do nothing as long as a page says so.
 * @param {() => boolean} test
 */
export function withholdPlay(test) {
  withheld = test;
}

/** @type {{ commands: Commands, scrubber(): Element | null, hears(event: KeyboardEvent): boolean }[]} */
const keyTargets = [];
/** What the pointer was last pressed on. */
/** @type {EventTarget | null} */
let pressed = null;

// A button that was clicked keeps the focus without being meant: only one reached by keyboard keeps its space bar.
// (`:focus-visible` does not tell: it comes true with the very key.) What is in the button may be drawn anew meanwhile.
/** @param {PointerEvent} event */
function onPointerDown({ target }) {
  pressed = (target instanceof Element && target.closest(OWN_SPACE)) || target;
}

/** @param {EventTarget | null} target @param {string} key @param {Element | null} scrubber */
function keepsKey(target, key, scrubber) {
  if (!(target instanceof Element) || target === scrubber) return false;
  if (target.matches("input[type=range]")) return OWN_RANGE.includes(key);
  if (target.closest(OWN_KEYS) || target.closest(OWN_ARROWS)) return true;
  const button = key === " " ? target.closest(OWN_SPACE) : null;
  return button !== null && !(pressed instanceof Node && button.contains(pressed));
}

// Ctrl+Z and its kin, but not where somebody types: there they are the field's own.
/** @param {KeyboardEvent} event */
function travelKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const typed = event.target instanceof Element && event.target.closest(OWN_KEYS);
  if (typed && !typed.matches("input[type=range]")) return null;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" ? "redo" : null;
}

/** @param {KeyboardEvent} event */
function onKeyDown(event) {
  const travel = travelKey(event);
  const newest = keyTargets.at(-1);
  if (travel && newest?.hears(event) && newest.commands[travel]?.()) return event.preventDefault();
  if (event.key === "Tab") pressed = null;
  const command = KEY_COMMANDS[event.key];
  // The newest that knows it: a lesson's picture has its bar of its own, which knows nothing of the screen.
  const listening = keyTargets.findLast(({ commands, hears }) => command in commands && hears(event));
  if (!command || !listening || event.defaultPrevented) return;
  if (event.altKey || event.ctrlKey || event.metaKey || (event.shiftKey && event.key !== "?")) return;
  if (keepsKey(event.target, event.key, listening.scrubber())) return;
  if (PLAYING.includes(command) && withheld()) return event.preventDefault();
  if (listening.commands[command]?.() !== false) event.preventDefault();
}

// Before the page around hears of it, which has letters of its own.
/** @param {KeyboardEvent} event */
function onCapture(event) {
  const own = keyTargets.some(({ hears }) => hears(event)); // a notebook has letters of its own, which stay
  if (own && isIdleLetter(event, `${OWN_KEYS}, ${OWN_ARROWS}`)) event.stopImmediatePropagation();
}

// What was clicked before the keys were listened to: a link to this page, for one.
function clickedBefore() {
  const { activeElement } = document;
  return activeElement?.matches(":focus-visible") ? null : activeElement;
}

/** @param {"addEventListener" | "removeEventListener"} change */
function attendDocument(change) {
  document[change]("keydown", /** @type {EventListener} */ (onKeyDown));
  document[change]("pointerdown", /** @type {EventListener} */ (onPointerDown), true);
  window[change]("keydown", /** @type {EventListener} */ (onCapture), true);
}

/**
 * Gives a player the keys; of several on a page, the one that came or was touched last has them: the one before it may
 * still stand there while the page is drawn anew. Returns what gives them back.
 * @param {HTMLElement} root
 * @param {Commands} commands
 * @param {boolean} [guest] whether the page around has keys of its own: only those that are pressed in the player count
 */
export function listenToKeys(root, commands, guest = false) {
  /** @param {KeyboardEvent} event */
  const hears = ({ target }) => !guest || (target instanceof Node && root.contains(target));
  const target = { commands, hears, scrubber: () => root.querySelector(".player-scrubber") };
  const drop = () => keyTargets.includes(target) && keyTargets.splice(keyTargets.indexOf(target), 1);
  const take = () => {
    drop();
    keyTargets.push(target);
  };
  if (keyTargets.length === 0) {
    pressed = clickedBefore();
    attendDocument("addEventListener");
  }
  root.addEventListener("pointerdown", take);
  root.addEventListener("focusin", take);
  take();
  return () => {
    drop();
    root.removeEventListener("pointerdown", take);
    root.removeEventListener("focusin", take);
    if (keyTargets.length === 0) attendDocument("removeEventListener");
  };
}
