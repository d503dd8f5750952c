// Icons as SVG paths on a 24 × 24 ground: a bare machine has no glyphs for them.

import { svgElement } from "./dom.js";

/** @type {Record<string, string>} */
const ICON_PATHS = {
  first: "M6 5h2.4v14H6zM19 5.2v13.6L9.6 12z",
  back: "M14 5h2.4v14H14zM12.2 5.6v12.8L4 12z",
  play: "M7 4.6v14.8L19.4 12z",
  pause: "M6.4 5h3.9v14H6.4zM13.7 5h3.9v14h-3.9z",
  forward: "M7.6 5H10v14H7.6zM11.8 5.6v12.8L20 12z",
  last: "M15.6 5H18v14h-2.4zM5 5.2v13.6l9.4-6.8z",
  present: "M3 4h18v13.5H3zM5.2 6.2v9.1h13.6V6.2zM8 19h8v1.8H8z",
  keys:
    "M2.5 6h19v12h-19zM4.5 8v2h2V8zm4.2 0v2h2V8zm4.3 0v2h2V8zm4.3 0v2h2.2V8zM4.5 11.2v2h2v-2zm4.2 " +
    "0v2h2v-2zm4.3 0v2h2v-2zm4.3 0v2h2.2v-2zM7.5 14.4v1.8h9v-1.8z",
  fastest: "M5 3h2v18H5zM8 4h11l-3 4.2 3 4.3H8z",
  reached: "M9.6 17.6 4 12l1.8-1.8 3.8 3.8 8.6-8.6L20 7.2z",
  stuck: "M12 3 22 20.5H2zM11 9.5v5h2v-5zm0 6.5v2h2v-2z",
  shown:
    "M12 5C6.5 5 2.7 10 2 12c.7 2 4.5 7 10 7s9.3-5 10-7c-.7-2-4.5-7-10-7zm0 2.2c4 0 6.8 3.2 7.7 4.8" +
    "-.9 1.6-3.7 4.8-7.7 4.8S5.2 13.6 4.3 12C5.2 10.4 8 7.2 12 7.2zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  copy: "M8 3h12v13h-4v5H4V8h4zM10 5v9h8V5zM6 10v9h8v-3H8v-6z",
  cross: "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12 19 17.6 17.6 19 12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z",
  flat: "M3 10.8h18v2.4H3z",
  moving: "M4 10.8h11.2l-4-4L12.9 5l7 7-7 7-1.7-1.8 4-4H4z",
  away: "M12 4h8v8h-2.5V8.2L7.2 18.6l-1.8-1.8L15.8 6.5H12z",
  diverged: "M6.2 4.4 12 10.2l5.8-5.8 1.8 1.8-5.8 5.8 5.8 5.8-1.8 1.8-5.8-5.8-5.8 5.8-1.8-1.8 5.8-5.8-5.8-5.8z",
};

/**
 * An icon that says nothing to a screen reader: its button or its words do.
 * @param {string} name
 */
export function icon(name) {
  const path = svgElement("path", { d: ICON_PATHS[name], "fill-rule": "evenodd" });
  return svgElement("svg", { viewBox: "0 0 24 24", class: "player-icon", "aria-hidden": "true" }, path);
}

/**
 * Shows another icon in the place of the one that `icon` made.
 * @param {SVGElement} svg
 * @param {string} name
 */
export function changeIcon(svg, name) {
  /** @type {Element} */ (svg.firstChild).setAttribute("d", ICON_PATHS[name]);
}
