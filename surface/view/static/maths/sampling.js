// An error sampled over a grid, taken on in parts, so that none of them holds a frame up. Pure.

const WORK_AT_ONCE = 20_000; // units that fire between two looks at the clock

/**
 * How often something can be computed between two looks at the clock.
 * @param {number} cost of once, in units that fire
 */
export const timesAtOnce = (cost) => Math.max(1, Math.floor(WORK_AT_ONCE / cost));

/**
 * Even places over a stretch, both ends included.
 * @param {number} from
 * @param {number} to
 * @param {number} count
 */
export const evenPlaces = (from, to, count) =>
  Float64Array.from({ length: count }, (_, n) => (n === count - 1 ? to : from + (n * (to - from)) / (count - 1)));

/**
 * Where a grid begins and ends, to the right and then upwards.
 * @param {{ w1: Numbers, w2: Numbers }} grid
 */
export const windowEdges = ({ w1, w2 }) => [w1[0], w1[w1.length - 1], w2[0], w2[w2.length - 1]];

/** The error of an evaluator at the nodes of a grid, row by row. */
export class Sampling {
  /** @param {{ w1: Numbers, w2: Numbers }} grid @param {Evaluator} evaluator */
  constructor({ w1, w2 }, evaluator) {
    this.w1 = w1;
    this.w2 = w2;
    this.evaluator = evaluator;
    this.error = new Float64Array(w1.length * w2.length);
    this.taken = 0;
  }

  get done() {
    return this.taken === this.error.length;
  }

  /**
   * Goes on until all nodes are there, or until `late()`; at least by one.
   * @param {() => boolean} [late]
   */
  advance(late = () => false) {
    const { w1, w2, error, evaluator } = this;
    const many = timesAtOnce(evaluator.cost);
    while (!this.done) {
      const end = Math.min(error.length, this.taken + many);
      for (let n = this.taken; n < end; n++)
        error[n] = evaluator.error(w1[n % w1.length], w2[Math.floor(n / w1.length)]);
      this.taken = end;
      if (late()) return;
    }
  }
}

/**
 * The error sampled where a surface is.
 * @param {{ w1: Numbers, w2: Numbers }} grid
 * @param {Evaluator} evaluator
 */
export function sampled(grid, evaluator) {
  const sampling = new Sampling(grid, evaluator);
  sampling.advance();
  return sampling.error;
}
