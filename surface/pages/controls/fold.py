"""The button and the key that fold the panel beside the picture away and back; the browser remembers which it was."""

from __future__ import annotations

from streamlit.components import v2

HTML = '<button type="button" class="fold-panel" aria-pressed="false" title="Controls (s)">Controls</button>'

STYLE = """
.fold-panel {
  height: 2.5rem; padding: 0 0.9rem; white-space: nowrap; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color); font: 400 0.95rem var(--st-font);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
.fold-panel[aria-pressed="true"] { color: var(--st-background-color); background: var(--st-text-color); }
.fold-panel:hover { border-color: var(--st-primary-color); }
.fold-panel:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
"""

# Streamlit has no event for its sidebar: its own two buttons are pressed, and what they change is watched.
SCRIPT = """
const KEPT = "error-surface-controls";
const TYPING = "input:not([type=range]), textarea, select, [contenteditable=true], dialog, [role=combobox]";
const sidebar = () => document.querySelector('[data-testid="stSidebar"]');
const isOpen = () => sidebar()?.dataset.collapsed === "false";

function fold(open) {
  if (isOpen() === open) return;
  const door = open ? '[data-testid="stExpandSidebarButton"]' : '[data-testid="stSidebarCollapseButton"] button';
  document.querySelector(door)?.click();
}

function kept(value) {
  try {
    if (value === undefined) return localStorage.getItem(KEPT) === "open";
    localStorage.setItem(KEPT, value ? "open" : "folded");
  } catch {
    return false; // a browser that keeps nothing
  }
}

export default function ({ parentElement }) {
  const button = parentElement.querySelector(".fold-panel");
  const show = () => button.setAttribute("aria-pressed", String(isOpen()));
  const onKey = (event) => {
    if (event.key !== "s" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
    event.preventDefault();
    button.click();
  };
  button.onclick = () => {
    kept(!isOpen());
    fold(!isOpen());
  };
  const watch = new MutationObserver(() => {
    if (!sidebar()) return;
    if (button.getAttribute("aria-pressed") !== String(isOpen())) kept(isOpen());
    show();
  });
  if (innerWidth > 640) fold(kept());
  show();
  watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-collapsed"] });
  document.addEventListener("keydown", onKey);
  return () => {
    watch.disconnect();
    document.removeEventListener("keydown", onKey);
  };
}
"""

_button = v2.component("fold_panel", html=HTML, css=STYLE, js=SCRIPT, isolate_styles=False)


def fold_panel() -> None:
    """Draw the button."""
    _button(key="fold-panel", width="content")
