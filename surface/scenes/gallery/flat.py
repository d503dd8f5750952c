"""Scenes with flat places: a plateau, a saddle, a dead neuron and its smooth relative."""

from surface.descent import AdaGrad, Adam, GradientDescent, Momentum
from surface.model import Network
from surface.scenes.entry import Entry, Variant
from surface.scenes.gallery.settings import at_rates, every_rule
from surface.scenes.run import Run
from surface.scenes.scene import Scene

CHAPTER = "Flat places"


def plateau() -> Entry:
    a, b = (2.0, -8.0), (2.0, -2.0)
    plain = GradientDescent(learning_rate=1.0)
    rules = at_rates(gd=1.0, momentum=0.2, nesterov=0.2, adagrad=1.0, rmsprop=0.1, adam=0.1)
    return Entry(
        title="Plateau",
        chapter=CHAPTER,
        watch="At A every data point lies in a flat tail of the sigmoid: watch how long nothing seems to happen.",
        promise="From A plain descent is still on the plateau after 700 steps, from B it has arrived after 50; AdaGrad "
        "from A needs 20.",
        starts={"A": a, "B": b},
        rules=rules,
        claims=(
            "number of minima = 1",
            "number of saddles = 0",
            "fall of run 1 from step 50 to step 500 < 1 %",
            "fall of run 1 from step 50 to its end > 1 %",
            "least error of run 1 until step 700 > 1.6",
            "error of run 2 at step 50 < 0.0066",
            "error of run 3 at step 20 < 0.0066",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "outcome of run 3 is reached the lowest minimum",
        ),
        variants={
            "overshoot": Variant(
                title="Momentum at the full rate",
                watch="At plain descent's rate, momentum overshoots and runs onto the plateau on the other side.",
                runs=(Run(plain, a), Run(Momentum(1.0, 0.9), a), Run(rules["momentum"], a)),
                steps=2000,
                claims=(
                    "outcome of run 2 is left the window",
                    "error of run 2 = 0.055",
                    "outcome of run 3 is reached the lowest minimum",
                ),
            ),
            "rescaled": Variant(
                title="Rules that rescale the gradient",
                watch="Rules that divide by the size of the gradient do not mind that it is small.",
                runs=(Run(plain, a), *(Run(rules[name], a) for name in ("adagrad", "rmsprop", "adam"))),
                steps=300,
                claims=(
                    "least error of run 1 until step 300 > 1.7",
                    "outcome of run 2 is reached the lowest minimum",
                    "error of run 3 at step 150 < 0.05",
                    "outcome of run 4 is reached the lowest minimum",
                ),
            ),
        },
        scene=Scene(
            id="plateau",
            network=Network.single_layer([[0]], "sigmoid", bias=[0]),
            data="step",
            plane=("b[1]", "w[1,1]"),
            window=((-10.0, 10.0), (-10.0, 10.0)),
            runs=(Run(plain, a), Run(plain, b), Run(rules["adagrad"], a)),
            steps=2000,
        ),
    )


def saddle() -> Entry:
    a, b, c = (1.0, 0.0), (1.0, 0.001), (1.0, -0.0001)
    plain = GradientDescent(learning_rate=0.05)
    rules = at_rates(gd=0.05, momentum=0.01, nesterov=0.01, adagrad=0.5, rmsprop=0.02, adam=0.05)
    return Entry(
        title="Saddle point",
        chapter=CHAPTER,
        watch="Three starts that one can hardly tell apart: watch what a hair beside the ridge line does, and when.",
        promise="From A the run ends at the saddle; from B and C it looks settled for 200 steps and then leaves, for "
        "one minimum each.",
        starts={"A": a, "B": b, "C": c, "D": (-3.5, 0.0)},
        rules=rules,
        claims=(
            "number of minima = 2",
            "number of saddles = 1",
            "lowest error = 1.657",
            "error of the highest minimum = 1.657",
            "outcome of run 1 is stuck at a saddle",
            "fall of run 2 from step 50 to step 250 < 1 %",
            "fall of run 2 from step 50 to its end > 1 %",
            "fall of run 3 from step 50 to step 250 < 1 %",
            "fall of run 3 from step 50 to its end > 1 %",
            "distance of run 2 from (-1.318, 0.558) < 0.05",
            "distance of run 3 from (-1.318, -0.558) < 0.05",
        ),
        variants=every_rule(
            rules,
            b,
            steps=1000,
            surface="a saddle",
            plain=(
                "outcome of run 1 is reached the lowest minimum",
                "outcome of run 2 is reached the lowest minimum",
                "outcome of run 3 is reached the lowest minimum",
                "fall of run 1 from step 50 to step 250 < 1 %",
                "fall of run 1 from step 50 to its end > 1 %",
            ),
            # Which of the two minima RMSProp takes is decided by rounding: they are equally low.
            adaptive=(
                "outcome of run 1 is reached the lowest minimum",
                "outcome of run 3 is reached the lowest minimum",
            ),
        ),
        scene=Scene(
            id="saddle",
            network=Network.single_layer([[0]], "tanh", bias=[0]),
            data="u-shape",
            plane=("b[1]", "w[1,1]"),
            window=((-4.0, 2.0), (-2.0, 2.0)),
            runs=(Run(plain, a), Run(plain, b), Run(plain, c)),
            steps=2000,
        ),
    )


