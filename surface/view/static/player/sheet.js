// One picture on one sheet of paper, in landscape: laid out for the paper whatever the width of the screen. Its plots
// keep the size that they were drawn in and are scaled, in one row; what is made of words flows anew beneath them.

import {
  copyDrawings,
  dressPlayers,
  layInRow,
  onRelease,
  releaseFromPaper,
  setClass,
  setStyle,
} from "../base/print.js";

const PAPER = { width: 1040, height: 700 }; // CSS pixels of a landscape A4 page within its margins
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
    if (row?.offsetWidth) layInRow(row, { width: WIDTH, height: ROW_HEIGHT });
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
