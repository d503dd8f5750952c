// A picture or a film as a file of the reader's.

/**
 * The name of a file: what a scene's files are called, which picture is in this one, and its ending.
 * @param {string} name
 * @param {string} picture
 * @param {string} ending
 */
export const fileName = (name, picture, ending) => `${name}${picture === "view" ? "" : `-${picture}`}.${ending}`;

/**
 * Gives the reader a file.
 * @param {Blob} blob
 * @param {string} name
 */
export function saveFile(blob, name) {
  const href = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // a browser may ask where to put it first
}
