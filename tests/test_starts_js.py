"""The marks of the starts: one for each place, and for runs that share it one ring with a segment of each colour."""

import math
from itertools import pairwise

import pytest
from javascript import ask

COLOURS = ("red", "green", "blue", "black")
TRACKS = """const track = ([x, y], n) => modules.overlay.screenTrack(
  { colour: given.colours[n], dash: "solid", marker: "circle" }, [x, y, 50, 50], [0, 1]);
const tracks = given.places.map(track);
"""
PEN = """const strokes = [];
let arc = null;
const pen = new Proxy({}, {
  get(to, name) {
    if (name === "arc") return (...all) => (arc = all);
    if (name === "stroke") return () => strokes.push([to.strokeStyle, arc]);
    return to[name] ?? (() => {});
  },
  set: (to, name, value) => ((to[name] = value), true),
});
"""


def starts(*places):
    """The colours of the runs that start at each place, for runs that start at these."""
    statements = (
        TRACKS
        + "return modules.overlay.startsOf(tracks, given.order).map(({ styles }) => styles.map((s) => s.colour));"
    )
    order = list(range(len(places)))[::-1]  # the chosen one is drawn last: that says nothing here
    return ask(statements, places=places, order=order, colours=COLOURS)


def ring(count):
    """What is stroked for a start that so many runs share: each colour with the angles of its arc."""
    statements = (
        TRACKS
        + PEN
        + """const [start] = modules.overlay.startsOf(tracks, [...tracks.keys()]);
    modules.overlay.drawStart(pen, start, { width: 3, font: "" });
    return strokes.map(([colour, [x, y, radius, from, to]]) => [colour, from, to]);"""
    )
    return ask(statements, places=[(9, 9)] * count, colours=COLOURS)


def test_runs_that_share_a_start_have_one_mark_and_others_each_their_own():
    assert starts((1, 1), (20, 20), (1.5, 1.2)) == [["red", "blue"], ["green"]]
    assert starts((1, 1), (20, 20)) == [["red"], ["green"]]
    assert starts() == []


def test_a_run_without_a_place_in_the_picture_has_no_start():
    statements = (
        TRACKS.replace("[x, y, 50, 50]", "[n ? x : NaN, y, 50, 50]")
        + "return modules.overlay.startsOf(tracks, [0, 1]).length;"
    )
    assert ask(statements, places=[(1, 1), (20, 20)], colours=COLOURS) == 1


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_ring_has_a_segment_for_each_run_as_long_as_the_others_and_none_on_another(count):
    segments = [(colour, start, end) for colour, start, end in ring(count) if colour in COLOURS]
    assert [colour for colour, *_ in segments] == list(COLOURS[:count])
    lengths = [end - start for _, start, end in segments]
    assert lengths == pytest.approx([lengths[0]] * count)
    assert all(after[1] > before[2] for before, after in pairwise(segments))
    assert segments[-1][2] - segments[0][1] < 2 * math.pi
