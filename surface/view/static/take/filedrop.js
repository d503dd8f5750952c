// The page as a place where a file can be dropped.

import { element } from "../base/dom.js";

/** @param {DragEvent} event */
const holdsFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files") ?? false;

/**
 * Lets files be dropped anywhere on the page, and shows so in `root` while some are dragged over it; returns what ends
 * that.
 * @param {HTMLElement} root
 * @param {string} words
 * @param {(files: File[]) => void} take
 */
export function listenToDrops(root, words, take) {
  // A popover lies over an open dialog too, whose page below is drawn under it.
  const target = element("div", { class: "drop-target", popover: "manual" }, element("p", {}, words));
  let shown = false;
  root.append(target);

  /** @param {boolean} now */
  function show(now) {
    if (now !== shown) target.togglePopover(now);
    shown = now;
  }

  /** @param {DragEvent} event */
  function over(event) {
    show(holdsFiles(event));
    // Else the browser would leave the page for the file.
    if (shown) event.preventDefault();
  }

  /** @param {DragEvent} event */
  function leave(event) {
    if (!event.relatedTarget) show(false);
  }

  /** @param {DragEvent} event */
  function drop(event) {
    if (!shown) return;
    event.preventDefault();
    show(false);
    // What opens now would else stand below a dialog, where nobody sees it.
    for (const dialog of document.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (dialog).close();
    take([...(event.dataTransfer?.files ?? [])]);
  }

  const heard = /** @type {[string, Listener][]} */ ([
    ["dragenter", over],
    ["dragover", over],
    ["dragleave", leave],
    ["drop", drop],
  ]);
  for (const [name, hear] of heard) document.addEventListener(name, hear);
  return () => {
    for (const [name, hear] of heard) document.removeEventListener(name, hear);
    target.remove();
  };
}
