// A number that is edited where it is shown: plain to look at, a field where it is clicked.

import { element, setAttribute } from "./dom.js";
import { formatSetting } from "./format.js";
import { readTyped } from "./typed.js";

/**
 * The field; `onGive(value)` hears a number that may be, and may say why not; `onRefuse(sentence)` hears why another
 * may not, "" when that is over. What was refused stays until it is mended, or given up by Escape.
 * @param {import("./typed.js").Room} room
 * @param {string} name for a screen reader
 * @param {(value: number) => string} onGive
 * @param {(sentence: string) => void} onRefuse
 */
export function numberField(room, name, onGive, onRefuse) {
  const look = { type: "text", inputmode: "decimal", class: "number-field", autocomplete: "off", spellcheck: "false" };
  const field = element("input", { ...look, "aria-label": name, size: 5 });
  let shown = 0;
  let typing = false;

  /** @param {string} sentence */
  function say(sentence) {
    setAttribute(field, "aria-invalid", sentence !== "");
    onRefuse(sentence);
  }

  function write() {
    field.value = formatSetting(shown);
    say("");
  }

  function take() {
    if (!typing) return;
    const { value, sentence = "" } = readTyped(room, field.value);
    if (value === undefined) return say(sentence);
    typing = false;
    say("");
    if (value === shown) return write();
    const refusal = onGive(value);
    if (refusal) say(refusal);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === "Enter") take();
    else if (event.key === "Escape" && typing) {
      event.stopPropagation();
      typing = false;
      write();
    }
  }

  field.addEventListener("input", () => {
    typing = true;
  });
  field.addEventListener("keydown", onKey);
  field.addEventListener("change", take);
  field.addEventListener("focus", () => {
    if (!typing) field.value = String(shown);
    field.select();
  });
  field.addEventListener("blur", () => !typing && write());
  return {
    node: field,
    /** @param {number} value */
    show(value) {
      if (value === shown && field.value) return;
      shown = value;
      if (typing) return;
      field.value = document.activeElement === field ? String(value) : formatSetting(value);
    },
  };
}
