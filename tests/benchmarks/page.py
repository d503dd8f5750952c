"""What an act on the page costs the server, in CPU seconds, with a few points and with as many as a file may hold."""

from time import process_time

import numpy as np

from surface.data import MAX_ROWS, Dataset
from surface.pages import visit
from surface.scenes import SCENES, edits, link
from tests.benchmarks.timing import milliseconds, table
from tests.visit import opened, ran

RATE = "run-0-learning_rate"


def large(rows: int) -> Dataset:
    """Rows of 19 inputs and a target."""
    rng = np.random.default_rng(1)
    return Dataset(rng.normal(size=(rows, 19)), rng.uniform(size=(rows, 1)), title="large.csv")


def shown(data: Dataset):
    """The page with two hollows' network on these data."""
    app = opened()
    held: visit.Visit = app.session_state[visit.KEY]
    held.own[link.data_name(data)] = data
    held.scene, held.changed = edits.with_data(held.scene, data), True
    return ran(app.run())


def spent(act) -> float:
    began = process_time()
    act()
    return process_time() - began


def acts(rounds: int, tiny: bool) -> str:
    """A run of the page that changes nothing, and one for another learning rate, which is new each time."""
    rows = []
    for data in (SCENES["two-hollows"].data, *(large(50 if tiny else count) for count in (10_000, MAX_ROWS))):
        app = shown(data)
        idle = min(spent(app.run) for _ in range(rounds))
        rate = min(spent(app.number_input(key=RATE).set_value(rate).run) for rate in np.linspace(1e-4, 2e-4, rounds))
        rows.append([len(data), data.inputs.shape[1] + 1, milliseconds(idle), milliseconds(rate)])
    return table(["rows", "columns", "nothing changed", "another learning rate"], rows)
