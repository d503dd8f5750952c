// The colours in force, read from the page: Streamlit's --st-* variables, or the standalone page's own.

import { readColour } from "./colours.js";

/**
 * Whether a colour is nearer to black than to white.
 * @param {string} colour
 */
export function isDark(colour) {
  const [red, green, blue] = readColour(colour);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

/**
 * What the panels need to know of the theme around `root`.
 * @param {HTMLElement} root
 */
export function themeOf(root) {
  const style = getComputedStyle(root);
  /** @param {string} name */
  const variable = (name) => style.getPropertyValue(name).trim();
  const background = variable("--player-paper") || "#ffffff";
  return {
    dark: isDark(background),
    text: variable("--player-ink") || "#1f2933",
    muted: variable("--player-muted") || "#5c6773",
    background,
    bad: variable("--player-bad-plain") || "#d0591a",
    grid: variable("--player-rule") || "#d5d9de",
    font: style.fontFamily,
    enlarged: Number(variable("--player-enlarged")) || 1, // in presentation mode Plotly's labels grow with the type
  };
}

/** Whether the reader asked the system for less motion. */
export function prefersReducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
