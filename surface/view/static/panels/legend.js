// How to read the picture: every sign on it, with its words. Only signs that are there are explained.

import { element, setText, svgElement } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { hasNetwork, heightName } from "../maths/evaluator.js";

/** @param {...Child} shapes */
function sign(...shapes) {
  return svgElement("svg", { viewBox: "0 0 28 16", class: "player-sign", "aria-hidden": "true" }, ...shapes);
}

/** @param {string} d @param {Attributes} [attributes] */
function stroke(d, attributes = {}) {
  return svgElement("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 2, ...attributes });
}

/** @param {number} r @param {Attributes} [attributes] */
function disc(r, attributes = {}) {
  return svgElement("circle", { cx: 14, cy: 8, r, fill: "currentColor", ...attributes });
}

const RING = { fill: "none", stroke: "currentColor", "stroke-width": 1.6 };

// As overlay.js draws them.
/** @type {Record<string, () => SVGElement>} */
const SIGNS = {
  lowest: () => sign(disc(6.6, RING), disc(3.4)),
  minimum: () => sign(disc(6.6, RING)),
  saddle: () => sign(stroke("M10 4l8 8M18 4l-8 8")),
  maximum: () => sign(stroke("M14 3l5 9H9z")),
  start: () => sign(stroke("M14 8H27"), disc(4.5, { ...RING, fill: "var(--player-paper)" })),
  ball: () => sign(stroke("M1 8H14", { "stroke-width": 2.6 }), disc(5.5)),
  hidden: () => sign(stroke("M1 8H27", { "stroke-dasharray": "2 4", opacity: 0.7 })),
  slope: () =>
    sign(stroke("M5 8H20", { "stroke-width": 1.4 }), svgElement("path", { d: "M25 8 18 5V11z", fill: "currentColor" })),
  undecided: () => sign(stroke("M2 14 14 2M9 14 21 2M16 14 26 4", { "stroke-width": 1.4 })),
  hollow: () => sign(stroke("M6 3H22V13H6z", { "stroke-dasharray": "3 3", "stroke-width": 1.2 })),
  water: () =>
    sign(
      svgElement("rect", { x: 2, y: 2, width: 24, height: 12, fill: "#2b6fb3", "fill-opacity": 0.45 }),
      stroke("M2 2H26V14H2z", { "stroke-width": 1.4 }),
    ),
  missing: () => sign(svgElement("rect", { x: 3, y: 2, width: 22, height: 12, fill: "var(--missing-error)" })),
  leaving: () => sign(stroke("M1 8H18"), svgElement("path", { d: "M27 8 17 13V3z", fill: "currentColor" })),
};

/** @type {Record<string, string>} */
const POINT_WORDS = {
  lowest: "lowest minimum in this window",
  minimum: "another local minimum",
  saddle: "saddle",
  maximum: "maximum",
};

const RUN_WORDS = {
  start: "start of a run",
  ball: "where it is now, with its path so far",
  hidden: "path behind the surface",
  leaving: "path leaves the window",
};

const FOUND_WORDS = "lowest minimum found in this window"; // where it is not proven that there is no other
const UNDECIDED_WORDS = "not decided: there may be more points here";
const HOLLOW_WORDS = "a line between two levels, around a hollow that none of them shows";
const WATER_WORDS = "water: ground with E below the level";
const MISSING_WORDS = "the error is too large for a number";
const NO_VALUE_WORDS = "no finite value here";

/** @param {Scene} scene */
const alone = (scene) => scene.view.point;

/** @param {Scene} scene */
function pointSorts(scene) {
  if (alone(scene) !== null) return []; // they are the whole error's, and not drawn
  const present = new Set(scene.points.map((point) => (point.lowest ? "lowest" : point.kind)));
  return Object.keys(POINT_WORDS).filter((sort) => present.has(sort));
}

/** @param {string} name @param {string} words @param {string} [kind] */
function entry(name, words, kind = "") {
  return element("span", { class: `player-legend-entry ${kind}` }, SIGNS[name](), words);
}

/**
 * What is on the map whether or not anything moves there, in words: marks of points, and its ground.
 * @param {Scene} scene
 */
export function groundEntries(scene) {
  const { surface } = scene;
  /** @param {string} sort */
  const wordsOf = (sort) => (sort === "lowest" && !surface.proven ? FOUND_WORDS : POINT_WORDS[sort]);
  const points = pointSorts(scene).map((sort) => entry(sort, wordsOf(sort)));
  const open = alone(scene) === null && surface.undecided.length ? [entry("undecided", UNDECIDED_WORDS)] : [];
  const missing = surface.error.every(Number.isFinite)
    ? []
    : [entry("missing", hasNetwork(scene) ? MISSING_WORDS : NO_VALUE_WORDS)];
  const hollows = surface.map.layout.meta.hollows.length ? [entry("hollow", HOLLOW_WORDS)] : [];
  const dark = element(
    "span",
    { class: "player-legend-entry legend-dark" },
    `the darker, the larger the ${heightName(scene)} E`,
  );
  return [...points, ...open, ...hollows, ...missing, dark];
}

const KEY_WORDS = "Space plays and pauses; ← and → go one step; Home and End go to the ends.";

/** @param {Scene} scene @param {string} error what it is called */
const heightWords = ({ scale }, error) =>
  `Height and colour are ${scale === "log" ? "the logarithm of " : ""}${error}: the darker, the larger.`;

/**
 * What lies over the ground at a head, with the numbers that it is drawn by.
 * @param {Pick<Head, "layers" | "level" | "slopeWords">} head
 */
export function layerEntries({ layers, level, slopeWords }) {
  const water = layers.water && level !== null ? [entry("water", `${WATER_WORDS}, ${formatNumber(level, 3)}`)] : [];
  return [...water, ...(slopeWords ? [entry("slope", slopeWords)] : [])];
}

/** @param {Scene} scene */
function sentences(scene) {
  if (!hasNetwork(scene))
    return [heightWords(scene, "E, the function’s value"), ...(scene.runs.length ? [KEY_WORDS] : [])].join(" ");
  const [first, second] = scene.names;
  const { names, held: still } = scene.network;
  const plane = `${first} and ${second} go along two directions of all ${names.length} weights, to which the runs keep`;
  const none = still.length || names.length === 2 ? `${first} and ${second} are the only weights` : plane;
  const held = scene.held ? `The other weights are held (${scene.held})` : none;
  const point = alone(scene);
  const error = point === null ? "the error E" : `the error of data point ${point + 1} alone`;
  const lies =
    point === null
      ? "so every path lies exactly on this surface"
      : "and the paths are those of the whole error, laid on this surface";
  const sentences = [heightWords(scene, error), `${held}, ${lies}.`];
  if (scene.events.includes("start") && scene.runs.length) {
    sentences.push("Click the map to start the chosen run there, or drag a start; click a card to choose its run.");
  }
  sentences.push(KEY_WORDS);
  return sentences.join(" ");
}

/** @param {HTMLElement} root */
export function legendPanel(root) {
  const slopes = element("span", {});
  const slopeEntry = element("span", { class: "player-legend-entry" }, SIGNS.slope(), slopes);
  const waterEntry = entry("water", WATER_WORDS);
  return {
    /** @param {Scene} scene */
    update(scene) {
      const moving = !scene.runs.length
        ? []
        : Object.entries(RUN_WORDS).map(([name, words]) => entry(name, words, "legend-moving"));
      const all = [...groundEntries(scene), ...moving, slopeEntry, waterEntry];
      const entries = element("p", { class: "player-legend-entries" }, ...all);
      root.replaceChildren(entries, element("p", { class: "player-legend-words" }, sentences(scene)));
    },
    /** @param {Head} head */
    draw({ slopeWords, layers }) {
      // Its room is kept, so that what is below does not move as the water comes.
      waterEntry.style.visibility = layers.water ? "" : "hidden";
      slopeEntry.hidden = !slopeWords;
      setText(slopes, slopeWords || "");
    },
    resize() {},
    destroy() {
      root.replaceChildren();
    },
  };
}
