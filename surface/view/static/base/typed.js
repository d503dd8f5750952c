// Numbers as they are typed: read, or refused in the sentence that Python has for it (surface/descent/settings.py).

/**
 * What a number may be: at least or above `least`, up to or below `most`, and whole.
 * @typedef {Object} Room
 * @property {string} label
 * @property {number} least
 * @property {boolean} [above]
 * @property {number | null} most
 * @property {boolean} [upTo]
 * @property {boolean} [whole]
 */

/** @param {string} text */
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/**
 * A number as a sentence of Python's quotes it.
 * @param {number} value
 * @param {boolean} [short] whether without the digits of a fraction that is none
 */
export function quoted(value, short = false) {
  if (!Number.isFinite(value)) return value > 0 ? "inf" : value < 0 ? "-inf" : "nan";
  const size = Math.abs(value);
  if (size >= 1e16 || (size < 1e-4 && value !== 0)) return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return Number.isInteger(value) && !short ? `${value}.0` : String(value);
}

/**
 * What is wrong with a number, in one sentence; "" where nothing is.
 * @param {Room} room
 * @param {number} value
 */
export function refusalOf({ label, least, above, most, upTo, whole }, value) {
  /** @param {string} rule */
  const said = (rule) => `${capital(label)} must be ${rule}, got ${quoted(value, whole)}.`;
  if (!Number.isFinite(value)) return said("a finite number");
  if (whole && !Number.isInteger(value)) return said("a whole number");
  if (upTo && most !== null && (value < least || value > most)) return said(`from ${least} to ${most}`);
  if (above ? value <= least : value < least) return said(`${above ? "greater than" : "at least"} ${least}`);
  return most !== null && !upTo && value >= most ? said(`less than ${most}`) : "";
}

/**
 * What was typed: { value }, or { sentence } that says why it cannot be.
 * @param {Room} room
 * @param {string} text
 */
export function readTyped(room, text) {
  const plain = text.trim().replace("−", "-");
  if (!plain) return { sentence: `${capital(room.label)} must be a number, got nothing.` };
  // A comma before three digits may be of thousands, or of a fraction.
  if (/^[+-]?[1-9]\d{0,2}(,\d{3})+$/.test(plain)) {
    const either = [plain.replaceAll(",", ""), plain.replace(",", ".")].filter((one) => !one.includes(","));
    return {
      sentence: `${capital(room.label)} must be written as ${either.join(" or ")}, got '${plain.slice(0, 80)}'.`,
    };
  }
  const trimmed = plain.replace(/^([+-]?\d*),(\d*)$/, "$1.$2");
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (Number.isNaN(value)) return { sentence: `${capital(room.label)} must be a number, got '${text.slice(0, 80)}'.` };
  const sentence = refusalOf(room, value);
  return sentence ? { sentence } : { value };
}
