// Making elements: every text goes through textContent, so data can never become markup.

import { penFor } from "./inking.js";

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const MATH_NAMESPACE = "http://www.w3.org/1998/Math/MathML";

/**
 * @template {Element} Made
 * @param {Made} node
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function furnish(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.map((child) => (typeof child === "number" ? String(child) : child)));
  return node;
}

/**
 * An HTML element; attributes named on… are listeners, children are nodes or text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
export function element(tag, attributes = {}, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

/**
 * An SVG element, otherwise as `element`.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
export function svgElement(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);
}

/**
 * A MathML element, otherwise as `element`.
 * @template {keyof MathMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
export function mathElement(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(MATH_NAMESPACE, tag), attributes, children);
}

/** The pen of a canvas. */
export function penOf(/** @type {HTMLCanvasElement} */ canvas) {
  return penFor(canvas);
}

/**
 * Sets a node's text, touching the page only when it changed.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Sets an attribute, touching the page only when it changed.
 * @param {Element} node
 * @param {string} name
 * @param {string | number | boolean} value
 */
export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}
