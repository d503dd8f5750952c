// The starts that were, to go back to and forth again. Pure.

const MOST_REMEMBERED = 100;

/** @param {Numbers} a @param {Numbers} b */
const sameStart = (a, b) => a[0] === b[0] && a[1] === b[1];
/** @param {number[][]} starts */
const allAtOne = (starts) => starts.length > 1 && starts.every((start) => sameStart(start, starts[0]));

/** A start that was: of one run, or of all of them together. */
/** @typedef {{ run: number, w: number[], together: boolean }} PastStart */

export class StartHistory {
  constructor() {
    /** @type {number[][] | null} */
    this.now = null;
    /** @type {PastStart[]} */
    this.past = [];
    /** @type {PastStart[]} */
    this.future = [];
  }

  /** Begins anew, with nothing to go back to. */
  forget() {
    this.now = null;
    this.past = [];
    this.future = [];
  }

  /**
   * Takes note of the starts [[w1, w2], …] as they stand: one that was moved, or one that all share, can be moved back.
   * @param {number[][]} starts
   */
  note(starts) {
    const before = this.now;
    this.now = starts;
    if (!before) return;
    const moved = starts.flatMap((start, run) => (before[run] && sameStart(before[run], start) ? [] : [run]));
    if (!moved.length && before.length === starts.length) return;
    const together = before.length === starts.length && allAtOne(before) && allAtOne(starts); // one start for all runs
    if ((moved.length > 1 && !together) || before.length !== starts.length) {
      this.past = [];
      this.future = [];
      return;
    }
    this.past = [...this.past, { run: moved[0], w: before[moved[0]], together }].slice(-MOST_REMEMBERED);
    this.future = [];
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }

  /** The start to put back, { run, w }, or null; it counts as put back. */
  undo() {
    return this.travel(this.past, this.future);
  }

  redo() {
    return this.travel(this.future, this.past);
  }

  /** @param {PastStart[]} from @param {PastStart[]} to */
  travel(from, to) {
    const start = this.now && from.pop();
    if (!this.now || !start) return null;
    to.push({ ...start, w: this.now[start.run] });
    this.now = this.now.map((w, run) => (run === start.run || start.together ? start.w : w));
    return start;
  }
}
