// What the network answers at the playhead beside what it should: outputs ŷ, targets y, the residuals between them.

import { axisScale, linearTicks, marksAlong, padded, tickCount } from "../base/axes.js";
import { chartGround, sharpPen } from "../base/chart.js";
import { write } from "../base/lettering.js";
import { dashOf, symbolPath } from "../base/swatch.js";
import { clippedLine, trace } from "../marks/clip.js";
import { drawnEvaluatorOf, outputsFor } from "../maths/evaluator.js";
import { OPENING_HEAD } from "../maths/playhead.js";
import { positionOf, weightsOf } from "../maths/runs.js";
import { sizeOf, sizeWords } from "./counted.js";
import { inHand, movesPoints, nearest, numberAt, pointHands, STAYS, withNumber } from "./pointhands.js";

const CURVE_POINTS = 121;
const SLOT_FOR_ALL_RUNS = 16; // pixels a data point needs to show every run's residual side by side
const NEAR_PLACE = 14; // pixels
const MOMENTS_LOOKED_AT = 24; // steps of each run that the vertical range is taken from

/**
 * The smallest and the largest of the finite values.
 * @param {number[]} values
 */
export function extent(values) {
  const finite = values.filter(Number.isFinite);
  return [finite.reduce((a, b) => Math.min(a, b), Infinity), finite.reduce((a, b) => Math.max(a, b), -Infinity)];
}

/**
 * The range of targets and outputs; outputs that run away are cut off one span beyond the targets.
 * @param {Scene} scene
 */
function outputRange(scene) {
  const [low, high] = extent(scene.data.targets.flat());
  const span = high - low || Math.abs(high) || 1;
  const parts = Array.from({ length: MOMENTS_LOOKED_AT }, (_, i) => i / (MOMENTS_LOOKED_AT - 1));
  const evaluator = drawnEvaluatorOf(scene);
  /** @param {Run} run */
  const during = (run) =>
    parts.flatMap((part) => [...evaluator.outputs(...weightsOf(run, positionOf(run, part * run.k)))]);
  const [lowest, highest] = extent(scene.runs.flatMap(during));
  return padded([Math.max(Math.min(low, lowest), low - span), Math.min(Math.max(high, highest), high + span)]);
}

/** @param {ChartBox} box @param {number} count */
function facetBoxes(box, count) {
  const gap = 1.2 * box.em;
  const width = (box.right - box.left - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, j) => {
    const left = box.left + j * (width + gap);
    return { ...box, left, right: left + width };
  });
}

/**
 * The network on an even row of inputs over a range: { inputs, evaluator }.
 * @param {NetworkShape} network
 * @param {number[]} range
 */
function curveOver(network, [low, high]) {
  const inputs = Array.from({ length: CURVE_POINTS }, (_, i) => [low + ((high - low) * i) / (CURVE_POINTS - 1)]);
  return { inputs, evaluator: outputsFor(network, inputs) };
}

// One input: the data lie along it. More, or where it is asked for: they stand in a row, in their own order.
/** @typedef {{ places: number[], range: number[] }} AcrossX */
/** @typedef {AcrossX & { curve: ReturnType<typeof curveOver> | null, title: string }} Across */
/** @param {Scene} scene @param {boolean} inRow @param {Across | null} held whose range stays @returns {Across} */
function acrossOf(scene, inRow, held) {
  const { inputs, input_names: names, count } = scene.data;
  if (inputs[0].length === 1 && !inRow) {
    const places = inputs.map(([x]) => x);
    const range = held?.curve ? held.range : padded(extent(places), 0.08);
    return { curve: curveOver(scene.network, range), title: names[0], places, range };
  }
  const title = count > inputs.length ? `data point (${inputs.length} of ${count} shown)` : "data point";
  return { curve: null, title, places: inputs.map((_, i) => i + 1), range: [0.5, inputs.length + 0.5] };
}

/**
 * Whether the targets of a scene can be moved: the page listens for it too.
 * @param {Scene} scene
 */
export const movesTargets = ({ events, data }) => events.includes("target") && inHand(data);

/** The part of the chart that one output has, with its scales. */
/** @typedef {ChartBox & { x: ToPixels, y: ToPixels }} Facet */
/** A target that a hand found: from which pixel, and with the numbers of its data point as they were. */
/** @typedef {{ inputs: number[], targets: number[] }} PointValues */
/** @typedef {{ point: number, output: number, x: number, y: number } & PointValues} FoundTarget */

