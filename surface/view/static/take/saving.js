// A picture or a film as a file of the reader's.

const LONGEST = 60; // letters of a name

/**
 * The name of a file of a scene: its title in letters that every system takes.
 * @param {string} title
 * @param {string} what
 * @param {string} ending
 */
export function fileName(title, what, ending) {
  const plain = title
    .normalize("NFKD") // a letter and its marks apart
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, LONGEST);
  return `${[plain || "error-surface", what].filter(Boolean).join("-")}.${ending}`;
}

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
