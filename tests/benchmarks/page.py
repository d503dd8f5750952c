"""What an act on the page costs the server, in CPU seconds, with a few points and with as many as a file may hold."""

from time import process_time

import numpy as np

from surface.data import MAX_ROWS, Dataset
from surface.pages import visit
from surface.scenes import SCENES, Scene, edits, link
from tests.benchmarks.timing import milliseconds, table
from tests.visit import opened, ran

RATE = "run-0-learning_rate"


def large(rows: int) -> Dataset:
    """Rows of 19 inputs and a target."""
    rng = np.random.default_rng(1)
    return Dataset(rng.normal(size=(rows, 19)), rng.uniform(size=(rows, 1)), title="large.csv")


def kinds() -> Dataset:
    """150 rows of three kinds in four inputs."""
    rng = np.random.default_rng(0)
    kind = np.repeat(np.arange(3), 50)
    inputs = rng.normal(size=(3, 4))[kind] + 0.5 * rng.normal(size=(150, 4))
    return Dataset(inputs, np.eye(3)[kind], title="kinds.csv")


def deep(units: int = 8) -> Scene:
    """4-8-8-3 on 150 rows, all weights drawn."""
    return edits.with_hidden(edits.with_data(SCENES["two-hollows"], kinds()), (8, units))


def shown(scene: Scene):
    """The page with a scene on data of its own."""
    app = opened()
    app.session_state[visit.KEY].own[link.data_name(scene.data)] = scene.data
    return shows(app, scene)


def shows(app, scene: Scene):
    """The page with the scene that it shows changed to this one."""
    held: visit.Visit = app.session_state[visit.KEY]
    held.scene = scene
    return ran(app.run())


def spent(act) -> float:
    began = process_time()
    act()
    return process_time() - began


def acts(rounds: int, tiny: bool) -> str:
    """A run of the page that changes nothing, one for another learning rate, new each time, one for another layer."""
    rows = []
    for data in (SCENES["two-hollows"].data, *(large(50 if tiny else count) for count in (10_000, MAX_ROWS))):
        app = shown(edits.with_data(SCENES["two-hollows"], data))
        idle = min(spent(app.run) for _ in range(rounds))
        rate = min(spent(app.number_input(key=RATE).set_value(rate).run) for rate in np.linspace(1e-4, 2e-4, rounds))
        rows.append([len(data), data.inputs.shape[1] + 1, milliseconds(idle), milliseconds(rate)])
    acts = table(["rows", "columns", "nothing changed", "another learning rate"], rows)
    app = shown(deep())
    layers = [[f"4-8-{n}-3", milliseconds(spent(lambda n=n: shows(app, deep(n))))] for n in range(7, 7 - rounds, -1)]
    return f"{acts}\n\n{table(['150 rows, now', 'layer changed'], layers)}"
