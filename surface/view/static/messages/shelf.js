// What arrives apart from the runs, because it is heavy: the newest few kept by key, and who waits is told.

/** A shelf for `most` things; `decode` takes apart what Python sent, which names itself by its key. */
export function shelf(most, decode) {
  const kept = new Map();
  const listeners = new Set();
  return {
    /** Keeps a thing as the newest, drops the oldest, and tells who waits. */
    deposit(sent) {
      const thing = kept.get(sent.key) ?? decode(sent);
      kept.delete(sent.key);
      kept.set(sent.key, thing);
      while (kept.size > most) kept.delete(kept.keys().next().value);
      for (const listener of [...listeners]) listener(sent.key);
    },

    /** The thing of this key, or null where none is wanted or it is still on its way. */
    get: (key) => kept.get(key) ?? null,

    /** Calls back with the key of whatever arrives; returns what ends it. */
    onArrival(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
