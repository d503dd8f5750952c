// What stands on the page and the server may not know yet: the dialog for a table, with what was typed and the file
// that is open in it; and a file that is on its way, which is sent once more where the server was lost meanwhile.

/** @typedef {import("../take/files.js").Brought} Brought */

/** @type {Brought | null} */
let table = null;
/** @type {{ at: number, send(): void } | null} */
let underway = null;

/**
 * Sends a file that was read; where it is a table, the dialog is open with it from now on.
 * @param {Brought} content
 * @param {(content: Brought & { at: number }) => void} send
 */
export function sendFile(content, send) {
  const at = Date.now();
  if (content.base64 !== undefined) table = content;
  underway = { at, send: () => send({ ...content, at }) };
  underway.send();
}

/** Takes note of when the file left that the server heard of last. @param {number | null} at */
export function fileHeard(at) {
  if (underway?.at === at) underway = null;
}

/** Takes note of which table is open in the dialog by now. @param {string | null} name */
export function tableOpen(name) {
  if (name === null && !underway) table = null;
}

/** Sends the file that has had no answer, if there is one. */
export const sendFileAgain = () => underway?.send();

/** What a new session needs to have the dialog open again as it is; null where it is closed. */
export function openDialog() {
  if (!document.querySelector('[role="dialog"] .st-key-file-from')) {
    table = null;
    return null;
  }
  const typed = /** @type {HTMLTextAreaElement | null} */ (document.querySelector(".st-key-file-text textarea"));
  return { text: typed?.value ?? "", file: table };
}
