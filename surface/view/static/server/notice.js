// One sentence while the server does not answer: Streamlit's own dialog would lie over the picture, which goes on.

import { element } from "../base/dom.js";

const THEIRS = "Connection error"; // the heading of that dialog

/** Closes the dialog, which then stays away until the server has been found again; returns whether it was there. */
function closeTheirs() {
  const dialogs = [...document.querySelectorAll('.stDialog [role="dialog"]')];
  const theirs = dialogs.filter((dialog) => dialog.querySelector("h2")?.textContent === THEIRS);
  for (const dialog of theirs) {
    const close = /** @type {HTMLElement | null} */ (dialog.querySelector('button[aria-label="Close"]'));
    close?.click();
  }
  return theirs.length > 0;
}

/**
 * The sentence, in the top layer of the page: presentation mode must not cover it. It is said as long as there is any
 * reason for it.
 * @param {HTMLElement} root
 * @param {string} words
 */
export function awayNotice(root, words) {
  const said = element("div", { class: "server-away", role: "status", popover: "manual" });
  const reasons = new Set();
  /** @type {Element | null} */
  let focused = null;
  let closed = false;
  const observer = new MutationObserver(() => {
    closed = closeTheirs() || closed;
    // It had taken the focus from what was being typed, and gives it back to nobody.
    if (!closed || document.querySelector(".stDialog") || document.activeElement !== document.body) return;
    closed = false;
    if (focused?.isConnected) /** @type {HTMLElement} */ (focused).focus({ preventScroll: true });
  });
  /** @param {FocusEvent} event */
  const onFocus = ({ target }) => {
    if (target instanceof Element && !target.closest(".stDialog")) focused = target;
  };
  root.append(said);
  document.addEventListener("focusin", onFocus);

  return {
    /**
     * @param {string} reason
     * @param {boolean} holds
     */
    say(reason, holds) {
      reasons[holds ? "add" : "delete"](reason);
      // A reader of the screen is told by what changes in a place that is there.
      said.togglePopover(reasons.size > 0);
      said.textContent = reasons.size ? words : "";
    },

    /**
     * Whether the dialog is to be closed as soon as it comes.
     * @param {boolean} on
     */
    quiet(on) {
      document.documentElement.classList.toggle("server-lost", on);
      if (on) observer.observe(document.body, { childList: true, subtree: true });
      else observer.disconnect();
    },

    end() {
      observer.disconnect();
      document.removeEventListener("focusin", onFocus);
      document.documentElement.classList.remove("server-lost");
      said.remove();
    },
  };
}
