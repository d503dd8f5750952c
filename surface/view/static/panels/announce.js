// The run in words for who listens: on every stop, and while it plays no more often than can be followed.

import { element, setText } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { heightName } from "../maths/evaluator.js";
import { numbersOf } from "../maths/runs.js";
import { positionText } from "./transport.js";

const MILLISECONDS_BETWEEN = 4000;

/**
 * What is said of a scene at a step.
 * @param {Scene} scene
 * @param {number} step
 */
function spokenScene(scene, step) {
  const runs = scene.runs
    .filter((run) => !run.away)
    .map((run) => {
      const numbers = numbersOf(run, step);
      const ended = (numbers.step === run.k || step >= scene.steps) && run.verdict ? `, ${run.verdict.outcome}` : "";
      return `${run.title}: ${heightName(scene)} ${formatNumber(numbers.error, 3)}${ended}.`;
    });
  const text = positionText(step, scene.steps, scene.pacing);
  return [`${text.charAt(0).toUpperCase()}${text.slice(1)}.`, ...runs].join(" ");
}

/** @param {HTMLElement} root */
export function announcerPanel(root) {
  const region = element("div", { class: "player-hidden", role: "status", "aria-live": "polite" });
  root.append(region);
  /** @type {Scene} */
  let scene;
  let said = "";
  let nextTime = 0;
  let pending = 0;

  /** @param {Head} head */
  function say(head) {
    clearTimeout(pending);
    pending = 0;
    const words = spokenScene(scene, head.step);
    if (words === said) return;
    said = words;
    setText(region, words);
  }

  return {
    /** @param {Scene} next */
    update(next) {
      scene = next;
    },
    /** @param {Head} head */
    draw(head) {
      const now = performance.now();
      if (!head.playing) {
        clearTimeout(pending);
        pending = setTimeout(say, 600, { ...head });
      } else if (now >= nextTime) {
        nextTime = now + MILLISECONDS_BETWEEN;
        say(head);
      }
    },
    resize() {},
    destroy() {
      clearTimeout(pending);
      region.remove();
    },
  };
}
