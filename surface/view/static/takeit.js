// The doors of the menu "Take it", the link with its code and the chooser of a scene file; that of a table; and the
// page as a drop target.

import { fileHeard, sendFile, tableOpen } from "./server/dialog.js";
import { sceneAddress } from "./take/address.js";
import { copyingButton } from "./take/clipboard.js";
import { codeDialog } from "./take/codedialog.js";
import { listenToDrops } from "./take/filedrop.js";
import { readFile } from "./take/files.js";

/** What a row of the link holds; address: the one whose code was requested last. */
/** @typedef {{ copy(text: string): void, dialog: ReturnType<typeof codeDialog>, address: string }} LinkRow */

/** @type {WeakMap<HTMLElement, LinkRow>} */
const rows = new WeakMap();
/** @type {WeakMap<HTMLElement, () => void>} */
const targets = new WeakMap();
/** @type {WeakSet<Element>} */
const entered = new WeakSet();

/** @param {HTMLElement} root @param {string} name */
const part = (root, name) => /** @type {HTMLElement} */ (root.querySelector(`.${name}`));

/** @param {HTMLElement} root @param {string} name @param {() => void} onclick */
function answer(root, name, onclick) {
  const button = /** @type {HTMLButtonElement} */ (part(root, name));
  Object.assign(button, { onclick, disabled: false });
}

/** @param {HTMLElement} root @returns {LinkRow} */
function linkRow(root) {
  const copy = copyingButton(part(root, "copy-link"), part(root, "take-said"));
  const row = { copy, dialog: codeDialog(root), address: "" };
  rows.set(root, row);
  return row;
}

/**
 * Shows the codes of the address that was requested last, where they are there; whether they are.
 * @param {LinkRow} row
 * @param {Component["data"]} data
 */
function showCode({ dialog, address }, { codes }) {
  const there = address !== "" && codes?.address === address;
  if (there) dialog.show(codes.codes);
  return there;
}

/**
 * Leads whoever opens the menu by a key into it, to its first button: it stands at the end of the page, a long way from
 * the one that opens it. The rows come in any order: the first one calls this.
 * @param {HTMLElement} root of the first row
 */
function enterMenu(root) {
  const menu = root.closest('[data-testid="stPopoverBody"]');
  if (!menu || entered.has(menu)) return;
  entered.add(menu);
  const first = /** @type {HTMLElement | null} */ (menu.querySelector("button:enabled"));
  if (document.activeElement?.closest('[data-testid="stPopover"]')) first?.focus();
}

/**
 * The two buttons of the link, as it opens or as it is at its end: one copies it, one asks for its code and shows that.
 * @param {Component} component
 */
export function takeLink({ parentElement, data, setTriggerValue }) {
  const row = rows.get(parentElement) ?? linkRow(parentElement);
  const choice = /** @type {HTMLInputElement} */ (part(parentElement, "at-end"));
  const address = () => sceneAddress(location.href, choice.checked);
  answer(parentElement, "copy-link", () => row.copy(address()));
  answer(parentElement, "show-code", () => {
    row.address = address();
    row.dialog.open();
    // What has come already does not come again: Streamlit sends nothing that is as it was.
    if (!showCode(row, data)) setTriggerValue("code", row.address);
  });
  showCode(row, data);
  enterMenu(parentElement);
}

/**
 * Lets a button choose a file, which is read and sent; `chosen(name)` says that one was.
 * @param {Component} component
 * @param {string} name of the button
 * @param {Parameters<typeof readFile>[1]} most
 * @param {(name: string) => void} [chosen]
 */
function letChoose({ parentElement, data, setTriggerValue }, name, most, chosen) {
  const chooser = /** @type {HTMLInputElement} */ (parentElement.querySelector('input[type="file"]'));
  fileHeard(data.heard);
  answer(parentElement, name, () => chooser.click());
  chooser.onchange = async () => {
    const [file] = chooser.files ?? [];
    if (!file) return;
    chosen?.(file.name);
    const content = await readFile(file, most);
    chooser.value = ""; // the same file may be chosen again once it is mended
    sendFile(content, (sent) => setTriggerValue("file", sent));
  };
}

/**
 * The button that opens a scene file.
 * @param {Component} component
 */
export function openScene(component) {
  const { parentElement, data } = component;
  letChoose(component, "open-scene", { ...data.most, table: null });
  if (data.first) enterMenu(parentElement);
}

/**
 * The field for a table's file: its button, and the name of the file that is open.
 * @param {Component} component
 */
export function chooseTable(component) {
  const { parentElement, data } = component;
  const said = part(parentElement, "file-name");
  said.textContent = data.name ?? "";
  tableOpen(data.name);
  letChoose(component, "choose-table", data.most, (name) => (said.textContent = `Opening ${name} …`));
}

/**
 * The page as a drop target; it shows nothing until a file is dragged over it.
 * @param {Component} component
 */
export function takeDrops({ parentElement, data, setTriggerValue }) {
  fileHeard(data.heard);
  targets.get(parentElement)?.();
  const end = listenToDrops(parentElement, data.words, async (files) => {
    const many = { name: "", fault: "many", size: files.length };
    const content = files.length === 1 ? await readFile(files[0], data.most) : many;
    sendFile(content, (sent) => setTriggerValue("file", sent));
  });
  targets.set(parentElement, end);
  return end;
}
