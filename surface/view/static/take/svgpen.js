// A pen that writes SVG: what the drawing code asks of a canvas, as elements of a drawing that stays sharp at any size.

import { svgElement } from "../base/dom.js";

const IMAGE_DENSITY = 2; // pixels for each unit of a picture of pixels that stands in the drawing
/** @type {Record<string, string>} */
const ANCHORS = { left: "start", start: "start", center: "middle", right: "end", end: "end" };
/** Where the baseline lies under the place of a text, in the size of its type: few readers of SVG know the words. */
/** @type {Record<string, number>} */
const BASELINES = { alphabetic: 0, middle: 0.35, top: 0.78, hanging: 0.78, bottom: -0.22 };

/** @param {number} value */
const short = (value) => String(Number(value.toFixed(2)));

/** An outline by its path data, in the units of the pen as it is when it is drawn. */
export class SvgPath {
  d = "";
  open = false;

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.go("M", x, y);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.go(this.open ? "L" : "M", x, y);
  }

  /** @param {string} letter @param {number} x @param {number} y */
  go(letter, x, y) {
    if (!Number.isFinite(x + y)) return;
    this.d += `${letter}${short(x)} ${short(y)}`;
    this.open = true;
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.moveTo(x, y);
    this.d += `h${short(width)}v${short(height)}h${short(-width)}z`;
  }

  /** @param {number} x @param {number} y @param {number} radius @param {number} from @param {number} to */
  arc(x, y, radius, from, to) {
    /** @param {number} angle @returns {Pair} */
    const at = (angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    if (!Number.isFinite(x + y + radius)) return;
    this.lineTo(...at(from));
    // An arc of SVG that ends where it began is none: it is gone in two halves.
    for (const end of [(from + to) / 2, to]) {
      const [endX, endY] = at(end);
      this.d += `A${short(radius)} ${short(radius)} 0 0 1 ${short(endX)} ${short(endY)}`;
    }
  }

  closePath() {
    if (this.open) this.d += "z";
    this.open = false;
  }
}

/** What a pen starts with, and what is kept and given back with `save` and `restore`. */
const OPENING = {
  fillStyle: "#000000",
  strokeStyle: "#000000",
  lineWidth: 1,
  lineJoin: "miter",
  lineCap: "butt",
  globalAlpha: 1,
  font: "10px sans-serif",
  textAlign: "start",
  textBaseline: "alphabetic",
  dash: /** @type {number[]} */ ([]),
  clipped: "", // the name of the clip path in force
};

let names = 0; // of clip paths, which must differ within a drawing

/** @typedef {{ node: SVGElement, clipped: string }} Drawn */

export class SvgPen {
  /** @type {Drawn[]} */
  drawn = [];
  /** @type {SVGElement[]} */
  clips = [];
  /** @type {{ state: typeof OPENING, matrix: DOMMatrix }[]} */
  kept = [];
  matrix = new DOMMatrix();
  path = new SvgPath();
  fillStyle = OPENING.fillStyle;
  strokeStyle = OPENING.strokeStyle;
  lineWidth = OPENING.lineWidth;
  lineJoin = OPENING.lineJoin;
  lineCap = OPENING.lineCap;
  globalAlpha = OPENING.globalAlpha;
  font = OPENING.font;
  textAlign = OPENING.textAlign;
  textBaseline = OPENING.textBaseline;
  dash = OPENING.dash;
  clipped = OPENING.clipped;
  ruler = /** @type {Pen} */ (document.createElement("canvas").getContext("2d"));

  state() {
    const names = /** @type {(keyof typeof OPENING)[]} */ (Object.keys(OPENING));
    return /** @type {typeof OPENING} */ (Object.fromEntries(names.map((name) => [name, this[name]])));
  }

  save() {
    this.kept.push({ state: this.state(), matrix: this.matrix });
  }

