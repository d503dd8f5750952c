// What stands over the pictures while they show the error of one data point, with the way back: a button, or Escape.

import { element, setText } from "../base/dom.js";
import { formatSetting } from "../base/format.js";

const TYPED_IN = "input, select, textarea, [contenteditable='true']";

/** @param {number[]} values */
function placeText(values) {
  const numbers = values.map(formatSetting).join(", ");
  return values.length > 1 ? `(${numbers})` : numbers;
}

/**
 * What is said of a data point while its own surface is shown.
 * @param {Scene} scene
 * @param {number} n
 */
function pointWords({ data }, n) {
  /** @param {number[]} numbers */
  const named = (numbers) =>
    numbers.length > 4 ? `${placeText(numbers.slice(0, 4)).replace(/\)$/, "")}, …)` : placeText(numbers);
  return (
    `x = ${named(data.inputs[n])}, y = ${named(data.targets[n])}. The surface is its own error, ` +
    "½(y − ŷ)²; the paths are those of the whole error."
  );
}

/** @param {HTMLElement} root @param {Context} context */
export function pointBanner(root, context) {
  /** @type {Scene} */
  let scene;
  const title = element("strong", {});
  const words = element("span", {});
  const back = element("button", { type: "button", class: "panel-toggle", onclick: leave }, "whole error (Esc)");
  root.append(element("p", { role: "status" }, title, " ", words), back);
  document.addEventListener("keydown", onKey);

  function leave() {
    context.emit("point", null);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !scene || scene.view.point === null) return;
    if (event.target instanceof Element && event.target.closest(TYPED_IN)) return;
    event.preventDefault();
    leave();
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      const { point } = scene.view;
      root.hidden = point === null;
      setText(title, point === null ? "" : `Only data point ${point + 1}.`);
      setText(words, point === null ? "" : pointWords(scene, point));
    },
    draw() {},
    resize() {},
    destroy() {
      document.removeEventListener("keydown", onKey);
      root.replaceChildren();
    },
  };
}
