"""Two output neurons: the error sums over both, and two free weights meet only where they feed the same one."""

from surface.descent import GradientDescent
from surface.model import Network
from surface.scenes.claims import Ends, EndsNear, EndsWithError, FreeWeightsInteract, Holds
from surface.scenes.gallery.settings import at_rates
from surface.scenes.scene import Run, Scene

GROUP = "Two outputs"
_RULES = at_rates(gd=1.0, momentum=0.1, nesterov=0.1, adagrad=0.5, rmsprop=0.05, adam=0.1)
_PLAIN = GradientDescent(learning_rate=1.0)


def same_output() -> Scene:
    a, b = (-2.0, 2.0), (6.0, 1.0)
    return Scene(
        id="two-outputs-same",
        title="Two outputs, both weights into the first",
        group=GROUP,
        watch="Both free weights feed output 1: look at the slant of the contours, and at the height of the floor.",
        promise="The contours slant, for the two weights share an output; the other output only lifts the surface.",
        network=Network.single_layer([[0, 0], [-1.5, 1.0]], "sigmoid", bias=[-0.5, 0.5]),
        data="two-outputs",
        free=("w[1,1]", "w[2,1]"),
        window=((-3.0, 7.0), (-7.0, 3.0)),
        starts={"A": a, "B": b},
        rules=_RULES,
        runs=(Run(_PLAIN, a), Run(_PLAIN, b)),
        steps=1000,
        claims=(
            FreeWeightsInteract(True),
            Holds(minima=1),
            *(Ends(run, "reached the lowest minimum") for run in range(2)),
            *(EndsWithError(run, 0.023) for run in range(2)),
        ),
    )


def different_outputs() -> Scene:
    a, b = (-2.0, 2.0), (6.0, -6.0)
    return Scene(
        id="two-outputs-cross",
        title="Two outputs, one weight into each",
        group=GROUP,
        watch="Each free weight feeds an output of its own: the surface is the sum of two curves, one for each weight.",
        promise="The weights do not interact: the contours lie along the axes, and both runs reach the one minimum.",
        network=Network.single_layer([[0, -1.0], [0, 1.0]], "sigmoid", bias=[-0.5, 0.5]),
        data="two-outputs",
        free=("w[1,1]", "w[1,2]"),
        window=((-3.0, 7.0), (-7.0, 3.0)),
        starts={"A": a, "B": b},
        rules=_RULES,
        runs=(Run(_PLAIN, a), Run(_PLAIN, b)),
        steps=1000,
        claims=(
            FreeWeightsInteract(False),
            Holds(minima=1),
            *(Ends(run, "reached the lowest minimum") for run in range(2)),
            *(EndsNear(run, (1.232, -2.012)) for run in range(2)),
        ),
    )


SCENES = (same_output(), different_outputs())
