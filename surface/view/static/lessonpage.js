// What the page of a lesson needs beside its picture: paper, and the keys given back to the picture after a click.

import { holdForPaper, releaseFromPaper } from "./lessons/print.js";

// A control that was clicked keeps the focus, and with it space and the arrows,
// which are to play the runs and to go on.
const CLICKED = [
  ".st-key-lesson-question label",
  ".st-key-lesson-progress button",
  ".st-key-lesson-controls button",
].join();
const SLID = [
  ".st-key-lesson-controls [role=slider]",
  ".st-key-lesson-controls [data-testid=stSlider]",
  ".st-key-lesson-picture input[type=range]",
].join();

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

let attended = false;

/** Called by Streamlit; it shows nothing. */
export default function attendLesson() {
  if (attended) return;
  attended = true;
  addEventListener("beforeprint", holdForPaper);
  addEventListener("afterprint", releaseFromPaper);
  addEventListener("click", onClick, true);
  addEventListener("pointerdown", onPointerDown, true);
  addEventListener("pointerup", onPointerUp, true);
}
