"""What the player is given: a sheet (the drawn surface, heavy) and the runs on it (light), as plain JSON values."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from surface.arrays import Array
from surface.descent import RULES, Descent, Rule, Surface, seen_gradients
from surface.descent.formula import expression
from surface.error import ErrorSurface, FunctionSurface, Landscape
from surface.figures import RUN_STYLES, contour_drawing, sorts, surface_drawing, without_grids
from surface.formatting import pretty
from surface.landscape import CriticalPoint, CriticalPoints, Verdict
from surface.model import ACTIVATIONS
from surface.scenes import Scene
from surface.view.encoding import encode, plain
from surface.view.ground import Ground, data_points, held_weights, network_shape
from surface.view.hosts import page
from surface.view.hosts.page import EVERYTHING
from surface.view.paths import Recorded
from surface.view.plans import batches_of, factor_of, plan_of, plan_settings
from surface.view.protocol import (
    PROTOCOL,
    Figures,
    Point,
    Run,
    RunsMessage,
    Stability,
    Style,
    SurfaceMessage,
)
from surface.view.protocol import Verdict as VerdictRecord
from surface.view.rules import inner_of, knobs, lines, rule_shape, settings_of, symbols_of
from surface.view.stability import Curvatures, stability
from surface.view.undecided import undecided
from surface.view.values import Scale

POINTS_DRAWN = 600
"""The most critical points that are drawn: the lowest, and those nearest to the window's middle."""


@dataclass(frozen=True, eq=False)
class Track:
    """A run as the player shows it: its path, what it is called, and how it ended (an outcome with its reason)."""

    run: Descent | Recorded
    label: str
    verdict: Verdict | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """The drawn surface: everything that stays as it is while only the runs change. The key is its content's."""

    key: str
    payload: SurfaceMessage


@dataclass(frozen=True, eq=False, repr=False)
class Picture:
    """A surface and the runs on it, ready for any of the places that play them; of: the scene that they are of."""

    sheet: Sheet
    runs: RunsMessage
    of: Scene | None = None

    def __repr__(self) -> str:
        # All that it holds would be megabytes, and a notebook writes it beside the picture.
        return f"<{type(self).__name__} {self.title!r}, runs: {len(self.runs['runs'])}>"

    @property
    def surface(self) -> SurfaceMessage:
        return self.sheet.payload

    @property
    def title(self) -> str:
        return self.runs["title"]

    def page(self, may: str = EVERYTHING) -> str:
        """Return the picture as an HTML page that needs neither a server nor a network.

        may: what its reader may change: "everything", "starts and settings" of the runs, or "nothing".
        """
        return page.page(self.surface, self.runs, self.title, may, self.of)

    def save(self, path: str | Path, may: str = EVERYTHING) -> Path:
        """Write that page to a file and return its path."""
        (path := Path(path)).write_text(self.page(may), encoding="utf-8")
        return path

    def _repr_html_(self) -> str | None:
        return page.frame(self.page(), self.title)


def sheet(E: Ground, landscape: Landscape, points: Sequence[CriticalPoint] = ()) -> Sheet:
    """Return the drawn surface of E over a sampled window with its critical points, for both scales of the error.

    A sheet depends on nothing else, so it can be kept while runs come and go.
    """
    names, upwards = screen_names(E), "value E" if isinstance(E, FunctionSurface) else "error E"
    drawn = points.nearest(POINTS_DRAWN) if isinstance(points, CriticalPoints) else points
    message: SurfaceMessage = {
        "version": PROTOCOL,
        "key": "",
        "names": names,
        "w1": encode(landscape.w1),
        "w2": encode(landscape.w2),
        "error": encode(landscape.error),
        "figures": {
            "linear": _figures(landscape, drawn, names, upwards, "linear"),
            "log": _figures(landscape, drawn, names, upwards, "log"),
        },
        "points": [_point(point, sort) for point, sort in zip(drawn, sorts(drawn), strict=True)],
        "proven": isinstance(points, CriticalPoints) and points.proven,
        # Of a function nothing was to be proven.
        "undecided": encode(undecided(points) if isinstance(E, ErrorSurface) else []),
        "network": network_shape(E),
        "data": data_points(E),
    }
    message["key"] = _content_key(message)
    return Sheet(message["key"], message)


def _content_key(message: SurfaceMessage) -> str:
    """Return a short text that is the same wherever the same surface is drawn."""
    # Without its version: a new protocol changes no surface.
    drawn = {name: value for name, value in message.items() if name not in ("version", "key")}
    # Sorted, for the order in which a message is written makes no difference.
    content = json.dumps(drawn, allow_nan=False, sort_keys=True).encode()
    # Twelve bytes tell surfaces apart, and every message that names one stays short.
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def _figures(landscape: Landscape, points: Sequence[CriticalPoint], names: list[str], up: str, scale: Scale) -> Figures:
    surface = surface_drawing(landscape, points, names, scale, upwards=up)
    # Plotly reads marks in its texts; those of 3D are written by the player.
    texts = [html.escape(name, quote=False) for name in names]
    contours = contour_drawing(landscape, points, texts, scale, marks=False)  # the view marks the points itself
    return {"figure3d": plain(without_grids(surface)), "map": plain(without_grids(contours))}


def screen_names(E: Ground) -> list[str]:
    """Return what the two axes are called: the free weights, a and b on a plane, or a function's own variables."""
    if isinstance(E, FunctionSurface):
        return list(E.names)
    return [pretty(name) for name in E.free] if E.free else ["a", "b"]


def _point(point: CriticalPoint, sort: str) -> Point:
    return {
        "w": plain(point.weights),
        "error": plain(point.error),
        "eigenvalues": plain(point.eigenvalues),
        "kind": point.kind,
        "lowest": sort == "lowest",
    }


