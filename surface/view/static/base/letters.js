// Keys that are a single letter or sign, which who speaks to a computer may not want: they can be switched off, and the
// browser remembers.

const REMEMBERED = "error-surface-letters";
const LETTERS = ["p", "s", "?", "r", "c"]; // the last two are Streamlit's

// A frame of another origin may keep nothing: then it is as it was said last.
let off = false;

/** Whether letters are keys. */
export function lettersCount() {
  try {
    off = localStorage.getItem(REMEMBERED) === "off";
  } catch (refusal) {
    if (!(refusal instanceof DOMException)) throw refusal;
  }
  return !off;
}

/** @param {boolean} on */
export function letLettersCount(on) {
  off = !on;
  try {
    localStorage.setItem(REMEMBERED, on ? "on" : "off");
  } catch (refusal) {
    if (!(refusal instanceof DOMException)) throw refusal;
  }
}

/**
 * Whether a key is a letter that is none at the moment, pressed where nobody types.
 * @param {KeyboardEvent} event
 * @param {string} typing the selector of where somebody does
 */
export function isIdleLetter({ key, target, altKey, ctrlKey, metaKey }, typing) {
  if (!LETTERS.includes(key.toLowerCase()) || altKey || ctrlKey || metaKey || lettersCount()) return false;
  return !(target instanceof Element && target.closest(typing));
}
