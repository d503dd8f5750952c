// Paper is light: what is drawn for the theme of the screen is drawn again for it, and then once more for the screen.

const drawn = new Set();

/**
 * Has `redraw` called when the theme turns to paper's and back; it has drawn when it returns. Returns what ends it.
 * @param {() => void} redraw
 */
export function onPaper(redraw) {
  drawn.add(redraw);
  return () => drawn.delete(redraw);
}

/**
 * Dresses the players for paper, or for the screen again.
 * @param {Iterable<HTMLElement>} players
 * @param {boolean} paper
 */
export function dressForPaper(players, paper) {
  for (const player of players) player.classList.toggle("player-on-paper", paper);
  for (const redraw of drawn) redraw();
}