def picture(
    E: Ground,
    landscape: Landscape,
    points: Sequence[CriticalPoint],
    tracks: Sequence[Track],
    *,
    key: str,
    title: str = "",
    watch: str = "",
    held: str | None = None,
    chosen: int = 0,
    scale: Scale = "linear",
    rules: Iterable[Rule] = (),
    most_steps: int = 5000,
    surface: Sheet | None = None,
    described: Sequence[Run] | None = None,
) -> Picture:
    """Return the picture of runs on a surface.

    key names the scene: a player that is given another picture of the same key keeps camera, zoom and playhead.
    watch: what to look out for, in a sentence. held: the weights that are held, as text; None works it out.
    scale: on which the error is drawn. rules: that a run can be given, as they are set then; else all, at their
    defaults. most_steps: that its runs can be given. surface: a sheet that was drawn before; None draws it. described:
    what `describe` made of the tracks before.
    """
    drawn = surface or sheet(E, landscape, points)
    runs = [describe(E, track) for track in tracks] if described is None else described
    # Copies, for what `describe` made may be kept for other pictures.
    styled: list[Run] = [{**run, "style": _style(i)} for i, run in enumerate(runs)]
    message: RunsMessage = {
        "version": PROTOCOL,
        "key": key,
        "title": title,
        "watch": watch,
        "held": held_weights(E) if held is None else held,
        "chosen": chosen,
        "scale": scale,
        "surface": drawn.key,
        "runs": styled,
        "rules": [rule_shape(rule) for rule in [*rules] or [rule() for rule in RULES.values()]],
        "styles": [_style(i) for i in range(len(RUN_STYLES))],
        "most_steps": most_steps,
        "activations": list(ACTIVATIONS),
        "undo": False,
        "redo": False,
        # What the page around a player says: on its own there is none, so that nothing is listened to or sent apart.
        "events": [],
        "overlay": None,
        "random_starts": None,
        "seed": None,
        "same": False,
        "suspense": True,
        "scene": 0,
        "opening": 0,
        "turn": 0,
    }
    return Picture(drawn, message)


@dataclass(frozen=True, eq=False)
class Along:
    """What a surface does along a path: its gradients, (k+1, p), and what its curvatures mean for the rule."""

    gradient: Array
    stability: Curvatures | None


def along(E: Surface, run: Descent) -> Along:
    """Return what a surface does along the path of a run."""
    # A run that diverged has places where nothing is finite: they are sent as they are.
    with np.errstate(over="ignore", invalid="ignore"):
        return Along(np.asarray(E.gradient(run.path)), stability(E, run))


def describe(E: Ground, track: Track, known: Along | None = None) -> Run:
    """Return a run as the player is sent it, in the first run's style: all that does not depend on the runs beside.

    known: what E does along the path, where it was asked before.
    """
    run, end = track.run, track.verdict
    if isinstance(run, Recorded):
        return _described(E, track.label, run)
    rule, steps, known = run.rule, run.k if run.steps is None else run.steps, known or along(E, run)
    gradient, stable, drawn = known.gradient, known.stability, batches_of(E, run)
    # A run that diverged has places where nothing is finite: they are sent as they are.
    with np.errstate(over="ignore", invalid="ignore"):
        seen = None if drawn is None else seen_gradients(E, run)
        inner = inner_of(rule, gradient if seen is None else seen, run.schedule)
    return {
        "label": track.label,
        "rule": rule.name,
        "settings": settings_of(rule),
        "symbols": symbols_of(rule),
        "knobs": knobs(rule),
        # Which run it is among others is known to `picture` alone.
        "style": _style(0),
        "steps": steps,
        "w": encode(run.path),
        "error": encode(run.error),
        "gradient": encode(gradient),
        "formula": lines(rule),
        "inner": {symbol: encode(values) for symbol, values in inner.items()},
        "meanings": dict(rule.meanings),
        "stability": None if stable is None else _encoded(stable),
        "verdict": None if end is None else _verdict(end),
        "schedule": None if run.schedule is None else encode(run.schedule.factor(np.arange(steps + 1))),
        "factor": factor_of(run.schedule),
        "batches": drawn,
        "seen": None if seen is None else encode(seen),
        "plan": plan_of(E, run),
        "plan_settings": plan_settings(run),
        "weights": None,
    }


def _described(E: Ground, label: str, run: Recorded) -> Run:
    """Return a path of one's own as the player is sent it: it has no rule, and so nothing that a rule brings."""
    return {
        "label": label,
        "rule": "",
        "settings": {},
        "symbols": {},
        "knobs": [],
        "style": _style(0),
        "steps": run.k,
        "w": encode(run.path),
        "error": encode(run.error),
        "gradient": encode(E.gradient(run.path)),
        "formula": None,
        "inner": {},
        "meanings": {},
        "stability": None,
        "verdict": None,
        "schedule": None,
        "factor": None,
        "batches": None,
        "seen": None,
        "plan": "",
        "plan_settings": [],
        "weights": None,
    }


def _verdict(end: Verdict) -> VerdictRecord:
    return {"outcome": end.outcome, "reason": end.reason, "pass_error": plain(end.pass_error)}


def _style(index: int) -> Style:
    """Return how a run is drawn; after the last style comes the first again."""
    style = RUN_STYLES[index % len(RUN_STYLES)]
    return {"colour": style.colour, "dash": style.dash, "marker": style.marker}


def _encoded(stable: Curvatures) -> Stability:
    bound, formula = stable["bound"], stable["formula"]
    return {"curvature": encode(stable["curvature"]), "bound": bound, "formula": formula, "tree": expression(formula)}
