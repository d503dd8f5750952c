// The ground while it is zoomed or panned: what the window will show, from the evaluator and in the map's own colours,
// over a drawing that Plotly has stretched or left empty at its edges. It goes when the window has been drawn.

import { readColour } from "../base/colours.js";
import { penOf } from "../base/dom.js";
import { drawnEvaluatorOf } from "../maths/evaluator.js";
import { bandedScale } from "../maths/onepoint.js";
import { bandOf } from "../maths/relief.js";
import { evenPlaces, sampled } from "../maths/sampling.js";
import { layerCanvas, layOver } from "./layercanvas.js";
import { errorsOver } from "./water.js";

const MOST_WORK = 2e5; // units that fire for one picture
const [FEWEST, MOST] = [9, 97]; // nodes along each axis
const MOST_PIXELS = 400; // across and down: the page scales the picture up
const LINE = 0.82; // of a band's light, where it meets the next

/**
 * The colours of the bands between levels, with those of their lines: four bytes each.
 * @param {Surface} surface
 */
function bandColours({ map }) {
  const count = Math.max(1, map.layout.meta.knots.length - 1);
  const colours = bandedScale(map.data.find((trace) => trace.meta === "grid").colorscale, count);
  const bytes = new Uint8ClampedArray(8 * count);
  for (let n = 0; n < count; n++) {
    const channels = [...readColour(String(colours[2 * n][1]))].slice(0, 3);
    bytes.set([...channels, 255], 4 * n);
    bytes.set([...channels.map((value) => LINE * value), 255], 4 * (count + n));
  }
  return { count, ink: new Uint32Array(bytes.buffer) };
}

/** @param {HTMLElement} root */
export function terrainLayer(root) {
  const canvas = layerCanvas(root, "map-terrain");
  canvas.hidden = true;
  let drawn = "";

  /** @param {Scene} scene @param {PlotBox} box */
  function paint({ surface, network, data }, box) {
    const { width, height, range } = box;
    const [inner, outer] = layOver(canvas, box, Math.min(1, MOST_PIXELS / width, MOST_PIXELS / height));
    const evaluator = drawnEvaluatorOf({ network, data });
    const nodes = Math.min(MOST, Math.max(FEWEST, Math.floor(Math.sqrt(MOST_WORK / evaluator.cost))));
    const grid = { w1: evenPlaces(range.left, range.right, nodes), w2: evenPlaces(range.bottom, range.top, nodes) };
    const error = errorsOver({ ...grid, error: sampled(grid, evaluator) }, range, inner, outer);
    const image = new ImageData(inner, outer);
    fillTerrain(error, surface, new Uint32Array(image.data.buffer), inner);
    penOf(canvas).putImageData(image, 0, 0);
  }

  return {
    /**
     * Draws the ground of a box, or none.
     * @param {Scene} scene
     * @param {PlotBox | null} box
     */
    draw(scene, box) {
      const key = box ? `${scene.surface.key} ${JSON.stringify(box)}` : "";
      if (key === drawn) return;
      drawn = key;
      canvas.hidden = !box;
      if (box && box.width >= 1 && box.height >= 1) paint(scene, box);
    },
  };
}

/**
 * The bands that the errors of an image's pixels lie in, with a line where one meets the next.
 * @param {Float64Array} error
 * @param {Surface} surface
 * @param {Uint32Array} out
 * @param {number} width
 */
export function fillTerrain(error, surface, out, width) {
  const { count, ink } = bandColours(surface);
  const { knots } = surface.map.layout.meta;
  const bands = Int32Array.from(error, (value) => (Number.isFinite(value) ? bandOf(value, knots) : -1));
  for (let n = 0; n < out.length; n++) {
    const band = bands[n];
    const edge = (n % width && bands[n - 1] !== band) || (n >= width && bands[n - width] !== band);
    out[n] = band < 0 ? 0 : ink[edge ? count + band : band];
  }
}
