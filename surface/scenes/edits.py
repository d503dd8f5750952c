"""Scenes changed in one place: each function returns another scene, which holds together as the one given did.

What a change does not touch stays; what can no longer stand, such as the weights of a network of another shape, is set
afresh in a way that depends on the scene alone, so that a link need not carry it.
Each raises ValueError, with one sentence, where the result could not be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from surface.arrays import Array, Numbers
from surface.data import Dataset
from surface.descent import RULES, SCHEDULES, Rule, hyperparameters
from surface.error.window import as_window
from surface.model import Layer, Network
from surface.scenes.entry import GALLERY
from surface.scenes.run import CONSTANT, MAX_RUNS, MAX_STEPS, Run, checked_data, from_1

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

T = TypeVar("T")

MAX_HIDDEN_LAYERS = 3
MAX_UNITS = 8
"""The widest hidden layer that the page offers: beyond it the table of weights is no longer a picture."""

EDITED = " (edited)"
"""What the title of data ends in that were changed point by point."""


class GoneError(ValueError):
    """A change of a run, a layer, a weight or a setting that the scene does not have: it may have had it before."""


# --- data and network ---------------------------------------------------------------------------------------------


def with_data(scene: Scene, data: str | Dataset) -> Scene:
    """Show the network other data, by name or as they are; with other inputs or outputs it gets fresh weights."""
    return _with_network(scene, scene.network, checked_data(data))


def with_target(scene: Scene, point: int, output: int, value: float) -> Scene:
    """Let an output have another target at one data point; the data are then the visitor's own."""
    data = scene.data
    if not (0 <= point < len(data) and 0 <= output < len(data.target_names)):
        raise GoneError(f"there is no target {output + 1} of a data point {point + 1}")
    targets = data.targets.copy()
    targets[point, output] = value
    return with_data(scene, edited(data, data.inputs, targets))


def edited(data: Dataset, inputs: Numbers, targets: Numbers) -> Dataset:
    """Return data with other numbers in the same columns, and a title that says so."""
    if data.is_counted:
        raise ValueError("points that stand for many rows each cannot be changed one by one")
    plain = not data.title or data.title.endswith(EDITED)
    title = data.title if plain else f"{data.title}{EDITED}"
    return data.with_(inputs=inputs, targets=targets, title=title, counts=None)


def with_hidden(scene: Scene, widths: Sequence[float]) -> Scene:
    """Give the network hidden layers of these widths; the output layer keeps its activation."""
    widths = tuple(whole("a hidden layer's number of units", width) for width in widths)
    if len(widths) > MAX_HIDDEN_LAYERS:
        raise ValueError(f"a network must have at most {MAX_HIDDEN_LAYERS} hidden layers here, got {len(widths)}")
    for width in widths:
        if not 1 <= width <= MAX_UNITS:
            raise ValueError(f"a hidden layer must have from 1 to {MAX_UNITS} units here, got {width}")
    *hidden, last = scene.network.layers
    model = hidden[0] if hidden else Layer([[0.0]], "tanh", [0.0])
    # A layer that is new takes after the first hidden one; its weights are drawn afresh where it is fitted.
    layers = [*(hidden[k] if k < len(hidden) else model for k in range(len(widths))), last]
    return _with_network(scene, _fitted(layers, scene.network.inputs, widths, scene.network.outputs))


def with_activations(scene: Scene, names: Sequence[str]) -> Scene:
    """Set the activation of every layer, from one name each or one name for all."""
    names = _one_each(scene, names, "activation")
    pairs = zip(scene.network.layers, names, strict=True)
    return _with_network(scene, Network([Layer(layer.weights, name, layer.bias) for layer, name in pairs]))


def with_hidden_count(scene: Scene, count: int) -> Scene:
    """Give the network that many hidden layers; a new one is two units wide."""
    return with_hidden(scene, (scene.network.hidden + (2,) * count)[:count])


def with_hidden_width(scene: Scene, layer: int, width: float) -> Scene:
    """Give one hidden layer that many units."""
    widths = list(scene.network.hidden)
    if not 0 <= layer < len(widths):
        raise GoneError(f"there is no hidden layer {layer + 1}")
    widths[layer] = whole("a hidden layer's number of units", width)
    return with_hidden(scene, widths)


def with_hidden_activation(scene: Scene, name: str) -> Scene:
    """Set the activation of every hidden layer."""
    *hidden, last = scene.network.layers
    return with_activations(scene, [name] * len(hidden) + [last.activation])


