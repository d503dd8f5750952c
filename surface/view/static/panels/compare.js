// Runs beside runs: from one start or their own, and fifty starts at once, each in the colour of where it ends.

import { element, svgElement } from "../base/dom.js";
import { toggleButton } from "../base/toggle.js";
import { groupMarker } from "../marks/droplayer.js";

const FEW = 4;
const ARRIVAL_WORDS =
  "By arrival: every run is stretched so that all arrive together, " +
  "each at the step from which it stays within 1 % of the window’s width of its end.";

const SHAPES = {
  circle: () => svgElement("circle", { r: 5 }),
  square: () => svgElement("rect", { x: -4.5, y: -4.5, width: 9, height: 9 }),
  diamond: () => svgElement("path", { d: "M0-6.4 6.4 0 0 6.4-6.4 0z" }),
  cross: () => svgElement("path", { d: "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z" }),
};

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
 */
export function comparePanel(root, context) {
  let seed = null;
  let shown;
  const again = toggleButton("fifty others", "Drop fifty other starts", () =>
    context.emit("drops", { seed: seed + 1 }),
  );
  const told = element("p", { class: "player-legend-entries", role: "status" });
  const pacing = element("p", { class: "panel-words" }, ARRIVAL_WORDS);
  const dropped = element("div", { class: "compare-drops" }, told, again);
  root.append(dropped, pacing);

  // A few groups are told each by its sign; of many the words are told first, and the signs shortly.
  function tell(drops) {
    shown = drops;
    if (!drops) return told.replaceChildren();
    const few = drops.groups.length <= FEW;
    const words = element("span", { class: few ? "player-hidden" : "" }, drops.words);
    const name = (group, n) =>
      few ? group.name.replace(/^(\d+)/, n ? "$1" : `$1 of ${drops.count} end`) : group.short;
    const entries = drops.groups.map((group, n) =>
      element("span", { class: "player-legend-entry", "aria-hidden": few && "true" }, groupSign(group), name(group, n)),
    );
    told.replaceChildren(element("strong", {}, drops.title), words, ...entries);
    return undefined;
  }

  return {
    update(scene) {
      const drops = scene.drops ?? null;
      seed = scene.seed ?? null;
      if (drops !== shown) tell(drops);
      dropped.hidden = !drops;
      again.hidden = !scene.events?.includes("drops");
      pacing.hidden = scene.pacing !== "arrival";
      root.hidden = dropped.hidden && pacing.hidden;
    },
    draw() {},
    resize() {},
    destroy() {
      root.replaceChildren();
    },
  };
}
