"""The page's state as a link: a named scene and what differs from it, and back again.

One table drives both ways. A link is read, and written, by walking the table from the named scene: what a part writes
is the ground that the next parts differ from, so that a network's weights, say, stand in a link only where they are
not those that come with its data set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from surface.data import Dataset
from surface.descent import RULES, hyperparameters
from surface.formatting import readable
from surface.scenes import MAX_RUNS, SCENES, Scene, edits

SCENE = "scene"
PRESENT = "present"  # opens in presentation mode: the browser's own affair, which no scene knows of
OVER = "over"
OVERLAYS = ("basins", "difference")  # what may lie over the map: not of the scene, which stays as it is beneath
BESIDE = (OVER, PRESENT)  # parts of a link that are read beside the scene
OWN = "file-"  # begins the name of data that the visitor has opened
BETWEEN = "~"  # stands between the numbers of a list: one of the few marks that an address leaves as it is


@dataclass(frozen=True)
class Part:
    """One value of a scene: its name in a link, how it is read and replaced, and how it is spelt.

    `read` returns None where the scene has no such value; `write` and `decode` raise ValueError.
    """

    name: str
    read: Callable[[Scene], Any]
    write: Callable[[Scene, Any], Scene]
    encode: Callable[[Any], str]
    decode: Callable[[str], Any]


# --- spelling -----------------------------------------------------------------------------------------------------


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0").replace("e+", "e")


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError("it must be a number") from None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError("it must be a whole number")
    return int(text)


def _listed(encode: Callable[[Any], str], values) -> str:
    return BETWEEN.join(map(encode, values))


def _unlisted(decode: Callable[[str], Any], text: str) -> tuple:
    return tuple(map(decode, text.split(BETWEEN)))


def _shortened(encode: Callable[[Any], str], values) -> str:
    """Spell a list of equal values as one of them: one for every layer."""
    return _listed(encode, values[:1] if len(set(values)) == 1 else values)


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("it must be yes or no")
    return text == "yes"


def _slug(name: str) -> str:
    return name.replace("[", ".").replace(",", ".").removesuffix("]")


def _unslug(text: str) -> str:
    """Return a weight's name, w2[1,3], from its spelling w2.1.3."""
    kind, *indices = text.split(".")
    return f"{kind}[{','.join(indices)}]"


def _window(text: str) -> tuple:
    edges = _unlisted(_float, text)
    if len(edges) != 4:
        raise ValueError("it must be four numbers, the first weight's from and to and the second's")
    return edges[:2], edges[2:]


def _pair(text: str) -> tuple[float, ...]:
    numbers = _unlisted(_float, text)
    if len(numbers) != 2:
        raise ValueError("it must be two numbers")
    return numbers


# --- the table ----------------------------------------------------------------------------------------------------


def _data(own: Mapping[str, Dataset]) -> Part:
    """Return the part of the data; `own` are the visitor's own data sets, by the names that links give them."""

    def write(scene: Scene, data: str | Dataset) -> Scene:
        if isinstance(data, str) and data.startswith(OWN):
            raise ValueError("a file of one's own does not travel in a link, so it must be opened here too")
        return edits.with_data(scene, data)

    return Part("data", lambda s: s.data, write, data_name, lambda text: own.get(text, text))


def data_name(data: str | Dataset) -> str:
    """Return what a data set is called in a link."""
    return data if isinstance(data, str) else f"{OWN}{hashlib.sha256(repr(data.identity).encode()).hexdigest()[:8]}"


def variant_of(scene: Scene) -> str | None:
    """Return the name of the variant that a scene was opened as, None for the scene itself."""
    return next((name for name, other in scene.variants.items() if other.watch == scene.watch), None)


def opening(scene: Scene, variant: str | None = None) -> Scene:
    """Return a scene's scene as it opens, with the runs of one of its variants."""
    scene = SCENES[scene.id]
    return scene if variant is None else scene.variant(variant)


def _for_run(index: int) -> list[Part]:
    """Return the parts of one run: its rule, whatever settings any rule has, and its start."""
    number = index + 1
    rule = Part(
        f"rule{number}",
        lambda scene: _of_run(scene, index, lambda run: run.rule.name),
        lambda scene, name: edits.with_rule(scene, index, name),
        lambda name: name.replace(" ", "-"),
        lambda text: text.replace("-", " "),
    )
    start = Part(
        f"start{number}",
        lambda scene: _of_run(scene, index, lambda run: tuple(run.start)),
        lambda scene, at: edits.with_start(scene, index, at),
        partial(_listed, _number),
        _pair,
    )
    return [rule, *(_for_setting(index, name) for name in SETTINGS), start]


def _for_setting(index: int, name: str) -> Part:
    return Part(
        f"{name}{index + 1}",
        lambda scene: _of_run(scene, index, lambda run: getattr(run.rule, name, None)),
        lambda scene, value: edits.with_setting(scene, index, name, value),
        _number,
        _float,
    )


