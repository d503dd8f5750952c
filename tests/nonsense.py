"""What a monkey does: values for any control, events of the player, links and files, as they should be and as not."""

from __future__ import annotations

import json
import math
from random import Random

from streamlit.proto.WidgetStates_pb2 import WidgetState

from surface.data import Dataset
from surface.descent import RULES
from surface.model import ACTIVATIONS
from surface.scenes import GALLERY, SCENES, Scene, link
from surface.view.protocol import EVENTS

WORDS = ("", "x", "−1", "nan", "1e999", "<b>", "w[9,9]", "run", "yes", "~", "0~0", "5~-5~1~1", "ß" * 300, "own-AAAA")
NUMBERS = (0, -1, 0.5, 1, 2, 3, 7.5, 1e-300, 1e-9, 1e300, -1e300, math.nan, math.inf, -math.inf)
WRONG = (None, True, False, "0", "", [], {}, [1], {"run": 0}, math.nan, math.inf, 10**400, -(2**70), 1e308)
TABLES = ("a,b\n1,2\n3,4\n5,6", "a,b,c\n1,2,x\n3,,4", "", "\0\1", "a;b\n1;2\n2;1", "a\n1", "x,y\n1e308,1\n-1e308,nan")


# --- controls -----------------------------------------------------------------------------------------------------


def state(random: Random, control, scene: Scene) -> WidgetState:
    """A control's state as the browser sends it, with a value that may or may not be one of its own."""
    return KINDS[control.type](random, control)


def _options(control) -> list[str]:
    return list(control.options)


def _pressed(random: Random, control) -> WidgetState:
    return WidgetState(id=control.id, trigger_value=True)


def _switched(random: Random, control) -> WidgetState:
    return WidgetState(id=control.id, bool_value=random.random() < 0.5)


def _chosen(random: Random, control) -> WidgetState:
    return WidgetState(id=control.id, string_value=random.choice(_options(control)))


def _picked(random: Random, control) -> WidgetState:
    few = 1 if getattr(control, "_is_single_select", True) else random.randint(0, len(_options(control)))
    found = WidgetState(id=control.id)
    found.string_array_value.data[:] = random.sample(_options(control), few)
    return found


def _several(random: Random, control) -> WidgetState:
    found = WidgetState(id=control.id)
    found.string_array_value.data[:] = random.sample(_options(control), random.randint(0, len(_options(control))))
    return found


def _slid(random: Random, control) -> WidgetState:
    found = WidgetState(id=control.id)
    found.double_array_value.data[:] = [random.uniform(control.proto.min, control.proto.max)]
    return found


def _typed(random: Random, control) -> WidgetState:
    if random.random() < 0.08:
        return WidgetState(id=control.id)  # emptied
    now = control.value or 0.0
    near = (now + control.step, now - control.step, now * random.uniform(0.5, 2), random.uniform(-5, 5))
    value = random.choice(NUMBERS if random.random() < 0.25 else near)
    return WidgetState(id=control.id, double_value=value)


def _written(random: Random, control) -> WidgetState:
    return WidgetState(id=control.id, string_value=random.choice(WORDS))


KINDS = {
    "button": _pressed,
    "toggle": _switched,
    "checkbox": _switched,
    "selectbox": _chosen,
    "radio": _chosen,
    "button_group": _picked,
    "multiselect": _several,
    "select_slider": _picked,
    "slider": _slid,
    "number_input": _typed,
    "text_input": _written,
    "text_area": _written,
}


def table_state(random: Random, id: str, data: Dataset) -> WidgetState:
    """The table of the points with something changed, added or deleted, as the browser tells it."""
    columns = [f"x{i}" for i in range(data.inputs.shape[1])]
    columns += [f"y{j}" for j in range(data.targets.shape[1])]
    cells = (None, 0, 1.5, -2, 1e9, 1e300, random.uniform(-3, 3), random.uniform(-3, 3))
    rows = {str(row): {random.choice(columns): random.choice(cells)} for row in _some(random, len(data))}
    added = [{name: random.choice(cells) for name in columns} for _ in range(random.choice((0, 0, 1, 2)))]
    told = {"edited_rows": rows, "added_rows": added, "deleted_rows": _some(random, len(data))}
    return WidgetState(id=id, string_value=json.dumps(told))


def _some(random: Random, count: int) -> list[int]:
    return random.sample(range(count), min(count, random.choice((0, 0, 1, 2, 5))))


# --- events of the player -----------------------------------------------------------------------------------------


def event(random: Random, scene: Scene) -> tuple[str, object]:
    """An event of the player and its value: as it sends them, or with one thing wrong, or nothing of the kind."""
    name = random.choice(list(EVENTS))
    value = VALUES[name](random, scene)
    if random.random() < 0.1:
        return name, random.choice(WRONG)
    if isinstance(value, dict) and random.random() < 0.3:
        field = random.choice(list(value))
        value[field] = random.choice(WRONG)
        if random.random() < 0.2:
            del value[field]
    return name, value