def with_output_activation(scene: Scene, name: str) -> Scene:
    """Set the activation of the output layer."""
    *hidden, _ = scene.network.layers
    return with_activations(scene, [*(layer.activation for layer in hidden), name])


def with_layer_activation(scene: Scene, layer: int, name: str) -> Scene:
    """Set the activation of one layer; the last one is the output."""
    names = [each.activation for each in scene.network.layers]
    if not 0 <= layer < len(names):
        raise GoneError(f"there is no layer {layer + 1}")
    names[layer] = name
    return with_activations(scene, names)


def with_bias(scene: Scene, biased: Sequence[bool]) -> Scene:
    """Give layers a bias, 0 at first, or take it away; from one answer each or one for all."""
    network = _biased(scene.network, _one_each(scene, biased, "bias"))
    if len(network.names) < 2:
        raise ValueError("the bias must stay: without it there is only one weight, and a surface needs two")
    return _with_network(scene, network)


def _biased(network: Network, biased: Sequence[bool]) -> Network:
    layers: list[Layer] = []
    for layer, has_bias in zip(network.layers, biased, strict=True):
        bias = np.zeros(layer.units) if layer.bias is None else layer.bias
        layers.append(Layer(layer.weights, layer.activation, bias if has_bias else None))
    return Network(layers)


def with_weights(scene: Scene, weights: Sequence[float]) -> Scene:
    """Set every weight, in the order of the network's names."""
    return scene.with_(network=scene.network.with_weights(weights))


def with_weight(scene: Scene, name: str, value: float) -> Scene:
    """Hold one weight at another value."""
    return scene.with_(network=scene.network.replace({_named(scene, name): value}))


def with_held(scene: Scene, place: int, value: float) -> Scene:
    """Hold the weight at a place of the network's names at another value."""
    names = scene.network.names
    if scene.free is None or not 0 <= place < len(names) or names[place] in scene.free:
        raise GoneError(f"there is no held weight {place + 1}")
    return with_weight(scene, names[place], value)


def with_free(scene: Scene, free: Sequence[str]) -> Scene:
    """Draw the surface over two other weights."""
    return replace(scene, plane=tuple(_named(scene, name) for name in free))


def _named(scene: Scene, name: str) -> str:
    """Return the name of a weight, or say that there is none of that name."""
    try:
        scene.network.index(name)
    except ValueError as unknown:
        raise GoneError(str(unknown)) from None
    return name


def with_window(scene: Scene, *edges: float) -> Scene:
    """Draw another part of the surface: the first weight's from and to, then the second's."""
    return replace(scene, window=(edges[:2], edges[2:]))


def with_window_around(scene: Scene, paths: Sequence[Array]) -> Scene:
    """Draw the part of the surface that holds these paths, (k+1, 2) each, with some air and with round edges."""
    if not paths:
        raise ValueError("a window must have a path to fit, got none that stays finite")
    places = np.concatenate(paths)
    with np.errstate(all="ignore"):
        window = np.array([_around(places[:, axis], scene.window[axis]) for axis in (0, 1)])
    if not np.isfinite(window).all():
        raise ValueError("a window must have finite edges, and these runs go farther than numbers do")
    return replace(scene, window=as_window(window))


def _around(values: Array, edges: tuple[float, float]) -> tuple[float, float]:
    """Return round edges around values, not closer together than a quarter of the edges that were."""
    low, high = float(values.min()), float(values.max())
    # A path that hardly moves would leave no window at all: so a quarter of the old one stays in view.
    air = max(0.08 * (high - low), ((edges[1] - edges[0]) / 4 - (high - low)) / 2)
    # Round to a fifth of the width at most, so that the edges are short to read and to type.
    unit = float(10.0 ** np.floor(np.log10((high - low + 2 * air) / 5)))
    return of_units(float(np.floor((low - air) / unit)), unit), of_units(float(np.ceil((high + air) / unit)), unit)


def of_units(count: float, unit: float) -> float:
    """Return so many units of 1, 0.1 and so on as the shortest number that is read from their text."""
    # As text and back: 3 · 0.1 would be 0.30000000000000004.
    return float(f"{count * unit:.10g}")


def with_resolution(scene: Scene, resolution: float) -> Scene:
    """Sample the surface on a finer or coarser grid."""
    return replace(scene, resolution=whole("resolution", resolution))


