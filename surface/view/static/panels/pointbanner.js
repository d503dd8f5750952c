// What stands over the pictures while they show the error of one data point, with the way back: a button, or Escape.

import { element, setText } from "../base/dom.js";
import { formatSetting } from "../base/format.js";
import { pointFields } from "./pointfields.js";

const REMOVING = ["Delete", "Backspace"]; // some keyboards have but one of them
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
  const rows = data.counts?.[n];
  return (
    `x = ${named(data.inputs[n])}, y = ${named(data.targets[n])}${rows ? `, for ${formatSetting(rows)} rows` : ""}. ` +
    `The surface is ${rows ? "their" : "its own"} error, ${rows ? "rows · " : ""}½(y − ŷ)²; ` +
    "the paths are those of the whole error."
  );
}

/** @param {HTMLElement} root @param {Context} context */
export function pointBanner(root, context) {
  /** @type {Scene} */
  let scene;
  const title = element("strong", {});
  const words = element("span", {});
  const back = element("button", { type: "button", class: "panel-toggle", onclick: leave }, "whole error (Esc)");
  const fields = pointFields(context);
  root.append(element("p", { role: "status" }, title, " ", words), back, fields.node);
  document.addEventListener("keydown", onKey);

  function leave() {
    context.emit("point", null);
  }

  // Of the page's keys only those that nobody else is meant by.
  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.defaultPrevented || !scene || scene.view.point === null) return;
    const { target, key } = event;
    if (target instanceof Element && target.closest(TYPED_IN)) return;
    const here = target === document.body || (target instanceof Element && target.closest(".surface-player"));
    const act = key === "Escape" ? leave : REMOVING.includes(key) && here ? fields.remove : null;
    if (!act) return;
    event.preventDefault();
    act();
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      fields.update(scene);
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
