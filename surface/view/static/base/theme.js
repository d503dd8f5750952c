// The colours in force, read from the page: Streamlit's --st-* variables, or the standalone page's own.

function channels(colour) {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  probe.fillStyle = "#ffffff";
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

const known = new Map(); // reading a colour back from a canvas takes milliseconds, and there are only a few

/** Whether a colour is nearer to black than to white. */
export function isDark(colour) {
  if (!known.has(colour)) {
    const [red, green, blue] = channels(colour);
    known.set(colour, 0.299 * red + 0.587 * green + 0.114 * blue < 128);
  }
  return known.get(colour);
}

/** What the panels need to know of the theme around `root`. */
export function themeOf(root) {
  const style = getComputedStyle(root);
  const variable = (name) => style.getPropertyValue(name).trim();
  const background = variable("--player-paper") || "#ffffff";
  return {
    dark: isDark(background),
    text: variable("--player-ink") || "#1f2933",
    muted: variable("--player-muted") || "#5c6773",
    background,
    grid: variable("--player-rule") || "#d5d9de",
    font: style.fontFamily,
    enlarged: Number(variable("--player-enlarged")) || 1, // in presentation mode Plotly's labels grow with the type
  };
}

/** Whether the reader asked the system for less motion. */
export function prefersReducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
