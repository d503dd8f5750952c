// A small button with few words on it and the whole sentence in its name.

import { element } from "./dom.js";

/** @param {Child} words @param {string} name @param {Listener} onPress @param {Attributes} [more] */
export function toggleButton(words, name, onPress, more = {}) {
  return element(
    "button",
    { type: "button", class: "panel-toggle", "aria-label": name, title: name, onclick: onPress, ...more },
    words,
  );
}
