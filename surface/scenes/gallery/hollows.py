"""Scenes with more than one hollow: where a run stops depends on where it starts and on its momentum."""

from surface.descent import GradientDescent, Momentum
from surface.model import Network
from surface.scenes.entry import Entry, Variant
from surface.scenes.gallery.settings import at_rates, every_rule
from surface.scenes.run import Run
from surface.scenes.scene import Scene

CHAPTER = "The wrong hollow"


def two_hollows() -> Entry:
    a, b, c = (-1.3, 2.4), (3.5, 2.6), (1.2, -2.5)
    plain, heavy = GradientDescent(learning_rate=0.2), Momentum(learning_rate=0.2, momentum=0.9)
    return Entry(
        title="Two hollows",
        chapter=CHAPTER,
        watch="Both balls start at the same place at the same rate: watch which of them gets over the low ridge.",
        promise="Plain descent stays in the shallow hollow, E = 0.387; momentum rolls on to the deep one, E = 0.003.",
        starts={"A": a, "B": b, "C": c},
        rules=at_rates(gd=0.2, momentum=0.2, nesterov=0.2, adagrad=0.5, rmsprop=0.05, adam=0.1),
        claims=(
            "outcome of run 1 is stuck in a local minimum",
            "outcome of run 2 is reached the lowest minimum",
            "error of run 1 = 0.387",
            "error of run 2 = 0.003",
            "number of minima = 2",
            "number of saddles = 4",
        ),
        variants={
            "starts": Variant(
                title="Three starts",
                watch="One rule at one rate from three starts: the start alone decides which hollow it is.",
                runs=(Run(plain, a), Run(plain, b), Run(plain, c)),
                steps=200,
                claims=(
                    "outcome of run 1 is stuck in a local minimum",
                    "outcome of run 2 is reached the lowest minimum",
                    "outcome of run 3 is stuck in a local minimum",
                ),
            ),
            "too-much": Variant(
                title="Too much momentum",
                watch="At a rate of 0.33, a little more momentum and the ball does not stop in the deep hollow.",
                runs=(Run(Momentum(0.33, 0.9), a), Run(Momentum(0.33, 0.92), a)),
                steps=200,
                claims=(
                    "outcome of run 1 is reached the lowest minimum",
                    "outcome of run 2 is left the window",
                ),
            ),
        },
        scene=Scene(
            id="two-hollows",
            network=Network.single_layer([[0, 0]], "sin"),
            data="two-hollows",
            plane=("w[1,1]", "w[2,1]"),
            window=((-2.5, 5.0), (-3.5, 3.5)),
            runs=(Run(plain, a), Run(heavy, a)),
            steps=200,
        ),
    )


