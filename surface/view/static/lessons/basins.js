// Where do starts end? Maps of starts, each coloured by where its run ends, under two rules, and what changes between
// them: with the player's own regions and words.

import { element, setText } from "../base/dom.js";
import { overlays, regionsPanel } from "../map/regions.js";
import { lessonMap } from "./lessonmap.js";

const LABELS = ["Map of where starts end", "Map of where starts end", "Map of the starts that change"];

/** @param {HTMLElement} root @param {LessonContext} context @param {string} label */
function regionMap(root, context, label) {
  const ground = element("div", { class: "lesson-chart" });
  const closed = element("p", { class: "panel-words basin-closed", role: "status" });
  const legend = element("div", { class: "player-panel-regions basin-legend" });
  root.append(ground);
  const map = lessonMap(ground, context, { label });
  const words = regionsPanel(legend);
  ground.append(closed, legend);
  return {
    map,
    /**
     * Shows an overlay, or in its place, by the title that it will have, that it waits for the vote.
     * @param {Scene} scene
     * @param {Overlay | null} overlay
     * @param {string} title
     */
    show(scene, overlay, title) {
      ground.classList.toggle("basin-held-back", !overlay);
      map.place.hidden = !overlay;
      closed.hidden = Boolean(overlay);
      setText(closed, `${title}: vote first, then this map opens.`);
      const shown = { ...scene, region: overlay };
      words.update(shown);
      if (overlay) map.show(shown);
    },
  };
}

/** @param {HTMLElement} root @param {LessonContext} context @returns {LessonPicture} */
export function basinsPicture(root, context) {
  const thirds = element("div", { class: "lesson-thirds" });
  root.append(thirds);
  const panels = LABELS.map((label) => regionMap(thirds, context, label));

  return {
    update(scene, given) {
      for (const overlay of given.overlays) overlays.put(overlay);
      const found = given.overlays.map(({ key }) => overlays.get(key));
      const starts = { ...scene, runs: [], events: [] };
      for (const [n, panel] of panels.entries()) panel.show(starts, found[n] ?? null, given.titles[n]);
    },
    resize() {
      for (const { map } of panels) map.resize();
    },
    destroy() {
      for (const { map } of panels) map.destroy();
    },
    signs: true,
    key:
      "Each point of a map is a start, coloured by where its run ends; at no minimum means that it left the window " +
      "or had not come to rest when the count was made. Lines: contours of the error.",
  };
}
