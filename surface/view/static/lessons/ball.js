// Balls in a curve: gradient descent along one weight, from two starts that can be dragged, with what each ball feels.

import { axisScale, linearTicks } from "../base/axes.js";
import { chartGround, panelHeading, sharpPen } from "../base/chart.js";
import { element, setText } from "../base/dom.js";
import { formatFixed } from "../base/format.js";
import { dragHandle } from "../base/handle.js";
import { listenToKeys } from "../base/keys.js";
import { dashOf, symbolPath } from "../base/swatch.js";
import { prefersReducedMotion } from "../base/theme.js";
import { evaluatorOf } from "../maths/evaluator.js";
import { Playhead } from "../maths/playhead.js";
import { descentFrom } from "../maths/terms.js";
import { transportPanel } from "../panels/transport.js";

const BALL_SAMPLES = 301;
const START_NUDGE = 1 / 100;

/** @param {HTMLElement} root @param {LessonContext} context */
export function ballPicture(root, context) {
  /** @type {any} */
  let data;
  /** @type {any[]} */
  let starts = [];
  /** @type {any[]} */
  const paths = [];
  /** @type {any} */
  let scales;
  /** @type {any} */
  let box;
  let frame = 0;
  /** @type {any[]} */
  let handles = [];
  /** @type {any[]} */
  let cards = [];
  const head = new Playhead();
  const place = element("div", { class: "lesson-chart lesson-tall" });
  const bar = element("div", { class: "player-transport", role: "group", "aria-label": "Player" });
  const feel = element("div", { class: "ball-cards" });
  root.append(place, bar, feel);
  const heading = panelHeading(place, "");
  const chart = chartGround(place, "The error along one weight, with two balls", ["curve", "balls"]);

  /** @param {any} change */
  const moved = (change) => () => {
    change();
    schedule();
  };
  const commands = {
    first: moved(() => head.seek(0)),
    back: moved(() => head.back()),
    toggle: moved(() => (prefersReducedMotion() ? head.seek(head.atEnd ? 0 : head.last) : head.toggle())),
    forward: moved(() => head.forward()),
    last: moved(() => head.seek(head.last)),
    /** @param {any} step */
    seek: (step) => moved(() => head.seek(step))(),
    /** @param {any} factor */
    speed: (factor) => moved(() => (head.speed = factor))(),
  };
  const transport = transportPanel(bar, commands);
  const endKeys = listenToKeys(root, commands);

  /** @param {any} value */
  const at = (value) => [value, data.held];
  /** @param {any} value */
  const error = (value) => evaluatorOf(data).error(...at(value));

  function schedule() {
    frame ||= requestAnimationFrame((stamp) => {
      frame = 0;
      head.tick(stamp);
      draw();
      if (head.playing) schedule();
    });
  }

  /** @param {any} run */
  function walk(run) {
    paths[run] = descentFrom(evaluatorOf(data), at(starts[run]), data.rate, data.steps, [0]).map(([value]) => value);
  }

  /** @param {any} run @param {any} value */
  function setStart(run, value) {
    const [low, high] = data.window[0];
    starts[run] = Math.min(high, Math.max(low, value));
    walk(run);
    head.seek(0);
    draw();
  }

  function build() {
    for (const { handle } of handles) handle.remove();
    const small = (data.window[0][1] - data.window[0][0]) * START_NUDGE;
    handles = starts.map((_, run) =>
      dragHandle(chart.ground, {
        label: `Start of ball ${run + 1}`,
        colour: data.styles[run].colour,
        /** @param {any} px */
        drag: (px) =>
          setStart(
            run,
            data.window[0][0] + ((px - box.left) / (box.right - box.left)) * (data.window[0][1] - data.window[0][0]),
          ),
        /** @param {any} right @param {any} up */
        nudge: (right, up) => setStart(run, starts[run] + (right + up) * small),
        drop: () => context.moved("start", { run, w: [starts[run], data.beside[run]] }),
      }),
    );
    cards = starts.map((_, run) => ballCard(run));
    feel.replaceChildren(...cards.map(({ card }) => card));
    setText(heading, `A slice along ${data.names[0]}, with ${data.names[1]} held at ${formatFixed(data.held, 2)}`);
  }

  /** @param {any} run */
  function ballCard(run) {
    const value = () => element("dd", {});
    const cells = { w: value(), error: value(), slope: value(), curvature: value() };
    /** @param {any} term @param {any} words @param {HTMLElement} cell */
    const row = (term, words, cell) => element("div", {}, element("dt", { title: words }, term), cell);
    const list = element(
      "dl",
      { class: "player-numbers" },
      row(data.names[0], "the weight", cells.w),
      row("E", "the error", cells.error),
      row("slope", "the derivative", cells.slope),
      row("curvature", "how fast the slope changes", cells.curvature),
    );
    const card = element(
      "article",
      { class: "player-card", style: `--run: ${data.styles[run].colour}` },
      element("strong", {}, `Ball ${run + 1}`),
      list,
    );
    return { card, cells };
  }

  function layout() {
    box = chart.box();
    if (!box.width || box.right - box.left < 20) return;
    const heights = [
      0,
      1.08 *
        Math.max(
          ...Array.from({ length: 41 }, (_, n) =>
            error(data.window[0][0] + ((data.window[0][1] - data.window[0][0]) * n) / 40),
          ),
        ),
    ];
    scales = { x: axisScale(data.window[0], [box.left, box.right]), y: axisScale(heights, [box.bottom, box.top]) };
    /** @param {any} ends @param {any} scale @param {any} room */
    const marks = (ends, scale, room) =>
      linearTicks(ends, room / (5 * box.em)).ticks.map(({ value, label }) => ({ at: scale(value), label }));
    chart.drawAxes(
      {
        x: { title: data.names[0], marks: marks(data.window[0], scales.x, box.right - box.left) },
        y: { title: "error E", marks: marks(heights, scales.y, box.bottom - box.top) },
      },
      box,
    );
    drawCurve();
  }

  function drawCurve() {
    const pen = sharpPen(chart.canvases[0]);
    if (!pen) return;
    pen.beginPath();
    for (let n = 0; n < BALL_SAMPLES; n++) {
      const value = data.window[0][0] + ((data.window[0][1] - data.window[0][0]) * n) / (BALL_SAMPLES - 1);
      pen.lineTo(scales.x(value), scales.y(error(value)));
    }
    pen.strokeStyle = context.theme().text;
    pen.lineWidth = 2.6;
    pen.stroke();
  }

  /** @param {any} path @param {any} step */
  function between(path, step) {
    const whole = Math.min(path.length - 1, Math.floor(step));
    const next = path[Math.min(path.length - 1, whole + 1)];
    return path[whole] + (step - whole) * (next - path[whole]);
  }

  function draw() {
    transport.draw(head);
    if (head.atEnd) context.played();
    const pen = scales && sharpPen(chart.canvases[1]);
    if (!pen) return;
    paths.forEach((path, run) => {
      const value = between(path, head.step);
      drawTrail(pen, path, run);
      drawBall(pen, value, run);
      showFeeling(path[Math.floor(head.step)], run);
      const text = `start at ${formatFixed(starts[run], 2)}, error ${formatFixed(error(starts[run]), 3)}`;
      handles[run].show({
        x: scales.x(starts[run]),
        y: scales.y(error(starts[run])),
        now: starts[run],
        low: data.window[0][0],
        high: data.window[0][1],
        text,
      });
    });
  }

  /** @param {Pen} pen @param {any} path @param {any} run */
  function drawTrail(pen, path, run) {
    pen.beginPath();
    const [from, to] = [starts[run], between(path, head.step)];
    for (let n = 0; n <= 60; n++) {
      const value = from + ((to - from) * n) / 60;
      pen.lineTo(scales.x(value), scales.y(error(value)));
    }
    pen.strokeStyle = data.styles[run].colour;
    pen.setLineDash(dashOf(data.styles[run], 4));
    pen.lineWidth = 4;
    pen.stroke();
    pen.setLineDash([]);
  }

  /** @param {Pen} pen @param {any} value @param {any} run */
  function drawBall(pen, value, run) {
    symbolPath(pen, data.styles[run].marker, scales.x(value), scales.y(error(value)) - 8, 8);
    pen.strokeStyle = context.theme().background;
    pen.lineWidth = 3;
    pen.stroke();
    pen.fillStyle = data.styles[run].colour;
    pen.fill();
  }

  /** @param {any} value @param {any} run */
  function showFeeling(value, run) {
    const { cells } = cards[run];
    setText(cells.w, formatFixed(value, 3));
    setText(cells.error, formatFixed(error(value), 3));
    const slopes = [0, 0];
    evaluatorOf(data).gradient(...at(value), slopes);
    setText(cells.slope, formatFixed(slopes[0], 3));
    setText(cells.curvature, formatFixed(evaluatorOf(data).curvatures(...at(value))[0], 3));
  }

  return {
    /** @param {any} next */
    update(next) {
      data = next;
      starts = next.starts.slice(0, 2);
      starts.forEach((_, run) => walk(run));
      head.last = data.steps;
      head.seek(0);
      build();
      layout();
      draw();
    },
    resize() {
      if (!data) return;
      layout();
      draw();
    },
    destroy() {
      cancelAnimationFrame(frame);
      endKeys();
    },
    hands: "Drag the ring that marks a start, or focus it and press the arrow keys. Keys: space plays, ← and → step.",
  };
}
