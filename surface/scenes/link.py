"""A scene as the query of a link: what differs from its entry in the gallery, and back again.

One table drives both ways. A link is read, and written, by walking the table from the entry's scene: what a part writes
is the ground that the next parts differ from, so that a network's weights, say, stand in a link only where they are
not those that come with its data set. Data of one's own are packed into the link where they fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from surface.data import Dataset
from surface.data.table.limits import MAX_ROWS
from surface.formatting import readable
from surface.scenes import edits
from surface.scenes import spelling as spell
from surface.scenes.checking import DIGITS, MAX_CHARACTERS
from surface.scenes.entry import GALLERY
from surface.scenes.file import bundled_name, checked_vectors, data_of, plain_data, plain_plane, plane_of
from surface.scenes.packing import pack, unpack
from surface.scenes.parts import Part, for_run, for_training
from surface.scenes.run import MAX_RUNS

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

LONGEST = 6000
"""The most characters of a link's query: what every browser, mail program and chat carries."""

SCENE = "scene"
PRESENT = "present"  # opens in presentation mode: the browser's own affair, which no scene knows of
AT = "at"  # "end" opens a scene as it is when it has been played: likewise
SHOW = "show"  # what stands round the view in a frame of another page: likewise
PACKED = "own-"  # begins data that the link itself holds
OPENED = "file-"  # begins the name of data that are too large for that, known to the visit that opened them


# --- the table ----------------------------------------------------------------------------------------------------


def _data(own: Mapping[str, Dataset]) -> Part:
    """Return the part of the data; `own` are the visitor's own data sets, by the names that links give them."""

    def decode(text: str) -> str | Dataset:
        if text.startswith(PACKED):
            return _unpacked(text.removeprefix(PACKED))
        if text.startswith(OPENED) and text not in own:
            raise ValueError("a file of one's own does not travel in a link, so it must be opened here too")
        return own.get(text, text)

    return Part("data", lambda s: s.data, edits.with_data, _packed, decode)


def data_name(data: Dataset) -> str:
    """Return the short name of a data set: the bundled one's, or a name that its content alone decides."""
    # Eight figures of it tell apart what a visitor has opened.
    return bundled_name(data) or f"{OPENED}{data.digest[:8]}"


@lru_cache(maxsize=64)
def _packed(data: Dataset) -> str:
    """Return a bundled data set's name, or else the data themselves, or, where they are too many, their own name."""
    # Beyond that many numbers it is not even tried.
    if bundled_name(data) or data.inputs.size + data.targets.size > LONGEST:
        return data_name(data)
    # Only packing tells how long the data get.
    packed = f"{PACKED}{pack(plain_data(data))}"
    return packed if len(packed) < LONGEST else data_name(data)


def carries(data: Dataset) -> bool:
    """Return whether a link has room for a data set."""
    return not _packed(data).startswith(OPENED)


def handed(data: Dataset) -> str:
    """Return data that no link has room for as one word, for a browser to hand back; "" where they are too many."""
    numbers = data.inputs.size + data.targets.size
    # Quickly rather than short: it goes to the browser once, and not through anybody's chat.
    few = len(data) <= MAX_ROWS and numbers * DIGITS <= MAX_CHARACTERS
    return pack(plain_data(data), level=1) if few else ""


def handed_back(name: str, text: str) -> Dataset:
    """Return the data of a word, or raise ValueError where it holds none or others than those of this name."""
    data = data_of("data", unpack(text, "data", MAX_CHARACTERS))
    if data_name(data) != name:
        raise ValueError(f"the data must be those of {name!r:.80}, got others")
    return data


def missing(query: Mapping[str, str], own: Mapping[str, Dataset]) -> str:
    """Return the name of the data that a link names and that this visit does not have, or ""."""
    name = query.get("data", "")
    return name if name.startswith(OPENED) and name not in own else ""


def _unpacked(text: str) -> Dataset:
    return data_of("data", unpack(text, "data"))


def _vectors(scene: Scene) -> dict[str, object] | None:
    """Return the vectors of a plane that is of no two weights."""
    return None if scene.free else plain_plane(scene.plane)


def _with_vectors(scene: Scene, vectors: object) -> Scene:
    return scene.with_(plane=plane_of(scene.network, checked_vectors("plane", vectors)))


def _with_variant(scene: Scene, name: str) -> Scene:
    return GALLERY[scene.id].opened(name)


