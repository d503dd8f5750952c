// What is read of Plotly's own drawing in 3D, in its private fields; and whether there can be one.

import { clipMatrix } from "./projection.js";

/**
 * Plotly's own drawing of the scene, a private field; null where this version has none.
 * @param {Plot} plot
 */
export function glplotOf(plot) {
  return plot._fullLayout?.scene?._scene?.glplot ?? null;
}

/**
 * The matrix from axis units to clip space and the box it fills, or null where Plotly keeps them elsewhere.
 * @param {Plot} plot
 */
export function viewOf(plot) {
  const layout = plot._fullLayout;
  const inner = layout?.scene?._scene;
  const camera = inner?.glplot?.cameraParams;
  if (!camera?.projection || !inner.dataScale) return null;
  const { l, t, w, h } = layout._size;
  const { x, y } = layout.scene.domain;
  const box = { left: l + x[0] * w, top: t + (1 - y[1]) * h, width: (x[1] - x[0]) * w, height: (y[1] - y[0]) * h };
  return { matrix: clipMatrix(camera, inner.dataScale), box };
}

/** @type {boolean | null} */
let webGL = null;

/** Whether this browser has WebGL at all; tried once, on a canvas that gives its place back. */
export function hasWebGL() {
  if (webGL === null) {
    const gl = document.createElement("canvas").getContext("webgl");
    webGL = Boolean(gl);
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return webGL;
}
