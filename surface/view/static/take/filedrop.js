// The page as a place where a file can be dropped.

import { element } from "../base/dom.js";

const OTHERS = '[data-testid="stFileUploaderDropzone"]'; // takes files itself

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
  const target = element("div", { class: "drop-target", hidden: true }, element("p", {}, words));
  root.append(target);

  /** @param {DragEvent} event */
  function over(event) {
    const others = event.target instanceof Element && event.target.closest(OTHERS);
    target.hidden = !holdsFiles(event) || Boolean(others);
    // Else the browser would leave the page for the file.
    if (!target.hidden) event.preventDefault();
  }

  /** @param {DragEvent} event */
  function leave(event) {
    if (!event.relatedTarget) target.hidden = true;
  }

  /** @param {DragEvent} event */
  function drop(event) {
    if (target.hidden) return;
    event.preventDefault();
    target.hidden = true;
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