def local_minimum() -> Entry:
    a, b = (-3.0, 0.0), (4.0, -4.0)
    plain, heavy = GradientDescent(learning_rate=0.5), Momentum(learning_rate=0.5, momentum=0.9)
    return Entry(
        title="Local minimum",
        chapter=CHAPTER,
        watch="Watch the narrow trench that one far-away data point cuts: who stops in it, and who runs through?",
        promise="From A plain descent stops in the trench at E = 0.245; momentum from A and plain descent from B "
        "reach E = 0.140.",
        starts={"A": a, "B": b, "C": (0.0, -4.0), "D": (-1.0, 4.0)},
        rules=at_rates(gd=0.5, momentum=0.5, nesterov=0.5, adagrad=1.0, rmsprop=0.05, adam=0.1),
        claims=(
            "outcome of run 1 is stuck in a local minimum",
            "outcome of run 2 is reached the lowest minimum",
            "outcome of run 3 is reached the lowest minimum",
            "error of run 1 = 0.245",
            "error of run 2 = 0.140",
            "error of run 3 = 0.140",
            "number of minima = 2",
            "number of saddles = 1",
        ),
        variants={
            "how-much": Variant(
                title="How much momentum?",
                watch="Four amounts of momentum at one rate: only from somewhere between 0.7 and 0.75 on is it enough.",
                runs=tuple(Run(Momentum(0.5, momentum), a) for momentum in (0.5, 0.7, 0.75, 0.9)),
                steps=500,
                claims=(
                    "outcome of run 1 is stuck in a local minimum",
                    "outcome of run 2 is stuck in a local minimum",
                    "outcome of run 3 is reached the lowest minimum",
                    "outcome of run 4 is reached the lowest minimum",
                ),
            ),
            "noise": Variant(
                title="With noise",
                watch="Three runs of one rule from one start, the second by single data points, the third by four of "
                "the eight at a time: whose noise is enough to get out of the trench?",
                runs=tuple(Run(plain, a, batch=batch) for batch in (None, 1, 4)),
                steps=1000,
                claims=(
                    "outcome of run 1 is stuck in a local minimum",
                    "outcome of run 2 is reached the lowest minimum",
                    "outcome of run 3 is stuck in a local minimum",
                    "depth of the hollow where run 1 ends = 0.0526",
                    "share freed by batches of 1 where run 1 ends > 0.95",
                    "share freed by batches of 4 where run 1 ends < 0.05",
                    "number of data points = 8",
                ),
            ),
        },
        scene=Scene(
            id="local-minimum",
            network=Network.single_layer([[0, 0]], "sigmoid"),
            data="far-point",
            plane=("w[1,1]", "w[2,1]"),
            window=((-4.0, 8.0), (-6.0, 6.0)),
            runs=(Run(plain, a), Run(heavy, a), Run(plain, b)),
            steps=2000,
        ),
    )


def egg_box() -> Entry:
    a, b, c, d = (-3.2, 0.4), (1.3, -1.9), (-2.0, 2.0), (2.0, 2.0)
    plain = GradientDescent(learning_rate=0.2)
    rules = at_rates(gd=0.2, momentum=0.3, nesterov=0.2, adagrad=1.5, rmsprop=0.3, adam=0.1)
    return Entry(
        title="Egg box",
        chapter=CHAPTER,
        watch="A sine neuron makes many hollows: watch four starts end in four of them.",
        promise="The four runs end in four different minima, none of them the lowest; the one from D comes close.",
        starts={"A": a, "B": b, "C": c, "D": d, "E": (4.4, 1.4)},
        rules=rules,
        claims=(
            "outcome of run 1 is stuck in a local minimum",
            "outcome of run 2 is stuck in a local minimum",
            "outcome of run 3 is stuck in a local minimum",
            "outcome of run 4 is stuck in a local minimum",
            "error of run 1 = 2.013",
            "error of run 2 = 0.516",
            "error of run 3 = 1.016",
            "error of run 4 = 0.005",
            "least distance between ends > 1",
            "number of minima = 16",
            "number of saddles = 24",
        ),
        variants=every_rule(
            rules,
            a,
            steps=500,
            surface="an egg box",
            plain=(
                "outcome of run 1 is stuck in a local minimum",
                "outcome of run 2 is reached the lowest minimum",
                "outcome of run 3 is stuck in a local minimum",
                "least distance between ends > 1",
            ),
            # Where RMSProp ends here is decided by rounding: nothing is claimed about it.
            adaptive=(
                "distance of run 1 from (0.149, 3.237) < 0.05",
                "distance of run 3 from (0.342, 0.246) < 0.05",
            ),
        ),
        scene=Scene(
            id="egg-box",
            network=Network.single_layer([[0, 0]], "sin"),
            data="egg-box",
            plane=("w[1,1]", "w[2,1]"),
            window=((-4.5, 7.5), (-4.5, 7.5)),
            runs=tuple(Run(plain, start) for start in (a, b, c, d)),
            steps=500,
        ),
    )


ENTRIES = (two_hollows(), local_minimum(), egg_box())
