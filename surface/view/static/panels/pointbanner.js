// What stands over the pictures while they show the error of one data point, with the way back: a button, or Escape.

import { element, setText } from "../base/dom.js";
import { formatSetting } from "../base/format.js";
import { numberField } from "../base/numberfield.js";
import { movesTargets } from "./output.js";

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
  const targets = element("span", { class: "point-targets" });
  const refusal = element("span", { class: "card-refusal", role: "alert" });
  root.append(element("p", { role: "status" }, title, " ", words), targets, refusal, back);
  let laid = ""; // which data point the fields are of
  /** @type {{ node: HTMLElement, show(value: number): void }[]} */
  let fields = [];
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

  /** @param {number} point @param {number} output */
  function field(point, output) {
    const name = scene.data.target_names[output];
    const room = { label: `target ${name}`, least: -Infinity, most: null };
    /** @param {number} value */
    const give = (value) => context.emit("target", { point, output, value });
    return numberField(room, `target ${name} of data point ${point + 1}`, give, (sentence) =>
      setText(refusal, sentence),
    );
  }

  /** @param {number | null} point */
  function showTargets(point) {
    const { data } = scene;
    const offered = point !== null && movesTargets(scene);
    const key = offered ? JSON.stringify([scene.key, point, data.target_names]) : "";
    if (key !== laid) {
      laid = key;
      fields = offered ? data.target_names.map((_, output) => field(point, output)) : [];
      targets.replaceChildren(...(offered ? ["target y = ", ...fields.map(({ node }) => node)] : []));
      setText(refusal, "");
    }
    if (offered) fields.forEach(({ show }, output) => show(data.targets[point][output]));
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      showTargets(scene.view.point);
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
