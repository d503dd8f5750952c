"""Scenes with flat places: a plateau, a saddle, a dead neuron and its smooth relative."""

from surface.descent import AdaGrad, Adam, GradientDescent, Momentum
from surface.model import Network
from surface.scenes.claims import AboveUntil, BelowBy, Ends, EndsNear, EndsWithError, Holds, Lingers, MinimaAt, Rests
from surface.scenes.gallery.settings import at_rates, every_rule
from surface.scenes.scene import Run, Scene, Variant

GROUP = "Flat places"


def plateau() -> Scene:
    a, b = (2.0, -8.0), (2.0, -2.0)
    plain = GradientDescent(learning_rate=1.0)
    rules = at_rates(gd=1.0, momentum=0.2, nesterov=0.2, adagrad=1.0, rmsprop=0.1, adam=0.1)
    return Scene(
        id="plateau",
        title="Plateau",
        group=GROUP,
        watch="At A every data point lies in a flat tail of the sigmoid: watch how long nothing seems to happen.",
        promise="From A plain descent is still on the plateau after 700 steps, from B it has arrived after 50; AdaGrad "
        "from A needs 20.",
        network=Network.single_layer([[0]], "sigmoid", bias=[0]),
        data="step",
        free=("b[1]", "w[1,1]"),
        window=((-10.0, 10.0), (-10.0, 10.0)),
        starts={"A": a, "B": b},
        rules=rules,
        runs=(Run(plain, a), Run(plain, b), Run(rules["adagrad"], a)),
        steps=2000,
        claims=(
            Holds(minima=1),
            Lingers(0, first=50, last=500),
            AboveUntil(0, 1.6, step=700),
            BelowBy(1, 0.0066, step=50),
            BelowBy(2, 0.0066, step=20),
            *(Ends(run, "reached the lowest minimum") for run in range(3)),
        ),
        variants={
            "overshoot": Variant(
                title="Momentum at the full rate",
                watch="At plain descent's rate, momentum overshoots and runs onto the plateau on the other side.",
                runs=(Run(plain, a), Run(Momentum(1.0, 0.9), a), Run(rules["momentum"], a)),
                steps=2000,
                claims=(Ends(1, "left the window"), EndsWithError(1, 0.055), Ends(2, "reached the lowest minimum")),
            ),
            "rescaled": Variant(
                title="Rules that rescale the gradient",
                watch="Rules that divide by the size of the gradient do not mind that it is small.",
                runs=(Run(plain, a), *(Run(rules[name], a) for name in ("adagrad", "rmsprop", "adam"))),
                steps=300,
                claims=(
                    AboveUntil(0, 1.7, step=300),
                    Ends(1, "reached the lowest minimum"),
                    BelowBy(2, 0.05, step=150),
                    Ends(3, "reached the lowest minimum"),
                ),
            ),
        },
    )


def saddle() -> Scene:
    a, b, c = (1.0, 0.0), (1.0, 0.001), (1.0, -0.0001)
    plain = GradientDescent(learning_rate=0.05)
    rules = at_rates(gd=0.05, momentum=0.01, nesterov=0.01, adagrad=0.5, rmsprop=0.02, adam=0.05)
    return Scene(
        id="saddle",
        title="Saddle point",
        group=GROUP,
        watch="Three starts that one can hardly tell apart: watch what a hair beside the ridge line does, and when.",
        promise="From A the run ends at the saddle; from B and C it looks settled for 200 steps and then leaves, for "
        "one minimum each.",
        network=Network.single_layer([[0]], "tanh", bias=[0]),
        data="u-shape",
        free=("b[1]", "w[1,1]"),
        window=((-4.0, 2.0), (-2.0, 2.0)),
        starts={"A": a, "B": b, "C": c, "D": (-3.5, 0.0)},
        rules=rules,
        runs=(Run(plain, a), Run(plain, b), Run(plain, c)),
        steps=2000,
        claims=(
            Holds(minima=2, saddles=1),
            MinimaAt(1.657),
            Ends(0, "stuck at a saddle"),
            Lingers(1, first=50, last=250),
            Lingers(2, first=50, last=250),
            EndsNear(1, (-1.318, 0.558)),
            EndsNear(2, (-1.318, -0.558)),
        ),
        variants=every_rule(
            rules,
            b,
            steps=1000,
            surface="a saddle",
            plain=(*(Ends(run, "reached the lowest minimum") for run in range(3)), Lingers(0, first=50, last=250)),
            # Which of the two minima RMSProp takes is decided by rounding: they are equally low.
            adaptive=(Ends(0, "reached the lowest minimum"), Ends(2, "reached the lowest minimum")),
        ),
    )


