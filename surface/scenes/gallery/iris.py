"""Real data: Fisher's iris, with soft targets, with hard ones, and with two species that overlap."""

from surface.descent import GradientDescent
from surface.model import Network
from surface.scenes.claims import Ends, EndsWithError, Holds, KeepsGrowing, Quicker
from surface.scenes.gallery.settings import at_rates
from surface.scenes.scene import Run, Scene

GROUP = "Real data"
_NETWORK = Network.single_layer([[0, 0]], "sigmoid")
_FREE = ("w[1,1]", "w[2,1]")
_PLAIN = GradientDescent(learning_rate=0.2)
_RULES = at_rates(gd=0.2, momentum=0.02, nesterov=0.02, adagrad=2.0, rmsprop=0.05, adam=0.1)


def soft_targets() -> Scene:
    a, b = (-4.0, 4.0), (-4.0, -4.0)
    return Scene(
        id="iris",
        title="Iris: setosa or versicolor",
        group=GROUP,
        watch="40 plants, told apart by their sepals: watch three rules go down the same real surface.",
        promise="The species can be separated, but with targets of 0.1 and 0.9 the minimum is finite: all three runs "
        "reach E = 0.127, AdaGrad's first.",
        network=_NETWORK,
        data="iris",
        free=_FREE,
        window=((-6.0, 8.0), (-8.0, 6.0)),
        starts={"A": a, "B": b},
        rules=_RULES,
        runs=(Run(_PLAIN, a), Run(_PLAIN, b), Run(_RULES["adagrad"], a)),
        steps=3000,
        claims=(
            Holds(minima=1),
            *(Ends(run, "reached the lowest minimum") for run in range(3)),
            *(EndsWithError(run, 0.127) for run in range(3)),
            *(Quicker(2, than=other, error=0.1267, times=3) for other in (0, 1)),
        ),
    )


def hard_targets() -> Scene:
    a, b = (-4.0, 4.0), (-4.0, -4.0)
    return Scene(
        id="iris-hard",
        title="Iris with targets 0 and 1",
        group=GROUP,
        watch="The same plants, asked for 0 and 1: a sigmoid gets there only with infinite weights.",
        promise="There is no minimum: the weights grow at every step, the error falls, and the run never ends.",
        network=_NETWORK,
        data="iris-hard",
        free=_FREE,
        window=((-10.0, 12.0), (-12.0, 10.0)),
        starts={"A": a, "B": b},
        rules=_RULES,
        runs=(Run(_PLAIN, a), Run(_PLAIN, b)),
        steps=2000,
        claims=(
            Holds(minima=0),
            *(KeepsGrowing(run) for run in range(2)),
            *(Ends(run, "still moving") for run in range(2)),
        ),
    )


def overlap() -> Scene:
    a, b = (-4.0, 5.0), (6.0, -5.0)
    return Scene(
        id="iris-overlap",
        title="Iris: versicolor or virginica",
        group=GROUP,
        watch="Two species that overlap in these measures: no weights tell them apart, however large.",
        promise="The minimum is finite even with targets 0 and 1, and both runs reach it at E = 4.158.",
        network=_NETWORK,
        data="iris-overlap",
        free=_FREE,
        window=((-5.0, 7.0), (-6.0, 6.0)),
        starts={"A": a, "B": b},
        rules=at_rates(gd=0.2, momentum=0.05, nesterov=0.05, adagrad=0.5, rmsprop=0.05, adam=0.1),
        runs=(Run(_PLAIN, a), Run(_PLAIN, b)),
        steps=1000,
        claims=(
            Holds(minima=1),
            *(Ends(run, "reached the lowest minimum") for run in range(2)),
            *(EndsWithError(run, 4.158) for run in range(2)),
        ),
    )


SCENES = (soft_targets(), hard_targets(), overlap())
