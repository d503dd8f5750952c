// Balls in a curve: gradient descent along one weight, from two starts that can be dragged, with what each ball feels.

import { curveChart } from "../base/curvechart.js";
import { element, setText } from "../base/dom.js";
import { formatFixed } from "../base/format.js";
import { dragHandle } from "../base/handle.js";
import { dashOf, runSwatch } from "../base/swatch.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { weightsOf } from "../maths/runs.js";
import { alongPath, descentFrom } from "../maths/terms.js";
import { numbersList } from "../panels/runcard.js";
import { sliceThrough } from "../panels/slices.js";
import { playback } from "../player/playback.js";

const SAMPLES = 301;
const TRAIL_SAMPLES = 61;
const NUDGE_SHARE = 1 / 100;
const AIR = 1.08; // over the highest error
const TRAIL = 4; // pixels

/** @typedef {{ card: HTMLElement, cells: Record<string, HTMLElement> }} BallCard */
/** @typedef {BallCard & { run: Run, start: number, beside: number }} Ball */
/** @typedef {Ball & { handle: Handle }} HeldBall */

/** @param {HTMLElement} root @param {LessonContext} context @returns {LessonPicture} */
export function ballPicture(root, context) {
  /** @type {Scene} */
  let scene;
  /** @type {HeldBall[]} */
  let balls = [];
  let second = 0; // where the second weight is held
  let window = [0, 1];
  /** @type {Sampled} */
  let slice;
  const place = element("div", { class: "lesson-chart" });
  const feel = element("div", { class: "player-panel-cards ball-cards" });
  const player = playback(root, draw);
  root.append(place, player.bar, feel);
  const chart = curveChart(place, "", "The error along one weight, with two balls");

  /** @param {number} value */
  const error = (value) => evaluatorOf(scene).error(value, second);

  /** @param {Ball} ball */
  function walk(ball) {
    const evaluator = evaluatorOf(scene);
    const path = descentFrom(evaluator, [ball.start, second], ball.run.settings.learning_rate, scene.steps, [0]);
    ball.run = alongPath(ball.run, path, evaluator, scene.surface);
  }

  /** @param {Ball} ball @param {number} value */
  function setStart(ball, value) {
    ball.start = Math.min(window[1], Math.max(window[0], value));
    walk(ball);
    player.head.seek(0);
    player.show();
  }

  /** @param {Run} run @param {number} n */
  function madeBall(run, n) {
    const ball = { run, start: run.w[0], beside: run.w[1], ...ballCard(run, n) };
    walk(ball);
    const small = (window[1] - window[0]) * NUDGE_SHARE;
    const handle = dragHandle(chart.ground, {
      label: `Start of ball ${n + 1}`,
      /** @param {number} px */
      drag: (px) => setStart(ball, chart.valueAt(px)),
      /** @param {number} right @param {number} up */
      nudge: (right, up) => setStart(ball, ball.start + (right + up) * small),
      drop: () => context.moved("start", { run: n, w: [ball.start, ball.beside] }),
    });
    return Object.assign(ball, { handle });
  }

  /** @param {Run} run @param {number} n */
  function ballCard(run, n) {
    const { list, cells } = numbersList({
      w: [scene.names[0], "the weight"],
      error: ["E", "the error"],
      slope: ["slope", "the derivative"],
      curvature: ["curvature", "how fast the slope changes"],
    });
    const title = element("span", { class: "player-card-title" }, `Ball ${n + 1}`);
    const head = element("div", { class: "player-card-head" }, runSwatch(run.style), title);
    const look = { class: "player-card", style: `--run: ${run.style.colour}` };
    return { card: element("article", look, head, list), cells };
  }

  function layout() {
    const highest = slice.error.reduce((most, value) => Math.max(most, value), 0);
    if (!chart.layout({ across: scene.names[0], window, heights: [0, AIR * highest] })) return false;
    chart.drawCurve(slice, context.theme().text);
    return true;
  }

  function draw() {
    const { step, atEnd } = player.head;
    if (atEnd) context.played();
    const now = balls.map((ball) => ({ ...ball, x: weightsOf(ball.run, step)[0] }));
    const seen = now.map(({ x, run }) => ({ x, height: error(x), style: run.style }));
    chart.drawBalls(seen, context.theme().background, (pen, at) => {
      for (const ball of now) drawTrail(pen, at, ball);
    });
    for (const ball of balls) {
      showFeeling(ball, ball.run.w[2 * Math.floor(step)]);
      const height = error(ball.start);
      const text = `start at ${formatFixed(ball.start, 2)}, error ${formatFixed(height, 3)}`;
      const where = { now: ball.start, low: window[0], high: window[1], text, colour: ball.run.style.colour };
      ball.handle.show({ ...chart.placeOf(ball.start, height), ...where });
    }
  }

  /**
   * The way along the curve from a ball's start to where it is.
   * @param {Pen} pen
   * @param {ToPlace} at
   * @param {{ start: number, x: number, run: Run }} ball
   */
  function drawTrail(pen, at, { start, x, run }) {
    pen.beginPath();
    for (let n = 0; n < TRAIL_SAMPLES; n++) {
      const value = start + ((x - start) * n) / (TRAIL_SAMPLES - 1);
      pen.lineTo(...at(value, error(value)));
    }
    pen.strokeStyle = run.style.colour;
    pen.setLineDash(dashOf(run.style, TRAIL));
    pen.lineWidth = TRAIL;
    pen.stroke();
    pen.setLineDash([]);
  }

  /** @param {Ball} ball @param {number} value */
  function showFeeling({ cells }, value) {
    const slopes = [0, 0];
    const height = evaluatorOf(scene).gradient(value, second, slopes);
    setText(cells.w, formatFixed(value, 3));
    setText(cells.error, formatFixed(height, 3));
    setText(cells.slope, formatFixed(slopes[0], 3));
    setText(cells.curvature, formatFixed(evaluatorOf(scene).curvatures(value, second)[0], 3));
  }

  return {
    update(next) {
      const { w1 } = next.surface;
      scene = next;
      window = [w1[0], w1[w1.length - 1]];
      second = (scene.points.find((point) => point.lowest) ?? scene.runs[0]).w[1];
      slice = sliceThrough(evaluatorOf(scene), window, [NaN, second], 0, SAMPLES);
      for (const { handle } of balls) handle.handle.remove();
      balls = scene.runs.slice(0, 2).map(madeBall);
      feel.replaceChildren(...balls.map(({ card }) => card));
      const [first, other] = scene.names;
      const heading = `A slice along ${first}, with ${other} held at ${formatFixed(second, 2)}`;
      chart.name(heading, `${heading}, and two balls in it`);
      player.head.last = scene.steps;
      player.head.seek(0);
      if (layout()) player.show();
    },
    resize() {
      if (scene && layout()) player.show();
    },
    destroy: player.end,
    hands: "Drag the ring that marks a start, or focus it and press the arrow keys. Keys: space plays, ← and → step.",
  };
}
