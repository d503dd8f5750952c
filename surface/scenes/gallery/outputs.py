"""Two output neurons: the error sums over both, and two free weights meet only where they feed the same one."""

from surface.descent import GradientDescent
from surface.model import Network
from surface.scenes.entry import Entry
from surface.scenes.gallery.settings import at_rates
from surface.scenes.run import Run
from surface.scenes.scene import Scene

CHAPTER = "Two outputs"
_RULES = at_rates(gd=1.0, momentum=0.1, nesterov=0.1, adagrad=0.5, rmsprop=0.05, adam=0.1)
_PLAIN = GradientDescent(learning_rate=1.0)


def same_output() -> Entry:
    a, b = (-2.0, 2.0), (6.0, 1.0)
    return Entry(
        title="Two outputs, both weights into the first",
        chapter=CHAPTER,
        watch="Both free weights feed output 1: look at the slant of the contours, and at the height of the floor.",
        promise="The contours slant, for the two weights share an output; the other output only lifts the surface.",
        starts={"A": a, "B": b},
        rules=_RULES,
        claims=(
            "largest mixed curvature > 1e-12",
            "number of minima = 1",
            "number of saddles = 0",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "error of run 1 = 0.023",
            "error of run 2 = 0.023",
        ),
        scene=Scene(
            id="two-outputs-same",
            network=Network.single_layer([[0, 0], [-1.5, 1.0]], "sigmoid", bias=[-0.5, 0.5]),
            data="two-outputs",
            plane=("w[1,1]", "w[2,1]"),
            window=((-3.0, 7.0), (-7.0, 3.0)),
            runs=(Run(_PLAIN, a), Run(_PLAIN, b)),
            steps=1000,
        ),
    )


def different_outputs() -> Entry:
    a, b = (-2.0, 2.0), (6.0, -6.0)
    return Entry(
        title="Two outputs, one weight into each",
        chapter=CHAPTER,
        watch="Each free weight feeds an output of its own: the surface is the sum of two curves, one for each weight.",
        promise="The weights do not interact: the contours lie along the axes, and both runs reach the one minimum.",
        starts={"A": a, "B": b},
        rules=_RULES,
        claims=(
            "largest mixed curvature < 1e-12",
            "number of minima = 1",
            "number of saddles = 0",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "distance of run 1 from (1.232, -2.012) < 0.05",
            "distance of run 2 from (1.232, -2.012) < 0.05",
        ),
        scene=Scene(
            id="two-outputs-cross",
            network=Network.single_layer([[0, -1.0], [0, 1.0]], "sigmoid", bias=[-0.5, 0.5]),
            data="two-outputs",
            plane=("w[1,1]", "w[1,2]"),
            window=((-3.0, 7.0), (-7.0, 3.0)),
            runs=(Run(_PLAIN, a), Run(_PLAIN, b)),
            steps=1000,
        ),
    )


ENTRIES = (same_output(), different_outputs())
