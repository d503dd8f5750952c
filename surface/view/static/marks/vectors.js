// Arrows on the ball of the chosen run: the slope downhill, the velocity, the step. Their lengths,
// and how they are drawn.

import { formatSetting } from "../base/format.js";
import { widthOfText, write } from "../base/lettering.js";
import { hasNetwork } from "../maths/evaluator.js";
import { stepGradient } from "../maths/plans.js";
import { stepOf, weightsOf } from "../maths/runs.js";
import { changeAt, partAt } from "../maths/stepwork.js";

/** What can be drawn, with the sign and the words of each; a minus stands where the arrow points against the vector. */
/** @type {Record<ArrowKind, { sign: string, words: string }>} */
export const ARROWS = {
  gradient: { sign: "−∇E", words: "negative gradient: steepest way down" },
  velocity: { sign: "−v", words: "velocity: the way it keeps moving" },
  step: { sign: "Δw", words: "step taken from here" },
};

/** The gradient that a step goes by where that is a batch's: beside the one of all the data, and dotted. */
const BATCH = { sign: "batch", dash: [0.9, 1.1] };

const LONGEST = 0.4; // of the window's width
const TYPICAL = 0.15;
const COUNTS = 0.03; // of the longest: what is shorter says nothing of how long arrows usually are
const ALIKE = 0.995; // the cosine between two arrows above which one would hide the other
const NEAR = 0.8; // above which their signs would
const TURNED = 0.02; // the sine of the turn between two arrows from which each has a side of its own
const APART = 6; // the factor between step and gradient at which they need scales of their own

/**
 * A vector of a run at a whole step, pointing the way that it moves the weights; null where its rule has none.
 * @param {Run} run
 * @param {ArrowKind} kind
 * @param {number} k
 */
function vectorAt(run, kind, k) {
  if (kind === "step")
    return [0, 1].map((axis) => (k < run.k ? run.w[2 * k + 2 + axis] - run.w[2 * k + axis] : nextStep(run, axis)));
  if (kind === "gradient") return [-run.gradient[2 * k], -run.gradient[2 * k + 1]];
  return run.inner.v ? [-partAt(run, "v", k, 0), -partAt(run, "v", k, 1)] : null;
}

/**
 * The step that would come after a run's last; of a path that no rule has made nobody knows one.
 * @param {Run} run
 * @param {number} axis
 */
const nextStep = (run, axis) => (run.formula ? changeAt(run, run.k, axis) : 0);

/** @param {Run} run @param {number} k */
const batchVector = (run, k) => [0, 1].map((axis) => -stepGradient(run, k, axis));

/** @param {Run} run @param {(run: Run, k: number) => number[] | null} vector */
function lengthsOf(run, vector) {
  const lengths = Array.from({ length: run.k + 1 }, (_, k) => Math.hypot(...(vector(run, k) ?? [0])));
  return lengths.filter((length) => Number.isFinite(length) && length > 0);
}

/**
 * The round factor, 1, 2 or 5 times a power of ten, at which vectors of these lengths fit a window and are seen.
 * @param {number[]} lengths
 * @param {number} width
 */
function roundFactor(lengths, width) {
  if (!lengths.length) return 1;
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  const long = lengths.filter((length) => length >= COUNTS * longest).sort((a, b) => a - b);
  const room = Math.min((LONGEST * width) / longest, (TYPICAL * width) / long[long.length >> 1]);
  const decade = 10 ** Math.floor(Math.log10(room));
  return /** @type {number} */ ([5, 2, 1].find((lead) => lead * decade <= room * 1.0001)) * decade;
}

/**
 * How long a run's arrows are drawn, for its whole length: { step, slope }. A step is drawn `step` times as long as it
 * is, one unit of gradient or velocity as `slope` of weight. Where it can be, slope is step times the learning rate,
 * so that the arrows are shares of the step.
 * @param {Run} run
 * @param {number} width
 */