def _of_run(scene: Scene, index: int, read: Callable) -> Any:
    return read(scene.runs[index]) if index < len(scene.runs) else None


SETTINGS = tuple(dict.fromkeys(setting.name for rule in RULES.values() for setting in hyperparameters(rule)))

PARTS: tuple[Part, ...] = (
    Part("variant", variant_of, lambda s, name: s.variant(name), str, str),
    _data({}),
    Part(
        "hidden",
        lambda s: s.network.hidden,
        edits.with_hidden,
        lambda widths: _listed(str, widths) or "none",
        lambda text: () if text == "none" else _unlisted(_whole, text),
    ),
    Part(
        "activation",
        lambda s: tuple(layer.activation for layer in s.network.layers),
        edits.with_activations,
        partial(_shortened, str),
        partial(_unlisted, str),
    ),
    Part(
        "bias",
        lambda s: tuple(layer.bias is not None for layer in s.network.layers),
        edits.with_bias,
        partial(_shortened, lambda biased: "yes" if biased else "no"),
        partial(_unlisted, _yes),
    ),
    Part(
        "weights",
        lambda s: tuple(s.network.weights.tolist()),
        edits.with_weights,
        partial(_listed, _number),
        partial(_unlisted, _float),
    ),
    Part("free", lambda s: s.free, edits.with_free, partial(_listed, _slug), partial(_unlisted, _unslug)),
    Part(
        "window",
        lambda s: s.window,
        lambda s, window: edits.with_window(s, *window[0], *window[1]),
        lambda window: _listed(_number, (*window[0], *window[1])),
        _window,
    ),
    Part(
        "resolution",
        lambda s: s.resolution,
        edits.with_resolution,
        str,
        _whole,
    ),
    Part("steps", lambda s: s.steps, edits.with_steps, str, _whole),
    Part("runs", lambda s: len(s.runs), edits.with_runs, str, _whole),
    *(part for index in range(MAX_RUNS) for part in _for_run(index)),
)


# --- the two ways -------------------------------------------------------------------------------------------------


def query_from(scene: Scene, overlay: str = "") -> dict[str, str]:
    """Return what a link carries: the scene, where it is not the first, what differs from it, and the overlay."""
    ground = SCENES[scene.id]
    query = {} if ground is _first() else {SCENE: scene.id}
    for part in PARTS:
        value = part.read(scene)
        if value != part.read(ground):
            query[part.name] = part.encode(value)
            ground = part.write(ground, value)
    return query | ({OVER: overlay} if overlay else {})


def named_query(scene: Scene) -> dict[str, str]:
    """Return the link that names its scene even where that is the first: for one page that opens a scene in another."""
    return {SCENE: scene.id, **query_from(scene)}


def scene_from(query: Mapping[str, str], own: Mapping[str, Dataset] | None = None) -> tuple[Scene, list[str]]:
    """Return the scene that a link stands for, and a sentence about each value that had to be left out.

    own: the data sets that this visitor has opened, by the names that links give them.
    """
    scene, left_out = _scene(query.get(SCENE))
    for part in PARTS:
        if part.name not in query:
            continue
        part = _data(own or {}) if part.name == "data" else part
        try:
            scene = part.write(scene, part.decode(query[part.name]))
        except ValueError as refusal:
            reason = readable(str(refusal)) + _instead(part, scene)
            left_out.append(_sentence(part.name, query[part.name], reason))
    known = {SCENE, *BESIDE, *(part.name for part in PARTS)}
    left_out += [_sentence(name, text, "no scene has such a part") for name, text in query.items() if name not in known]
    try:
        return edits.playable(scene), left_out
    except ValueError as refusal:
        return opening(scene, variant_of(scene)), [f"The link's values were left out: {readable(str(refusal))}."]


def overlay_from(query: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return what a link lays over the map, '' for nothing, and the sentence where it is nothing that there is."""
    overlay = query.get(OVER, "")
    if overlay in ("", *OVERLAYS):
        return overlay, []
    return "", [_sentence(OVER, overlay, f"what lies over the map must be {' or '.join(OVERLAYS)}")]


def _first() -> Scene:
    return next(iter(SCENES.values()))


def _scene(name: str | None) -> tuple[Scene, list[str]]:
    first = _first()
    if name is None or name in SCENES:
        return SCENES.get(name, first), []
    return first, [_sentence(SCENE, name, f"there is no scene of that name, and {first.id} opened instead")]


def _instead(part: Part, scene: Scene) -> str:
    value = part.read(scene)
    return "" if value is None else f"; it is {part.encode(value)} here"


def _sentence(name: str, text: str, reason: str) -> str:
    return f"The link's {name:.40} = {text:.40} was left out: {reason}."
