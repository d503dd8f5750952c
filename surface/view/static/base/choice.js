// A small button that says how something is drawn, and under it a sheet where that is chosen.

import { element, setAttribute, setText } from "./dom.js";
import { toggleButton } from "./toggle.js";

/**
 * One of a few values, each a button: [value, words, name].
 * @template {string} Choice
 * @param {string} label
 * @param {[Choice, string, string][]} choices
 * @param {(choice: Choice) => void} choose
 */
export function choiceRow(label, choices, choose) {
  const buttons = choices.map(([value, words, name]) => toggleButton(words, name, () => choose(value)));
  const group = { class: "choice-row", role: "group", "aria-label": label };
  return {
    row: element("div", group, element("span", { class: "choice-name" }, label), ...buttons),
    /** @param {Choice} value */
    show: (value) => buttons.forEach((button, n) => setAttribute(button, "aria-pressed", choices[n][0] === value)),
  };
}

/**
 * The button with its sheet; `subject` begins its name.
 * @param {string} subject
 * @param {HTMLElement[]} rows
 */
export function choiceSheet(subject, rows) {
  const sheet = element("div", { class: "choice-sheet", hidden: true }, ...rows);
  const more = { "aria-expanded": "false", "aria-haspopup": "true", class: "panel-toggle choice-button" };
  const button = toggleButton("", subject, () => open(Boolean(sheet.hidden)), more);
  const holder = element("span", { class: "choice-holder" }, button, sheet);

  /** @param {boolean} on */
  function open(on) {
    sheet.hidden = !on;
    setAttribute(button, "aria-expanded", on);
  }

  /** @param {Event} event */
  const leave = (event) => holder.contains(/** @type {Node} */ (event.target)) || open(false);
  document.addEventListener("pointerdown", leave);
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || sheet.hidden) return;
    event.stopPropagation();
    open(false);
    button.focus();
  });

  return {
    holder,
    /** @param {string} words how it is drawn now */
    say(words) {
      setText(button, words);
      setAttribute(button, "aria-label", `${subject}: ${words}`);
    },
    end: () => document.removeEventListener("pointerdown", leave),
  };
}
