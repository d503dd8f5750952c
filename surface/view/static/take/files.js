// A file that a visitor brings: told as a scene's text, a page's or a table's bytes, or what keeps it from being read.

const MOST_BYTES = 4; // that UTF-8 takes for a letter

/**
 * What is told of a file: its name and its size in bytes, and its content where it was read; page: how a page begins.
 * @typedef {{ name: string, size: number, text?: string, page?: string, base64?: string, fault?: string }} Brought
 */

/**
 * Reads a file, unless it is too large: that is known before. Of a page its beginning is read, where its scene is.
 * @param {File} file
 * @param {{ scene: number, page: number, table: number | null }} most bytes of a scene or
 * a table (null: which is no choice), and letters of a page
 * @returns {Promise<Brought>}
 */
export async function readFile(file, most) {
  const { name, size } = file;
  try {
    if (await isPage(file)) return { name, size, page: await beginning(file, most.page) };
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

/** Whether a file is a page: by its name, or as HTML begins. @param {File} file */
async function isPage(file) {
  return /\.html?$/i.test(file.name) || /^\s*<(!doctype html|html)\b/i.test(await file.slice(0, 64).text());
}

/** How a file begins, up to so many letters. @param {File} file @param {number} letters */
async function beginning(file, letters) {
  return (await file.slice(0, MOST_BYTES * letters).text()).slice(0, letters);
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
