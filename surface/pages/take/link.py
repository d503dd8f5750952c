"""The button that copies the page's address, which is the whole scene, as it opens or as it is at its end."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.components import v2

from surface.scenes import Scene
from surface.view.payload import Picture

HTML = '<button type="button" class="copy-link">Copy link</button><span class="copy-said" role="status"></span>'

STYLE = """
.copy-link {
  height: 2.5rem; padding: 0 0.9rem; white-space: nowrap; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color); font: 400 0.95rem var(--st-font);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
.copy-link:hover { color: var(--st-primary-color); border-color: var(--st-primary-color); }
.copy-link:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.copy-said { position: absolute; clip-path: inset(50%); white-space: nowrap; }
"""

# The clipboard is there only on secure pages; elsewhere the older way of copying what is selected still works.
SCRIPT = """
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("copying is not allowed");
}

function address(atEnd) {
  const url = new URL(location.href);
  if (atEnd) url.searchParams.set("at", "end");
  else url.searchParams.delete("at");
  return url.href;
}

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector(".copy-link");
  const said = parentElement.querySelector(".copy-said");
  let timer = 0;
  const say = (label, words) => {
    [button.textContent, said.textContent] = [label, words];
    clearTimeout(timer);
    timer = setTimeout(() => ([button.textContent, said.textContent] = ["Copy link", ""]), 2000);
  };
  button.onclick = () =>
    copy(address(data.at_end)).then(
      () => say("Copied", "The link to this scene is copied."),
      () => say("Not allowed", "The browser did not allow copying: copy the address instead."),
    );
  return () => clearTimeout(timer);
}
"""

_button = v2.component("copy_link", html=HTML, css=STYLE, js=SCRIPT, isolate_styles=False)


def row(scene: Scene, picture: Callable[[], Picture]) -> None:
    """Draw the button, and the choice of how the scene opens: at its start, or as it is when it has been played."""
    at_end = st.checkbox("Opened at its end", key="link-at-end", help="Else it opens at its start, to be played.")
    _button(key="copy-link", width="content", data={"at_end": at_end})
