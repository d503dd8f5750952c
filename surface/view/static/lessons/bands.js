// A small map of the error in bands, darker where it is larger, with the points found on it. Both axes have one scale,
// so that what stands at a right angle looks like one.

import { axisScale, linearTicks } from "../base/axes.js";
import { chartGround, sharpPen } from "../base/chart.js";
import { scaleColour } from "../base/colours.js";
import { bandOf } from "../maths/relief.js";

const LINE_SHARE = 0.72; // how much of a band's light a contour line leaves

/**
 * The error between grid points, bilinear; (u, v) run from 0 to 1 over the window.
 * @param {any} given
 * @param {any} u
 * @param {any} v
 */
export function errorBetween({ w1, w2, error }, u, v) {
  const at = [u * (w1.length - 1), v * (w2.length - 1)];
  const [i, j] = [Math.min(w1.length - 2, Math.floor(at[0])), Math.min(w2.length - 2, Math.floor(at[1]))];
  const [a, b] = [at[0] - i, at[1] - j];
  /** @param {any} up @param {any} right */
  const corner = (up, right) => error[(j + up) * w1.length + i + right];
  return (1 - b) * ((1 - a) * corner(0, 0) + a * corner(0, 1)) + b * ((1 - a) * corner(1, 0) + a * corner(1, 1));
}

/** @param {any} width @param {any} height @param {Surface} surface @param {any} bands */
function bandImage(width, height, surface, bands) {
  const image = new ImageData(width, height);
  const numbers = new Int16Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      numbers[y * width + x] = bandOf(errorBetween(surface, (x + 0.5) / width, 1 - (y + 0.5) / height), bands.knots);
  const count = Math.max(1, bands.knots.length - 2);
  const colours = Array.from({ length: bands.knots.length }, (_, band) => scaleColour(bands.colours, band / count));
  for (let n = 0; n < numbers.length; n++) {
    const edge = (n % width && numbers[n] !== numbers[n - 1]) || (n >= width && numbers[n] !== numbers[n - width]);
    const colour = colours[numbers[n]];
    for (let c = 0; c < 3; c++) image.data[4 * n + c] = edge ? colour[c] * LINE_SHARE : colour[c];
    image.data[4 * n + 3] = 255;
  }
  return image;
}

/** @param {Pen} pen @param {any} x @param {any} y @param {any} size */
function traceCross(pen, x, y, size) {
  pen.moveTo(x - size, y - size);
  pen.lineTo(x + size, y + size);
  pen.moveTo(x - size, y + size);
  pen.lineTo(x + size, y - size);
}

/** @param {Pen} pen @param {any} x @param {any} y @param {any} size */
function traceTriangle(pen, x, y, size) {
  pen.moveTo(x, y - size);
  pen.lineTo(x + size, y + 0.8 * size);
  pen.lineTo(x - size, y + 0.8 * size);
  pen.closePath();
}

/** @param {Pen} pen @param {any} point @param {any} x @param {any} y */
function drawFound(pen, point, x, y) {
  pen.beginPath();
  pen.lineWidth = 2.2;
  pen.strokeStyle = pen.fillStyle = "#1f2933";
  if (point.kind === "saddle") traceCross(pen, x, y, 4);
  else if (point.kind === "maximum") traceTriangle(pen, x, y, 5.5);
  else pen.arc(x, y, 5, 0, 2 * Math.PI);
  pen.stroke();
  if (point.lowest) pen.fill();
}

/**
 * An arrow from one place to another, on a light casing so that it shows on every band.
 * @param {Pen} pen
 * @param {any} given2
 * @param {any} given3
 * @param {any} colour
 * @param {any} [width]
 */