def with_steps(scene: Scene, steps: float) -> Scene:
    """Let every run take that many steps."""
    # One rule for every number that is none of steps: `replace` would tell −5 another one than 0.
    return replace(scene, steps=from_1(MAX_STEPS, "steps", whole("steps", steps)))


def playable(scene: Scene) -> Scene:
    """Return the scene if each of its runs can start, or say which one cannot."""
    surface = scene.surface()
    for number, run in enumerate(scene.runs, start=1):
        # An error that overflows is what is looked for here, not a fault of the computation.
        with np.errstate(over="ignore", invalid="ignore"):
            error = float(surface.error(run.start))
        if not np.isfinite(error):
            raise ValueError(f"run {number} must start where the error is finite, got {error} at {run.start}")
    return scene


def nudge(scene: Scene, axis: int) -> float:
    """Return what one press of plus or minus moves an edge or a start by: a round fiftieth of the window's width."""
    low, high = scene.window[axis]
    return float(f"{(high - low) / 50:.0e}")


def whole(name: str, value: float) -> int:
    """Return a number as an integer, or say that it is none."""
    try:
        is_whole = float(value).is_integer()
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"`{name}` must be a whole number, got {value!r:.80}") from None
    if not is_whole:
        raise ValueError(f"`{name}` must be a whole number, got {value:g}")
    # As an integer, 1e300 would fill its sentence with three hundred digits.
    if abs(value) > 2**53:
        raise ValueError(f"`{name}` must be a number of a few digits, got {value:g}")
    return int(value)


def _one_each(scene: Scene, values: Sequence[T], what: str) -> tuple[T, ...]:
    count = len(scene.network.layers)
    if len(values) not in (1, count):
        raise ValueError(f"`{what}` must be given once or for each of the {count} layers, got {len(values)}")
    return tuple(values) * count if len(values) == 1 else tuple(values)


def _with_network(scene: Scene, network: Network, data: Dataset | None = None) -> Scene:
    """Return the scene with a network that fits its data, and with two free weights that it has."""
    data = scene.data if data is None else data
    network = _fitted(network.layers, data.inputs.shape[1], network.hidden, data.targets.shape[1])
    if len(network.names) < 2:  # one input and one output: a bias is the second weight that a surface needs
        network = _biased(network, [True])
    names = network.names
    plane = scene.plane if scene.free is None else scene.free
    # Free weights stay free as long as the network still has both.
    if not (names == scene.network.names or (scene.free and set(scene.free) <= set(names))):
        plane = tuple(names[:2])
    return scene.with_(network=network, data=data, plane=plane)


def _fitted(layers: Sequence[Layer], inputs: int, hidden: Sequence[int], outputs: int) -> Network:
    """Return layers of these widths; a layer that has its shape already keeps its weights."""
    widths = [inputs, *hidden, outputs]
    return Network([_resized(layer, *widths[k : k + 2], seed=k) for k, layer in enumerate(layers)])


def _resized(layer: Layer, inputs: int, units: int, seed: int) -> Layer:
    if (layer.inputs, layer.units) == (inputs, units):
        return layer
    # Seeded by place and shape: the same edits give the same weights again, and a link need not carry them.
    generator = np.random.default_rng([seed, inputs, units])
    weights = generator.uniform(-1, 1, (units, inputs + 1)).round(1)
    return Layer(weights[:, :-1], layer.activation, None if layer.bias is None else weights[:, -1])


# --- runs ---------------------------------------------------------------------------------------------------------


def with_run(scene: Scene, index: int, run: Run) -> Scene:
    """Put another run in the place of one."""
    runs = list(scene.runs)
    runs[_there(scene, index)] = run
    return replace(scene, runs=tuple(runs))


def _there(scene: Scene, index: int) -> int:
    """Return the index of a run, or say that there is none."""
    if not 0 <= index < len(scene.runs):
        raise GoneError(f"there is no run {index + 1}")
    return index


def with_runs(scene: Scene, count: int) -> Scene:
    """Keep the first `count` runs; where there are fewer, the last one is repeated."""
    if not 1 <= count <= MAX_RUNS:
        raise ValueError(f"there must be from 1 to {MAX_RUNS} runs, got {count}")
    # A negative count repeats nothing.
    runs = scene.runs + (scene.runs[-1],) * (count - len(scene.runs))
    return replace(scene, runs=runs[:count])