function arrowScale(run, width) {
  /** @param {ArrowKind} kind */
  const lengths = (kind) => lengthsOf(run, (_, k) => vectorAt(run, kind, k));
  const steps = lengths("step");
  const drawn = run.seen ? lengthsOf(run, batchVector) : [];
  const slopes = [...lengths("gradient"), ...drawn, ...(run.inner.v ? lengths("velocity") : [])];
  const rate = run.formula ? run.settings.learning_rate : Infinity; // steps that no rule has made are no slopes' shares
  const together = roundFactor([...steps, ...slopes.map((length) => length * rate)], width);
  /** @param {number[]} all */
  const largest = (all) => all.reduce((a, b) => Math.max(a, b), 0);
  const fit = largest(slopes) * rate <= APART * largest(steps);
  if (fit) return { step: together, slope: together * rate };
  return { step: roundFactor(steps, width), slope: roundFactor(slopes, width) };
}

/**
 * The scale in words: "1 unit of gradient is drawn as 0.2 of weight, the step 5 times as long as it is."
 * @param {Scene} scene
 * @param {Run} run
 * @param {ArrowScale} scale
 */
export function scaleWords(scene, run, { step, slope }) {
  const units = run.inner.v ? "gradient or velocity" : "gradient";
  const long = step === 1 ? "as long as it is" : `${formatSetting(step)} times as long as it is`;
  const drawn = `${formatSetting(slope)} ${hasNetwork(scene) ? "of weight" : "along the axes"}`;
  return `Arrows of ${run.title}: 1 unit of ${units} is drawn as ${drawn}, the step ${long}.`;
}

/**
 * What the dotted arrow is: "Dotted: the gradient of this step's batch, 3 of the 4 data points, times 4 / 3."
 * @param {Run} run
 * @param {number} position of the playhead
 * @param {number} count
 */
export function batchWords(run, position, count) {
  const size = run.batches?.[Math.floor(stepOf(run, position))]?.length;
  if (!size) return "";
  const times = `times ${count} / ${size} to stand for all`;
  const part = `${size} of the ${count} data points`;
  return `Dotted: the gradient of this step’s batch, ${part}, ${times}; the step goes by it.`;
}

/** @typedef {{ step: number, slope: number }} ArrowScale */

/** @type {WeakMap<Run, ArrowScale>} */
const scaleByRun = new WeakMap();

/**
 * The scale of a run's arrows in a scene, worked out once.
 * @param {Scene} scene
 * @param {Run} run
 */
export function scaleIn(scene, run) {
  const known = scaleByRun.get(run);
  if (known) return known;
  const { w1, w2 } = scene.surface;
  const scale = arrowScale(run, Math.min(w1[w1.length - 1] - w1[0], w2[w2.length - 1] - w2[0]));
  scaleByRun.set(run, scale);
  return scale;
}

/**
 * The arrows that are switched on, at the playhead: [{ kind, from: [w1, w2], to: [w1, w2] }].
 * Between steps they change evenly.
 * @param {Scene} scene
 * @param {Head} head
 * @returns {Arrow[]}
 */
export function arrowsAt(scene, head) {
  const run = scene.runs[head.chosen];
  const kinds = /** @type {ArrowKind[]} */ (Object.keys(ARROWS)).filter((kind) => head.arrows[kind]);
  if (!run || !kinds.length) return [];
  const step = stepOf(run, head.step);
  const k = Math.floor(step);
  const part = step - k;
  const from = weightsOf(run, head.step);
  const scale = scaleIn(scene, run);
  return [...kinds.flatMap(arrow), ...(head.arrows.gradient && run.seen ? batchArrow() : [])];

  /** @param {ArrowKind} kind @returns {Arrow[]} */
  function arrow(kind) {
    const here = vectorAt(run, kind, k);
    const next = part ? vectorAt(run, kind, k + 1) : here;
    if (!here || !next) return [];
    const factor = kind === "step" ? scale.step : scale.slope;
    const to = from.map((w, axis) => w + factor * (here[axis] + part * (next[axis] - here[axis])));
    return to.every(Number.isFinite) ? [{ kind, from, to }] : [];
  }

  // Each step has another batch: its gradient is that of the whole step, wherever the ball is on it.
  /** @returns {Arrow[]} */
  function batchArrow() {
    const to = batchVector(run, k).map((value, axis) => from[axis] + scale.slope * value);
    return to.every(Number.isFinite) ? [{ kind: "gradient", from, to, ...BATCH }] : [];
  }
}

