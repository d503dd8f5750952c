// Inside the step: what belongs to the step at the playhead, folded away until it is asked for. The browser remembers.

import { element } from "../base/dom.js";
import { hasNetwork } from "../maths/evaluator.js";
import { formulaPanel } from "./formula.js";
import { slicesPanel } from "./slices.js";

const REMEMBERED = "surface-inside-the-step";

// A page from a file, or a browser that keeps nothing, has no store to read.
function store() {
  try {
    return globalThis.localStorage ?? null;
  } catch (refusal) {
    if (refusal instanceof DOMException) return null;
    throw refusal;
  }
}

/** @param {HTMLElement} root @param {Context} context */
export function insidePanel(root, context) {
  const formula = element("section", { class: "inside-formula", "aria-label": "This step, in numbers" });
  const slices = element("section", { class: "inside-slices", "aria-label": "Slices through the ball" });
  const title = element("span", { class: "inside-title" }, "Inside the step");
  const words = element("span", { class: "panel-words" }, "the rule with its numbers, and the error along each weight");
  const fold = element(
    "details",
    { class: "inside" },
    element("summary", {}, title, words),
    element("div", { class: "inside-body" }, formula, slices),
  );
  root.append(fold);
  fold.open = store()?.getItem(REMEMBERED) === "open";
  const panels = [formulaPanel(formula), slicesPanel(slices, context)];
  /** @type {Head} */
  let head;
  /** @type {Scene} */
  let scene;

  fold.addEventListener("toggle", () => {
    store()?.setItem(REMEMBERED, fold.open ? "open" : "closed");
    if (fold.open) for (const panel of panels) panel.resize();
    draw(head);
  });

  /** @param {Head} next */
  function draw(next) {
    head = next;
    if (!head || !scene) return;
    fold.hidden = !hasNetwork(scene) && !scene.runs[head.chosen]?.formula;
    if (fold.open && !fold.hidden) for (const panel of panels) panel.draw(head);
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
      for (const panel of panels) panel.update(scene);
    },
    draw,
    resize() {
      if (fold.open) for (const panel of panels) panel.resize();
    },
    destroy() {
      for (const panel of panels) panel.destroy();
      root.replaceChildren();
    },
  };
}
