// The shapes of an SVG drawing on the page, drawn by a pen: for those few elements that the player's pictures have.

import { SvgPath, SvgPen } from "./svgpen.js";

/** @type {Record<string, CanvasTextBaseline>} */
const BASELINES = { hanging: "hanging", central: "middle", middle: "middle" };
const GROUPS = "svg, g";
const HIDDEN = "defs, title, clipPath";

/** @param {Element} node @param {string} name */
const numberOf = (node, name) => Number(node.getAttribute(name) ?? 0);

/**
 * The outline of a shape as path data; "" of what is none.
 * @param {Element} shape
 */
function dataOf(shape) {
  /** @param {string} name */
  const at = (name) => numberOf(shape, name);
  /** @type {Record<string, () => string>} */
  const sorts = {
    path: () => shape.getAttribute("d") ?? "",
    line: () => `M${at("x1")} ${at("y1")}L${at("x2")} ${at("y2")}`,
    rect: () => `M${at("x")} ${at("y")}h${at("width")}v${at("height")}h${-at("width")}z`,
    polygon: () => `M${shape.getAttribute("points")}z`,
    circle: () => {
      const [x, y, r] = [at("cx"), at("cy"), at("r")];
      return `M${x - r} ${y}A${r} ${r} 0 0 1 ${x + r} ${y}A${r} ${r} 0 0 1 ${x - r} ${y}z`;
    },
  };
  return sorts[shape.tagName]?.() ?? "";
}

/**
 * An outline of path data, as the pen takes it.
 * @param {Pen} pen
 * @param {string} d
 */
function outlineFrom(pen, d) {
  if (!(pen instanceof SvgPen)) return new Path2D(d);
  return /** @type {Path2D} */ (/** @type {unknown} */ (Object.assign(new SvgPath(), { d })));
}

/**
 * Places the pen where an element has its own units; `origin` is where the pen's zero lies on the screen.
 * @param {Pen} pen
 * @param {SVGGraphicsElement} node
 * @param {Pair} origin
 */
function placeOn(pen, node, [left, top]) {
  const { a, b, c, d, e, f } = node.getScreenCTM() ?? new DOMMatrix();
  pen.transform(a, b, c, d, e - left, f - top);
}

/**
 * Lets the pen draw only inside the clip path that an element names, where it names one.
 * @param {Pen} pen
 * @param {SVGGraphicsElement} node
 * @param {Pair} origin
 */
function clipTo(pen, node, origin) {
  const name = /#([^"')]+)/.exec(node.getAttribute("clip-path") ?? "")?.[1];
  const shapes = name ? [...(document.getElementById(name)?.children ?? [])] : [];
  if (!shapes.length) return;
  const { a, b, c, d, e, f } = DOMMatrix.fromMatrix(node.getScreenCTM() ?? undefined);
  const there = new DOMMatrix([a, b, c, d, e - origin[0], f - origin[1]]);
  const back = there.inverse();
  pen.transform(there.a, there.b, there.c, there.d, there.e, there.f);
  pen.clip(outlineFrom(pen, shapes.map(dataOf).join("")));
  pen.transform(back.a, back.b, back.c, back.d, back.e, back.f);
}

/** The font of an element, as a pen takes it. */
export function fontOf(/** @type {CSSStyleDeclaration} */ style) {
  return `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`.replace(/^normal /, "");
}

/** @param {Pen} pen @param {Element} node @param {CSSStyleDeclaration} style */
function writeText(pen, node, style) {
  const anchor = { middle: "center", end: "right" }[style.textAnchor] ?? "left";
  pen.font = fontOf(style);
  pen.textAlign = /** @type {CanvasTextAlign} */ (anchor);
  pen.textBaseline = BASELINES[style.dominantBaseline] ?? "alphabetic";
  pen.fillText(node.textContent ?? "", numberOf(node, "x"), numberOf(node, "y"));
}

/**
 * Whether a colour, as the page has it, covers anything.
 * @param {string} paint
 */
export const isThere = (paint) => !["none", "transparent"].includes(paint) && !/[,/]\s*0\)$/.test(paint);

/** @param {Pen} pen @param {Element} node @param {CSSStyleDeclaration} style @param {number} alpha */
function drawShape(pen, node, style, alpha) {
  const outline = outlineFrom(pen, dataOf(node));
  pen.lineJoin = /** @type {CanvasLineJoin} */ (style.strokeLinejoin);
  pen.lineCap = /** @type {CanvasLineCap} */ (style.strokeLinecap);
  if (isThere(style.fill) && node.tagName !== "line") {
    pen.globalAlpha = alpha * Number(style.fillOpacity);
    pen.fillStyle = style.fill;
    pen.fill(outline);
  }
  const width = parseFloat(style.strokeWidth);
  const covering = alpha * Number(style.strokeOpacity);
  if (!isThere(style.stroke) || !(width > 0) || !(covering > 0)) return;
  pen.globalAlpha = covering;
  pen.strokeStyle = style.stroke;
  pen.lineWidth = width;
  pen.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(",").map(parseFloat));
  pen.stroke(outline);
}

/**
 * Draws an SVG element of the page and all that it holds.
 * @param {Pen} pen
 * @param {SVGGraphicsElement} node
 * @param {Pair} origin
 * @param {number} [around] how much what it stands in covers
 */
export function drawShapes(pen, node, origin, around = 1) {
  if (node.matches(HIDDEN)) return;
  const style = getComputedStyle(node);
  if (style.display === "none" || style.visibility === "hidden") return;
  const alpha = around * Number(style.opacity);
  pen.save();
  clipTo(pen, node, origin);
  if (node.matches(GROUPS)) {
    for (const child of node.children) drawShapes(pen, /** @type {SVGGraphicsElement} */ (child), origin, alpha);
  } else {
    placeOn(pen, node, origin);
    pen.globalAlpha = alpha * Number(style.fillOpacity);
    pen.fillStyle = style.fill;
    if (node.tagName === "text") writeText(pen, node, style);
    else if (dataOf(node)) drawShape(pen, node, style, alpha);
  }
  pen.restore();
}
