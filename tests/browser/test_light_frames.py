"""What a frame costs while a hand moves: the page is not laid out within it, only once, when it is over."""

import pytest

from surface import SCENES

# What a browser answers by laying out all that has changed on the page, counted within the player's frames.
COUNTED = """() => {
  window.found = {};
  let inFrame = false;
  const count = (name) => inFrame && (found[name] = (found[name] ?? 0) + 1);
  for (const name of ["clientWidth", "clientHeight"]) {
    const { get } = Object.getOwnPropertyDescriptor(Element.prototype, name);
    const counted = { get() { count(name); return get.call(this); }, configurable: true };
    Object.defineProperty(Element.prototype, name, counted);
  }
  const pens = CanvasRenderingContext2D.prototype;
  for (const name of ["fillText", "strokeText", "measureText"]) {
    const own = pens[name];
    pens[name] = function (...given) { if (this.canvas.isConnected) count(name); return own.apply(this, given); };
  }
  const font = Object.getOwnPropertyDescriptor(pens, "font");
  Object.defineProperty(pens, "font", {
    ...font, set(value) { if (this.canvas.isConnected) count("font"); font.set.call(this, value); },
  });
  const style = window.getComputedStyle;
  window.getComputedStyle = (...given) => { count("style"); return style(...given); };
  const { onFrame } = player;
  player.onFrame = function (stamp) { inFrame = true; onFrame.call(this, stamp); inFrame = false; };
  window.moved = async () => {
    const slider = document.querySelector(".knob input[type=range]");
    for (let n = 0; n < 12; n++) {
      slider.value = Math.round(slider.max * (0.4 + 0.02 * n));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      do await new Promise(requestAnimationFrame);
      while (player.changes.pending || player.panels.behind.length);
      if (n === 1) found = {}; // what is measured once is known from then on
    }
    return found;
  };
}"""


@pytest.mark.webgl(False)
@pytest.mark.parametrize("name", ["two-hollows", "plateau", "two-outputs-same"])
def test_a_frame_of_a_drag_asks_for_nothing_that_the_page_is_laid_out_for(open_bare, name):
    page = open_bare(SCENES[name], anew=True)
    page.evaluate("spoilt = true")
    page.evaluate(COUNTED)
    assert page.evaluate("moved()") == {}
