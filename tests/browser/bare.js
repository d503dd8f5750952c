// The bare page's own script: one player, everything that it told, and what Python answers.

const { createPlayer } = modules.player;
const { surfaces } = modules.surfaces;
const { randomStarts } = modules.randomstarts;

window.modules = modules;
window.giveRoom = modules.rooms.giveRoom;
window.heard = []; // [name, value]: all that the player told, and of what was done in turn the acts
window.spoilt = false; // whether a test changed what only a new page has whole again

function tell(name, told) {
  heard.push([name, told.acts ?? told.value]);
  window.answer?.(name, told).then((given) => given && window.show(given));
}

/** A new player, which has seen nothing yet. */
window.begin = () => {
  if (window.player?.room) leave();
  window.player?.destroy();
  const root = document.createElement("div");
  document.querySelector("#ground").replaceChildren(root);
  window.player = createPlayer(root, { plotly: Promise.resolve(Plotly), tell });
};

/** Gives the player what Python made, of which only the runs must be there; over when it is drawn. */
window.show = async (given) => {
  if (given.surface) surfaces.put(given.surface);
  if (given.randomStarts) randomStarts.put(given.randomStarts);
  window.player.update(given.runs);
  await twoFrames();
};

const frame = () => new Promise(requestAnimationFrame);
const twoFrames = async () => [await frame(), await frame()];
const plotOf = (name) => document.querySelector(`.player-panel-${name} .js-plotly-plot`);

/** Takes the player out of its modes, as far as they are on. */
function leave() {
  player.room.leave();
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  localStorage.clear();
  getSelection().removeAllRanges();
  document.activeElement.blur();
  scrollTo(0, 0);
  heard.length = 0;
}
window.leave = leave;

/** All that is seen of the player, and what it would do next, as one text. */
window.look = () => {
  const root = player.root.cloneNode(true);
  // What is said aloud has its own time.
  for (const part of root.querySelectorAll(".js-plotly-plot, .player-panel-announcer")) part.remove();
  root.removeAttribute("style");
  const values = Array.from(player.root.querySelectorAll("input"), ({ value, checked }) => [value, checked]);
  const { xaxis, yaxis } = plotOf("map")._fullLayout;
  const { eye, center, up } = plotOf("surface")?._fullLayout?.scene?._scene?.getCamera() ?? {}; // none without WebGL
  const { speed, step, playing } = player.playhead;
  const ranges = [xaxis.range, yaxis.range];
  const more = [...ranges, eye, center, up, speed, step, playing, player.changes.exchange.idle, location.href];
  return root.outerHTML + JSON.stringify([values, more]);
};