/** @param {HTMLElement} root @param {Context} context */
export function outputChart(root, context) {
  /** @type {Scene} */
  let scene;
  /** @type {Across} */
  let across;
  /** @type {number[]} */
  let range;
  /** @type {Facet[]} */
  let facets = [];
  /** @type {ChartBox} */
  let box;
  let head = /** @type {Head} */ (OPENING_HEAD);

  const chart = chartGround(root, "The network's output and the target for each data point", ["targets", "outputs"]);
  const endHands = pointHands(chart.ground, context, { find: targetNear, moved, fresh });
  const [targets, outputs] = chart.canvases;

  function layout() {
    if (!scene) return;
    box = chart.box(context.theme());
    if (scene.data.target_names.length > 1) box.top += 1.2 * box.em;
    facets = facetBoxes(box, scene.data.target_names.length).map((part) => ({
      ...part,
      x: axisScale(across.range, [part.left, part.right]),
      y: axisScale(range, [part.bottom, part.top]),
    }));
    drawFrame();
    drawTargets();
    draw(head);
  }

  function drawFrame() {
    const room = Math.max(2, tickCount(facets[0].right - facets[0].left, (across.curve ? 4.2 : 2) * box.em));
    const { ticks } = linearTicks(across.range, Math.min(room, across.places.length));
    const visible = ticks.filter((tick) => across.curve || Number.isInteger(tick.value));
    const up = linearTicks(range, tickCount(box.bottom - box.top, 2.4 * box.em));
    const x = { title: across.title, marks: facets.flatMap((facet) => marksAlong({ ticks: visible }, facet.x)) };
    chart.drawAxes({ x, y: { title: "ŷ and y", marks: marksAlong(up, facets[0].y) } }, box);
  }

  function drawTargets() {
    const pen = sharpPen(targets, box);
    if (!pen) return;
    const theme = context.theme();
    pen.strokeStyle = theme.text;
    pen.fillStyle = theme.text;
    /** @type {import("../base/lettering.js").Lettering} */
    const look = {
      font: `600 ${0.85 * box.em}px ${theme.font}`,
      colour: theme.text,
      align: "left",
      baseline: "alphabetic",
    };
    facets.forEach((facet, j) => {
      const name = `output ${j + 1}: ${scene.data.target_names[j]}`;
      if (facets.length > 1) write(pen, name, facet.left, facet.top - 0.6 * box.em, look);
      scene.data.targets.forEach((target, i) => drawTarget(pen, facet, i, target[j]));
    });
  }

  /** @param {Pen} pen @param {Facet} facet @param {number} i @param {number} value */
  function drawTarget(pen, facet, i, value) {
    const [x, y] = [facet.x(across.places[i]), facet.y(value)];
    const wide = across.curve ? 5 : Math.max(1.5, Math.min(0.42 * slot(), 16));
    pen.lineWidth = scene.view.point === i ? 4.5 : 2;
    pen.beginPath();
    const radius = Math.min(4.5, 2 + 40 / across.places.length) * sizeOf(scene.data, i);
    if (across.curve) pen.arc(x, y, radius, 0, 2 * Math.PI);
    else {
      pen.moveTo(x - wide, y);
      pen.lineTo(x + wide, y);
    }
    pen.stroke();
  }

  const movesInputs = () => across.curve !== null && movesPoints(scene);
  /** @param {number} y */
  const targetAt = (y) => numberAt(y, [box.bottom, box.top], range);
  /** @param {Facet} facet @param {number} x */
  const inputAt = (facet, x) => numberAt(x, [facet.left, facet.right], across.range);

  /** @param {number} x @param {number} y @param {number} reach @returns {FoundTarget | undefined} */
  function targetNear(x, y, reach) {
    if (!scene || !movesTargets(scene)) return;
    const { inputs } = scene.data;
    const all = facets.flatMap((facet, output) =>
      scene.data.targets.map((row, point) => {
        const far = Math.hypot(facet.x(across.places[point]) - x, facet.y(row[output]) - y);
        return { point, output, x, y, inputs: inputs[point], targets: row, far };
      }),
    );
    return nearest(all, reach);
  }

  /**
   * What a target that was found becomes at a pixel: along its input, where it can be moved, what is meant by the hand.
   * @param {FoundTarget} found
   * @param {number} x
   * @param {number} y
   */
  function moved({ point, output, ...was }, x, y) {
    if (!movesInputs()) return { point, output, value: targetAt(y) };
    const aside = Math.abs(x - was.x) > STAYS;
    const level = aside && Math.abs(y - was.y) <= STAYS;
    const inputs = aside ? [inputAt(facets[output], x)] : was.inputs;
    return { point, inputs, targets: level ? was.targets : withNumber(was.targets, output, targetAt(y)) };
  }

  /**
   * A new point at a pixel; of several outputs, the others get the targets of the nearest point.
   * @param {number} x
   * @param {number} y
   */
  function fresh(x, y) {
    const output = facets.findIndex((one) => x >= one.left && x <= one.right && y >= one.top && y <= one.bottom);
    if (output < 0 || !movesInputs() || targetNear(x, y, STAYS)) return;
    const like = nearest(across.places.map((place, n) => ({ n, far: Math.abs(facets[output].x(place) - x) })));
    const targets = scene.data.targets[like?.n ?? 0];
    return { inputs: [inputAt(facets[output], x)], targets: withNumber(targets, output, targetAt(y)) };
  }

  function slot() {
    return (facets[0].right - facets[0].left) / across.places.length;
  }

  function visibleRuns() {
    const all = scene.runs.map((run, i) => ({ run, i })).filter(({ run, i }) => !run.away || i === head.chosen);
    if (across.curve || slot() >= SLOT_FOR_ALL_RUNS) return all;
    return all.filter(({ i }) => i === head.chosen);
  }

  /** @param {Head} next */
  function draw(next) {
    head = next;
    const pen = facets.length && sharpPen(outputs, box);
    if (!pen) return;
    const runs = visibleRuns();
    runs.forEach(({ run, i }, place) => {
      const offset = across.curve ? 0 : (place - (runs.length - 1) / 2) * Math.min(12, slot() / (runs.length + 1));
      drawRun(pen, run, i === head.chosen, offset);
    });
  }

  /** @param {Pen} pen @param {Run} run @param {boolean} chosen @param {number} offset */
  function drawRun(pen, run, chosen, offset) {
    const outputs = drawnEvaluatorOf(scene).outputs(...weightsOf(run, head.step));
    facets.forEach((facet, j) => {
      pen.save();
      pen.beginPath();
      pen.rect(facet.left - 6, facet.top - 6, facet.right - facet.left + 12, facet.bottom - facet.top + 12);
      pen.clip();
      pen.strokeStyle = run.style.colour;
      pen.fillStyle = run.style.colour;
      if (across.curve) drawLine(pen, run, across.curve, facet, j, chosen);
      across.places.forEach((_, i) =>
        drawAnswer(pen, run, facet, i, j, outputs[i * facets.length + j], chosen, offset),
      );
      pen.restore();
    });
  }

  /**
   * @param {Pen} pen
   * @param {Run} run
   * @param {ReturnType<typeof curveOver>} curve
   * @param {Facet} facet
   * @param {number} j
   * @param {boolean} chosen
   */
  function drawLine(pen, run, { inputs, evaluator }, facet, j, chosen) {
    const outputs = evaluator.outputs(...weightsOf(run, head.step));
    pen.beginPath();
    const line = inputs.flatMap(([x], i) => [facet.x(x), facet.y(outputs[i * facets.length + j])]);
    trace(
      pen,
      clippedLine(line, [...inputs.keys()], [facet.left - 9, facet.top - 9, facet.right + 9, facet.bottom + 9]),
    );
    pen.setLineDash(dashOf(run.style, 2.4));
    pen.lineWidth = chosen ? 2.8 : 1.8;
    pen.stroke();
    pen.setLineDash([]);
  }

  /**
   * @param {Pen} pen
   * @param {Run} run
   * @param {Facet} facet
   * @param {number} i
   * @param {number} j
   * @param {number} answer
   * @param {boolean} chosen
   * @param {number} offset
   */
  function drawAnswer(pen, run, facet, i, j, answer, chosen, offset) {
    const [x, y] = [facet.x(across.places[i]) + offset, facet.y(answer)];
    if (!across.curve || chosen) {
      pen.globalAlpha = 0.55;
      pen.lineWidth = Math.min(2, 0.4 * slot());
      pen.beginPath();
      pen.moveTo(x, facet.y(scene.data.targets[i][j]));
      pen.lineTo(x, Math.min(Math.max(y, facet.top - 9), facet.bottom + 9));
      pen.stroke();
      pen.globalAlpha = 1;
    }
    if (across.curve && !chosen) return;
    symbolPath(pen, run.style.marker, x, y, Math.max(1.6, Math.min(4.5, 0.3 * slot())));
    pen.fill();
  }

  function explained() {
    if (!across.curve) return "Bars: targets y. Marks: outputs ŷ. Lines: y − ŷ.";
    return `Circles: targets y${sizeWords(scene.data)}. Curves: outputs ŷ. Lines: y − ŷ.`;
  }

  return {
    get words() {
      return across ? explained() : "";
    },
    /**
     * Shows a scene: along its one input, or the data points in a row.
     * @param {Scene} next
     * @param {boolean} inRow
     */
    update(next, inRow) {
      scene = next;
      const held = scene.unsettled && range; // what is under a hand stays under it
      across = acrossOf(scene, inRow, held ? across : null);
      if (!held) range = outputRange(scene);
      layout();
    },
    draw,
    resize: layout,
    /**
     * The data point at a pixel of the chart, or −1: the nearest across, where there is room to aim.
     * @param {number} x
     */
    find(x) {
      const facet = facets.find((one) => x >= one.left && x <= one.right);
      if (!facet) return -1;
      const away = across.places.map((place) => Math.abs(facet.x(place) - x));
      const least = away.indexOf(Math.min(...away));
      return away[least] <= NEAR_PLACE ? least : -1;
    },
    ground: chart.ground,
    end: endHands,
  };
}
