// The numbers of one data point, each edited where it is shown, and the ways to one more point and to one less.

import { element, setText } from "../base/dom.js";
import { numberField } from "../base/numberfield.js";
import { movesTargets } from "./output.js";
import { movesPoints, withNumber } from "./pointhands.js";

const MOST_INPUTS = 4; // with a field each: more are edited in a table

/** @typedef {{ node: HTMLElement, show(value: number): void }} NumberField */

/** @param {Context} context */
export function pointFields(context) {
  const numbers = element("span", { class: "point-numbers" });
  const more = button("add one like it", () => addLike());
  const less = button("remove (Del)", remove);
  const refusal = element("span", { class: "card-refusal", role: "alert" });
  const node = element("div", { class: "point-fields" }, numbers, more, less, refusal);
  /** @type {Scene} */
  let scene;
  /** @type {number | null} */
  let point = null;
  let laid = ""; // which data point the fields are of
  /** @type {NumberField[]} */
  let inputs = [];
  /** @type {NumberField[]} */
  let targets = [];

  /** @param {string} label @param {() => void} onclick */
  function button(label, onclick) {
    return element("button", { type: "button", class: "panel-toggle", onclick }, label);
  }

  /** @param {string} sentence */
  const say = (sentence) => setText(refusal, sentence);

  /** @param {number} n */
  const rowOf = (n) => ({ inputs: scene.data.inputs[n], targets: scene.data.targets[n] });

  /** A new point with the same numbers, which are then its own to edit. */
  function addLike() {
    if (point === null) return;
    const count = scene.data.inputs.length;
    say(context.emit("add_point", rowOf(point)));
    context.emit("point", count);
  }

  function remove() {
    if (point === null || !offersRemoval()) return;
    const gone = point;
    context.emit("point", null); // first: the next point comes forward to its place
    context.emit("remove_point", { point: gone });
  }

  const offersRemoval = () => movesPoints(scene) && scene.data.inputs.length > 1;

  /**
   * @param {number} of the data point
   * @param {string} name
   * @param {(value: number) => string} give
   */
  function field(of, name, give) {
    return numberField({ label: name, least: -Infinity, most: null }, `${name} of data point ${of + 1}`, give, say);
  }

  /** @param {number} n */
  function layOut(n) {
    const { data } = scene;
    const shown = movesPoints(scene) && data.input_names.length <= MOST_INPUTS ? data.input_names : [];
    inputs = shown.map((name, at) =>
      field(n, `input ${name}`, (value) => {
        const row = rowOf(n);
        return context.emit("move_point", { point: n, ...row, inputs: withNumber(row.inputs, at, value) });
      }),
    );
    targets = data.target_names.map((name, output) =>
      field(n, `target ${name}`, (value) => context.emit("target", { point: n, output, value })),
    );
    const nodes = (/** @type {NumberField[]} */ fields) => fields.map((each) => each.node);
    numbers.replaceChildren(...(inputs.length ? ["x = ", ...nodes(inputs)] : []), " y = ", ...nodes(targets));
    say("");
  }

  return {
    node,
    /** Takes the data point that is shown out of the data. */
    remove,
    /**
     * Shows the numbers of a data point of a scene, where they can be edited.
     * @param {Scene} next
     */
    update(next) {
      scene = next;
      const { data, view } = scene;
      const at = movesTargets(scene) ? view.point : null;
      point = at;
      node.hidden = at === null;
      const key = at === null ? "" : JSON.stringify([scene.key, at, data.input_names, data.target_names]);
      if (at !== null && key !== laid) layOut(at);
      laid = key;
      if (at === null) return;
      more.hidden = !movesPoints(scene);
      less.hidden = !offersRemoval();
      inputs.forEach(({ show }, column) => show(data.inputs[at][column]));
      targets.forEach(({ show }, column) => show(data.targets[at][column]));
    },
  };
}
