// How densely a canvas is drawn, and by whose pen: the display's and its own, or those of
// whoever takes a picture along, in the same drawing code.

/** Who draws in place of the canvases: a pen for each of them, and outlines as its pens take them. */
/** @typedef {{ penOf(canvas: HTMLCanvasElement): Pen, outline(): Path2D }} Scribe */

let asked = 0; // pixels for each of the page's; 0: as many as the display has
/** @type {Scribe | null} */
let scribe = null;
let drawings = 0;

/** How many pixels of its own a canvas has for each of the page's. */
export const density = () => asked || globalThis.devicePixelRatio || 1;

/** What a layer that keeps its drawing goes by beside what it shows: one that was drawn otherwise is drawn anew. */
export const inkKey = () => (scribe ? `${density()} by scribe ${drawings}` : String(density()));

/**
 * Draws at so many pixels for each of the page's, by the pens of a scribe where one is given.
 * @template T
 * @param {number} pixels
 * @param {() => T} draw
 * @param {Scribe | null} [by]
 */
export function drawnAt(pixels, draw, by = null) {
  const before = { asked, scribe };
  [asked, scribe] = [pixels, by];
  drawings += Number(by !== null);
  try {
    return draw();
  } finally {
    ({ asked, scribe } = before);
  }
}

/**
 * The pen that draws for a canvas.
 * @param {HTMLCanvasElement} canvas
 */
export const penFor = (canvas) => scribe?.penOf(canvas) ?? /** @type {Pen} */ (canvas.getContext("2d"));

/** Whether a scribe draws. */
export const isScribed = () => scribe !== null;

/** An empty outline for the pens of now. */
export const outline = () => scribe?.outline() ?? new Path2D();
