// The held weights in words. Pure.

import { formatSetting } from "../base/format.js";

/**
 * The first few of the held weights with their values: "w₂₁ = 0.5, b₁ = −1 and 3 more"; "" where none is held.
 * @param {NetworkShape} network
 * @param {number} most
 */
export function heldWords({ names, held, origin }, most) {
  const said = held.slice(0, most).map((place) => `${names[place]} = ${formatSetting(origin[place])}`);
  return said.join(", ") + (held.length > most ? ` and ${held.length - most} more` : "");
}
