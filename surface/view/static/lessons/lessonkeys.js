// The keys on the page of a lesson: they are given back to the picture after a click and a vote, and wait where the
// picture waits for one.

import { withholdPlay } from "../base/keys.js";

const HELD = "data-lesson-held"; // of the page, where its picture waits for the vote: its style sheet knows it too
const QUESTION = ".st-key-lesson-question";

// A control that was clicked keeps the focus, and with it space and the arrows,
// which are to play the runs and to go on.
const CLICKED = [`${QUESTION} label`, ".st-key-lesson-progress button", ".st-key-lesson-controls button"].join();
const SLID = [
  ".st-key-lesson-controls [role=slider]",
  ".st-key-lesson-controls [data-testid=stSlider]",
  ".st-key-lesson-picture input[type=range]",
].join();

/** @type {Record<string, number>} */
const ARROWS = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

let sliding = false;

/** @param {EventTarget | null} target @param {string} selector */
const within = (target, selector) => target instanceof Element && target.closest(selector) !== null;

function giveKeysBack() {
  setTimeout(() => /** @type {HTMLElement | null} */ (document.activeElement)?.blur());
}

// What a key does comes as a click too, but as none of the pointer's: who went there by key stays there.
/** @param {MouseEvent} event */
function onClick(event) {
  if (event.detail > 0 && within(event.target, CLICKED)) giveKeysBack();
}

/** @param {PointerEvent} event */
function onPointerDown(event) {
  sliding = within(event.target, SLID);
}

function onPointerUp() {
  if (sliding) giveKeysBack();
  sliding = false;
}

/**
 * The choices by key: an arrow goes to another choice without making it, space or Enter makes it, and the keys are the
 * picture's again. A vote that an arrow made could not be taken back.
 * @param {KeyboardEvent} event
 */
function onKeyDown(event) {
  const { target, key } = event;
  if (!(target instanceof HTMLInputElement) || target.type !== "radio" || !within(target, QUESTION)) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (key === " " || key === "Enter") {
    stop(event);
    target.click();
    target.blur();
  } else if (ARROWS[key]) {
    stop(event);
    const choices = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`${QUESTION} input[type=radio]`)]);
    choices[(choices.indexOf(target) + ARROWS[key] + choices.length) % choices.length].focus();
  }
}

/** @param {Event} event */
function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Lets the picture wait for the vote, or no longer.
 * @param {boolean} held
 */
export function holdPicture(held) {
  document.documentElement.toggleAttribute(HELD, held);
}

/** Attends the keys, for as long as the page is there. */
export function attendKeys() {
  addEventListener("click", onClick, true);
  addEventListener("keydown", onKeyDown, true);
  addEventListener("pointerdown", onPointerDown, true);
  addEventListener("pointerup", onPointerUp, true);
  // In presentation mode the room is asked, and who presents it plays.
  const waiting = `[${HELD}] .st-key-lesson-picture .surface-player:not(.player-presenting)`;
  withholdPlay(() => document.querySelector(waiting) !== null);
}
