// Water on the surface: ground below the level takes its colour by a change of the colour map on the graphics card,
// which costs no more than another picture; nothing of the surface is sent there again.

import { mixed, WATER } from "../base/colours.js";
import { shade } from "../messages/hydrate.js";

const SHORE = [31, 78, 128];
const SHORE_TEXELS = 2; // of the colour map, below the level
const DEPTH = 0.62; // how much of the ground's own colour water takes
const TEXELS = 256; // of Plotly's colour map
const SLOW = 60; // milliseconds for two frames
const REST = 120; // milliseconds after which a hand rests

/**
 * A colour map, four bytes for each colour, with water up to a level of the error.
 * @param {Numbers} dry the colours of the ground
 * @param {Numbers} knots the errors at which its bands end
 * @param {number} level
 */
export function floodedColours(dry, knots, level) {
  const wet = shade(Float64Array.of(level), knots)[0] / (knots.length - 1);
  const colours = Uint8Array.from(dry);
  for (let n = 0; n < TEXELS; n++) {
    const below = wet - n / (TEXELS - 1);
    if (below <= 0) break;
    const ground = [...colours.subarray(4 * n, 4 * n + 3)];
    const seen = below <= SHORE_TEXELS / (TEXELS - 1) ? SHORE : mixed(ground, WATER, DEPTH);
    colours.set(seen.map(Math.round), 4 * n);
  }
  return colours;
}

/**
 * The colours of a surface as Plotly has put them on the graphics card.
 * @param {PlotlyValue} gl
 * @param {PlotlyValue} colourMap
 */
function coloursOn(gl, colourMap) {
  const colours = new Uint8Array(4 * TEXELS);
  const frame = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, colourMap.handle, 0);
  gl.readPixels(0, 0, 1, TEXELS, gl.RGBA, gl.UNSIGNED_BYTE, colours);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.deleteFramebuffer(frame);
  return colours;
}

/**
 * Water on a drawn surface, changed only where its level is another one. Where a picture in 3D takes longer than the
 * frames of a hand, the map alone follows the hand, and the surface once it rests.
 */
export function floodedSurface() {
  /** @type {number | null} */
  let shown = null;
  /** @type {Uint8Array | null} */
  let dry = null; // its own colours
  let slow = false;
  let timer = 0;

  /** @param {PlotlyValue} glplot @param {Figure} figure */
  function change(glplot, figure) {
    const colourMap = glplot?.objects.find((/** @type {PlotlyValue} */ one) => one._colorMap)?._colorMap;
    if (!colourMap?.handle) return;
    const began = performance.now();
    const { gl } = glplot;
    dry ??= coloursOn(gl, colourMap);
    const colours = shown === null ? dry : floodedColours(dry, figure.layout.meta.knots, shown);
    colourMap.bind();
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 1, TEXELS, gl.RGBA, gl.UNSIGNED_BYTE, colours);
    glplot.redraw();
    const measure = () => {
      slow = performance.now() - began > SLOW;
    };
    requestAnimationFrame(() => requestAnimationFrame(measure));
  }

  return {
    /** Plotly has drawn the surface anew, and dry, or draws it no more. */
    forget() {
      shown = dry = null;
      clearTimeout(timer);
    },
    /**
     * @param {PlotlyValue} glplot
     * @param {Figure} figure
     * @param {number | null} level null for no water
     */
    show(glplot, figure, level) {
      if (level === shown) return;
      shown = level;
      clearTimeout(timer);
      if (slow && level !== null) timer = setTimeout(() => change(glplot, figure), REST);
      else change(glplot, figure);
    },
  };
}
