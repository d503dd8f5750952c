// What a widget of a notebook runs: it fetches the player, its style and plotly.js, once for all that stand on a page.
// It stands alone, for it is sent with every widget.

const MIME = ["text/javascript", "text/css", "text/javascript"];
const PATIENCE = 10_000; // milliseconds until it is said that Python does not answer
const UNDER_WAY = "The picture is being fetched from Python.";
const NO_ANSWER =
  "Python has not answered yet: it may be busy with another cell, or not be running. Run the cell again, or";
const FAILED = "The picture could not be loaded. Run the cell again, or";

/**
 * The address of a part of the library as the browser has unpacked it.
 * @param {DataView} packed
 * @param {number} n
 */
async function addressOf(packed, n) {
  const unpacked = new Blob([/** @type {BlobPart} */ (packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return URL.createObjectURL(await new Response(unpacked, { headers: { "Content-Type": MIME[n] } }).blob());
}

/** @param {DataView[]} parts @returns {Promise<WidgetLibrary>} */
async function opened(parts) {
  const [script, style, plotly] = await Promise.all(parts.map(addressOf));
  const { default: modules } = await import(script);
  return { show: modules.notebook.showInNotebook, loadStyle: modules.fetched.loadStyle, style, plotly };
}

/** @param {WidgetModel} model @returns {Promise<WidgetLibrary>} */
function fetched(model) {
  return new Promise((resolve, reject) => {
    /** @param {{ library?: string }} message @param {DataView[]} parts */
    const take = (message, parts) => {
      if (message.library === undefined) return;
      model.off("msg:custom", take);
      opened(parts).then(resolve, reject);
    };
    model.on("msg:custom", take);
    model.send({ name: "library" });
  });
}

/**
 * The library of a model's kernel, which may be another one than that of a widget beside it.
 * @param {WidgetModel} model
 * @param {boolean} anew whether it is fetched once more, though that may be under way
 */
function libraryOf(model, anew) {
  const page = /** @type {Record<symbol, Promise<WidgetLibrary> | undefined>} */ (/** @type {unknown} */ (globalThis));
  const key = Symbol.for(`error surface ${model.get("library")}`);
  const before = page[key];
  if (before && !anew) return before;
  const fetching = fetched(model);
  page[key] = fetching;
  // What failed is fetched again by the next one.
  fetching.catch(() => page[key] === fetching && delete page[key]);
  return fetching;
}

/**
 * The library, as soon as it is there; until then `el` says what it waits for, and offers to try again.
 * @param {WidgetModel} model
 * @param {HTMLElement} el
 * @returns {Promise<WidgetLibrary>}
 */
function awaited(model, el) {
  return new Promise((resolve) => {
    const place = el.appendChild(document.createElement("p"));
    place.setAttribute("role", "status");
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "try again" });
    /** @param {string} words */
    const offer = (words) => place.replaceChildren(`${words} `, button);
    /** @param {boolean} anew */
    const attempt = (anew) => {
      place.replaceChildren(UNDER_WAY);
      const timer = setTimeout(() => offer(NO_ANSWER), PATIENCE);
      libraryOf(model, anew)
        .then((library) => {
          place.remove();
          resolve(library);
        })
        .catch((error) => {
          console.error(error);
          offer(FAILED);
        })
        .finally(() => clearTimeout(timer));
    };
    button.onclick = () => attempt(true);
    attempt(false);
  });
}

/** What anywidget calls: a widget that is shown in `el`. */
export default function widget() {
  /** @param {{ model: WidgetModel, el: HTMLElement }} shown */
  async function render({ model, el }) {
    const { show, loadStyle, style, plotly } = await awaited(model, el);
    await loadStyle(style);
    return show(el, model, plotly);
  }
  return { render };
}
