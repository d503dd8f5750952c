// What arrives apart from the runs, because it is heavy: the newest few, by key.

import { isCurrent } from "./protocol.js";

/**
 * A cache of `most` things; `decode` takes apart what Python sent, which carries its own key.
 * @param {number} most
 * @param {(sent: any) => any} decode
 */
export function cache(most, decode) {
  const things = new Map();
  const listeners = new Set();
  return {
    /**
     * Stores a thing as the newest, removes the oldest, and calls the listeners.
     * @param {any} sent
     */
    put(sent) {
      if (!isCurrent(sent)) return; // the message about the runs is of the same version: the player says it once
      const thing = things.get(sent.key) ?? decode(sent);
      things.delete(sent.key);
      things.set(sent.key, thing);
      while (things.size > most) things.delete(things.keys().next().value);
      for (const listener of [...listeners]) listener(sent.key);
    },

    /**
     * The thing of this key; null for no key, and where it is still on its way.
     * @param {string | null} key
     */
    get: (/** @type {string | null} */ key) => things.get(key) ?? null,

    /**
     * Calls back with the key of whatever arrives; returns what ends it.
     * @param {any} listener
     */
    onArrival(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
