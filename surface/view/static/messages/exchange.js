// The exchange of messages with Python about what the reader let go of: each is sent, but of one kind only the newest.
// One message is on its way at a time. It carries a turn, which Python notes and its answer, the next message about the
// runs, names; until then, or until patience ends, the others wait.

const PATIENCE = 4000; // milliseconds after which a lost answer is no longer waited for
const TURNING = ["start", "restore", "setting", "choose"];

/**
 * Whether messages of this name take turns; all others are sent at once.
 * @param {string} name
 */
export function takesTurns(name) {
  return TURNING.includes(name);
}

/** @typedef {import("./protocol.js").Told} Told */

export class Exchange {
  /**
   * `send(name, told)` takes a message away. `afterwards(next)` calls back when an answer has been painted, for the
   * next message makes the page busy.
   * @param {Tell} send
   * @param {(next: () => void) => void} [afterwards]
   */
  constructor(send, afterwards = (next) => next()) {
    this.send = send;
    this.afterwards = afterwards;
    /** @type {{ name: string, told: Told, kind: string }[]} */
    this.waiting = [];
    this.turn = 0;
    this.busy = false;
    this.timer = 0;
  }

  get idle() {
    return !this.busy && !this.waiting.length;
  }

  /**
   * Sends a message, or lets it wait for the answer to the one before.
   * @param {string} name
   * @param {Told} told of one run
   */
  post(name, told) {
    const kind = name === "choose" ? name : `${name} ${told.value.run} ${told.value.name}`;
    this.waiting = this.waiting.filter((one) => one.kind !== kind);
    this.waiting.push({ name, told, kind });
    this.next();
  }

  next() {
    const message = this.busy ? undefined : this.waiting.shift();
    if (!message) return;
    const { name, told } = message;
    this.busy = true;
    this.turn += 1;
    this.timer = setTimeout(() => this.answered(this.turn), PATIENCE);
    this.send(name, { ...told, turn: this.turn });
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
