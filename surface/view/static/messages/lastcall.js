// Streamlit calls a component again whenever its data change, also before the call before has come to its end: what
// that one returns to clean up, it then runs at once, though the picture is the later call's too.

/** @type {WeakMap<HTMLElement, number>} */
const calls = new WeakMap();

/**
 * Counts a call for the component in this place; returns what tells whether no other has come since.
 * @param {HTMLElement} place
 */
export function countCall(place) {
  const number = (calls.get(place) ?? 0) + 1;
  calls.set(place, number);
  return () => calls.get(place) === number;
}

/**
 * What a call returns to clean up: it ends the picture where its place is gone from the page, and only there.
 * @param {HTMLElement} place
 * @param {() => void} end
 */
export function endWhenGone(place, end) {
  // The place is taken away in the same turn, before or after this is asked for.
  return () => void setTimeout(() => place.isConnected || end());
}
