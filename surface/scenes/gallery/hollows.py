"""Scenes with more than one hollow: where a run stops depends on where it starts and on its momentum."""

from surface.descent import GradientDescent, Momentum
from surface.model import Network
from surface.scenes.claims import Ends, EndsApart, EndsNear, EndsWithError, Holds
from surface.scenes.gallery.settings import at_rates, every_rule
from surface.scenes.scene import Run, Scene, Variant

GROUP = "The wrong hollow"


def two_hollows() -> Scene:
    a, b, c = (-1.3, 2.4), (3.5, 2.6), (1.2, -2.5)
    plain, heavy = GradientDescent(learning_rate=0.2), Momentum(learning_rate=0.2, momentum=0.9)
    return Scene(
        id="two-hollows",
        title="Two hollows",
        group=GROUP,
        watch="Both balls start at the same place at the same rate: watch which of them gets over the low ridge.",
        promise="Plain descent stays in the shallow hollow, E = 0.387; momentum rolls on to the deep one, E = 0.003.",
        network=Network.single_layer([[0, 0]], "sin"),
        data="two-hollows",
        free=("w[1,1]", "w[2,1]"),
        window=((-2.5, 5.0), (-3.5, 3.5)),
        starts={"A": a, "B": b, "C": c},
        rules=at_rates(gd=0.2, momentum=0.2, nesterov=0.2, adagrad=0.5, rmsprop=0.05, adam=0.1),
        runs=(Run(plain, a), Run(heavy, a)),
        steps=200,
        claims=(
            Ends(0, "stuck in a local minimum"),
            Ends(1, "reached the lowest minimum"),
            EndsWithError(0, 0.387),
            EndsWithError(1, 0.003),
            Holds(minima=2, saddles=4),
        ),
        variants={
            "starts": Variant(
                title="Three starts",
                watch="One rule at one rate from three starts: the start alone decides which hollow it is.",
                runs=(Run(plain, a), Run(plain, b), Run(plain, c)),
                steps=200,
                claims=(
                    Ends(0, "stuck in a local minimum"),
                    Ends(1, "reached the lowest minimum"),
                    Ends(2, "stuck in a local minimum"),
                ),
            ),
            "too-much": Variant(
                title="Too much momentum",
                watch="At a rate of 0.33, a little more momentum and the ball does not stop in the deep hollow.",
                runs=(Run(Momentum(0.33, 0.9), a), Run(Momentum(0.33, 0.92), a)),
                steps=200,
                claims=(Ends(0, "reached the lowest minimum"), Ends(1, "left the window")),
            ),
        },
    )


def local_minimum() -> Scene:
    a, b = (-3.0, 0.0), (4.0, -4.0)
    plain, heavy = GradientDescent(learning_rate=0.5), Momentum(learning_rate=0.5, momentum=0.9)
    return Scene(
        id="local-minimum",
        title="Local minimum",
        group=GROUP,
        watch="Watch the narrow trench that one far-away data point cuts: who stops in it, and who runs through?",
        promise="From A plain descent stops in the trench at E = 0.245; momentum from A and plain descent from B "
        "reach E = 0.140.",
        network=Network.single_layer([[0, 0]], "sigmoid"),
        data="far-point",
        free=("w[1,1]", "w[2,1]"),
        window=((-4.0, 8.0), (-6.0, 6.0)),
        starts={"A": a, "B": b, "C": (0.0, -4.0), "D": (-1.0, 4.0)},
        rules=at_rates(gd=0.5, momentum=0.5, nesterov=0.5, adagrad=1.0, rmsprop=0.05, adam=0.1),
        runs=(Run(plain, a), Run(heavy, a), Run(plain, b)),
        steps=2000,
        claims=(
            Ends(0, "stuck in a local minimum"),
            Ends(1, "reached the lowest minimum"),
            Ends(2, "reached the lowest minimum"),
            EndsWithError(0, 0.245),
            EndsWithError(1, 0.140),
            EndsWithError(2, 0.140),
            Holds(minima=2, saddles=1),
        ),
        variants={
            "how-much": Variant(
                title="How much momentum?",
                watch="Four amounts of momentum at one rate: only from somewhere between 0.7 and 0.75 on is it enough.",
                runs=tuple(Run(Momentum(0.5, momentum), a) for momentum in (0.5, 0.7, 0.75, 0.9)),
                steps=500,
                claims=(
                    Ends(0, "stuck in a local minimum"),
                    Ends(1, "stuck in a local minimum"),
                    Ends(2, "reached the lowest minimum"),
                    Ends(3, "reached the lowest minimum"),
                ),
            ),
        },
    )


def egg_box() -> Scene:
    a, b, c, d = (-3.2, 0.4), (1.3, -1.9), (-2.0, 2.0), (2.0, 2.0)
    plain = GradientDescent(learning_rate=0.2)
    rules = at_rates(gd=0.2, momentum=0.3, nesterov=0.2, adagrad=1.5, rmsprop=0.3, adam=0.1)
    return Scene(
        id="egg-box",
        title="Egg box",
        group=GROUP,
        watch="A sine neuron makes many hollows: watch four starts end in four of them.",
        promise="The four runs end in four different minima, none of them the lowest; the one from D comes close.",
        network=Network.single_layer([[0, 0]], "sin"),
        data="egg-box",
        free=("w[1,1]", "w[2,1]"),
        window=((-4.5, 7.5), (-4.5, 7.5)),
        starts={"A": a, "B": b, "C": c, "D": d, "E": (4.4, 1.4)},
        rules=rules,
        runs=tuple(Run(plain, start) for start in (a, b, c, d)),
        steps=500,
        claims=(
            *(Ends(run, "stuck in a local minimum") for run in range(4)),
            *(EndsWithError(run, error) for run, error in enumerate((2.013, 0.516, 1.016, 0.005))),
            EndsApart(1.0),
            Holds(minima=16, saddles=24),
        ),
        variants=every_rule(
            rules,
            a,
            steps=500,
            surface="an egg box",
            plain=(
                Ends(0, "stuck in a local minimum"),
                Ends(1, "reached the lowest minimum"),
                Ends(2, "stuck in a local minimum"),
                EndsApart(1.0),
            ),
            # Where RMSProp ends here is decided by rounding: nothing is claimed about it.
            adaptive=(EndsNear(0, (0.149, 3.237)), EndsNear(2, (0.342, 0.246))),
        ),
    )


SCENES = (two_hollows(), local_minimum(), egg_box())
