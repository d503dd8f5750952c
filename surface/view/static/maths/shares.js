// Each data point's share of the error at a step, as it is printed. Pure.

import { raised } from "../base/format.js";

/**
 * How numbers about as large as a total are written: as a share of a power of ten (0: of one), with so many decimals.
 * @param {number} total
 * @param {number} [digits]
 */
function writingOf(total, digits = 4) {
  if (!(total > 0) || !Number.isFinite(total)) return { power: 0, decimals: digits - 1 };
  const exponent = Number(total.toExponential(digits - 1).split("e")[1]);
  const plain = total >= 1e-3 && total < 1e5;
  return plain ? { power: 0, decimals: Math.max(0, digits - 1 - exponent) } : { power: exponent, decimals: digits - 1 };
}

/**
 * The shares as they are printed: { texts, total, unit }. What rounding takes from one is given to another (the largest
 * remainders first), so that the printed shares add up to the printed total, digit for digit.
 * @param {number[]} shares
 * @param {number} total
 */
export function printedShares(shares, total) {
  const { power, decimals } = writingOf(total);
  const unit = power ? `·10${raised(power)}` : "";
  if (![total, ...shares].every(Number.isFinite)) return { texts: shares.map(() => "–"), total: "–", unit: "" };
  const scale = 10 ** decimals;
  /** @param {number} value */
  const scaled = (value) => (value / 10 ** power) * scale;
  const counts = shares.map((share) => Math.floor(scaled(share)));
  const order = shares.map((share, n) => [scaled(share) - counts[n], n]).sort((a, b) => b[0] - a[0]);
  let missing = Math.round(scaled(total)) - counts.reduce((a, b) => a + b, 0);
  for (const [, n] of order) {
    if (missing <= 0) break;
    counts[n] += 1;
    missing -= 1;
  }
  for (const [, n] of order.reverse()) {
    if (missing >= 0 || counts[n] === 0) continue;
    counts[n] -= 1;
    missing += 1;
  }
  /** @param {number} count */
  const text = (count) => (count / scale).toFixed(decimals);
  return { texts: counts.map(text), total: text(Math.round(scaled(total))), unit };
}
