// The ground of a small chart: a canvas for what is drawn and an SVG for axes and labels, fitted to its box.

import { element, penOf, svgElement } from "./dom.js";
import { density } from "./inking.js";
import { measured, measuresOf } from "./measured.js";

/** A mark of an axis, in pixels. */
/** @typedef {{ at: number, label: string }} AxisMark */
/** @typedef {{ title: string, marks: AxisMark[] }} ChartAxis */
/** @typedef {{ x: ChartAxis, y: ChartAxis }} ChartAxes */

/**
 * Makes a canvas sharp on this display and returns its pen with an empty ground, or null where there is no room.
 * @param {HTMLCanvasElement} canvas
 * @param {{ width: number, height: number }} size as it is known: to ask the page would have it laid out every time
 */
export function sharpPen(canvas, { width, height }) {
  const ratio = density();
  if (!width || !height) return null;
  const [inner, outer] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== inner) canvas.width = inner;
  if (canvas.height !== outer) canvas.height = outer;
  const pen = penOf(canvas);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

// A label in the middle of its tick, or moved in where it would be cut off at the right.
/** @param {number} at @param {string} label @param {ChartBox} box */
function anchorOf(at, label, box) {
  const cut = at + 0.3 * label.length * box.em > box.width;
  return cut ? { x: box.width, "text-anchor": "end" } : { x: at, "text-anchor": "middle" };
}

/** @param {ChartAxes} axes @param {ChartBox} box */
function tickMarks(axes, box) {
  const marks = [];
  // As far from the axes as the type is large, or the two numbers of a corner stand on one another.
  const [below, beside] = [Math.max(7, 0.55 * box.em), Math.max(6, 0.42 * box.em)];
  for (const { at, label } of axes.x.marks) {
    marks.push(svgElement("line", { class: "chart-tick", x1: at, x2: at, y1: box.bottom, y2: box.bottom + 4 }));
    const place = { y: box.bottom + below, class: "chart-label", "dominant-baseline": "hanging" };
    marks.push(svgElement("text", { ...place, ...anchorOf(at, label, box) }, label));
  }
  for (const { at, label } of axes.y.marks) {
    marks.push(svgElement("line", { class: "chart-grid", x1: box.left, x2: box.right, y1: at, y2: at }));
    const place = { x: box.left - beside, y: at, "text-anchor": "end", "dominant-baseline": "central" };
    marks.push(svgElement("text", { class: "chart-label", ...place }, label));
  }
  return marks;
}

/**
 * A title in as many letters as there is room for.
 * @param {string} title
 * @param {number} room
 * @param {number} em
 */
function shortened(title, room, em) {
  const most = Math.max(2, Math.floor(room / (0.5 * em)));
  return title.length <= most ? title : `${title.slice(0, most - 1).trimEnd()}…`;
}

/** @param {ChartAxes} axes @param {ChartBox} box */
function axisTitles(axes, box) {
  const high = 2 * Math.min((box.top + box.bottom) / 2, box.height - (box.top + box.bottom) / 2);
  const turned = `translate(1 ${(box.top + box.bottom) / 2}) rotate(-90)`;
  const across = { x: (box.left + box.right) / 2, y: box.height - 3, class: "chart-title", "text-anchor": "middle" };
  const up = { class: "chart-title", "text-anchor": "middle", "dominant-baseline": "hanging", transform: turned };
  return [
    svgElement("text", across, shortened(axes.x.title, box.width, box.em)),
    svgElement("text", up, shortened(axes.y.title, high, box.em)),
  ];
}

/**
 * A chart in `root`, named by `label` for a screen reader; a canvas for each of `layers`, above the axes.
 * @param {HTMLElement} root
 * @param {string} label
 * @param {string[]} layers
 */
export function chartGround(root, label, layers) {
  const svg = svgElement("svg", { class: "chart-axes", "aria-hidden": "true" });
  /** @param {string} name */
  const layer = (name) => element("canvas", { class: `chart-layer chart-${name}`, "aria-hidden": "true" });
  const canvases = layers.map(layer);
  const ground = element("div", { class: "chart-ground", role: "img", "aria-label": label }, svg, ...canvases);
  root.append(ground);
  let drawn = ""; // the axes

  return {
    ground,
    canvases,
    /**
     * The pixel box that the data have, with room for labels as large as the page's type.
     * @param {unknown} [theme] that the chart is drawn in, where it is drawn while a hand moves: then the browser tells
     *   of another size, and the page is not laid out to ask for it
     */
    box(theme = null) {
      const { width, height, type: em } = theme === null ? measured(ground) : measuresOf(ground, theme);
      return { left: 4.1 * em, right: width - 0.9 * em, top: 0.7 * em, bottom: height - 3 * em, width, height, em };
    },
    /**
     * Draws the axes: { x: { title, marks: [{ at, label }] }, y: … }. Those that stand there already are left alone:
     * the page is laid out anew for each that comes.
     * @param {ChartAxes} axes
     * @param {ChartBox} box
     */
    drawAxes(axes, box) {
      const key = JSON.stringify([axes, box]);
      if (key === drawn) return;
      drawn = key;
      svg.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
      const ends = { x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom };
      const base = svgElement("line", { class: "chart-base", ...ends });
      svg.replaceChildren(...tickMarks(axes, box), base, ...axisTitles(axes, box));
    },
  };
}

/**
 * A panel's heading, with room for a control at its end.
 * @param {HTMLElement} root
 * @param {string} text
 * @param {...Child} controls
 */
export function panelHeading(root, text, ...controls) {
  const words = element("span", { class: "panel-heading-words" }, text);
  root.append(element("div", { class: "panel-heading" }, words, ...controls));
  return words;
}
