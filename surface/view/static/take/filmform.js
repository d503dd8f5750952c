// The controls of a film: of what, in which form and size, from which step to which, how fast and how long.

import { element, setText } from "../base/dom.js";
import { numberField } from "../base/numberfield.js";
import { courseRefusal, mostSeconds, openingCourse, roomFor, sizesOf, withChange } from "./filmsettings.js";
import { frameCount } from "./plan.js";
import { offered } from "./still.js";

/** @typedef {import("./film.js").FilmForm} FilmForm */
/** @typedef {import("./filmsettings.js").Course} Course */

/** @type {[keyof Course, string, string][]} */
const NUMBERS = [
  ["from", "From step", "first step of the film"],
  ["to", "to step", "last step of the film"],
  ["speed", "Steps a second", "speed, in steps a second"],
  ["seconds", "Seconds", "length, in seconds"],
];

/** @param {string} words @param {Node} control */
const labelled = (words, control) => element("label", { class: "take-field" }, element("span", {}, words), control);

/** @param {{ value: string, words: string }[]} all @param {() => void} onchange @param {string} name */
function select(all, onchange, name) {
  const options = all.map(({ value, words }) => element("option", { value }, words));
  return element("select", { class: "take-choice", "aria-label": name, onchange }, ...options);
}

/**
 * The controls for the runs of a scene; `stageChanged` hears that the film is of another part or size, `changed`
 * that anything is other than before.
 * @param {{ forms: FilmForm[], scene: Scene, picture: string }} given
 * @param {{ stageChanged(): void, changed(): void }} told
 */
export function filmForm({ forms, scene, picture }, { stageChanged, changed }) {
  const { steps } = scene;
  let milliseconds = 0; // that a frame takes to draw
  const refusal = element("p", { class: "card-refusal", role: "alert" });
  const parts = select([], stageChanged, "What is filmed");
  parts.append(...offered(scene));
  parts.value = picture;
  if (!parts.value) parts.selectedIndex = 0; // another scene has other parts
  const kinds = select(
    forms.map(({ name, label }) => ({ value: name, words: label })),
    showSizes,
    "Form of the film",
  );
  const sizes = element("select", { class: "take-choice", "aria-label": "Size of the film", onchange: resized });
  const form = () => /** @type {FilmForm} */ (forms.find(({ name }) => name === kinds.value));
  const size = () => sizesOf(kinds.value)[sizes.selectedIndex];
  const rate = () => form().rate(milliseconds);
  const most = () => mostSeconds(kinds.value, size(), rate());
  fillSizes();
  let course = openingCourse(steps, most());

  const fields = NUMBERS.map(([name, words, label]) => {
    const take = (/** @type {number} */ value) => give(name, value);
    const field = numberField(roomFor(name, steps), label, take, (sentence) => setText(refusal, sentence));
    return { name, field, node: labelled(words, field.node) };
  });

  /** @param {keyof Course} name @param {number} value */
  function give(name, value) {
    const next = withChange(course, name, value);
    const refused = courseRefusal(next, most());
    if (refused) return refused;
    course = next;
    show();
    changed();
    return "";
  }

  function fillSizes() {
    const all = sizesOf(kinds.value);
    sizes.replaceChildren(...all.map(({ name }) => element("option", {}, name)));
    sizes.selectedIndex = 0;
  }

  function showSizes() {
    fillSizes();
    resized();
  }

  /** What is longer than a film of this size may be goes faster. */
  function resized() {
    if (course.seconds > most()) course = withChange(course, "seconds", most());
    setText(refusal, "");
    show();
    stageChanged();
  }

  function show() {
    for (const { name, field } of fields) field.show(Number(course[name].toPrecision(4)));
  }

  show();
  const node = element(
    "div",
    { class: "take-fields" },
    ...[labelled("Picture", parts), labelled("Form", kinds), labelled("Size", sizes)],
    ...fields.map((one) => one.node),
  );
  return {
    node,
    refusal,
    get picture() {
      return parts.value;
    },
    form,
    size,
    most,
    /** @returns {import("./plan.js").FilmPlan} */
    plan() {
      const { from, to, seconds } = course;
      const whole = { from, to, seconds, rate: rate() };
      return { ...whole, seconds: frameCount(whole) / whole.rate };
    },
    /** Notes how long a frame takes to draw: by that it is judged how many there can be. */
    took(/** @type {number} */ time) {
      milliseconds = time;
    },
    /** @param {boolean} off */
    disable(off) {
      for (const control of [parts, kinds, sizes]) control.disabled = off;
      for (const { field } of fields) field.node.disabled = off;
    },
  };
}
