"""What a hand holds on a plot: it lies where the hand is, and where the hand last moved it when the page moves."""

import pytest
from javascript import ask

# A root at a place of the page, and a pointer over it; what is heard of the thing that it holds.
HAND = """
  const listeners = {}, heard = [];
  let top = 100;
  const root = {
    addEventListener: (name, listener) => (listeners[name] = listener),
    removeEventListener: (name) => delete listeners[name],
    getBoundingClientRect: () => ({ left: 20, top }),
    setPointerCapture: () => {},
    classList: { toggle: () => {} },
  };
  const end = modules.grab.grabbing(root, {
    find: () => "it",
    move: (thing, x, y) => heard.push(["move", x, y]),
    drop: (thing, x, y) => heard.push(["drop", x, y]),
    press: () => heard.push(["press"]),
    cancel: () => heard.push(["cancel"]),
  });
  const shift = () => (top += 30);
  const pointer = (name, clientX, clientY) =>
    listeners["pointer" + name]({ clientX, clientY, button: 0, pointerType: "mouse", preventDefault() {},
      stopPropagation() {} });
"""


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("pointer('move', 120, 250); pointer('up', 120, 250)", [["move", 100, 150], ["drop", 100, 150]]),
        ("pointer('move', 120, 250); pointer('up', 120, 260)", [["move", 100, 150], ["drop", 100, 160]]),
        # The page moves under a hand that rests, and under one that goes on.
        ("pointer('move', 120, 250); shift(); pointer('up', 120, 250)", [["move", 100, 150], ["drop", 100, 150]]),
        ("pointer('move', 120, 250); shift(); pointer('up', 121, 250)", [["move", 100, 150], ["drop", 101, 120]]),
        ("pointer('move', 121, 201); pointer('up', 121, 201)", [["press"]]),
        ("pointer('move', 120, 250); pointer('cancel')", [["move", 100, 150], ["cancel"]]),
    ],
)
def test_what_is_held_is_dropped_where_the_hand_has_moved_it(what, expected):
    assert ask(f"{HAND} pointer('down', 120, 200); {what}; return heard;") == expected
