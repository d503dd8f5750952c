// Numbers as a reader writes them: a true minus, powers of ten raised, no more digits than mean something.

/** @type {Record<string, string>} */
const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** @param {string} text */
function trueMinus(text) {
  return text.replace("-", "−");
}

/** @param {string} text */
function trimZeros(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/**
 * An integer as superscript digits.
 * @param {number} exponent
 */
export function raised(exponent) {
  return [...String(exponent)].map((digit) => RAISED[digit]).join("");
}

/** @param {number} value */
function notFinite(value) {
  if (Number.isNaN(value)) return "undefined";
  return value > 0 ? "∞" : "−∞";
}

/** @param {number} value @param {number} digits */
function powerOfTen(value, digits) {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${trueMinus(mantissa)}·10${raised(Number(exponent))}`;
}

/**
 * A number with this many significant digits, as a power of ten outside 0.001 … 99999.
 * @param {number} value
 * @param {number} [digits]
 */
export function formatNumber(value, digits = 4) {
  if (!Number.isFinite(value)) return notFinite(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) return powerOfTen(value, digits);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return trueMinus(value.toFixed(decimals));
}

/**
 * A number with a fixed number of decimals, so that it does not jump about while it counts.
 * @param {number} value
 * @param {number} [decimals]
 */
export function formatFixed(value, decimals = 3) {
  if (!Number.isFinite(value)) return notFinite(value);
  if (Math.abs(value) >= 1e5) return powerOfTen(value, decimals + 1);
  const text = value.toFixed(decimals);
  return trueMinus(Number(text) === 0 ? text.replace("-", "") : text);
}

/**
 * A setting as it was typed: short, without trailing zeros.
 * @param {number} value
 */
export function formatSetting(value) {
  if (!Number.isFinite(value)) return notFinite(value);
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-3 || size >= 1e5)) {
    const [mantissa, exponent] = value.toExponential(3).split("e");
    const short = trimZeros(mantissa);
    return short === "1" ? `10${raised(Number(exponent))}` : `${trueMinus(short)}·10${raised(Number(exponent))}`;
  }
  return trueMinus(trimZeros(value.toPrecision(6)));
}

/**
 * A tick of an axis whose ticks are this far apart.
 * @param {number} value
 * @param {number} spacing
 */
export function formatTick(value, spacing) {
  const decimals = Math.min(12, Math.max(0, Math.ceil(-Math.log10(spacing) - 1e-9)));
  if (Math.abs(value) >= 1e5 || decimals > 5) return value === 0 ? "0" : formatSetting(value);
  return trueMinus(value.toFixed(decimals).replace(/^-(0(\.0+)?)$/, "$1"));
}