const ARROW_INK = "#10161d";
const ARROW_CASING = "rgba(255,255,255,0.94)";
const BALL_RADIUS = 3.2; // in widths of a line
/** @type {Record<string, number[]>} */
const DASHED = { velocity: [2.2, 1.6] };

/**
 * Draws arrows whose shafts are lines of pixels: [{ kind, xy, hidden, cut }], xy flat; `cut` where the tip is not seen.
 * An arrow may bring an `ink`, a `sign` and a `side` for it of its own.
 * All casings first, then the step, broad, and the others upon it: where arrows lie on each other, each is seen.
 * @param {Pen} pen
 * @param {DrawnArrow[]} arrows
 * @param {Style} style
 * @param {Look} look
 */
export function drawArrows(pen, arrows, style, look) {
  const shaped = besideEachOther(arrows, 1.5 * look.width)
    .map((arrow) => ({ ...arrow, ...shapeOf(arrow, look) }))
    .filter(({ head }) => head > 1);
  shaped.sort((a, b) => Number(b.kind === "step") - Number(a.kind === "step"));
  pen.save();
  pen.lineJoin = "round";
  pen.lineCap = "butt";
  for (const arrow of shaped) drawArrow(pen, arrow, ARROW_CASING, 2.6);
  for (const arrow of shaped) drawArrow(pen, arrow, inkOf(arrow, style), 0);
  for (const arrow of shaped) drawSign(pen, arrow, inkOf(arrow, style), look);
  pen.restore();
}

// Each arrow on a side of its own, so that those that point the same way can be distinguished.
const SIDES = { gradient: 0, velocity: 1, step: -1 };

/**
 * The arrows, each with the side of its sign; those that point the same
 * way are moved beside each other by `gap` pixels.
 * @param {DrawnArrow[]} arrows
 * @param {number} gap
 */
export function besideEachOther(arrows, gap) {
  const ways = arrows.map(({ xy }) => wayOf(xy));
  /** @param {number[]} a @param {number[]} b */
  const along = (a, b) => a[0] * b[0] + a[1] * b[1];
  return arrows.map((arrow, n) => {
    const [dx, dy] = ways[n];
    const others = ways.filter((way, m) => m !== n && along(way, ways[n]) > NEAR);
    const [near] = others.sort((a, b) => along(b, ways[n]) - along(a, ways[n]));
    const turn = near ? near[0] * dy - near[1] * dx : 0;
    const side = Math.abs(turn) > TURNED ? Math.sign(turn) : (arrow.side ?? SIDES[arrow.kind]);
    if (!near || along(near, ways[n]) < ALIKE) return { ...arrow, side };
    const moved = [-side * gap * dy, side * gap * dx];
    return { ...arrow, side, xy: Array.from(arrow.xy, (value, at) => value + moved[at % 2]) };
  });
}

/** @param {Numbers} xy */
function wayOf(xy) {
  const [dx, dy] = [xy[xy.length - 2] - xy[0], xy[xy.length - 1] - xy[1]];
  const long = Math.hypot(dx, dy) || 1;
  return [dx / long, dy / long];
}

/** @param {DrawnArrow} arrow @param {Style} style */
const inkOf = ({ kind, ink }, style) => ink ?? (kind === "step" ? style.colour : ARROW_INK);
/** @param {number} x @param {number} y @param {number[]} tip @param {number} reach */
const near = (x, y, [tipX, tipY], reach) => Math.hypot(tipX - x, tipY - y) < reach * 0.9;

/**
 * What an arrow is drawn from: the width of its shaft, the length of its head, its tip, and the neck between the two.
 * @param {DrawnArrow} arrow
 * @param {Look} look
 */
