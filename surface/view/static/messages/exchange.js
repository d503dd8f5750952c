// The exchange of messages with Python about what the reader did: all of it is told, in the order in which it was done.
// One message is on its way at a time. It carries a turn, which Python notes and its answer, the next message about the
// runs, names; until then, or until patience ends, what is done waits, and goes together.

import { IN_TURN } from "./events.js";

const PATIENCE = 4000; // milliseconds after which a lost answer is no longer waited for

/**
 * Whether events of this name take turns; all others are sent at once.
 * @param {string} name
 */
export function takesTurns(name) {
  return IN_TURN.includes(name);
}

/** @typedef {import("./events.js").Act} Act */
/** @typedef {import("./events.js").Told} Told */

export class Exchange {
  /**
   * `send("acts", value)` takes a message away. `afterwards(next)` calls back when an answer has been painted, for the
   * next message makes the page busy.
   * @param {Tell} send
   * @param {(next: () => void) => void} [afterwards]
   */
  constructor(send, afterwards = (next) => next()) {
    this.send = send;
    this.afterwards = afterwards;
    /** @type {Act[]} */
    this.waiting = [];
    this.turn = 0;
    this.busy = false;
    this.timer = 0;
  }

  get idle() {
    return !this.busy && !this.waiting.length;
  }

  /**
   * Tells what was done, or lets it wait for the answer to the message before.
   * @param {string} name
   * @param {Told} told
   */
  post(name, told) {
    // Of which run is looked at only the last counts, and nothing is lost with those before.
    if (name === "choose") this.waiting = this.waiting.filter((act) => act.name !== name);
    this.waiting.push({ name, ...told });
    this.next();
  }

  next() {
    if (this.busy || !this.waiting.length) return;
    const acts = this.waiting;
    this.waiting = [];
    this.busy = true;
    this.turn += 1;
    this.timer = setTimeout(() => this.answered(this.turn), PATIENCE);
    this.send("acts", { acts, turn: this.turn });
  }

  /**
   * Takes note of the turn that an answer is to; an answer to an earlier one changes nothing.
   * @param {number} turn
   */
  answered(turn) {
    if (!this.busy) this.turn = Math.max(this.turn, turn);
    else if (turn === this.turn) {
      clearTimeout(this.timer);
      this.busy = false;
      if (this.waiting.length) this.afterwards(() => this.next());
    }
  }

  end() {
    clearTimeout(this.timer);
    this.waiting = [];
  }
}
