// A link as a QR code, over the page and as large as the window allows.

import { element, svgElement } from "../base/dom.js";
import { copyingButton } from "./clipboard.js";

/**
 * One form of the link, as Python sends it: its address, the code's modules with the quiet zone, a row a text of 0 and
 * 1, none where no code holds that many characters; the sentences about it, and what to type that they speak of.
 * @typedef {{ address: string, host: string, rows: string[], words: string[], command: string }} Code
 */

/**
 * The code as an image: black on white whatever the theme, for many a reader takes nothing else.
 * @param {string[]} rows
 */
export function drawnCode(rows) {
  const size = rows.length;
  const runs = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map(({ index, 0: dark }) => `M${index} ${y}h${dark.length}v1h${-dark.length}z`),
  );
  return svgElement(
    "svg",
    { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": "QR code of the link", class: "code-image" },
    svgElement("rect", { width: size, height: size, fill: "#ffffff" }),
    svgElement("path", { d: runs.join(""), fill: "#000000", "shape-rendering": "crispEdges" }),
  );
}

/**
 * The dialog in `root`, which keeps the focus inside and closes on Escape by itself.
 * @param {HTMLElement} root
 */
export function codeDialog(root) {
  const close = element("button", { type: "button", class: "take-button", onclick: () => dialog.close() }, "Close");
  const copy = element("button", { type: "button", class: "take-button" }, "Copy link");
  const said = element("span", { class: "take-said", role: "status" });
  const copyLink = copyingButton(copy, said);
  const place = element("div", { class: "code-place" });
  const words = element("p", { class: "code-words", role: "status" });
  const command = element("code", { class: "code-command" });
  const link = element("output", { class: "code-link", tabindex: 0, "aria-label": "The link" });
  const hosts = element("div", { class: "code-hosts", role: "group", "aria-label": "Addresses of this machine" });
  const foot = element("div", { class: "code-foot" }, words, command, link, hosts, copy, close, said);
  const dialog = element("dialog", { class: "code-dialog", "aria-label": "The link as a QR code" }, place, foot);
  copy.addEventListener("click", () => copyLink(link.textContent));
  root.append(dialog);

  // The menu below listens before the dialog does, and would close on the same Escape.
  /** @param {KeyboardEvent} event */
  function leave(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.close();
  }
  dialog.addEventListener("close", () => window.removeEventListener("keydown", leave, true));

  /** @param {Code} code */
  function choose(code) {
    place.replaceChildren(...(code.rows.length ? [drawnCode(code.rows)] : []));
    words.textContent = code.words.join(" ");
    command.textContent = code.command;
    link.textContent = code.address;
    for (const button of hosts.children) {
      button.setAttribute("aria-pressed", String(button.textContent === code.host));
    }
  }

  return {
    /** Opens it while the code is under way. */
    open() {
      place.replaceChildren();
      hosts.replaceChildren();
      [words.textContent, command.textContent, link.textContent] = ["The code is being drawn.", "", ""];
      window.addEventListener("keydown", leave, true);
      dialog.showModal();
      close.focus();
    },
    /** @param {Code[]} codes */
    show(codes) {
      const more = codes.length > 1 ? codes : [];
      hosts.replaceChildren(
        ...more.map((code) =>
          element("button", { type: "button", class: "take-button", onclick: () => choose(code) }, code.host),
        ),
      );
      choose(codes[0]);
    },
  };
}
