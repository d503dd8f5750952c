// The dialog for a table, as it stands on the page: what was typed there, and the file that it was opened with.

/** @typedef {{ name: string, base64: string }} TableFile */

/** @type {TableFile | null} */
let file = null;

/** @param {{ name: string, base64?: string }} brought a file, where it is a table */
export function rememberTable({ name, base64 }) {
  if (base64 !== undefined) file = { name, base64 };
}

/** What a new session needs to have the dialog open again as it is; null where it is closed. */
export function openDialog() {
  if (!document.querySelector('[role="dialog"] .st-key-file-from')) {
    file = null;
    return null;
  }
  const typed = /** @type {HTMLTextAreaElement | null} */ (document.querySelector(".st-key-file-text textarea"));
  return { text: typed?.value ?? "", file };
}