# Their order counts: each is written on a scene that those before it have made.
PARTS: tuple[Part, ...] = (
    Part("variant", lambda s: s.variant, _with_variant, str, str),
    _data({}),
    Part(
        "hidden",
        lambda s: s.network.hidden,
        edits.with_hidden,
        lambda widths: spell.listed(str, widths) or spell.NONE,
        lambda text: () if text == spell.NONE else spell.unlisted(spell.as_whole, text),
    ),
    Part(
        "activation",
        lambda s: tuple(layer.activation for layer in s.network.layers),
        edits.with_activations,
        partial(spell.shortened, str),
        partial(spell.unlisted, str),
    ),
    Part(
        "bias",
        lambda s: tuple(layer.bias is not None for layer in s.network.layers),
        edits.with_bias,
        partial(spell.shortened, lambda biased: "yes" if biased else "no"),
        partial(spell.unlisted, spell.yes),
    ),
    Part(
        "weights",
        lambda s: tuple(s.network.weights.tolist()),
        edits.with_weights,
        partial(spell.listed, spell.number),
        partial(spell.unlisted, spell.as_float),
    ),
    Part(
        "free",
        lambda s: s.free,
        edits.with_free,
        partial(spell.listed, spell.slug),
        partial(spell.unlisted, spell.unslug),
    ),
    Part("plane", _vectors, _with_vectors, pack, lambda text: unpack(text, "plane")),
    Part(
        "window",
        lambda s: s.window,
        lambda s, window: edits.with_window(s, *window[0], *window[1]),
        lambda window: spell.listed(spell.number, (*window[0], *window[1])),
        spell.window,
    ),
    Part(
        "resolution",
        lambda s: s.resolution,
        edits.with_resolution,
        str,
        spell.as_whole,
    ),
    Part("steps", lambda s: s.steps, edits.with_steps, str, spell.as_whole),
    Part("runs", lambda s: len(s.runs), edits.with_runs, str, spell.as_whole),
    *(part for index in range(MAX_RUNS) for part in for_run(index)),
    *for_training(),
    Part(
        "random",
        lambda s: spell.seed(s.random_starts),
        lambda s, seed: s.with_(random_starts=spell.unseed(seed)),
        str,
        str,
    ),
    Part("over", lambda s: s.overlay, lambda s, overlay: s.with_(overlay=overlay), spell.word, spell.unword),
    Part("scale", lambda s: s.scale, lambda s, scale: s.with_(scale=scale), str, str),
)


# --- the two ways -------------------------------------------------------------------------------------------------


def query_from(scene: Scene) -> dict[str, str]:
    """Return what a link carries: the scene, where it is not the first, and what differs from it."""
    return dict(scene.query)


def made(scene: Scene) -> dict[str, str]:
    """Return the same, worked out anew: own data are packed for it, and each network is drawn from its seed."""
    ground = GALLERY[scene.id].scene
    query = {} if scene.id == _first() else {SCENE: scene.id}
    for part in PARTS:
        value = part.read(scene)
        if value is not None and value != part.read(ground):
            query[part.name] = part.encode(value)
            # What this part brings along, such as fresh weights, need not stand in the link again.
            ground = part.write(ground, value)
    return query


def named_query(scene: Scene) -> dict[str, str]:
    """Return the link that names its scene even where that is the first: for one page that opens a scene in another."""
    return {SCENE: scene.id, **query_from(scene)}


def written(scene: Scene) -> str:
    """Return a scene as the text of a link; ValueError where that is too long."""
    query = query_from(scene)
    text = urlencode(query, safe=spell.BETWEEN)
    if len(text) > LONGEST or query.get("data", "").startswith(OPENED):
        raise ValueError(f"a link must have at most {LONGEST} characters, and this scene needs more: save it as a file")
    return text


def read(text: object) -> tuple[Scene, list[str]]:
    """Return the scene of a link's text, and a sentence about each value that had to be left out."""
    if not isinstance(text, str):
        return scene_from({})[0], [f"A link must be text, got {type(text).__name__}."]
    try:
        # A limit on the parts, for a link is anybody's text.
        pairs = parse_qsl(text.removeprefix("?"), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return scene_from({})[0], ["The link was left out: it has too many parts."]
    return scene_from(dict(pairs))


def scene_from(query: Mapping[str, str], own: Mapping[str, Dataset] | None = None) -> tuple[Scene, list[str]]:
    """Return the scene that a link stands for, and a sentence about each value that had to be left out.

    own: the data sets that this visitor has opened, by the names that links give them.
    """
    scene, left_out = _scene(query.get(SCENE))
    for part in PARTS:
        if part.name not in query:
            continue
        # The table knows no visitor: here the data part learns of the data that this one has opened.
        part = _data(own or {}) if part.name == "data" else part
        try:
            scene = part.write(scene, part.decode(query[part.name]))
        except ValueError as refusal:
            reason = readable(str(refusal)) + _instead(part, scene)
            left_out.append(_sentence(part.name, query[part.name], reason))
    known = {SCENE, PRESENT, AT, SHOW, *(part.name for part in PARTS)}
    # Said too: a misspelt part would else be lost without a word.
    left_out += [_sentence(name, text, "no scene has such a part") for name, text in query.items() if name not in known]
    try:
        return edits.playable(scene), left_out
    except ValueError as refusal:
        # Each value was good alone, but together they leave a run that cannot start.
        opened = GALLERY[scene.id].opened(scene.variant)
        return opened, [f"The link's values were left out: {readable(str(refusal))}."]


def _first() -> str:
    return next(iter(GALLERY))


def _scene(name: str | None) -> tuple[Scene, list[str]]:
    first = _first()
    if name is None or name in GALLERY:
        return GALLERY[name or first].scene, []
    reason = f"there is no scene of that name, and {first} opened instead"
    return GALLERY[first].scene, [_sentence(SCENE, name, reason)]


def _instead(part: Part, scene: Scene) -> str:
    value = part.read(scene)
    return "" if value is None else f"; it is {part.encode(value):.40} here"


def _sentence(name: str, text: str, reason: str) -> str:
    return f"The link's {name:.40} = {text:.40} was left out: {reason}."
