// The misses of one output in a chart: targets and outputs of the data points, each pair the side of a square.

import { axisScale, linearTicks, marksAlong } from "../base/axes.js";
import { chartGround, panelHeading, sharpPen } from "../base/chart.js";
import { element } from "../base/dom.js";
import { outputsFor } from "../maths/evaluator.js";

const AIR = 0.4; // of the targets' range, above and below: room for squares
const SIDE_AIR = 0.12; // of the places' range, at both ends, and as much again at the right: room for squares
const LINE_POINTS = 61;
const FAINT = 0.25; // how opaque the other squares are while one data point is marked

/** What is drawn: the parts of the error at the weights `w`, and the data point that is marked. */
/** @typedef {{ w: number[], parts: Part[], marked: number | null, colour: string, theme: Theme }} Misses */

/** The chart's box on the page, and where a place and an output stand in it. */
/** @typedef {{ box: ChartBox, x: ToPixels, y: ToPixels }} Layout */

/** @param {number[]} values @param {number} air */
function rangeOf(values, air) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  return [low - air * span, high + air * span];
}

/**
 * Where the data points stand: along their one input, or else in their own order.
 * @param {Scene} scene
 */
function placesOf({ data }) {
  const alongInput = data.inputs[0].length === 1;
  const places = data.inputs.map(([x], point) => (alongInput ? x : point + 1));
  const [left, right] = rangeOf(places, SIDE_AIR);
  const window = [left, right + (right - left) * SIDE_AIR];
  return { alongInput, places, window, heights: rangeOf(data.targets.flat(), AIR) };
}

/**
 * The axes with their titles and marks.
 * @param {ReturnType<typeof placesOf>} across
 * @param {string} input
 * @param {Layout} layout
 */
function axesOf({ alongInput, places, heights }, input, { x, y }) {
  const { ticks } = linearTicks([places[0], places[places.length - 1]], places.length);
  const visible = { ticks: ticks.filter(({ value }) => alongInput || Number.isInteger(value)) };
  return {
    x: { title: alongInput ? input : "data point μ", marks: marksAlong(visible, x) },
    y: { title: "target y and output ŷ", marks: marksAlong(linearTicks(heights, 6), y) },
  };
}

/**
 * A square whose side is a miss, to the right of its place, or to the left where only there is room for it.
 * @param {Pen} pen
 * @param {Part} part
 * @param {number} at
 * @param {Layout} layout
 * @param {{ colour: string, faint: boolean }} look
 */
function drawSquare(pen, part, at, { box, y }, { colour, faint }) {
  const [top, bottom] = [y(Math.max(part.y, part.output)), y(Math.min(part.y, part.output))];
  pen.fillStyle = pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  const side = bottom - top;
  const left = at + side > box.right && at - side >= box.left ? at - side : at;
  pen.globalAlpha = 0.22 * (faint ? FAINT : 1);
  pen.fillRect(left, top, side, side);
  pen.globalAlpha = faint ? FAINT : 1;
  pen.strokeRect(left, top, side, side);
  pen.globalAlpha = 1;
}

/**
 * The target as an open circle, the output as a dot.
 * @param {Pen} pen
 * @param {Part} part
 * @param {number} at
 * @param {ToPixels} y
 * @param {Theme} theme
 */
function drawEnds(pen, part, at, y, theme) {
  pen.lineWidth = 2.4;
  pen.strokeStyle = theme.text;
  pen.fillStyle = theme.background;
  pen.beginPath();
  pen.arc(at, y(part.y), 5, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
  pen.fillStyle = theme.text;
  pen.beginPath();
  pen.arc(at, y(part.output), 3.6, 0, 2 * Math.PI);
  pen.fill();
}

/**
 * The output along the one input.
 * @param {Pen} pen
 * @param {{ inputs: number[], outputs: number[] }} line
 * @param {Layout} layout
 * @param {string} ink
 */
function drawLine(pen, { inputs, outputs }, { x, y }, ink) {
  pen.beginPath();
  inputs.forEach((input, n) => pen.lineTo(x(input), y(outputs[n])));
  pen.strokeStyle = ink;
  pen.lineWidth = 2.4;
  pen.stroke();
}

/**
 * Output number `unit` of a network along its one input, over a window.
 * @param {NetworkShape} network
 * @param {number} unit
 * @param {number[]} window
 * @param {number[]} w
 */
function outputLine(network, unit, [left, right], w) {
  const inputs = Array.from({ length: LINE_POINTS }, (_, n) => left + ((right - left) * n) / (LINE_POINTS - 1));
  const evaluator = outputsFor(
    network,
    inputs.map((input) => [input]),
  );
  const all = evaluator.outputs(w[0], w[1]);
  return { inputs, outputs: inputs.map((_, n) => all[n * evaluator.units + unit]) };
}

/**
 * The chart of output number `unit` of a scene, put into `root`; `draw` shows its misses.
 * @param {HTMLElement} root
 * @param {Scene} scene
 * @param {number} unit
 */
export function squaresChart(root, scene, unit) {
  const { network, data } = scene;
  const place = element("div", { class: "lesson-chart" });
  panelHeading(
    place,
    data.targets[0].length > 1 ? `Output ${unit + 1}: each miss as a square` : "Each miss as a square",
  );
  const chart = chartGround(place, `Targets, outputs and squared differences of output ${unit + 1}`, ["squares"]);
  root.append(place);
  const across = placesOf(scene);
  const { places, window, heights } = across;

  /** @returns {Layout} */
  function layout() {
    const box = chart.box();
    return { box, x: axisScale(window, [box.left, box.right]), y: axisScale(heights, [box.bottom, box.top]) };
  }

  /** @param {Pen} pen @param {Layout} laid @param {Misses} misses */
  function drawInside(pen, laid, { w, parts, marked, colour, theme }) {
    const own = parts.filter((part) => part.unit === unit);
    /** @param {Part} part */
    const at = (part) => laid.x(places[part.point]);
    for (const part of own) {
      const faint = marked !== null && marked !== part.point;
      drawSquare(pen, part, at(part), laid, { colour, faint });
    }
    if (across.alongInput) drawLine(pen, outputLine(network, unit, window, w), laid, theme.text);
    for (const part of own) drawEnds(pen, part, at(part), laid.y, theme);
  }

  return {
    /** @param {Misses} misses */
    draw(misses) {
      const laid = layout();
      const { box } = laid;
      const pen = box.width && sharpPen(chart.canvases[0], box);
      if (!pen) return;
      chart.drawAxes(axesOf(across, data.input_names[0], laid), box);
      pen.save();
      pen.beginPath();
      pen.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
      pen.clip();
      drawInside(pen, laid, misses);
      pen.restore();
    },
  };
}