_HINGE_STARTS = {"A": (-4.0, 0.5), "B": (1.0, -1.0), "C": (-1.0, 2.0)}
_HINGE_RULES = at_rates(gd=0.05, momentum=0.02, nesterov=0.02, adagrad=0.5, rmsprop=0.05, adam=0.1)


def dead_relu() -> Scene:
    a, b, c = _HINGE_STARTS.values()
    plain = GradientDescent(learning_rate=0.05)
    return Scene(
        id="dead-relu",
        title="Dead ReLU",
        group=GROUP,
        watch="On the flat table the gradient is exactly zero: one run starts there, and two are thrown onto it.",
        promise="From A nothing ever moves; from B the run arrives at a rate of 0.05 and dies at 0.2; from C it dies "
        "in one step at 0.25.",
        network=Network.single_layer([[0]], "relu", bias=[0]),
        data="hinge",
        free=("b[1]", "w[1,1]"),
        window=((-5.0, 4.0), (-3.0, 4.0)),
        starts=_HINGE_STARTS,
        rules=_HINGE_RULES,
        runs=(
            Run(plain, a),
            Run(plain, b),
            Run(GradientDescent(learning_rate=0.2), b),
            Run(GradientDescent(learning_rate=0.25), c),
        ),
        steps=1000,
        claims=(
            Rests(0),
            Ends(0, "on a plateau"),
            Ends(1, "reached the lowest minimum"),
            EndsWithError(1, 0.025),
            Rests(2, step=300),
            Ends(2, "on a plateau"),
            Rests(3, step=1),
            Ends(3, "on a plateau"),
            EndsWithError(3, 7.75),
        ),
        variants={
            "no-way-out": Variant(
                title="No rule moves",
                watch="From A, no rule moves: each of them multiplies or divides a gradient that is zero.",
                runs=tuple(Run(rule, a) for rule in (plain, Momentum(0.02, 0.9), AdaGrad(0.5), Adam(0.1))),
                steps=300,
                claims=tuple(Rests(run) for run in range(4)),
            ),
        },
    )


def softplus() -> Scene:
    plain = GradientDescent(learning_rate=0.05)
    return Scene(
        id="softplus",
        title="Softplus",
        group=GROUP,
        watch="The dead ReLU's data with its smooth relative: watch the start on the table, A.",
        promise="The table has a slight slope now, and all three runs arrive at E = 0.083, the one from A last.",
        network=Network.single_layer([[0]], "softplus", bias=[0]),
        data="hinge",
        free=("b[1]", "w[1,1]"),
        window=((-5.0, 4.0), (-3.0, 4.0)),
        starts=_HINGE_STARTS,
        rules=_HINGE_RULES,
        runs=tuple(Run(plain, start) for start in _HINGE_STARTS.values()),
        steps=1000,
        claims=(
            Holds(minima=1),
            *(Ends(run, "reached the lowest minimum") for run in range(3)),
            *(EndsWithError(run, 0.083) for run in range(3)),
            AboveUntil(0, 0.1, step=200),
            BelowBy(1, 0.1, step=50),
            BelowBy(2, 0.1, step=100),
        ),
    )


SCENES = (plateau(), saddle(), dead_relu(), softplus())
