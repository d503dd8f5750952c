// A server that is there and does not answer, as one that was frozen: what waits for an answer raises the doubt, and
// only then is the server asked how it is.

const PATIENCE = 3000; // milliseconds for an answer, and between two questions

/** @type {Set<() => void>} */
const doubters = new Set();

/** Says that an answer is overdue. */
export function doubt() {
  for (const doubter of doubters) doubter();
}

/**
 * Calls back with whether the server is silent, whenever that changes, and each time that it is well though an answer
 * is overdue; `ask(patience)` rejects where it does not answer in time. Returns what ends all.
 * @param {(patience: number) => Promise<unknown>} ask
 * @param {(silent: boolean) => void} said
 * @param {() => void} well
 */
export function watchSilence(ask, said, well) {
  let silent = false;
  let asking = false;
  let timer = 0;
  let ended = false;

  /** @param {boolean} now */
  function say(now) {
    if (silent !== now) said(now);
    silent = now;
  }

  async function doubted() {
    if (asking || ended) return;
    asking = true;
    const answered = await ask(PATIENCE).then(
      () => true,
      () => false,
    );
    asking = false;
    if (ended) return;
    say(!answered);
    if (answered) well();
    clearTimeout(timer);
    if (!answered) timer = setTimeout(doubted, PATIENCE);
  }

  doubters.add(doubted);
  return () => {
    ended = true;
    clearTimeout(timer);
    doubters.delete(doubted);
  };
}
