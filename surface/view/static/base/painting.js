// When the page has been painted.

/**
 * Calls back once what has been drawn is on the screen; at once where nothing is being painted, as in a hidden tab.
 * @param {() => void} next
 */
export function afterPainting(next) {
  if (document.hidden) next();
  else requestAnimationFrame(() => setTimeout(next));
}
