// What a widget of a notebook runs: it fetches the player, its style and plotly.js, once for all that stand on a page.
// It stands alone, for it is sent with every widget.

const MIME = ["text/javascript", "text/css", "text/javascript"];

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
 */
function libraryOf(model) {
  const page = /** @type {Record<symbol, Promise<WidgetLibrary>>} */ (/** @type {unknown} */ (globalThis));
  const key = Symbol.for(`error surface ${model.get("library")}`);
  page[key] ??= fetched(model);
  return page[key];
}

/** What anywidget calls: a widget that is shown in `el`. */
export default function widget() {
  /** @param {{ model: WidgetModel, el: HTMLElement }} shown */
  async function render({ model, el }) {
    const { show, loadStyle, style, plotly } = await libraryOf(model);
    await loadStyle(style);
    return show(el, model, plotly);
  }
  return { render };
}
