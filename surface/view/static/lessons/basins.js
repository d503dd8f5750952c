// Where do starts end? Maps of starts, each coloured by the minimum in which its run ends,
// and what changes between two.

import { panelHeading } from "../base/chart.js";
import { channelsOf } from "../base/colours.js";
import { element, setText } from "../base/dom.js";
import { formatFixed } from "../base/format.js";
import { bandOf } from "../maths/relief.js";
import { bandMap, errorBetween } from "./bands.js";

// Light enough for the marks upon them, and apart for every kind of sight; the first is the lowest minimum's.
export const BASIN_COLOURS = ["#8fd0c4", "#f3b183", "#b9a6e8", "#efe08a", "#9cc3ee", "#e79bb8", "#b7d98a", "#cdb79e"];
const NOWHERE_COLOUR = "#dcdfe3";
/** @type {Record<string, string>} */
const CHANGE_COLOURS = { rescued: "#2e8b57", lost: "#c8442c", same: "#eceae4" };

/**
 * The colour of each minimum, in their own order: the lowest has the first colour, the others follow by error.
 * @param {{ error: number }[]} minima
 */
export function basinColours(minima) {
  const order = minima.map((_, index) => index).sort((a, b) => minima[a].error - minima[b].error);
  return minima.map((_, index) => BASIN_COLOURS[order.indexOf(index) % BASIN_COLOURS.length]);
}

/** @param {any} given @param {any} u @param {any} v */
function nearestLabel({ w1, w2, label }, u, v) {
  const i = Math.min(w1.length - 1, Math.round(u * (w1.length - 1)));
  const j = Math.min(w2.length - 1, Math.round(v * (w2.length - 1)));
  return label[j * w1.length + i];
}

// The labels' colours, with the contours of the error as darker lines on them.
/**
 * @param {any} width
 * @param {any} height
 * @param {any} shown
 * @param {(u: number, v: number) => number[]} colourOf
 */
function labelImage(width, height, shown, colourOf) {
  const image = new ImageData(width, height);
  const { surface, knots } = shown;
  const bands = new Int16Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v, n] = [(x + 0.5) / width, 1 - (y + 0.5) / height, y * width + x];
      bands[n] = bandOf(errorBetween(surface, u, v), knots);
      const edge = (x && bands[n] !== bands[n - 1]) || (y && bands[n] !== bands[n - width]);
      const colour = colourOf(u, v);
      for (let c = 0; c < 3; c++) image.data[4 * n + c] = edge ? colour[c] * 0.8 : colour[c];
      image.data[4 * n + 3] = 255;
    }
  }
  return image;
}

/** @param {any} colour @param {any} words */
function legendEntry(colour, words) {
  const sign = element("span", { class: "basin-sign" });
  sign.style.background = colour;
  return element("span", { class: "player-legend-entry" }, sign, words);
}

/** @param {any} share */
const percent = (share) => `${formatFixed(100 * share, 1)} %`;

/** @param {HTMLElement} root */
export function basinsPicture(root) {
  /** @type {any} */
  let data;
  const panels = ["first", "second", "change"].map((name) => {
    const place = element("div", { class: "lesson-chart" });
    const heading = panelHeading(place, "");
    const legend = element("div", { class: "player-legend-entries basin-legend" });
    const map = bandMap(place, name === "change" ? "Map of the starts that change" : "Map of where starts end");
    place.append(legend);
    return { place, heading, legend, map };
  });
  root.append(element("div", { class: "lesson-thirds" }, ...panels.map(({ place }) => place)));

  // What the question asks about is not shown before the vote.
  /** @param {any} given @param {any} name */
  function holdBack({ heading, legend, map }, name) {
    setText(heading, name);
    map.ground.classList.toggle("basin-held-back", true);
    legend.replaceChildren(element("p", { class: "panel-words" }, "Vote first: then this map opens."));
  }

  /** @param {any} given @param {any} found */
  function showBasins({ heading, legend, map }, found) {
    map.ground.classList.toggle("basin-held-back", false);
    const colours = basinColours(found.minima);
    const byLabel = colours.map(channelsOf);
    const nowhere = channelsOf(NOWHERE_COLOUR);
    setText(heading, found.name);
    /** @param {any} width @param {any} height @param {any} _ @param {any} shown */
    const image = (width, height, _, shown) =>
      labelImage(width, height, shown, (u, v) => byLabel[nearestLabel(found, u, v)] ?? nowhere);
    map.show({ surface: data.surface, names: data.names, knots: data.knots, colours: data.colours, image });
    const rest = 1 - found.share.reduce((/** @type {any} */ sum, /** @type {any} */ share) => sum + share, 0);
    const order = found.minima
      .map((/** @type {any} */ _, /** @type {any} */ index) => index)
      .sort((/** @type {any} */ a, /** @type {any} */ b) => found.minima[a].error - found.minima[b].error);
    const entries = order.map((/** @type {any} */ index) =>
      legendEntry(colours[index], `E = ${formatFixed(found.minima[index].error, 3)}: ${percent(found.share[index])}`),
    );
    legend.replaceChildren(
      ...entries,
      ...(rest > 0.0005 ? [legendEntry(NOWHERE_COLOUR, `elsewhere: ${percent(rest)}`)] : []),
    );
  }

  /** @param {any} given */
  function showChange({ heading, legend, map }) {
    const { change } = data;
    map.ground.classList.toggle("basin-held-back", false);
    const colours = ["same", "rescued", "lost"].map((name) => channelsOf(CHANGE_COLOURS[name]));
    setText(heading, "What momentum changes");
    /** @param {any} width @param {any} height @param {any} _ @param {any} shown */
    const image = (width, height, _, shown) =>
      labelImage(width, height, shown, (u, v) => colours[nearestLabel(change, u, v)]);
    map.show({ surface: data.surface, names: data.names, knots: data.knots, colours: data.colours, image });
    legend.replaceChildren(
      legendEntry(CHANGE_COLOURS.rescued, `rescued, now in the lowest minimum: ${percent(change.rescued)}`),
      legendEntry(CHANGE_COLOURS.lost, `lost, no longer in it: ${percent(change.lost)}`),
    );
  }

  return {
    /** @param {any} next */
    update(next) {
      data = next;
      showBasins(panels[0], data.basins[0]);
      if (!data.open) {
        holdBack(panels[1], data.basins[1].name);
        holdBack(panels[2], "What momentum changes");
        return;
      }
      showBasins(panels[1], data.basins[1]);
      showChange(panels[2]);
    },
    resize() {
      for (const { map } of panels) map.layout();
    },
    key:
      "Each point of a map is a start, coloured by where its run ends; " +
      "elsewhere means that it left the window or had not come to rest when the count was made. Lines: " +
      "contours of the error. Black dot: the lowest minimum found here; circles: other minima; crosses: " +
      "saddles; triangles: maxima.",
  };
}
