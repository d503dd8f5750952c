// The exchange of messages with Python about what the reader did: all of it is told, in the order in which it was done.
// One message is on its way at a time. It carries a turn, which Python notes and its answer, the next message about the
// runs, names; until then, or until patience ends, what is done waits, and goes together. Of two messages that wait for
// one run of the page Streamlit keeps the newer: one that goes without an answer to that before says all of it again,
// and Python passes over what it has heard.

import { IN_TURN } from "./events.js";
import { doubt } from "./silence.js";

const PATIENCE = 4000; // milliseconds after which what was done does not wait for an answer any more
const MOST_REPEATED = 5; // times in a row: what is never answered is not said for ever

/**
 * Whether events of this name take turns; all others are states, which stay.
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
    /** @type {Omit<Act, "turn">[]} */
    this.waiting = [];
    /** @type {Act[]} */
    this.sent = []; // and not answered
    this.turn = 0;
    this.overdue = false;
    this.repeated = 0; // times that it was said again, since the last answer
    this.timer = 0;
  }

  get idle() {
    return !this.sent.length && !this.waiting.length;
  }

  /**
   * Tells what was done, or lets it wait for the answer to the message before.
   * @param {string} name
   * @param {Told} content
   */
  post(name, content) {
    // Of which run is looked at only the last counts, and nothing is lost with those before.
    if (name === "choose") this.waiting = this.waiting.filter((act) => act.name !== name);
    this.waiting.push({ name, ...content });
    this.next();
  }

  next() {
    if ((!this.sent.length || this.overdue) && this.waiting.length) this.go();
  }

  go() {
    const turn = this.turn + 1;
    const acts = [...this.sent, ...this.waiting.map((act) => ({ ...act, turn }))];
    this.waiting = [];
    this.sent = acts;
    this.turn = turn;
    this.overdue = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onOverdue(), PATIENCE);
    this.send("acts", { acts, turn });
  }

  onOverdue() {
    this.overdue = true;
    doubt();
    this.next();
    if (this.overdue && this.repeated < MOST_REPEATED) this.timer = setTimeout(() => this.onOverdue(), PATIENCE);
  }

  /** Says it once more where its answer is overdue, from a server that is there and has nothing to do. */
  againIfOverdue() {
    if (!this.overdue || this.repeated >= MOST_REPEATED) return;
    this.repeated += 1;
    this.again();
  }

  /** Says nothing again by itself until the next answer: who went back in the browser has left it. */
  leave() {
    this.repeated = MOST_REPEATED;
  }

  /** Says once more what has had no answer: a message that was on its way while the server was gone was lost. */
  again() {
    if (!this.idle) this.go();
  }

  /**
   * Takes note of the turn that an answer is to: what went until then has been heard.
   * @param {number} turn
   */
  answered(turn) {
    if (!this.sent.length) this.turn = Math.max(this.turn, turn);
    this.repeated = 0;
    this.sent = this.sent.filter((act) => act.turn > turn);
    if (this.sent.length) return;
    clearTimeout(this.timer);
    if (this.waiting.length) this.afterwards(() => this.next());
  }

  end() {
    clearTimeout(this.timer);
    this.waiting = [];
  }
}