function shapeOf({ kind, xy }, look) {
  const n = xy.length;
  const width = look.width * (kind === "step" ? 1.7 : 0.8);
  const tip = [xy[n - 2], xy[n - 1]];
  const head = Math.min(look.width * (kind === "step" ? 4.6 : 3.4), 0.6 * Math.hypot(tip[0] - xy[0], tip[1] - xy[1]));
  let at = n - 4;
  while (at > 0 && near(xy[at], xy[at + 1], tip, head)) at -= 2;
  const along = Math.hypot(tip[0] - xy[at], tip[1] - xy[at + 1]) || 1;
  const neck = [0, 1].map((axis) => tip[axis] + ((xy[at + axis] - tip[axis]) * head * 0.85) / along);
  return { width, head, tip, neck, shaft: shaftOf(xy, tip, head, look.width * BALL_RADIUS) };
}

/**
 * The points of a shaft from the edge of the ball to the head; from its middle where the arrow is hardly longer.
 * @param {Numbers} xy
 * @param {number[]} tip
 * @param {number} head
 * @param {number} radius
 */
function shaftOf(xy, tip, head, radius) {
  const base = [xy[0], xy[1]];
  const points = [];
  for (let p = 2; p < xy.length; p += 2) {
    if (!near(xy[p], xy[p + 1], tip, head) && !near(xy[p], xy[p + 1], base, radius)) points.push([xy[p], xy[p + 1]]);
  }
  const next = points[0] ?? tip;
  const long = Math.hypot(next[0] - base[0], next[1] - base[1]);
  const part = long > radius + head ? radius / long : 0;
  return [[0, 1].map((axis) => base[axis] + part * (next[axis] - base[axis])), ...points];
}

/** @param {Pen} pen @param {ShapedArrow} arrow @param {string} ink @param {number} rim */
function drawArrow(pen, { kind, dash, hidden, cut, width, head, tip, neck, shaft }, ink, rim) {
  pen.globalAlpha = hidden ? 0.45 : 1;
  pen.strokeStyle = pen.fillStyle = ink;
  pen.lineWidth = width + rim;
  pen.setLineDash(rim ? [] : (dash ?? DASHED[kind] ?? []).map((length) => length * width));
  pen.beginPath();
  for (const point of shaft) pen.lineTo(point[0], point[1]);
  pen.lineTo(neck[0], neck[1]);
  pen.stroke();
  if (cut) return; // the window ends before the arrow does
  const angle = Math.atan2(tip[1] - neck[1], tip[0] - neck[0]);
  pen.setLineDash([]);
  pen.lineWidth = 1 + rim;
  pen.beginPath();
  for (const turn of [2.72, -2.72])
    pen.lineTo(tip[0] + head * Math.cos(angle + turn), tip[1] + head * Math.sin(angle + turn));
  pen.lineTo(tip[0], tip[1]);
  pen.closePath();
  pen.stroke();
  pen.fill();
}

/** @param {Pen} pen @param {ShapedArrow} arrow @param {string} ink @param {Look} look */
function drawSign(pen, { kind, xy, hidden, cut, tip, side, sign = ARROWS[kind].sign }, ink, look) {
  const [dx, dy] = [tip[0] - xy[0], tip[1] - xy[1]];
  const long = Math.hypot(dx, dy);
  if (cut || !(long > look.width * 6)) return;
  pen.globalAlpha = hidden ? 0.45 : 1;
  const font = `650 ${Math.round(4.6 * look.width)}px ${look.font}`;
  const half = widthOfText(sign, font) / 2;
  const clear = look.width * 3.4 + (half * Math.abs(dy)) / long; // a long sign beside a steep arrow stands farther off
  const ahead = look.width * (side ? 0.5 : 4.5);
  const aside = Math.max(look.width * 4.6, clear) * side;
  /** @type {Pair} */
  const place = [tip[0] + (ahead * dx - aside * dy) / long, tip[1] + (ahead * dy + aside * dx) / long];
  write(pen, sign, ...place, { font, colour: ink, casing: ARROW_CASING });
}
