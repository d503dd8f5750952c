// How the map is drawn, chosen beside its colour bar: how the lines are spaced, and whether both axes have one scale.

import { choiceRow, choiceSheet } from "../base/choice.js";
import { isEqual } from "../maths/aspect.js";
import { spacingWords } from "./colourbar.js";

/** @type {[Spacing, string, string][]} */
const LEVELS = [
  ["even", "even", "Lines even in E, or in its logarithm on a logarithmic scale"],
  ["area", "closer where flat", "Lines closer where the ground is flat: more of its form, but no even steps"],
];
/** @type {[AxisScales, string, string][]} */
const AXES = [
  ["equal", "to scale", "One scale for both axes: lengths and right angles are true"],
  ["filled", "fill the room", "Each axis as long as there is room: lengths and angles are not true"],
];

/** @param {Context} context */
export function drawingChoice(context) {
  const levels = choiceRow("Contour lines", LEVELS, (value) => context.emit("levels", value));
  const axes = choiceRow("Axes", AXES, (value) => context.emit("axes", value));
  const { holder, say, end } = choiceSheet("How the map is drawn", [levels.row, axes.row]);
  return {
    holder,
    end,
    /** @param {Scene} scene */
    update(scene) {
      say(spacingWords(scene.surface.map.layout.meta, scene.view.levels));
      levels.show(scene.view.levels);
      axes.show(isEqual(scene) ? "equal" : "filled");
    },
  };
}
