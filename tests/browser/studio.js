// A page with the two big pictures alone, side by side.

const { decodeScene, decodeSurface } = modules.decode;
const { AS_OPENED, arranged } = modules.arranged;
const { OPENING_HEAD } = modules.playhead;
const theme = { dark: false, text: "#1f2933", background: "#ffffff", grid: "#d5d9de", font: "sans-serif" };

window.heard = []; // [name, value]: all that the panels told
const context = {
  Plotly,
  emit: (name, value) => heard.push([name, value]),
  theme: () => theme,
  reducedMotion: false,
};
const root = (name) => document.querySelector(`#${name}`);
/** Panels that have seen nothing yet, in place of those that were there. */
window.begin = () => {
  for (const panel of Object.values(window.panels ?? {})) panel.destroy();
  for (const name of ["surface", "map"]) root(name).replaceChildren();
  heard.length = 0;
  window.panels = {
    surface: modules.scene3d.scene3dPanel(root("surface"), context),
    map: modules.map.mapPanel(root("map"), context),
  };
};
begin();
window.plotOf = (name) => document.querySelector(`#${name} .js-plotly-plot`);
window.show = async (picture) => {
  const message = { ...picture.runs, events: ["start", "choose"] };
  const decoded = decodeScene(message, decodeSurface(picture.surface));
  window.scene = arranged({ ...decoded, region: null, random_starts: null }, AS_OPENED);
  await Promise.all(Object.values(panels).map((panel) => panel.update(window.scene)));
};
window.draw = (head) => {
  for (const panel of Object.values(panels)) panel.draw({ ...OPENING_HEAD, ...head });
};
const frame = () => new Promise(requestAnimationFrame);
window.settled = () => new Promise((done) => setTimeout(done, 60)).then(frame).then(frame);
