// Messages to Python about what is being dragged: one on its way at a time, and of those that wait the newest.

const PATIENCE = 4000; // milliseconds after which a lost answer is no longer waited for

export class Courier {
  /**
   * `send(name, value)` takes a message away; the value it is given carries a turn, which the answer names.
   * `afterwards(next)` calls back when an answer has been shown, for the next message makes the page busy.
   */
  constructor(send, afterwards = (next) => next()) {
    this.send = send;
    this.afterwards = afterwards;
    this.waiting = [];
    this.turn = 0;
    this.busy = false;
    this.timer = 0;
  }

  get idle() {
    return !this.busy && !this.waiting.length;
  }

  /**
   * Sends a message, or lets it wait; `passing` ones give way to whatever is newer, others to the newest of their kind.
   */
  post(name, value, passing = false) {
    const kind = name === "choose" ? name : `${name} ${value.run} ${value.name ?? ""}`;
    this.waiting = this.waiting.filter((one) => !one.passing && one.kind !== kind);
    this.waiting.push({ name, value, passing, kind });
    this.next();
  }

  next() {
    if (this.busy || !this.waiting.length) return;
    const { name, value } = this.waiting.shift();
    this.busy = true;
    this.turn += 1;
    this.timer = setTimeout(() => this.answered(this.turn), PATIENCE);
    this.send(name, { ...value, turn: this.turn });
  }

  /** Hears which turn an answer is to; an answer to an earlier one changes nothing. */
  answered(turn) {
    if (!this.busy) this.turn = Math.max(this.turn, turn ?? 0);
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
