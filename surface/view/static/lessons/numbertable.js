// A table of numbers, which scrolls by itself where there is no room for it.

import { element } from "../base/dom.js";

/**
 * The table, called `label`: { node, fill(names, rows, words, sums) }; by key it can be reached and scrolled.
 * @param {string} label
 * @param {string} look
 */
export function numberTable(label, look) {
  const table = element("table", { class: `lesson-table ${look}` });
  /** @param {string} name */
  const column = (name) => element("th", { scope: "col" }, name);
  return {
    node: element("div", { class: "lesson-scroll", role: "region", tabindex: "0", "aria-label": label }, table),
    /**
     * Puts in the names of the columns, the rows, and below them sums, called by words that span what is before.
     * @param {string[]} names
     * @param {HTMLElement[]} rows
     * @param {string} words
     * @param {HTMLElement[]} sums
     */
    fill(names, rows, words, sums) {
      const span = element("th", { scope: "row", colspan: names.length - sums.length }, words);
      table.replaceChildren(
        element("thead", {}, element("tr", {}, ...names.map(column))),
        element("tbody", {}, ...rows),
        element("tfoot", {}, element("tr", {}, span, ...sums)),
      );
    },
  };
}