  restore() {
    const last = this.kept.pop();
    if (last) Object.assign(this, last.state, { matrix: last.matrix });
  }

  /** @param {number} a @param {number} b @param {number} c @param {number} d @param {number} e @param {number} f */
  setTransform(a, b, c, d, e, f) {
    this.matrix = new DOMMatrix([a, b, c, d, e, f]);
  }

  /** @param {number} a @param {number} b @param {number} c @param {number} d @param {number} e @param {number} f */
  transform(a, b, c, d, e, f) {
    this.matrix = this.matrix.multiply(new DOMMatrix([a, b, c, d, e, f]));
  }

  /** @param {number} x @param {number} y */
  translate(x, y) {
    this.matrix = this.matrix.translate(x, y);
  }

  /** @param {number} x @param {number} y */
  scale(x, y) {
    this.matrix = this.matrix.scale(x, y);
  }

  /** @param {number} angle */
  rotate(angle) {
    this.matrix = this.matrix.rotate((180 * angle) / Math.PI);
  }

  beginPath() {
    this.path = new SvgPath();
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.path.moveTo(x, y);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.path.lineTo(x, y);
  }

  /** @param {number} x @param {number} y @param {number} radius @param {number} from @param {number} to */
  arc(x, y, radius, from, to) {
    this.path.arc(x, y, radius, from, to);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.path.rect(x, y, width, height);
  }

  closePath() {
    this.path.closePath();
  }

  /** @param {number[]} lengths */
  setLineDash(lengths) {
    this.dash = lengths;
  }

  /** @param {SvgPath} [outline] */
  clip(outline = this.path) {
    const id = `clip-${++names}`;
    const shape = svgElement("path", { d: outline.d, ...this.placed() });
    const within = this.clipped && { "clip-path": `url(#${this.clipped})` };
    this.clips.push(svgElement("clipPath", { id, clipPathUnits: "userSpaceOnUse", ...within }, shape));
    this.clipped = id;
  }

  /** @param {SvgPath} [outline] */
  fill(outline = this.path) {
    if (outline.d) this.put(svgElement("path", { d: outline.d, ...this.filled() }));
  }