_HINGE_STARTS = {"A": (-4.0, 0.5), "B": (1.0, -1.0), "C": (-1.0, 2.0)}
_HINGE_RULES = at_rates(gd=0.05, momentum=0.02, nesterov=0.02, adagrad=0.5, rmsprop=0.05, adam=0.1)


def dead_relu() -> Entry:
    a, b, c = _HINGE_STARTS.values()
    plain = GradientDescent(learning_rate=0.05)
    return Entry(
        title="Dead ReLU",
        chapter=CHAPTER,
        watch="On the flat table the gradient is exactly zero: one run starts there, and two are thrown onto it.",
        promise="From A nothing ever moves; from B the run arrives at a rate of 0.05 and dies at 0.2; from C it dies "
        "in one step at 0.25.",
        starts=_HINGE_STARTS,
        rules=_HINGE_RULES,
        claims=(
            "moves of run 1 from step 0 = 0",
            "outcome of run 1 is on a plateau",
            "outcome of run 2 is reached the lowest minimum",
            "error of run 2 = 0.025",
            "moves of run 3 from step 300 = 0",
            "outcome of run 3 is on a plateau",
            "moves of run 4 from step 1 = 0",
            "outcome of run 4 is on a plateau",
            "error of run 4 = 7.750",
        ),
        variants={
            "no-way-out": Variant(
                title="No rule moves",
                watch="From A, no rule moves: each of them multiplies or divides a gradient that is zero.",
                runs=tuple(Run(rule, a) for rule in (plain, Momentum(0.02, 0.9), AdaGrad(0.5), Adam(0.1))),
                steps=300,
                claims=(
                    "moves of run 1 from step 0 = 0",
                    "moves of run 2 from step 0 = 0",
                    "moves of run 3 from step 0 = 0",
                    "moves of run 4 from step 0 = 0",
                ),
            ),
        },
        scene=Scene(
            id="dead-relu",
            network=Network.single_layer([[0]], "relu", bias=[0]),
            data="hinge",
            plane=("b[1]", "w[1,1]"),
            window=((-5.0, 4.0), (-3.0, 4.0)),
            runs=(
                Run(plain, a),
                Run(plain, b),
                Run(GradientDescent(learning_rate=0.2), b),
                Run(GradientDescent(learning_rate=0.25), c),
            ),
            steps=1000,
        ),
    )


def softplus() -> Entry:
    plain = GradientDescent(learning_rate=0.05)
    return Entry(
        title="Softplus",
        chapter=CHAPTER,
        watch="The dead ReLU's data with its smooth relative: watch the start on the table, A.",
        promise="The table has a slight slope now, and all three runs arrive at E = 0.083, the one from A last.",
        starts=_HINGE_STARTS,
        rules=_HINGE_RULES,
        claims=(
            "number of minima = 1",
            "number of saddles = 0",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "outcome of run 3 is reached the lowest minimum",
            "error of run 1 = 0.083",
            "error of run 2 = 0.083",
            "error of run 3 = 0.083",
            "least error of run 1 until step 200 > 0.1",
            "error of run 2 at step 50 < 0.1",
            "error of run 3 at step 100 < 0.1",
        ),
        scene=Scene(
            id="softplus",
            network=Network.single_layer([[0]], "softplus", bias=[0]),
            data="hinge",
            plane=("b[1]", "w[1,1]"),
            window=((-5.0, 4.0), (-3.0, 4.0)),
            runs=tuple(Run(plain, start) for start in _HINGE_STARTS.values()),
            steps=1000,
        ),
    )


ENTRIES = (plateau(), saddle(), dead_relu(), softplus())
