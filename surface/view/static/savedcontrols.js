// The controls over the picture of a lesson in a page of its own: which scene, a setting, the rules of a race.

import { element, setAttribute, setText } from "./base/dom.js";
import { formatSetting } from "./base/format.js";

/** @typedef {{ low: number, high: number, step: number, value: number }} SliderRange */
/** @typedef {{ run: number, name: string, label: string } & SliderRange} SavedSlider */
/** What a slider chooses from where its picture is computed when the page is made, and which of them it begins with. */
/** @typedef {{ label: string, values: number[], lessons: Lesson[], at: number }} Stops */
/** @typedef {{ run: number, name: string, value: number, lasts: boolean }} Moved */

/**
 * The switch between the scenes of a lesson.
 * @param {string[]} labels
 * @param {number} chosen
 * @param {(number: number) => void} choose
 */
export function actSwitch(labels, chosen, choose) {
  const buttons = labels.map((label, number) =>
    element(
      "button",
      { type: "button", "aria-pressed": String(number === chosen), onclick: () => choose(number) },
      label,
    ),
  );
  return element("div", { class: "lesson-acts", role: "group", "aria-label": "Scene" }, ...buttons);
}

/**
 * @param {string} label
 * @param {Attributes} range
 * @param {(slider: HTMLInputElement) => string} spell
 * @param {(slider: HTMLInputElement, lasts: boolean) => void} move
 */
function ranged(label, range, spell, move) {
  const slider = element("input", { type: "range", autocomplete: "off", "aria-label": label, ...range });
  const value = element("output", {});
  const say = () => {
    setText(value, spell(slider));
    setAttribute(slider, "aria-valuetext", spell(slider));
  };
  slider.addEventListener("input", () => {
    say();
    move(slider, false);
  });
  slider.addEventListener("change", () => move(slider, true));
  say();
  return element("label", { class: "lesson-slider" }, element("span", {}, label, ": ", value), slider);
}

/**
 * A slider that moves a setting of a run.
 * @param {SavedSlider} given
 * @param {(moved: Moved) => void} move
 */
export function sliderOf({ run, name, label, low, high, step, value }, move) {
  /** @param {HTMLInputElement} slider */
  const read = (slider) => Number(Number(slider.value).toPrecision(10)); // steps add up, and their rounding too
  return ranged(
    label,
    { min: low, max: high, step, value },
    (slider) => formatSetting(read(slider)),
    (slider, lasts) => move({ run, name, value: read(slider), lasts }),
  );
}

/**
 * A slider with a few stops.
 * @param {Stops} stops
 * @param {(lesson: Lesson) => void} stop
 */
export function stopsSlider({ label, values, lessons, at }, stop) {
  return ranged(
    label,
    { min: 0, max: values.length - 1, step: 1, value: at },
    (slider) => formatSetting(values[Number(slider.value)]),
    (slider) => stop(lessons[Number(slider.value)]),
  );
}

/**
 * The rules of a race: as many of them as there are styles.
 * @param {RunMessage[]} rules a run by each
 * @param {RunsMessage} opened with those that run at first
 * @param {(runs: RunMessage[]) => void} race
 */
export function rulesChoice(rules, { runs, styles }, race) {
  const running = runs.map(({ rule }) => rule);
  const boxes = rules.map(({ rule }) =>
    element("input", { type: "checkbox", autocomplete: "off", checked: running.includes(rule), onchange: chosen }),
  );
  const words = element("span", { role: "status" });

  function chosen() {
    const on = rules.filter((_, n) => boxes[n].checked);
    setText(words, on.length > styles.length ? `The first ${styles.length} of them run.` : "");
    const those = on.length ? on : runs;
    race(those.slice(0, styles.length).map((run, n) => ({ ...run, style: styles[n] })));
  }

  const labels = rules.map(({ rule }, n) => element("label", {}, boxes[n], " ", rule));
  const legend = element("legend", {}, `Rules, at most ${styles.length} at once`);
  return element("fieldset", { class: "lesson-rules" }, legend, ...labels, words);
}
