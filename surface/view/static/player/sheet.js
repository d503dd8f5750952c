// One picture on one sheet of paper, in landscape: laid out for the paper whatever the width of the screen. Its plots
// keep the size that they were drawn in and are scaled, in one row; what is made of words flows anew beneath them.

import {
  copyDrawings,
  dressPlayers,
  holdSize,
  onRelease,
  releaseFromPaper,
  setClass,
  setStyle,
} from "../base/print.js";

const PAPER = { width: 1040, height: 706 }; // CSS pixels of a landscape A4 page within its margins
const WIDTH = 1270; // CSS pixels that the words have, before all is scaled to the paper
const ROW_HEIGHT = 450; // CSS pixels of the row of plots, at most

/**
 * Lays the page on a sheet while it is printed; returns what ends that.
 * @param {() => HTMLElement | null} pageOf the element with all that is printed
 */
export function printOnSheet(pageOf) {
  const lay = () => {
    releaseFromPaper();
    const page = pageOf();
    if (page) layOnSheet(page);
  };
  addEventListener("beforeprint", lay);
  addEventListener("afterprint", releaseFromPaper);
  return () => {
    removeEventListener("beforeprint", lay);
    removeEventListener("afterprint", releaseFromPaper);
  };
}

/** @param {HTMLElement} page */
function layOnSheet(page) {
  keepScrolled(page);
  for (const player of dressPlayers()) {
    const row = /** @type {HTMLElement | null} */ (player.querySelector(".player-stage"));
    if (row?.offsetWidth) layInRow(row);
    copyDrawings(player);
  }
  setClass(page, "sheet");
  setClass(document.documentElement, "on-sheet");
  setStyle(page, "width", `${WIDTH}px`);
  setStyle(page, "zoom", String(Math.min(PAPER.width / WIDTH, PAPER.height / page.offsetHeight)));
}

/**
 * What is scrolled stays where it is, though the sheet is not as high as the page.
 * @param {HTMLElement} page
 */
function keepScrolled(page) {
  for (let node = page.parentElement; node; node = node.parentElement) {
    const { scrollTop } = node;
    const scrolled = node;
    if (scrollTop) onRelease(() => Object.assign(scrolled, { scrollTop }));
  }
}

/** @param {HTMLElement} row */
function layInRow(row) {
  const plots = /** @type {HTMLElement[]} */ ([...row.children]).filter((plot) => plot.offsetWidth);
  const sizes = plots.map(({ offsetWidth, offsetHeight }) => ({ width: offsetWidth, height: offsetHeight }));
  const gap = Number.parseFloat(getComputedStyle(row).columnGap);
  setStyle(row, "font-size", getComputedStyle(row).fontSize);
  for (const plot of plots) holdSize(plot);
  plots.forEach((plot, n) => {
    setStyle(plot, "flex", "none");
    setStyle(plot, "width", `${sizes[n].width}px`);
  });
  const width = sizes.reduce((sum, size) => sum + size.width + gap, -gap);
  const height = Math.max(...sizes.map((size) => size.height));
  setStyle(row, "display", "flex");
  setStyle(row, "height", `${height}px`);
  setStyle(row, "zoom", String(Math.min(WIDTH / width, ROW_HEIGHT / height)));
}