def with_added_run(scene: Scene) -> Scene:
    """Add a run from the last one's start, by the first rule that is not there yet."""
    taken = {run.rule.name for run in scene.runs}
    new = next((name for name in RULES if name not in taken), scene.runs[-1].rule.name)
    wider = with_runs(scene, len(scene.runs) + 1)
    return with_rule(wider, len(wider.runs) - 1, new)


def with_copied_run(scene: Scene, index: int) -> Scene:
    """Repeat one run, after all the others, so that each keeps its colour."""
    return replace(scene, runs=(*scene.runs, scene.runs[_there(scene, index)]))


def without_run(scene: Scene, index: int) -> Scene:
    """Take one run away; the last one stays."""
    _there(scene, index)
    return replace(scene, runs=scene.runs[:index] + scene.runs[index + 1 :])


def settled_rule(scene: Scene, name: str) -> Rule:
    """Return the rule of that name with the scene's own settings for it, or else with its defaults."""
    if name not in RULES:
        raise ValueError(f"a rule must be one of {', '.join(RULES)}, got {name!r:.80}")
    return GALLERY[scene.id].rules.get(name) or RULES[name]()


def with_rule(scene: Scene, index: int, name: str) -> Scene:
    """Let one run walk by another rule, with the scene's settings for it."""
    run = scene.runs[_there(scene, index)]
    # The rule that it has already is left as it is set.
    return scene if run.rule.name == name else with_run(scene, index, replace(run, rule=settled_rule(scene, name)))


def with_own_rule(scene: Scene, index: int, rule: Rule) -> Scene:
    """Let one run walk by a rule as it is set."""
    return with_run(scene, index, replace(scene.runs[_there(scene, index)], rule=rule))


def with_setting(scene: Scene, index: int, setting: str, value: float) -> Scene:
    """Set one hyperparameter of one run."""
    run = scene.runs[_there(scene, index)]
    if setting not in [known.name for known in hyperparameters(run.rule)]:
        raise GoneError(f"{run.rule.name} has no setting `{setting}`")
    return with_run(scene, index, replace(run, rule=replace(run.rule, **{setting: value})))


def with_start(scene: Scene, index: int, start: Sequence[float]) -> Scene:
    """Start one run somewhere else."""
    return with_run(scene, index, replace(scene.runs[_there(scene, index)], start=tuple(start)))


# --- the schedule and the batches of a run ------------------------------------------------------------------------


def with_schedule(scene: Scene, index: int, name: str | None) -> Scene:
    """Let the learning rate of one run go by a schedule as it suits so many steps; None or "constant" for none."""
    name, run = name or CONSTANT, scene.runs[_there(scene, index)]
    if name not in SCHEDULES:
        raise ValueError(f"a schedule must be one of {', '.join(SCHEDULES)}, got {name!r:.80}")
    # The schedule that it has already is left as it is set.
    if name == (run.schedule.name if run.schedule else CONSTANT):
        return scene
    return with_run(scene, index, replace(run, schedule=SCHEDULES[name].over(scene.steps)))


def with_schedule_setting(scene: Scene, index: int, setting: str, value: float) -> Scene:
    """Set one setting of the schedule of one run."""
    run = scene.runs[_there(scene, index)]
    if run.schedule is None or setting not in [known.name for known in hyperparameters(run.schedule)]:
        raise GoneError(f"the {run.schedule.name if run.schedule else CONSTANT} schedule has no setting `{setting}`")
    return with_run(scene, index, replace(run, schedule=replace(run.schedule, **{setting: value})))


def with_plan_setting(scene: Scene, index: int, setting: str, value: float) -> Scene:
    """Set one setting of the schedule or of the batches of one run: "batch" is their size, "seed" what draws them."""
    make = {"batch": with_batch, "seed": with_batch_seed}.get(setting)
    if make and scene.runs[_there(scene, index)].batch is None:
        raise GoneError("the run sees all rows at each step")
    return make(scene, index, value) if make else with_schedule_setting(scene, index, setting, value)


def with_batch(scene: Scene, index: int, size: float | None) -> Scene:
    """Let each step of one run see that many rows of the data; None or 0 for all of them."""
    rows = whole("batch", size) if size else None
    return with_run(scene, index, replace(scene.runs[_there(scene, index)], batch=rows))


def with_batch_seed(scene: Scene, index: int, seed: float) -> Scene:
    """Draw the batches of one run by another seed."""
    return with_run(scene, index, replace(scene.runs[_there(scene, index)], seed=whole("seed", seed)))
