"""Logic gates: what a single neuron can learn, what it cannot, and what another activation changes."""

from surface.descent import GradientDescent, Momentum
from surface.model import Network
from surface.scenes.claims import CasesWrong, Ends, EndsApart, EndsNear, EndsWithError, Holds, MinimaAt
from surface.scenes.gallery.settings import at_rates
from surface.scenes.scene import Run, Scene, Variant

GROUP = "Logic gates"


def and_gate() -> Scene:
    a, b = (-3.0, 5.0), (0.0, 0.0)
    plain = GradientDescent(learning_rate=2.0)
    return Scene(
        id="and-gate",
        title="AND gate",
        group=GROUP,
        watch="The bias is held at -3: watch both runs find the two weights that make a neuron an AND.",
        promise="There is one minimum, at w = (2, 2), and both runs reach it.",
        network=Network.single_layer([[0, 0]], "sigmoid", bias=[-3]),
        data="and",
        free=("w[1,1]", "w[2,1]"),
        window=((-4.0, 8.0), (-4.0, 8.0)),
        starts={"A": a, "B": b},
        rules=at_rates(gd=2.0, momentum=1.0, nesterov=1.0, adagrad=1.0, rmsprop=0.1, adam=0.1),
        runs=(Run(plain, a), Run(plain, b)),
        steps=1000,
        claims=(
            Holds(minima=1),
            *(Ends(run, "reached the lowest minimum") for run in range(2)),
            *(EndsNear(run, (2.0, 2.0)) for run in range(2)),
            *(CasesWrong(run, 0) for run in range(2)),
        ),
    )


def xor_gate() -> Scene:
    a, b, c, d = (0.0, 4.0), (4.0, 0.0), (3.0, 3.0), (0.5, 0.0)
    plain = GradientDescent(learning_rate=4.0)
    return Scene(
        id="xor-gate",
        title="XOR gate",
        group=GROUP,
        watch="A sigmoid neuron tries XOR: watch where the runs end, and then look at the output beside the targets.",
        promise="Three minima, all equally bad at E = 0.406: one of the four cases stays wrong, whichever way.",
        network=Network.single_layer([[0, 0]], "sigmoid", bias=[-3]),
        data="xor",
        free=("w[1,1]", "w[2,1]"),
        window=((-8.0, 10.0), (-8.0, 10.0)),
        starts={"A": a, "B": b, "C": c, "D": d},
        rules=at_rates(gd=4.0, momentum=2.0, nesterov=2.0, adagrad=1.0, rmsprop=0.1, adam=0.2),
        runs=(Run(plain, a), Run(plain, b), Run(plain, c)),
        steps=2000,
        claims=(
            Holds(minima=3, saddles=3),
            MinimaAt(0.406),
            *(CasesWrong(run, 1) for run in range(3)),
            *(EndsWithError(run, 0.406) for run in range(3)),
            EndsApart(5.0),
        ),
        variants={
            "from-d": Variant(
                title="The same start, another rule",
                watch="From D, plain descent and momentum end in different minima, and neither is better.",
                runs=(Run(plain, d), Run(Momentum(2.0, 0.9), d)),
                steps=2000,
                claims=(EndsApart(5.0), EndsWithError(0, 0.406), EndsWithError(1, 0.406)),
            ),
        },
    )


def xor_sine() -> Scene:
    a, b, c, d = (1.0, 3.0), (3.0, 1.0), (0.0, 0.0), (1.2, 1.2)
    plain = GradientDescent(learning_rate=0.1)
    return Scene(
        id="xor-sine",
        title="XOR with a sine neuron",
        group=GROUP,
        watch="The same gate, but the neuron's output rises and falls again: which starts find a solution?",
        promise="From A and B the error goes to 0, from C it stops in a worse minimum, and from D on the diagonal at "
        "the saddle between the two solutions.",
        network=Network.single_layer([[0, 0]], "sin"),
        data="xor-0.8",
        free=("w[1,1]", "w[2,1]"),
        window=((-1.5, 4.5), (-1.5, 4.5)),
        starts={"A": a, "B": b, "C": c, "D": d},
        rules=at_rates(gd=0.1, momentum=0.1, nesterov=0.1, adagrad=0.5, rmsprop=0.02, adam=0.05),
        runs=tuple(Run(plain, start) for start in (a, b, c, d)),
        steps=1000,
        claims=(
            Ends(0, "reached the lowest minimum"),
            Ends(1, "reached the lowest minimum"),
            Ends(2, "stuck in a local minimum"),
            Ends(3, "stuck at a saddle"),
            EndsWithError(0, 0.0, digits=9),
            EndsWithError(1, 0.0, digits=9),
            CasesWrong(0, 0),
            CasesWrong(1, 0),
            EndsApart(0.5),
            Holds(minima=4, saddles=3),
        ),
        variants={
            "diagonal": Variant(
                title="On the diagonal",
                watch="Momentum takes C out of its minimum, but a start on the diagonal never leaves the diagonal.",
                runs=(Run(plain, c), Run(Momentum(0.1, 0.9), c)),
                steps=1000,
                claims=(Ends(0, "stuck in a local minimum"), Ends(1, "stuck at a saddle")),
            ),
        },
    )


SCENES = (and_gate(), xor_gate(), xor_sine())
