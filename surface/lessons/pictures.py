"""The pictures of the lessons: PICTURES is name -> what it shows, and the controls that a lesson may give it."""

from __future__ import annotations

from dataclasses import dataclass

from surface.descent import LABELS


@dataclass(frozen=True)
class Picture:
    """What a picture shows, and what a lesson may let the reader change in it.

    about: what it shows, in words.
    tried: when what a question asks has been tried in it, in words; empty where the picture opens with the vote.
    own: the controls that the picture brings itself; settings: whether a run's settings may be given sliders.
    point: whether the start is only the place that is looked at. apart: whether it shows something else than its scene.
    ends: whether it tells how the runs end, so that it waits where the question asks for that.
    """

    about: str
    tried: str
    own: tuple[str, ...] = ()
    settings: bool = False
    point: bool = False
    apart: bool = False
    ends: bool = False

    @property
    def controls(self) -> tuple[str, ...]:
        return self.own + (LABELS if self.settings else ())


BOXES_LOOKED_AT = "when all boxes have been looked at"
RUN_ENDED, POINT_MOVED = "when its run has ended", "when the point has been moved"

PICTURES: dict[str, Picture] = {
    "player": Picture(
        "the surface, the map and the runs on them, played",
        RUN_ENDED,
        own=("start", "water"),
        settings=True,
        ends=True,
    ),
    "rules": Picture(
        "up to four of six rules in a race, and a table of all six",
        RUN_ENDED,
        own=("rules", "start"),
        settings=True,
        ends=True,
    ),
    "unit": Picture(
        "one unit from its inputs to its output, with its numbers",
        "when a slider has been moved",
        own=("weight 1", "weight 2", "data point"),
        point=True,
    ),
    "squares": Picture(
        "the squared misses, and their sum",
        "when both sliders have been moved",
        own=("weight 1", "weight 2"),
        point=True,
    ),
    "parabola": Picture(
        "x² with its tangent; of its scene it shows nothing",
        POINT_MOVED,
        own=("point",),
        point=True,
        apart=True,
    ),
    "slice": Picture(
        "the error along the first weight, and where it is cut",
        POINT_MOVED,
        own=("point",),
        point=True,
    ),
    "slopes": Picture(
        "two slices with their slopes, which make the gradient",
        POINT_MOVED,
        own=("point",),
        point=True,
    ),
    "downhill": Picture(
        "the first run step by step, with each data point's term",
        "after the last step",
        own=("step", "data point", "learning rate"),
        ends=True,
    ),
    "ball": Picture(
        "two balls on the curve of one weight",
        "when both balls have come to the end",
        own=("start",),
        apart=True,
        ends=True,
    ),
    "basins": Picture("where all starts end, by the rules of the first two runs", "", settings=True),
    "freed": Picture("the first run, and how it goes on with all weights free", RUN_ENDED, own=("step",), ends=True),
    "backward": Picture(
        "a data point forward through a hidden layer, and its δ back",
        "when a slider has been moved",
        own=("weight 1", "weight 2", "data point"),
        point=True,
    ),
    "boxes": Picture("box by box, the proof that no point is missed", BOXES_LOOKED_AT, own=("box",)),
}
