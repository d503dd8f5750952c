// The runs that have arrived, each by what it was made of: the change of one sends no other again.

import { cache } from "./cache.js";

/** @typedef {{ version: number, key: string, run: RunsMessage["runs"][number] }} Track */

// A page has four runs at most: as they are, as they were, and as they come while a message is on its way.
export const tracks = cache(12, (/** @type {Track} */ { run }) => run);

/**
 * A message about the runs with those that were sent apart; null where one of them is still on its way.
 * @param {RunsMessage} message
 * @param {string[] | null} keys
 */
export function whole(message, keys) {
  if (!keys) return message;
  const runs = keys.map((key) => tracks.get(key)).filter((run) => run !== null);
  return runs.length === keys.length ? { ...message, runs } : null;
}