  /** @param {SvgPath} [outline] */
  stroke(outline = this.path) {
    if (outline.d) this.put(svgElement("path", { d: outline.d, ...this.stroked() }));
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    this.put(svgElement("rect", { ...rectangle(x, y, width, height), ...this.filled() }));
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  strokeRect(x, y, width, height) {
    this.put(svgElement("rect", { ...rectangle(x, y, width, height), ...this.stroked() }));
  }

  /** An emptied canvas is one that nothing has been drawn on: no drawing code empties a part of one. */
  clearRect() {
    this.drawn = [];
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    this.put(svgElement("text", { ...this.written(x, y), ...this.filled() }, text));
  }

  /** @param {string} text @param {number} x @param {number} y */
  strokeText(text, x, y) {
    this.put(svgElement("text", { ...this.written(x, y), ...this.stroked(), "stroke-dasharray": null }, text));
  }

  /** @param {string} text */
  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  /**
   * A picture of pixels, as a canvas takes it: with the place that it has, or with the part of it that is taken first.
   * @param {CanvasImageSource} source
   * @param {...number} numbers
   */
  drawImage(source, ...numbers) {
    const [x, y, width, height] = numbers.slice(-4);
    const size = { width: Math.ceil(IMAGE_DENSITY * width), height: Math.ceil(IMAGE_DENSITY * height) };
    const copy = Object.assign(document.createElement("canvas"), size);
    const part = /** @type {[number, number, number, number]} */ (numbers.length > 4 ? numbers.slice(0, 4) : []);
    const pen = /** @type {Pen} */ (copy.getContext("2d"));
    if (part.length) pen.drawImage(source, ...part, 0, 0, size.width, size.height);
    else pen.drawImage(source, 0, 0, size.width, size.height);
    this.putImage(copy, rectangle(x, y, width, height));
  }

  /**
   * Pixels as they are, whatever the pen's place: the whole of what a layer shows.
   * @param {ImageData} image
   */
  putImageData(image) {
    const { width, height } = image;
    const copy = Object.assign(document.createElement("canvas"), { width, height });
    /** @type {Pen} */ (copy.getContext("2d")).putImageData(image, 0, 0);
    this.save();
    this.matrix = new DOMMatrix();
    this.putImage(copy, rectangle(0, 0, width, height));
    this.restore();
  }

  /** @param {HTMLCanvasElement} canvas @param {Attributes} place */
  putImage(canvas, place) {
    const href = canvas.toDataURL("image/png");
    const opacity = this.globalAlpha < 1 ? short(this.globalAlpha) : null;
    this.put(svgElement("image", { ...place, href, opacity, preserveAspectRatio: "none", ...this.placed() }));
  }

  /** @param {SVGElement} node */
  put(node) {
    this.drawn.push({ node, clipped: this.clipped });
  }

  placed() {
    const { a, b, c, d, e, f, isIdentity } = this.matrix;
    return isIdentity ? {} : { transform: `matrix(${[a, b, c, d, e, f].map((n) => Number(n.toFixed(4))).join(" ")})` };
  }

  filled() {
    return { fill: this.fillStyle, "fill-opacity": this.covering(), ...this.placed() };
  }

  stroked() {
    return {
      fill: "none",
      stroke: this.strokeStyle,
      "stroke-opacity": this.covering(),
      "stroke-width": short(this.lineWidth),
      "stroke-linejoin": this.lineJoin,
      "stroke-linecap": this.lineCap === "butt" ? null : this.lineCap,
      "stroke-dasharray": this.dash.length ? this.dash.map(short).join(" ") : null,
      ...this.placed(),
    };
  }

  /**
   * Puts in what another pen has drawn for a canvas, at its place among the rest.
   * @param {SvgPen} other
   * @param {{ width: number, height: number }} canvas its own pixels
   * @param {Box} box
   * @param {number[] | null} cuts what is cut off: [top, right, bottom, left]
   * @param {Attributes} look
   */
  putDrawing(other, canvas, box, cuts, look) {
    this.save();
    this.translate(box.left, box.top);
    if (cuts) this.path = new SvgPath();
    if (cuts) this.rect(cuts[3], cuts[0], Math.max(0, box.width - cuts[1] - cuts[3]), box.height - cuts[0] - cuts[2]);
    if (cuts) this.clip();
    this.scale(box.width / canvas.width, box.height / canvas.height);
    const group = other.group();
    for (const [name, value] of Object.entries({ ...look, ...this.placed() })) group.setAttribute(name, String(value));
    this.put(group);
    this.restore();
  }

  covering() {
    return this.globalAlpha < 1 ? short(this.globalAlpha) : null;
  }

  /** @param {number} x @param {number} y */
  written(x, y) {
    const size = parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? "10");
    return {
      x: short(x),
      y: short(y + BASELINES[this.textBaseline] * size),
      style: `font: ${this.font}`,
      "text-anchor": ANCHORS[this.textAlign] === "start" ? null : ANCHORS[this.textAlign],
    };
  }

  /** What has been drawn, in one group; what shares a clip is in a group of its own. */
  group() {
    const whole = svgElement("g", {}, ...this.clips);
    let open = { clipped: "", node: whole };
    for (const { node, clipped } of this.drawn) {
      if (clipped !== open.clipped) {
        open = { clipped, node: clipped ? svgElement("g", { "clip-path": `url(#${clipped})` }) : whole };
        if (clipped) whole.append(open.node);
      }
      open.node.append(node);
    }
    return whole;
  }
}

/** @param {number} x @param {number} y @param {number} width @param {number} height */
function rectangle(x, y, width, height) {
  return { x: short(x), y: short(y), width: short(width), height: short(height) };
}
