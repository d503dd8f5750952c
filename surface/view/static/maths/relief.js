// Contour levels: even in the error or its logarithm, or half even and half by the area of the map between them.
// As surface/figures/relief.py has it.

const LEVEL_COUNT = 14;
const DECADES = 12;
const ROUND_STEPS = [1, 2, 2.5, 5, 10];

/** @param {Numbers} error */
function sortedFinite(error) {
  const values = Float64Array.from(error).filter(Number.isFinite).sort();
  return values.length ? values : new Float64Array(1);
}

// The values at even shares of the way, where `place` is how far along each of them lies.
/** @param {number[] | Float64Array} values @param {number} count */
function spreadOver(values, count) {
  const [low, high] = [values[0], values[values.length - 1]];
  const last = values.length - 1;
  /** @param {number} n */
  const place = (n) => ((values[n] - low) / (high - low) + n / last) / 2;
  const out = [];
  for (let step = 1, n = 0; step < count; step++) {
    const share = step / count;
    while (n < last - 1 && place(n + 1) < share) n++;
    const [from, to] = [place(n), place(n + 1)];
    out.push(values[n] + ((share - from) / (to - from)) * (values[n + 1] - values[n]));
  }
  return out;
}

// Half to even, as Python rounds.
/** @param {number} value */
function evenRound(value) {
  const near = Math.round(value);
  return near - value === 0.5 && near % 2 ? near - 1 : near;
}

/** @param {number[] | Float64Array} values */
const unique = (values) => [...new Set(values)].sort((a, b) => a - b);

// Each inner value in round numbers: 1, 2 or 5 times the power of ten that it has room for.
/** @param {number[]} spread */
function rounded(spread) {
  const out = [];
  for (let n = 1; n < spread.length - 1; n++) {
    const room = Math.min(spread[n] - spread[n - 1], spread[n + 1] - spread[n]);
    if (!(room > 0)) continue;
    const decade = 10 ** Math.floor(Math.log10(room));
    const lead = room / decade;
    const unit = decade * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
    out.push(evenRound(spread[n] / unit) * unit);
  }
  return unique(out);
}

/** @param {number[] | Float64Array} values */
function levelsOf(values) {
  const [low, high] = [values[0], values[values.length - 1]];
  if (low === high) return [];
  return rounded([low, ...spreadOver(values, LEVEL_COUNT), high]).filter((level) => level > low && level < high);
}

/** @param {number[] | Float64Array} values */
function logLevelsOf(values) {
  const exponents = levelsOf(values.map(Math.log10));
  const apart = exponents.slice(1).every((exponent, n) => exponent - exponents[n] > 0.25);
  const digits = exponents.length > 1 && apart ? 0 : 1;
  const levels = exponents.map((exponent) => {
    const size = 10 ** (Math.floor(exponent) - digits);
    return evenRound(10 ** exponent / size) * size;
  });
  return unique(levels).filter((level) => level > values[0] && level < values[values.length - 1]);
}

/**
 * The number that is nearest to another, in ratio, among 1, 2, 2.5 and 5 times a power of ten.
 * @param {number} rough
 */
function roundStep(rough) {
  const decade = 10 ** Math.floor(Math.log10(rough));
  /** @param {number} step */
  const off = (step) => Math.abs(Math.log(step / rough));
  return ROUND_STEPS.map((lead) => lead * decade).reduce((best, step) => (off(step) < off(best) ? step : best));
}

/**
 * Multiples of a round step from one at or below `low` to one at or above `high`.
 * @param {number} low
 * @param {number} high
 */
function evenKnots(low, high) {
  if (low === high) return [low, high];
  const step = roundStep((high - low) / LEVEL_COUNT);
  const first = Math.floor(low / step);
  const count = Math.ceil(high / step) - first + 1;
  const stops = unique(Array.from({ length: count }, (_, n) => Number(((first + n) * step).toPrecision(15))));
  return stops.length > 1 ? stops : [low, high];
}

/**
 * The errors at which the shade is 0, 1, 2, …: all contour levels, with one at either end that may lie outside; by
 * area, the smallest error, the levels, the largest.
 * @param {Numbers} error
 * @param {Scale} [scale]
 * @param {Spacing} [spacing]
 */
export function knotsOf(error, scale = "linear", spacing = "even") {
  const finite = sortedFinite(error);
  const top = finite[finite.length - 1];
  const values = scale === "log" ? finite.map((e) => Math.max(e, (top > 0 ? top : 1) * 10 ** -DECADES)) : finite;
  const [low, high] = [values[0], values[values.length - 1]];
  if (spacing === "area") return [low, ...(scale === "log" ? logLevelsOf(values) : levelsOf(values)), high];
  if (scale === "linear") return evenKnots(low, high);
  return evenKnots(Math.log10(low), Math.log10(high)).map((exponent) => 10 ** exponent);
}

/**
 * The number of the band between two knots that an error lies in: how many of the inner knots are not above it.
 * @param {number} error
 * @param {Numbers} knots
 */
export function bandOf(error, knots) {
  let low = 1;
  let high = knots.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (knots[middle] <= error) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
