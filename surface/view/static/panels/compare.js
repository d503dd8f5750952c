// Runs beside runs: from one start or their own, and fifty starts at once, each in the colour of where it ends.

import { element, svgElement } from "../base/dom.js";
import { toggleButton } from "../base/toggle.js";
import { groupMarker } from "../marks/trails.js";

const FEW = 4;
const ARRIVAL_WORDS =
  "By arrival: every run is stretched so that all arrive together, " +
  "each at the step from which it stays within 1 % of the window’s width of its end.";

/** @type {Record<string, () => SVGElement>} */
const SHAPES = {
  circle: () => svgElement("circle", { r: 5 }),
  square: () => svgElement("rect", { x: -4.5, y: -4.5, width: 9, height: 9 }),
  diamond: () => svgElement("path", { d: "M0-6.4 6.4 0 0 6.4-6.4 0z" }),
  cross: () => svgElement("path", { d: "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z" }),
};

/** @param {GroupMessage} group */
function groupSign(group) {
  const shape = SHAPES[groupMarker(group)]();
  const look = { transform: "translate(14 8)", fill: group.colour, stroke: "#1f2933", "stroke-width": 1.4 };
  return svgElement(
    "svg",
    { viewBox: "0 0 28 16", class: "player-sign", "aria-hidden": "true" },
    svgElement("g", look, shape),
  );
}

/**
 * What is to be said of runs beside runs: where the fifty end, in words and by colour, and how the playing is paced.
 * @param {HTMLElement} root
 * @param {Context} context
 */
export function comparePanel(root, context) {
  /** @type {number | null} */
  let seed = null;
  /** @type {RandomStarts | null | undefined} */
  let listed;
  const again = toggleButton("fifty others", "Drop fifty others", () =>
    context.emit("random_starts", { seed: Number(seed) + 1 }),
  );
  const entriesPlace = element("p", { class: "player-legend-entries", role: "status" });
  const pacing = element("p", { class: "panel-words" }, ARRIVAL_WORDS);
  const ends = element("div", { class: "compare-random-starts" }, entriesPlace, again);
  root.append(ends, pacing);

  // A few groups are each named by their sign; of many the words come first, and the signs in short.
  /** @param {RandomStarts | null} starts */
  function list(starts) {
    listed = starts;
    if (!starts) return entriesPlace.replaceChildren();
    const few = starts.groups.length <= FEW;
    const words = element("span", { class: few ? "player-hidden" : "" }, starts.words);
    /** @param {GroupMessage} group @param {number} n */
    const name = (group, n) =>
      few ? group.name.replace(/^(\d+)/, n ? "$1" : `$1 of ${starts.count} end`) : group.short;
    const entries = starts.groups.map((group, n) =>
      element("span", { class: "player-legend-entry", "aria-hidden": few && "true" }, groupSign(group), name(group, n)),
    );
    entriesPlace.replaceChildren(element("strong", {}, starts.title), words, ...entries);
    return undefined;
  }

  return {
    /** @param {Scene} scene */
    update(scene) {
      const starts = scene.random_starts;
      seed = scene.seed;
      if (starts !== listed) list(starts);
      ends.hidden = !starts;
      again.hidden = !scene.events.includes("random_starts");
      pacing.hidden = scene.pacing !== "arrival";
      root.hidden = ends.hidden && pacing.hidden;
    },
    draw() {},
    resize() {},
    destroy() {
      root.replaceChildren();
    },
  };
}
