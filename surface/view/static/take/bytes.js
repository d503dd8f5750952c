// Numbers as the bytes of a file, the largest first.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * A whole number in so many bytes.
 * @param {number} value
 * @param {number} count
 * @returns {Bytes}
 */
export function uint(value, count) {
  const bytes = new Uint8Array(count);
  for (let n = count - 1, rest = value; n >= 0; n--) {
    bytes[n] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

/** A number with its fraction, in eight bytes. */
export function float64(/** @type {number} */ value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

/** A text of letters that take one byte each. */
export const ascii = (/** @type {string} */ text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/**
 * Parts one after another.
 * @param {Bytes[]} parts
 * @returns {Bytes}
 */
export function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
