// What arrives apart from the runs, because it is heavy: those used last, by key.

import { isCurrent } from "./protocol.js";

/**
 * A cache of `most` things; `decode` takes apart what Python sent, which carries its own key.
 * @template {{ key: string, version: number }} Sent
 * @template Thing
 * @param {number} most
 * @param {(sent: Sent) => Thing} decode
 */
export function cache(most, decode) {
  /** @type {Map<string, Thing>} */
  const things = new Map();
  /** @type {Set<(key: string) => void>} */
  const listeners = new Set();
  return {
    /**
     * Stores a thing as the newest, removes the oldest, and calls the listeners.
     * @param {Sent} sent
     */
    put(sent) {
      if (!isCurrent(sent)) return; // the message about the runs is of the same version: the player says it once
      const thing = things.get(sent.key) ?? decode(sent);
      things.delete(sent.key);
      things.set(sent.key, thing);
      for (const key of [...things.keys()].slice(0, -most)) things.delete(key);
      for (const listener of [...listeners]) listener(sent.key);
    },

    /**
     * The thing of this key, which is the newest then; null for no key, and where it is still on its way.
     * @param {string | null} key
     */
    get(key) {
      const thing = key === null ? undefined : things.get(key);
      if (key === null || thing === undefined) return null;
      things.delete(key);
      things.set(key, thing);
      return thing;
    },

    /** What gets things for one picture, and keeps its last: others on the page may push that out. */
    keeper() {
      /** @type {{ key: string, thing: Thing } | null} */
      let last = null;
      return (/** @type {string} */ key) => {
        const thing = things.get(key);
        if (thing) last = { key, thing };
        return last?.key === key ? last.thing : null;
      };
    },

    /**
     * Calls back with the key of whatever arrives; returns what ends it.
     * @param {(key: string) => void} listener
     */
    onArrival(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
