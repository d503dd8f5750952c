// What a network of two inputs answers all over its input plane, with the data upon it: targets in the same colours.

import { axisScale, linearTicks, marksAlong, padded, tickCount } from "../base/axes.js";
import { chartGround, sharpPen } from "../base/chart.js";
import { scaleColour } from "../base/colours.js";
import { penOf } from "../base/dom.js";
import { inkKey } from "../base/inking.js";
import { write } from "../base/lettering.js";
import { measuresOf } from "../base/measured.js";
import { drawnEvaluatorOf, Evaluator } from "../maths/evaluator.js";
import { isoline } from "../maths/isolines.js";
import { OPENING_HEAD } from "../maths/playhead.js";
import { weightsOf } from "../maths/runs.js";
import { sizeOf, sizeWords } from "./counted.js";
import { extent } from "./output.js";
import { movesPoints, nearest, numberAt, pointHands, STAYS } from "./pointhands.js";

const PLANE_CELLS = 48;
const REACH = 0.3; // of the picture's height: a residual as long as the whole range of outputs
const NEAR_POINT = 16; // pixels

// Cividis: even in lightness, the same for every kind of colour sight, and not to be taken for the surface's colours.
const PLANE_COLOURS = [
  "#00224e",
  "#123570",
  "#3b496c",
  "#575d6d",
  "#707173",
  "#8a8779",
  "#a69d75",
  "#c4b56c",
  "#e4cf5b",
  "#fee838",
];
const INK = "#10161d";

/** @param {string[]} colours @param {number} [size] */
function colourTable(colours, size = 256) {
  const table = Array.from({ length: size }, (_, n) => scaleColour(colours, n / (size - 1)));
  return Uint8ClampedArray.from(table.flat());
}

const TABLE = colourTable(PLANE_COLOURS);
/** @param {number} value @param {number[]} range */
const shadeIndex = (value, [low, high]) => Math.min(255, Math.max(0, Math.round(((value - low) / (high - low)) * 255)));

/**
 * The colour of an output or a target in a range; what lies beyond has the colour of the end.
 * @param {number} value
 * @param {number[]} range
 */
export function outputColour(value, range) {
  const at = 3 * shadeIndex(value, range);
  return `rgb(${TABLE[at]},${TABLE[at + 1]},${TABLE[at + 2]})`;
}

/**
 * The inputs of an even grid over two ranges, row by row from the lower edge: flat [x1, x2, …].
 * @param {number[]} across
 * @param {number[]} up
 * @param {number} cells
 */
export function gridInputs([left, right], [bottom, top], cells) {
  /** @param {number} low @param {number} high @param {number} i */
  const at = (low, high, i) => low + ((high - low) * i) / (cells - 1);
  return Float64Array.from({ length: 2 * cells * cells }, (_, n) => {
    const cell = n >> 1;
    return n % 2 ? at(bottom, top, Math.floor(cell / cells)) : at(left, right, cell % cells);
  });
}

