// The colour bar over the map, drawn to scale: every colour as long as its errors reach, with round numbers below, and
// in words how the lines are spaced, which is also where that is chosen.

import { linearTicks, logTicks, tickCount } from "../base/axes.js";
import { element, setText, svgElement } from "../base/dom.js";
import { formatSetting } from "../base/format.js";
import { bandedScale } from "../maths/onepoint.js";

const LEAST_DECADES = 2; // for powers of ten alone to be enough numbers

/** @typedef {{ knots: number[], hollows: number[], by_area: number[], scale: Scale }} Levels */

/**
 * Where an error lies along the bar, from 0 to 1.
 * @param {Pick<Levels, "knots" | "scale">} levels
 * @returns {ToPixels}
 */
export function placeOnBar({ knots, scale }) {
  const up = scale === "log" ? Math.log10 : (/** @type {number} */ error) => error;
  const [low, high] = [up(knots[0]), up(knots[knots.length - 1])];
  return (error) => (up(error) - low) / (high - low || 1);
}

/**
 * The bands of the bar from the lowest errors on: { from, to, colour }, in shares of its length.
 * @param {Pick<Levels, "knots" | "scale">} levels
 * @param {import("../maths/onepoint.js").ColourScale} colours
 */
export function bandsOf(levels, colours) {
  const { knots } = levels;
  const place = placeOnBar(levels);
  const count = knots.length - 1;
  const fills = bandedScale(colours, count);
  if (knots[0] === knots[count]) return [{ from: 0, to: 1, colour: fills[0][1] }];
  return Array.from({ length: count }, (_, n) => ({
    from: place(knots[n]),
    to: place(knots[n + 1]),
    colour: fills[2 * n][1],
  }));
}

/**
 * Round errors on the bar, with their places.
 * @param {Pick<Levels, "knots" | "scale">} levels
 * @param {number} count
 */
export function barTicks(levels, count) {
  const { knots, scale } = levels;
  /** @type {Pair} */
  const ends = [knots[0], knots[knots.length - 1]];
  if (ends[0] === ends[1]) return [{ at: 0.5, label: formatSetting(Number(ends[0].toPrecision(3))) }];
  const decades = scale === "log" ? Math.log10(ends[1] / ends[0]) : 0;
  const { ticks } = (decades >= LEAST_DECADES ? logTicks : linearTicks)(ends, count);
  const place = placeOnBar(levels);
  return ticks
    .map(({ value, label }) => ({ at: place(value), label }))
    .filter(({ at }) => at >= -1e-9 && at <= 1 + 1e-9);
}

/**
 * How the lines are spaced, in words.
 * @param {Pick<Levels, "knots" | "scale">} levels
 * @param {Spacing} spacing
 */
export function spacingWords({ knots, scale }, spacing) {
  if (knots.length < 2 || knots[0] === knots[knots.length - 1]) return "no lines: E is the same everywhere";
  if (spacing === "area") return "lines closer where it is flat";
  if (scale === "linear") return `lines every ${formatSetting(Number((knots[1] - knots[0]).toPrecision(12)))}`;
  const step = Number(Math.log10(knots[1] / knots[0]).toPrecision(6));
  return step >= 1
    ? `a line for every factor of 10${step > 1 ? ` to the ${step}` : ""}`
    : `${Number((1 / step).toPrecision(3))} lines for every factor of 10`;
}

/** The bar; its words stand beside what is given as `choice`. */
export function colourBar(/** @type {HTMLElement} */ choice) {
  const name = element("span", { class: "bar-name" });
  const words = element("div", { class: "bar-words" }, name, choice);
  const svg = svgElement("svg", { class: "bar-bands", role: "img" });
  const bar = element("div", { class: "map-bar" }, words, svg);
  /** @type {{ meta: Levels, left: number, width: number } | null} */
  let drawn = null;

  /** @param {Levels} levels @param {import("../maths/onepoint.js").ColourScale} colours @param {number} width */
  function paint(levels, colours, width) {
    const em = parseFloat(getComputedStyle(svg).fontSize) || 12;
    const high = 0.8 * em;
    const bands = bandsOf(levels, colours).map(({ from, to, colour }) =>
      svgElement("rect", { x: from * width, y: 0, width: (to - from) * width, height: high, fill: colour }),
    );
    const place = placeOnBar(levels);
    const lines = levels.hollows.map((error) => {
      const x = place(error) * width;
      return svgElement("line", { class: "bar-hollow", x1: x, x2: x, y1: 0, y2: high });
    });
    const ticks = barTicks(levels, tickCount(width, 4 * em));
    const marks = ticks.flatMap(({ at, label }) => {
      const x = at * width;
      const anchor = x < 0.5 * em ? "start" : x > width - 0.5 * em ? "end" : "middle";
      const text = { class: "bar-number", x, y: high + 5, "text-anchor": anchor, "dominant-baseline": "hanging" };
      return [
        svgElement("line", { class: "bar-tick", x1: x, x2: x, y1: high, y2: high + 3 }),
        svgElement("text", text, label),
      ];
    });
    svg.replaceChildren(...bands, ...lines, ...marks);
  }

  return {
    bar,
    /**
     * Draws the bar of a map's figure, as long as the map is wide.
     * @param {Figure} figure
     * @param {PlotBox} box
     */
    draw({ data, layout }, { left, width }) {
      const { meta } = layout;
      // Asked in every frame: nothing of the page is measured for an answer that is known.
      if (drawn && meta === drawn.meta && left === drawn.left && width === drawn.width) return;
      drawn = { meta, left, width };
      svg.style.marginLeft = words.style.paddingLeft = `${left}px`;
      svg.style.width = `${width}px`;
      paint(meta, data[0].colorscale, width);
    },
    /** @param {string} text what the colours stand for */
    name(text) {
      setText(name, `${text}, dark = large`);
      svg.setAttribute("aria-label", `The colours of the ${text}, from light for small to dark for large`);
    },
  };
}
