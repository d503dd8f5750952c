// A file that a visitor brings: told as a scene's text or a table's bytes, or as what keeps it from being read.

/**
 * What is told of a file: its name and its size in bytes, and its content where it was read; how: by which way it came.
 * @typedef {{ name: string, size: number, text?: string, base64?: string, fault?: string }} Brought
 */

/**
 * Reads a file, unless it is too large: that is known before.
 * @param {File} file
 * @param {{ scene: number, table: number | null }} most bytes of either kind; null: there is but one kind
 * @returns {Promise<Brought>}
 */
export async function readFile(file, most) {
  const { name, size } = file;
  try {
    const scene = most.table === null || (await isScene(file));
    const limit = scene ? most.scene : /** @type {number} */ (most.table);
    if (size > limit) return { name, size, fault: scene ? "large scene" : "large table" };
    return scene ? { name, size, ...textOf(await file.arrayBuffer()) } : { name, size, base64: await base64Of(file) };
  } catch {
    return { name, size, fault: "unreadable" }; // a folder, or a file that is gone
  }
}

/** Whether a file is a scene's: by its name, or as JSON begins. @param {File} file */
async function isScene(file) {
  return /\.json$/i.test(file.name) || (await file.slice(0, 64).text()).trimStart().startsWith("{");
}

/** @param {ArrayBuffer} bytes */
function textOf(bytes) {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { fault: "no text" };
  }
}

/** @param {File} file @returns {Promise<string>} */
function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^.*,/, ""));
    reader.onerror = reject;
    reader.readAsDataURL(file);
  });
}
