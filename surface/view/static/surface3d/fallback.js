// Runs and points as traces of Plotly's own, for a Plotly whose camera is out of reach: slower,
// for each step redraws all.

/**
 * Shows the traces that `make` returns in place of those it showed before; what comes while it draws waits,
 * the last wins.
 * @param {PlotlyLibrary} Plotly
 * @param {Plot} plot
 * @param {number} first
 */
export function plainTraces(Plotly, plot, first) {
  let busy = false;
  /** @type {[string, () => PlotlyValue[]] | null} */
  let due = null;
  let drawnKey = "";

  /** @param {string} key @param {() => PlotlyValue[]} make */
  async function show(key, make) {
    if (key === drawnKey) return;
    if (busy) {
      due = [key, make];
      return;
    }
    busy = true;
    drawnKey = key;
    const old = Array.from({ length: plot.data.length - first }, (_, n) => first + n);
    if (old.length) await Plotly.deleteTraces(plot, old);
    await Plotly.addTraces(plot, make());
    busy = false;
    const next = /** @type {[string, () => PlotlyValue[]] | null} */ (due);
    due = null;
    if (next) await show(next[0], next[1]);
  }
  return { show };
}

/**
 * A run's trail up to a step, and its ball; `back` turns a height on the axis into an error again.
 * @param {Laid} laid
 * @param {number} at
 * @param {(height: number) => number} back
 */
export function runTraces({ run, xyz, step }, at, back) {
  const count = step.findLastIndex((s) => s <= at) + 1;
  /** @param {number} n */
  const column = (n) => Array.from({ length: count }, (_, p) => xyz[3 * p + n]);
  if (!count) return [];
  const [x, y, z] = [column(0), column(1), column(2).map(back)];
  const { colour, dash, marker } = run.style;
  const own = { type: "scatter3d", hoverinfo: "skip", showlegend: false };
  return [
    { ...own, mode: "lines", x, y, z, line: { color: colour, dash, width: 6 } },
    {
      ...own,
      mode: "markers",
      x: x.slice(-1),
      y: y.slice(-1),
      z: z.slice(-1),
      marker: { color: colour, symbol: marker, size: 7 },
    },
  ];
}