export function drawArrow(pen, [x1, y1], [x2, y2], colour, width = 3) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < 1.5) return;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const head = Math.min(4 * width, 0.6 * length);
  const [bx, by] = [x2 - head * ux, y2 - head * uy];
  /** @param {any} extra @param {any} style */
  const shape = (extra, style) => {
    pen.strokeStyle = pen.fillStyle = style;
    pen.lineWidth = width + extra;
    pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(bx, by);
    pen.stroke();
    pen.beginPath();
    pen.moveTo(x2, y2);
    pen.lineTo(bx - 0.5 * head * uy, by + 0.5 * head * ux);
    pen.lineTo(bx + 0.5 * head * uy, by - 0.5 * head * ux);
    pen.closePath();
    pen.lineWidth = extra;
    if (extra) pen.stroke();
    pen.fill();
  };
  shape(2.5, "rgba(255,255,255,0.9)");
  shape(0, colour);
}

/**
 * A map in `root`; `paint(pen, place)` draws what moves on it, where place(w1, w2) gives pixels.
 * @param {HTMLElement} root
 * @param {any} label
 */
export function bandMap(root, label) {
  const chart = chartGround(root, label, ["bands", "moving"]);
  const [still, moving] = chart.canvases;
  /** @type {any} */
  let shown;
  /** @type {any} */
  let area;

  // The ground is made no taller than the map needs, so that its axis stays close under it.
  /** @param {any} given */
  function fit({ w1, w2 }) {
    chart.ground.style.maxHeight = "none";
    const room = chart.box();
    const [across, up] = [w1.at(-1) - w1[0], w2.at(-1) - w2[0]];
    const scale = Math.min((room.right - room.left) / across, (room.bottom - room.top) / up);
    chart.ground.style.maxHeight = `${Math.ceil(scale * up + room.top + room.height - room.bottom)}px`;
    const box = chart.box();
    return { ...box, right: box.left + scale * across, bottom: box.top + scale * up };
  }

  function layout() {
    const box = shown && chart.box();
    if (!box?.width || box.right - box.left < 20) return;
    const { surface, names } = shown;
    area = fit(surface);
    area.x = axisScale([surface.w1[0], surface.w1.at(-1)], [area.left, area.right]);
    area.y = axisScale([surface.w2[0], surface.w2.at(-1)], [area.bottom, area.top]);
    /** @param {any} values @param {any} scale @param {any} room */
    const marks = (values, scale, room) =>
      linearTicks([values[0], values.at(-1)], room / (4 * box.em)).ticks.map(({ value, label: text }) => ({
        at: scale(value),
        label: text,
      }));
    chart.drawAxes(
      {
        x: { title: names[0], marks: marks(surface.w1, area.x, area.right - area.left) },
        y: { title: names[1], marks: marks(surface.w2, area.y, area.bottom - area.top) },
      },
      area,
    );
    drawStill();
  }

  function drawStill() {
    const pen = sharpPen(still);
    if (!pen) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [area.right - area.left, area.bottom - area.top].map((side) => Math.round(side * ratio));
    const image = (shown.image ?? bandImage)(width, height, shown.surface, shown);
    pen.putImageData(image, Math.round(area.left * ratio), Math.round(area.top * ratio));
    for (const point of shown.surface.points) drawFound(pen, point, area.x(point.w[0]), area.y(point.w[1]));
  }

  return {
    ground: chart.ground,
    get area() {
      return area;
    },
    /**
     * Shows a surface: { surface, names, knots, colours }, or an `image(width, height, surface, shown)` of its own.
     * @param {any} next
     */
    show(next) {
      shown = next;
      layout();
    },
    layout,
    /**
     * Draws what moves: `paint(pen, place)`.
     * @param {any} paint
     */
    draw(paint) {
      const pen = area && sharpPen(moving);
      if (pen) paint(pen, (/** @type {any} */ w) => [area.x(w[0]), area.y(w[1])]);
    },
    /**
     * The weights at a pixel of the map, held inside the window.
     * @param {any} x
     * @param {any} y
     */
    weightsAtPixel(x, y) {
      /** @param {any} value @param {any} from @param {any} to */
      const share = (value, from, to) => Math.min(1, Math.max(0, (value - from) / (to - from)));
      const { w1, w2 } = shown.surface;
      return [
        w1[0] + share(x, area.left, area.right) * (w1.at(-1) - w1[0]),
        w2[0] + share(y, area.bottom, area.top) * (w2.at(-1) - w2[0]),
      ];
    },
  };
}
