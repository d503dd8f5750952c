// The playhead: which step is shown and whether it moves. Pure; the caller brings the clock.

export const SPEEDS = [0.25, 0.5, 1, 2, 4];

// A longer gap between two frames is a hidden tab or a stall, not time that was watched.
const LONGEST_FRAME_SECONDS = 0.1;
const STEPS_PER_SECOND = 20;
const SHORTEST_SECONDS = 3;
const LONGEST_SECONDS = 15;

/**
 * Seconds that a whole run takes at speed 1: 20 steps a second, but never a blink and never a wait.
 * @param {number} steps
 */
export function playingSeconds(steps) {
  const shortest = Math.min(SHORTEST_SECONDS, steps);
  return Math.min(LONGEST_SECONDS, Math.max(steps / STEPS_PER_SECOND, shortest));
}

/** What every panel is drawn with, as a scene opens: the playhead, and what the reader has switched on. */
/** @type {Head} */
export const OPENING_HEAD = {
  step: 0,
  playing: false,
  suspense: false,
  chosen: 0,
  arrows: {},
  layers: { points: true, slopes: false, water: false },
  probe: null,
  slopeWords: "",
  level: null,
  ahead: false,
  canUndo: false,
  canRedo: false,
};

export class Playhead {
  constructor() {
    this.step = 0;
    this.last = 0;
    this.speed = 1;
    this.playing = false;
    this.stamp = null;
  }

  get atEnd() {
    return this.step >= this.last;
  }

  /**
   * Takes another scene's number of steps, and stands at its end.
   * @param {number} last
   */
  open(last) {
    this.last = last;
    this.seek(last);
  }

  /**
   * Takes a new number of steps; a playhead that stood at the end stays at the end.
   * @param {number} last
   */
  resize(last) {
    const stoodAtEnd = this.atEnd && !this.playing;
    this.last = last;
    this.step = stoodAtEnd ? last : Math.min(this.step, last);
    if (this.atEnd) this.pause();
  }

  play() {
    if (this.last === 0) return;
    if (this.atEnd) this.step = 0;
    this.playing = true;
    this.stamp = null;
  }

  pause() {
    this.playing = false;
    this.stamp = null;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /**
   * Stops at a step, held inside the run.
   * @param {number} step
   */
  seek(step) {
    this.pause();
    this.step = Math.min(this.last, Math.max(0, step));
  }

  forward() {
    this.seek(Math.floor(this.step) + 1);
  }

  back() {
    this.seek(Math.ceil(this.step) - 1);
  }

  /**
   * Moves on to a frame's time stamp in milliseconds; the first stamp after play only starts the clock.
   * @param {number} stamp
   */
  tick(stamp) {
    if (!this.playing) return;
    const elapsed = this.stamp === null ? 0 : (stamp - this.stamp) / 1000;
    const counted = Math.min(LONGEST_FRAME_SECONDS, Math.max(0, elapsed));
    this.stamp = stamp;
    this.step = Math.min(this.last, this.step + (counted * this.speed * this.last) / playingSeconds(this.last));
    if (this.atEnd) this.pause();
  }
}
