"""Real data: Fisher's iris, with soft targets, with hard ones, and with two species that overlap."""

from surface.descent import GradientDescent
from surface.model import Network
from surface.scenes.entry import Entry
from surface.scenes.gallery.settings import at_rates
from surface.scenes.run import Run
from surface.scenes.scene import Scene

CHAPTER = "Real data"
_NETWORK = Network.single_layer([[0, 0]], "sigmoid")
_FREE = ("w[1,1]", "w[2,1]")
_PLAIN = GradientDescent(learning_rate=0.2)
_RULES = at_rates(gd=0.2, momentum=0.02, nesterov=0.02, adagrad=2.0, rmsprop=0.05, adam=0.1)


def soft_targets() -> Entry:
    a, b = (-4.0, 4.0), (-4.0, -4.0)
    return Entry(
        title="Iris: setosa or versicolor",
        chapter=CHAPTER,
        watch="40 plants, told apart by their sepals: watch three rules go down the same real surface.",
        promise="The species can be separated, but with targets of 0.1 and 0.9 the minimum is finite: all three runs "
        "reach E = 0.127, AdaGrad's first.",
        starts={"A": a, "B": b},
        rules=_RULES,
        claims=(
            "number of minima = 1",
            "number of saddles = 0",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "outcome of run 3 is reached the lowest minimum",
            "error of run 1 = 0.127",
            "error of run 2 = 0.127",
            "error of run 3 = 0.127",
            "lead of run 3 over run 1 until error 0.1267 > 3",
            "lead of run 3 over run 2 until error 0.1267 > 3",
        ),
        scene=Scene(
            id="iris",
            network=_NETWORK,
            data="iris",
            plane=_FREE,
            window=((-6.0, 8.0), (-8.0, 6.0)),
            runs=(Run(_PLAIN, a), Run(_PLAIN, b), Run(_RULES["adagrad"], a)),
            steps=3000,
        ),
    )


def hard_targets() -> Entry:
    a, b = (-4.0, 4.0), (-4.0, -4.0)
    return Entry(
        title="Iris with targets 0 and 1",
        chapter=CHAPTER,
        watch="The same plants, asked for 0 and 1: a sigmoid gets there only with infinite weights.",
        promise="There is no minimum: the weights grow at every step, the error falls, and the run never ends.",
        starts={"A": a, "B": b},
        rules=_RULES,
        claims=(
            "number of minima = 0",
            "number of saddles = 0",
            "steps without growth in the second half of run 1 = 0",
            "steps without fall in the second half of run 1 = 0",
            "steps without growth in the second half of run 2 = 0",
            "steps without fall in the second half of run 2 = 0",
            "outcome of run 1 is still moving",
            "outcome of run 2 is still moving",
        ),
        scene=Scene(
            id="iris-hard",
            network=_NETWORK,
            data="iris-hard",
            plane=_FREE,
            window=((-10.0, 12.0), (-12.0, 10.0)),
            runs=(Run(_PLAIN, a), Run(_PLAIN, b)),
            steps=2000,
        ),
    )


def overlap() -> Entry:
    a, b = (-4.0, 5.0), (6.0, -5.0)
    return Entry(
        title="Iris: versicolor or virginica",
        chapter=CHAPTER,
        watch="Two species that overlap in these measures: no weights tell them apart, however large.",
        promise="The minimum is finite even with targets 0 and 1, and both runs reach it at E = 4.158.",
        starts={"A": a, "B": b},
        rules=at_rates(gd=0.2, momentum=0.05, nesterov=0.05, adagrad=0.5, rmsprop=0.05, adam=0.1),
        claims=(
            "number of minima = 1",
            "number of saddles = 0",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "error of run 1 = 4.158",
            "error of run 2 = 4.158",
        ),
        scene=Scene(
            id="iris-overlap",
            network=_NETWORK,
            data="iris-overlap",
            plane=_FREE,
            window=((-5.0, 7.0), (-6.0, 6.0)),
            runs=(Run(_PLAIN, a), Run(_PLAIN, b)),
            steps=1000,
        ),
    )


ENTRIES = (soft_targets(), hard_targets(), overlap())