def told(random: Random, value: object, scene: int) -> object:
    """What is told of an event with this value, of the scene of this number: now and then of another, or nothing."""
    whole = {"scene": scene, "value": value, "turn": random.randrange(100)}
    if random.random() < 0.1:
        whole[random.choice(list(whole))] = random.choice(WRONG)
    return random.choice(WRONG) if random.random() < 0.03 else whole


def _run(random: Random, scene: Scene) -> dict[str, object]:
    # Run 5 has been there at most in another scene.
    return {"run": random.choice((0, 0, 0, 1, 1, 2, 3, 4, -1))}


def _start(random: Random, scene: Scene) -> dict[str, object]:
    w: list[object] = [random.uniform(low, high) for low, high in scene.window]
    if random.random() < 0.2:
        w[random.randrange(2)] = random.choice((*NUMBERS, *WRONG))
    return _run(random, scene) | {"w": w}


def _setting(random: Random, scene: Scene) -> dict[str, object]:
    name = random.choice(("learning_rate", "learning_rate", "momentum", "decay", "epsilon", "name", ""))
    value = random.choice((*NUMBERS, random.uniform(0, 1), random.uniform(0, 1), random.uniform(0, 1)))
    return _run(random, scene) | {"name": name, "value": value}


def _plan(random: Random, scene: Scene) -> dict[str, object]:
    name = random.choice(("batch", "seed", "every", "factor", "floor", "steps", ""))
    return _setting(random, scene) | {"name": name}


def _yes(random: Random, scene: Scene) -> object:
    return random.random() < 0.5


def _numbers(random: Random, scene: Scene) -> dict[str, object]:
    """The numbers of a data point: now and then one too many, or none that can be."""
    found: dict[str, object] = {}
    for name in ("inputs", "targets"):
        width = getattr(scene.data, name).shape[1] + (random.random() < 0.1)
        found[name] = [random.choice((*NUMBERS, *(random.uniform(-3, 3) for _ in range(40)))) for _ in range(width)]
    return found


def _place(random: Random, most: int) -> int:
    return random.randrange(-1, most + 2)


VALUES = {
    "start": _start,
    "setting": _setting,
    "plan": _plan,
    "rule": lambda random, scene: _run(random, scene) | {"rule": random.choice((*RULES, "", "sgd"))},
    "steps": lambda random, scene: {"steps": random.choice((*NUMBERS, 1, 50, 200, 300))},
    "weight": lambda random, scene: {
        "weight": _place(random, len(scene.network.names)),
        "value": random.choice((*NUMBERS, random.uniform(-5, 5))),
    },
    "target": lambda random, scene: {
        "point": _place(random, len(scene.data)),
        "output": _place(random, len(scene.data.target_names)),
        "value": random.choice((*NUMBERS, random.uniform(-2, 2))),
    },
    "add_point": lambda random, scene: _numbers(random, scene),
    "move_point": lambda random, scene: {"point": _place(random, len(scene.data))} | _numbers(random, scene),
    "remove_point": lambda random, scene: {"point": _place(random, len(scene.data))},
    "free": lambda random, scene: {"weights": [_place(random, len(scene.network.names)) for _ in range(2)]},
    "reshape": lambda random, scene: {"hidden": [random.randrange(10) for _ in range(random.randrange(5))]},
    "activation": lambda random, scene: {
        "layer": _place(random, len(scene.network.layers)),
        "name": random.choice((*ACTIVATIONS, "", "step")),
    },
    "add": _yes,
    "duplicate": _run,
    "remove": _run,
    "undo": _yes,
    "redo": _yes,
    "choose": _run,
    "overlay": _yes,
    "same": _yes,
    "scale": lambda random, scene: {"scale": random.choice(("linear", "log", "square"))},
    "random_starts": lambda random, scene: {"seed": random.choice((None, 0, 7, -1, 2**31, 2**31 - 1))},
    "fit": _yes,
    "window": lambda random, scene: {"edges": [random.uniform(-9, 9) for _ in range(random.choice((4, 4, 4, 3)))]},
    "go": lambda random, scene: {"by": random.choice((-1, 1, 1, 2))},
    "played": _yes,
}


# --- links and files ----------------------------------------------------------------------------------------------


def query(random: Random) -> dict[str, str]:
    """A link: a bundled scene with a part or two of another one, or of none."""
    entry = GALLERY[random.choice(list(SCENES))]
    parts = link.named_query(entry.opened(random.choice(["", *entry.variants])))
    for part in random.sample(link.PARTS, random.randint(0, 2)):
        other = part.read(random.choice(list(SCENES.values())))
        parts[part.name] = part.encode(other) if other is not None and random.random() < 0.6 else random.choice(WORDS)
    if random.random() < 0.1:
        parts[random.choice(("lesson", "scene", "run9", ""))] = random.choice(WORDS)
    return parts


def file(random: Random) -> tuple[str, bytes]:
    return random.choice(("mine.csv", "../x.tsv", "a.txt")), random.choice(TABLES).encode()
