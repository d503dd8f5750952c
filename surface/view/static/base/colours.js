// Colours as numbers: read, mixed, and taken from a scale.

/** Water, on the map and on the surface. */
export const WATER = [43, 111, 179];

/**
 * The channels [red, green, blue] of a colour written as "#rrggbb".
 * @param {string} hex
 */
export function channelsOf(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/**
 * The channels between two colours, at a share of the way from the first.
 * @param {number[]} first
 * @param {number[]} second
 * @param {number} share
 */
export function mixed(first, second, share) {
  return first.map((value, c) => value + share * (second[c] - value));
}

/**
 * Channels as CSS has them.
 * @param {number[]} channels
 */
export function cssColour(channels) {
  return `rgb(${channels.map(Math.round).join(",")})`;
}

/**
 * The channels at a share from 0 to 1 of a row of colours, "#rrggbb", evenly apart.
 * @param {string[]} colours
 * @param {number} share
 */
export function scaleColour(colours, share) {
  const at = Math.min(1, Math.max(0, share)) * (colours.length - 1);
  const n = Math.min(colours.length - 2, Math.floor(at));
  return mixed(channelsOf(colours[n]), channelsOf(colours[n + 1]), at - n);
}

const known = new Map(); // reading a colour back from a canvas takes milliseconds, and there are only a few

/**
 * The channels [red, green, blue, alpha], from 0 to 255, of any colour that CSS knows.
 * @param {string} colour
 */
export function readColour(colour) {
  if (!known.has(colour)) {
    const canvas = document.createElement("canvas");
    const pen = /** @type {Pen} */ (canvas.getContext("2d", { willReadFrequently: true }));
    pen.fillStyle = "#ffffff"; // stays where the next is no colour
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    known.set(colour, [...pen.getImageData(0, 0, 1, 1).data]);
  }
  return known.get(colour);
}
