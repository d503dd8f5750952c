// The frame of a picture that is taken along: title and step above, the runs and the signs below, so that it explains
// itself on a slide. It stands beside the page, laid out by it, and is seen by nobody.

import { element, setText } from "../base/dom.js";
import { formatNumber, formatSetting } from "../base/format.js";
import { runSwatch } from "../base/swatch.js";
import { hasArrived, numbersOf } from "../maths/runs.js";
import { groundEntries, layerEntries } from "../panels/legend.js";
import { positionText } from "../panels/transport.js";

/** @typedef {import("../player/live.js").LivePlayer} LivePlayer */

/**
 * What a run is, and where it is at a step; how it ended once that may be told.
 * @param {Run} run
 * @param {Pick<Head, "step" | "ahead" | "suspense">} head
 */
function runWords(run, head) {
  const { error } = numbersOf(run, head.step);
  const verdict = !head.suspense && hasArrived(run, head) && run.verdict;
  const settings = run.knobs.map(({ name, symbol }) => `${symbol} = ${formatSetting(run.settings[name])}`).join(", ");
  const outcome = verdict ? `, ${verdict.outcome}` : "";
  return `${[run.title, settings].filter(Boolean).join(", ")}: E = ${formatNumber(error, 4)}${outcome}`;
}

/** @param {Scene} scene */
function runEntries(scene) {
  const shown = scene.runs.filter(({ away }) => !away);
  return shown.map((run) => {
    const words = element("span", {});
    return { run, words, node: element("span", { class: "player-legend-entry" }, runSwatch(run.style), words) };
  });
}

/**
 * The signs of a picture: of the ground where it shows that, and of what lies over the map.
 * @param {LivePlayer} player
 * @param {boolean} asSeen whether its map is as large as the one that is seen: by that go the arrows of the slopes
 */
function signEntries({ root, scene, kept }, asSeen) {
  const regions = root.querySelector(".player-panel-regions:not([hidden]) .player-legend-entries");
  const few = scene.random_starts;
  const many = few
    ? [element("span", {}, `${few.runs.length} runs from random starts, coloured by where they end`)]
    : [];
  const layers = layerEntries({ ...kept, slopeWords: asSeen ? kept.slopeWords : "" });
  return [...groundEntries(scene), ...layers, ...many, ...(regions ? [regions.cloneNode(true)] : [])];
}

/**
 * A frame around room for a picture of a player.
 * @param {LivePlayer} player
 * @param {{ width: number, height?: number, ground: boolean }} size in the page's pixels; height: of the whole, where
 * it is given; ground: whether the picture shows the ground, whose signs are then explained
 */
export function pictureFrame(player, { width, height, ground }) {
  const { scene } = player;
  const step = element("span", { class: "take-step" });
  const head = element("div", { class: "take-head" }, element("strong", {}, scene.title), step);
  const room = element("div", { class: "take-room" });
  const entries = runEntries(scene);
  const runs = element("p", { class: "player-legend-entries" }, ...entries.map(({ node }) => node));
  const signs = element(
    "p",
    { class: "player-legend-entries" },
    ...(ground ? signEntries(player, height === undefined) : []),
  );
  const foot = element("div", { class: "take-foot" }, runs, signs);
  const node = element(
    "div",
    { class: "surface-player take-frame", "aria-hidden": "true", inert: true },
    head,
    room,
    foot,
  );
  Object.assign(node.style, { width: `${width}px`, height: height ? `${height}px` : "" });
  /** @type {HTMLElement} */ (player.root.parentElement).append(node);

  return {
    node,
    room,
    head,
    runs,
    signs,
    /** @param {Pick<Head, "step" | "ahead" | "suspense">} at */
    show(at) {
      setText(step, positionText(at.step, scene.steps, scene.pacing));
      for (const { run, words } of entries) setText(words, runWords(run, at));
    },
    end: () => node.remove(),
  };
}
