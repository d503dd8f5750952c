// The panels of the player: one entry each, in the order in which they stand on the page.

import { element } from "../base/dom.js";
import { mapPanel } from "../map/map.js";
import { regionsPanel } from "../map/regions.js";
import { aidsPanel } from "../panels/aids.js";
import { announcerPanel } from "../panels/announce.js";
import { answersPanel } from "../panels/answers.js";
import { cardsPanel } from "../panels/cards.js";
import { comparePanel } from "../panels/compare.js";
import { curvePanel } from "../panels/curve.js";
import { heldPanel } from "../panels/held.js";
import { insidePanel } from "../panels/inside.js";
import { legendPanel } from "../panels/legend.js";
import { networkPanel } from "../panels/network.js";
import { pointBanner } from "../panels/pointbanner.js";
import { stripPanel } from "../panels/strip.js";
import { tablePanel } from "../panels/table.js";
import { scene3dPanel } from "../surface3d/scene3d.js";

/**
 * @typedef {Object} PanelEntry
 * @property {string} name
 * @property {string | null} label
 * @property {(root: HTMLElement, context: Context) => Panel} make
 * @property {string} place
 * @property {"section" | "div"} [tag]
 * @property {boolean} [plotly]
 * @property {boolean} [fitted]
 * @property {boolean} [prompt]
 * @property {"network" | "runs" | ""} [needs]
 */

/**
 * name: in the class of its place; label: for a screen reader, null where it needs none; make(root, context): its
 * factory; place: where it stands; tag: of its element, a section unless it says so; plotly: whether it waits for
 * Plotly; fitted: whether it is drawn anew where the size of its place changes; prompt: whether it shows what
 * a hand moves in the very frame, and does not wait for its turn; needs: what a scene must have for it to be there, the
 * surface of a network or runs.
 * @type {PanelEntry[]}
 */
const ENTRIES = [
  { name: "surface", label: "The surface in 3D", make: scene3dPanel, place: "stage", plotly: true, fitted: true },
  {
    name: "map",
    label: "Contour map of the surface",
    make: mapPanel,
    place: "stage",
    plotly: true,
    fitted: true,
    prompt: true,
  },
  { name: "curve", label: "E over the steps", make: curvePanel, place: "over", fitted: true, needs: "runs" },
  {
    name: "strip",
    label: "Learning rate against its bound",
    make: stripPanel,
    place: "over",
    fitted: true,
    needs: "runs",
  },
  { name: "output", label: "The network's output", make: answersPanel, place: "side", fitted: true, needs: "network" },
  { name: "point", label: "One data point", make: pointBanner, place: "under", tag: "div", needs: "network" },
  { name: "regions", label: "What lies over the map", make: regionsPanel, place: "below" },
  { name: "compare", label: "Runs beside runs", make: comparePanel, place: "below", needs: "runs" },
  { name: "cards", label: "The runs", make: cardsPanel, place: "below", needs: "runs" },
  { name: "network", label: "The network", make: networkPanel, place: "below", needs: "network" },
  { name: "held", label: "Held weights", make: heldPanel, place: "below", prompt: true, needs: "network" },
  { name: "aids", label: "Reading aids", make: aidsPanel, place: "below" },
  { name: "legend", label: "How to read the picture", make: legendPanel, place: "below" },
  { name: "inside", label: "Inside the step", make: insidePanel, place: "below", needs: "runs" },
  { name: "table", label: "Table of the runs", make: tablePanel, place: "below", needs: "runs" },
  { name: "announcer", label: null, make: announcerPanel, place: "below", tag: "div" },
];

export const PANELS = ENTRIES.map((entry) => ({
  ...entry,
  tag: entry.tag ?? "section",
  plotly: entry.plotly ?? false,
  fitted: entry.fitted ?? false,
  prompt: entry.prompt ?? false,
  needs: entry.needs ?? "",
}));

/**
 * Lays an empty place for every panel inside `root`: { places, bar }, the bar for what plays.
 * @param {HTMLElement} root
 */
export function layoutPanels(root) {
  const places = Object.fromEntries(
    PANELS.map(({ name, label, tag }) => [
      name,
      element(tag, { class: `player-panel player-panel-${name}`, "aria-label": label }),
    ]),
  );
  /** @param {string} place */
  const at = (place) => PANELS.filter((panel) => panel.place === place).map(({ name }) => places[name]);
  const side = element("div", { class: "player-side" }, element("div", { class: "player-over" }, ...at("over")));
  side.append(...at("side"));
  const stage = element("div", { class: "player-stage" }, ...at("stage"), side, ...at("under"));
  const bar = element("div", { class: "player-transport", role: "group", "aria-label": "Player" });
  root.replaceChildren(stage, bar, ...at("below"));
  return { places, bar };
}

/**
 * Calls back when the place of a fitted panel has changed its size and rests; returns what ends it.
 * @param {Record<string, HTMLElement>} places
 * @param {(places: Set<Element>) => void} resized
 */
export function watchSizes(places, resized) {
  let settled = 0;
  /** @type {Set<Element>} */
  const changed = new Set();
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) changed.add(target);
    clearTimeout(settled);
    settled = setTimeout(() => {
      resized(new Set(changed));
      changed.clear();
    }, 60);
  });
  for (const { name } of PANELS.filter((panel) => panel.fitted)) observer.observe(places[name]);
  return () => {
    clearTimeout(settled);
    observer.disconnect();
  };
}