/** @param {HTMLElement} root @param {Context} context */
export function planeChart(root, context) {
  /** @type {Scene} */
  let scene;
  /** @type {ChartBox} */
  let box;
  /** @type {number[][]} */
  let ranges;
  /** @type {{ x: ToPixels, y: ToPixels }} */
  let scales;
  /** @type {number[]} */
  let range;
  /** @type {Evaluator} */
  let grid; // the network at every cell
  let unit = 0;
  let drawnKey = "";
  let head = /** @type {Head} */ (OPENING_HEAD);
  const values = new Float64Array(PLANE_CELLS * PLANE_CELLS);
  const chart = chartGround(root, "The network's output over its two inputs, with the data points", ["heat", "marks"]);
  const [heat, marks] = chart.canvases;
  const tile = Object.assign(document.createElement("canvas"), { width: PLANE_CELLS, height: PLANE_CELLS });
  const tilePen = penOf(tile);
  const endHands = pointHands(chart.ground, context, { find: grabbed, moved, fresh });
  const image = new ImageData(PLANE_CELLS, PLANE_CELLS);

  /**
   * Lets the axes and the colours hold these data; what lies beyond has the ends' colours.
   * @param {DataPoints} data
   */
  function scaleTo({ inputs, targets }) {
    range = padded(extent(targets.map((target) => target[unit])), 0.12);
    ranges = [0, 1].map((axis) => padded(extent(inputs.map((input) => input[axis])), 0.18));
  }

  function layout() {
    if (!scene) return;
    box = chart.box(context.theme());
    Object.assign(box, { top: 1.2 * box.em, right: box.right - 2.8 * box.em }); // room for the colours' own scale
    if (!(box.right > box.left)) return;
    scales = { x: axisScale(ranges[0], [box.left, box.right]), y: axisScale(ranges[1], [box.bottom, box.top]) };
    const [across, up] = [
      Math.max(2, tickCount(box.right - box.left, 3.4 * box.em)),
      tickCount(box.bottom - box.top, 2.4 * box.em),
    ];
    /** @param {number} axis @param {number} count @param {ToPixels} scale */
    const ticks = (axis, count, scale) => marksAlong(linearTicks(ranges[axis], count), scale);
    const [first, second] = scene.data.input_names;
    chart.drawAxes(
      { x: { title: first, marks: ticks(0, across, scales.x) }, y: { title: second, marks: ticks(1, up, scales.y) } },
      box,
    );
    drawnKey = "";
    draw(head);
  }

  /** @param {number} a @param {number} b */
  function drawHeat(a, b) {
    const outputs = grid.outputs(a, b);
    for (let n = 0; n < values.length; n++) values[n] = outputs[n * grid.units + unit];
    for (let j = 0; j < PLANE_CELLS; j++) {
      for (let i = 0; i < PLANE_CELLS; i++) {
        const to = 4 * ((PLANE_CELLS - 1 - j) * PLANE_CELLS + i);
        const from = 3 * shadeIndex(values[j * PLANE_CELLS + i], range);
        for (let c = 0; c < 3; c++) image.data[to + c] = TABLE[from + c];
        image.data[to + 3] = 255;
      }
    }
    tilePen.putImageData(image, 0, 0);
    const pen = sharpPen(heat, box);
    if (!pen) return;
    // The outermost samples lie on the edges, so half a cell of the tile hangs over on every side.
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    const inner = PLANE_CELLS - 1;
    pen.drawImage(tile, 0.5, 0.5, inner, inner, box.left, box.top, width, height);
    drawLevels(pen, width, height);
    drawScale(pen);
  }

  const levels = () => linearTicks(range, 5).ticks;

  /** @param {Pen} pen @param {number} width @param {number} height */
  function drawLevels(pen, width, height) {
    /** @param {number} i @param {number} j @returns {Pair} */
    const place = (i, j) => [box.left + (i / (PLANE_CELLS - 1)) * width, box.bottom - (j / (PLANE_CELLS - 1)) * height];
    pen.beginPath();
    for (const { value } of levels()) {
      const pieces = isoline(values, PLANE_CELLS, value);
      for (let k = 0; k < pieces.length; k += 4) {
        pen.moveTo(...place(pieces[k], pieces[k + 1]));
        pen.lineTo(...place(pieces[k + 2], pieces[k + 3]));
      }
    }
    pen.strokeStyle = "rgba(255,255,255,0.5)";
    pen.lineWidth = 1;
    pen.stroke();
  }

  /** @param {Pen} pen */
  function drawScale(pen) {
    const theme = context.theme();
    const left = box.right + 0.6 * box.em;
    const wide = 0.6 * box.em;
    const tall = box.bottom - box.top;
    for (let y = 0; y < tall; y++) {
      pen.fillStyle = outputColour(range[1] - ((y + 0.5) / tall) * (range[1] - range[0]), range);
      pen.fillRect(left, box.top + y, wide, 1.5);
    }
    /** @type {import("../base/lettering.js").Lettering} */
    const look = { font: `${box.em}px ${theme.font}`, colour: theme.muted, align: "left" };
    write(pen, "ŷ", left, Math.max(0.5 * box.em, box.top - 0.55 * box.em), look);
    const at = axisScale(range, [box.bottom, box.top]);
    for (const { value, label } of levels())
      write(pen, label, left + wide + 3, Math.max(box.top + 0.4 * box.em, at(value)), look);
  }

  /** @param {Run} run @param {Float64Array} outputs */
  function drawMarks(run, outputs) {
    const pen = sharpPen(marks, box);
    if (!pen) return;
    const { inputs, targets } = scene.data;
    const radius = Math.max(2.4, Math.min(6.5, 1.2 + 18 / Math.sqrt(inputs.length + 8)));
    const perUnit = (REACH * (box.bottom - box.top)) / (range[1] - range[0]);
    inputs.forEach((input, n) => {
      const [x, y] = [scales.x(input[0]), scales.y(input[1])];
      const residual = targets[n][unit] - outputs[n * grid.units + unit];
      const end = y - residual * perUnit;
      const far = Math.max(box.top, Math.min(box.bottom, end));
      for (const [ink, wide] of /** @type {[string, number][]} */ ([
        ["#ffffff", 4.6],
        [run.style.colour, 2.6],
      ])) {
        pen.strokeStyle = ink;
        pen.lineWidth = wide;
        pen.beginPath();
        pen.moveTo(x, y);
        pen.lineTo(x, far);
        if (far !== end) pointOn(pen, x, far, Math.sign(end - y));
        pen.stroke();
      }
    });
    // The larger below: nothing small is hidden.
    const order = inputs.map((_, n) => n).sort((n, m) => sizeOf(scene.data, m) - sizeOf(scene.data, n));
    for (const n of order) {
      const [x, y] = [scales.x(inputs[n][0]), scales.y(inputs[n][1])];
      drawPoint(pen, x, y, radius * sizeOf(scene.data, n), targets[n][unit], n);
    }
  }

  /**
   * The head of an arrow, where a bar would go on beyond the plot.
   * @param {Pen} pen
   * @param {number} x
   * @param {number} y
   * @param {number} down
   */
  function pointOn(pen, x, y, down) {
    pen.moveTo(x - 4, y - 5 * down);
    pen.lineTo(x, y);
    pen.lineTo(x + 4, y - 5 * down);
  }

  /**
   * @param {Pen} pen
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {number} target
   * @param {number} n
   */
  function drawPoint(pen, x, y, radius, target, n) {
    const chosen = scene.view.point === n;
    pen.beginPath();
    pen.arc(x, y, radius * (chosen ? 1.5 : 1), 0, 2 * Math.PI);
    pen.strokeStyle = "#ffffff";
    pen.lineWidth = 3.4;
    pen.stroke();
    pen.fillStyle = outputColour(target, range);
    pen.fill();
    pen.strokeStyle = INK;
    pen.lineWidth = chosen ? 2.6 : 1.4;
    pen.stroke();
  }

  /** @param {Head} next */
  function draw(next) {
    head = next;
    const run = scene?.runs[head.chosen];
    if (!run || !scales) return;
    const [a, b] = weightsOf(run, head.step);
    const key = `${a} ${b} ${head.chosen} ${unit} ${inkKey()}`;
    if (key === drawnKey) return;
    drawnKey = key;
    drawHeat(a, b);
    drawMarks(run, drawnEvaluatorOf(scene).outputs(a, b));
  }

  /** @param {number} x @param {number} y */
  const pointsFrom = (x, y) =>
    scene.data.inputs.map(([a, b], point) => ({ point, far: Math.hypot(scales.x(a) - x, scales.y(b) - y) }));

  /** @param {number} x @param {number} y @param {number} reach */
  function grabbed(x, y, reach) {
    return scales && movesPoints(scene) ? nearest(pointsFrom(x, y), reach)?.point : undefined;
  }

  /** @param {number} x @param {number} y */
  const inputsAt = (x, y) => [
    numberAt(x, [box.left, box.right], ranges[0]),
    numberAt(y, [box.bottom, box.top], ranges[1]),
  ];

  /** @param {number} point @param {number} x @param {number} y */
  function moved(point, x, y) {
    return { point, inputs: inputsAt(x, y), targets: scene.data.targets[point] };
  }

  /**
   * A new point at a pixel, with the targets of the nearest one.
   * @param {number} x
   * @param {number} y
   */
  function fresh(x, y) {
    const inside = scales && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    if (!inside || !movesPoints(scene) || nearest(pointsFrom(x, y), STAYS)) return;
    const like = nearest(pointsFrom(x, y));
    return { inputs: inputsAt(x, y), targets: scene.data.targets[like?.point ?? 0] };
  }

  return {
    get words() {
      return `Ground: output ŷ. Discs: targets y${scene ? sizeWords(scene.data) : ""}. Bars: y − ŷ.`;
    },
    /**
     * Shows output number `nextUnit` of a scene.
     * @param {Scene} next
     * @param {number} nextUnit
     */
    update(next, nextUnit) {
      const { width, height } = measuresOf(chart.ground);
      const fits = scales && box.width === width && box.height === height;
      const other = scene?.network !== next.network || scene.data !== next.data || unit !== nextUnit || !fits;
      const sameUnit = unit === nextUnit;
      scene = next;
      unit = nextUnit;
      drawnKey = "";
      if (!other) return draw(head); // other runs on the same axes
      if (!scene.unsettled || !ranges || !sameUnit) scaleTo(scene.data); // what is under a hand stays under it
      const inputs = gridInputs(ranges[0], ranges[1], PLANE_CELLS);
      grid = new Evaluator(next.network, { inputs, targets: null, count: values.length });
      return layout();
    },
    draw,
    resize: layout,
    /**
     * The data point at a pixel of the chart, or −1.
     * @param {number} x
     * @param {number} y
     */
    find(x, y) {
      return (scales && nearest(pointsFrom(x, y), NEAR_POINT)?.point) ?? -1;
    },
    ground: chart.ground,
    end: endHands,
  };
}
