// The players that are on the page, for what takes a picture of one along: the one that came last is meant.

/** @typedef {ReturnType<typeof import("./player.js").createPlayer>} LivePlayer */
/** @typedef {{ player: LivePlayer, plotly: Promise<PlotlyLibrary> }} Live */

/** @type {Live[]} */
const live = [];

/**
 * Notes a player with the library that draws it; returns what strikes it off.
 * @param {LivePlayer} player
 * @param {Promise<PlotlyLibrary>} plotly
 */
export function enlist(player, plotly) {
  const entry = { player, plotly };
  live.push(entry);
  return () => {
    if (live.includes(entry)) live.splice(live.indexOf(entry), 1);
  };
}

/** The player that is seen, once it shows a scene. */
export const playerOnPage = () => live.findLast(({ player }) => player.root.isConnected && player.scene) ?? null;
