// On a page of its own the player has a button for what its reader takes along.

import { element } from "../base/dom.js";
import { takeRow } from "./takerow.js";

/**
 * Puts the button beside those of the view; returns what takes it away.
 * @param {HTMLElement} root of a player
 * @param {string} name of the scene's files
 */
export function takeButton(root, name) {
  const row = takeRow(null, () => name);
  const title = element("div", { class: "take-title", role: "heading", "aria-level": 2 }, "Take it");
  const close = element(
    "button",
    { type: "button", class: "panel-toggle take-button", onclick: () => dialog.close() },
    "Close",
  );
  const dialog = element("dialog", { class: "take-dialog", "aria-label": "Take it" }, title, row.node, close);
  const button = element("button", { type: "button", class: "panel-toggle player-take", onclick: open }, "Take it");
  root.querySelector(".player-modes")?.prepend(button);
  root.append(dialog);

  function open() {
    row.follow();
    dialog.showModal();
  }

  return () => {
    row.end();
    dialog.close();
    dialog.remove();
    button.remove();
  };
}
