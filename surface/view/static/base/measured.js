// The sizes of places on the page, as the browser tells when they change: to ask at each frame would lay the page out
// again each time, as the texts on it have changed by then.

/** @typedef {{ width: number, height: number, type: number, theme: unknown }} Measures */

/** @type {WeakMap<Element, Measures>} */
const known = new WeakMap();

/** @type {WeakSet<Element>} */
const watched = new WeakSet();
/** @type {ResizeObserver | null} */
let observer = null;

/**
 * The size of a place and of its type, as the page has it now.
 * @param {HTMLElement} place
 */
export function measured(place) {
  return { width: place.clientWidth, height: place.clientHeight, type: typeOf(place) };
}

/**
 * The size of the type at a place; as usual where the page has let go of it.
 * @param {HTMLElement} place
 */
const typeOf = (place) => parseFloat(getComputedStyle(place).fontSize) || 16;

/**
 * Forgets what is known of a place once it has another size. Once for each: the browser answers each wish to watch.
 * @param {Element} place
 */
function watch(place) {
  if (watched.has(place)) return;
  watched.add(place);
  observer ??= new ResizeObserver((entries) => entries.forEach(({ target }) => known.delete(target)));
  observer.observe(place);
}

/**
 * The size of a place in pixels, and of its type, asked for again once the size or the theme is another one.
 * @param {HTMLElement} place
 * @param {unknown} [theme] what the place is drawn in; null where its type is not asked for
 * @returns {Measures}
 */
export function measuresOf(place, theme = null) {
  let found = known.get(place);
  if (!found) {
    found = { width: place.clientWidth, height: place.clientHeight, type: 0, theme: null };
    // One that is hidden may be there, and drawn, before the browser tells of it.
    if (found.width && found.height) known.set(place, found);
    watch(place);
  }
  if (theme !== null && found.theme !== theme) {
    found.type = typeOf(place);
    found.theme = theme;
  }
  return found;
}
