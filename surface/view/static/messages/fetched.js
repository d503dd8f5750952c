// What the page needs beside the modules: the style, and the plotly.js that came with the Python package.

/** What is said where plotly.js did not come. */
export const NO_PLOTLY =
  "The drawing library did not load, so the surface and its map are missing. Reload the page to try again.";

/** @type {Map<string, Promise<unknown>>} */
const fetched = new Map();

/**
 * @template Thing
 * @param {string} address
 * @param {(address: string) => Promise<Thing>} fetchIt
 * @returns {Promise<Thing>}
 */
function once(address, fetchIt) {
  const fetching = fetched.get(address) ?? fetchIt(address);
  fetched.set(address, fetching);
  return /** @type {Promise<Thing>} */ (fetching);
}

/** @param {HTMLScriptElement | HTMLLinkElement} node @param {string} address */
function loaded(node, address) {
  return new Promise((resolve, reject) => {
    node.onload = resolve;
    node.onerror = () => {
      fetched.delete(address);
      node.remove();
      reject(new Error(`nothing at ${address}`));
    };
    document.head.append(node);
  });
}

/** @param {string} address */
async function fetchPlotly(address) {
  const before = Object.getOwnPropertyDescriptor(globalThis, "Plotly");
  await loaded(Object.assign(document.createElement("script"), { src: address }), address);
  const ours = /** @type {{ Plotly: PlotlyLibrary }} */ (/** @type {unknown} */ (globalThis)).Plotly;
  // A page may have a plotly.js of its own under the same name: it keeps it.
  if (before) Object.defineProperty(globalThis, "Plotly", before);
  return ours;
}

/**
 * A promise of the Plotly at this address, fetched once.
 * @param {string} address
 */
export function loadPlotly(address) {
  return once(address, fetchPlotly);
}

/**
 * A promise that the style at this address is in force; a page without it still works.
 * @param {string} address
 */
export function loadStyle(address) {
  const link = () => Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return once(address, () => loaded(link(), address).catch(() => undefined));
}
