// The list of the keys, on `?`: a dialog, which keeps the focus inside and closes on Escape by itself.

import { element } from "../base/dom.js";
import { icon } from "../base/icons.js";
import { letLettersCount, lettersCount } from "../base/letters.js";

const APP = "app";

/** The keys, what they do, and the event that the page must listen to for that, or APP where there must be one. */
/** @type {[string[], string, string?][]} */
const KEYS_EXPLAINED = [
  [["space"], "play and pause"],
  [["←", "→"], "one step back, one step on"],
  [["Home", "End"], "to the first step, to the last"],
  [["p"], "presentation mode, on and off"],
  [["Esc"], "leave presentation mode"],
  [["Page Up", "Page Down"], "in presentation mode: the scene before, the next scene", "go"],
  [["Ctrl + Z"], "undo the last change; with Shift, redo it", "undo"],
  [["s"], "the controls beside the picture, folded away and back", APP],
  [["Del"], "take the data point that is shown alone out of the data", "remove_point"],
  [["Tab"], "to the next control; on the map, arrow keys then move the point that is read, + and − zoom there"],
  [["?"], "this list"],
];

/** @param {[string[], string, string?]} entry */
function explained([keys, words]) {
  return element("div", {}, element("dt", {}, ...keys.map((key) => element("kbd", {}, key))), element("dd", {}, words));
}

/**
 * The dialog in `root`; `toggle()` opens and closes it. It lists the keys that are of use on its page.
 * @param {HTMLElement} root
 * @param {boolean} inApp whether the app is around it, which neither a file nor a notebook has
 * @param {(event: string) => boolean} hears whether the page listens to an event
 */
export function helpDialog(root, inApp, hears) {
  const close = element("button", { type: "button", class: "panel-toggle", onclick: () => dialog.close() }, "Close");
  const list = element("dl", { class: "help-keys" });
  const title = element("div", { class: "help-title", role: "heading", "aria-level": 2 }, "Keys");
  const note = element(
    "p",
    { class: "panel-words" },
    "A field, a list or a slider that has the focus keeps the keys it uses.",
  );
  const letters = /** @type {HTMLInputElement} */ (
    element("input", { type: "checkbox", onchange: () => letLettersCount(letters.checked) })
  );
  const choice = element("label", { class: "help-letters" }, letters, "Single letters and signs (p, s, ?) are keys");
  const dialog = element(
    "dialog",
    { class: "player-help", "aria-label": "Keys", onkeydown: hear },
    title,
    list,
    note,
    choice,
    close,
  );
  root.append(dialog);

  /** @param {KeyboardEvent} event */
  function hear(event) {
    // Until the next frame, what had the focus in a dialog that was closed has it still: that key opens it again.
    if (event.key !== "?" || !dialog.open) return;
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  }

  return {
    toggle() {
      if (dialog.open) return dialog.close();
      const here = KEYS_EXPLAINED.filter(([, , needs]) => !needs || (needs === APP ? inApp : hears(needs)));
      list.replaceChildren(...here.map(explained));
      letters.checked = lettersCount();
      dialog.showModal();
    },
  };
}

/** @param {string} name @param {string} label @param {string} key @param {() => void} onPress */
function modeButton(name, label, key, onPress) {
  const look = {
    type: "button",
    class: `player-button player-${name}`,
    "aria-label": label,
    title: `${label} (${key})`,
  };
  return element("button", { ...look, onclick: onPress }, icon(name));
}

/**
 * The button of presentation mode.
 * @param {() => void} onPress
 */
export const presentButton = (onPress) => modeButton("present", "Presentation mode", "p", onPress);

/**
 * The buttons of presentation mode and of this list, for the transport bar.
 * @param {Commands} commands
 */
export function modeButtons(commands) {
  const present = presentButton(commands.present);
  const help = modeButton("keys", "List of the keys", "?", commands.help);
  return element("div", { class: "player-modes", role: "group", "aria-label": "View" }, present, help);
}
