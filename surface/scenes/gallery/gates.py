"""Logic gates: what a single neuron can learn, what it cannot, and what another activation changes."""

from surface.descent import GradientDescent, Momentum
from surface.model import Network
from surface.scenes.entry import Entry, Variant
from surface.scenes.gallery.settings import at_rates
from surface.scenes.run import Run
from surface.scenes.scene import Scene

CHAPTER = "Logic gates"


def and_gate() -> Entry:
    a, b = (-3.0, 5.0), (0.0, 0.0)
    plain = GradientDescent(learning_rate=2.0)
    return Entry(
        title="AND gate",
        chapter=CHAPTER,
        watch="The bias is held at -3: watch both runs find the two weights that make a neuron an AND.",
        promise="There is one minimum, at w = (2, 2), and both runs reach it.",
        starts={"A": a, "B": b},
        rules=at_rates(gd=2.0, momentum=1.0, nesterov=1.0, adagrad=1.0, rmsprop=0.1, adam=0.1),
        claims=(
            "number of minima = 1",
            "number of saddles = 0",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "distance of run 1 from (2, 2) < 0.05",
            "distance of run 2 from (2, 2) < 0.05",
            "cases wrong of run 1 = 0",
            "cases wrong of run 2 = 0",
        ),
        scene=Scene(
            id="and-gate",
            network=Network.single_layer([[0, 0]], "sigmoid", bias=[-3]),
            data="and",
            plane=("w[1,1]", "w[2,1]"),
            window=((-4.0, 8.0), (-4.0, 8.0)),
            runs=(Run(plain, a), Run(plain, b)),
            steps=1000,
        ),
    )


def xor_gate() -> Entry:
    a, b, c, d = (0.0, 4.0), (4.0, 0.0), (3.0, 3.0), (0.5, 0.0)
    plain = GradientDescent(learning_rate=4.0)
    return Entry(
        title="XOR gate",
        chapter=CHAPTER,
        watch="A sigmoid neuron tries XOR: watch where the runs end, and then look at the output beside the targets.",
        promise="Three minima, all equally bad at E = 0.406: one of the four cases stays wrong, whichever way.",
        starts={"A": a, "B": b, "C": c, "D": d},
        rules=at_rates(gd=4.0, momentum=2.0, nesterov=2.0, adagrad=1.0, rmsprop=0.1, adam=0.2),
        claims=(
            "number of minima = 3",
            "number of saddles = 3",
            "lowest error = 0.406",
            "error of the highest minimum = 0.406",
            "cases wrong of run 1 = 1",
            "cases wrong of run 2 = 1",
            "cases wrong of run 3 = 1",
            "error of run 1 = 0.406",
            "error of run 2 = 0.406",
            "error of run 3 = 0.406",
            "least distance between ends > 5",
        ),
        variants={
            "from-d": Variant(
                title="The same start, another rule",
                watch="From D, plain descent and momentum end in different minima, and neither is better.",
                runs=(Run(plain, d), Run(Momentum(2.0, 0.9), d)),
                steps=2000,
                claims=(
                    "least distance between ends > 5",
                    "error of run 1 = 0.406",
                    "error of run 2 = 0.406",
                ),
            ),
        },
        scene=Scene(
            id="xor-gate",
            network=Network.single_layer([[0, 0]], "sigmoid", bias=[-3]),
            data="xor",
            plane=("w[1,1]", "w[2,1]"),
            window=((-8.0, 10.0), (-8.0, 10.0)),
            runs=(Run(plain, a), Run(plain, b), Run(plain, c)),
            steps=2000,
        ),
    )


def xor_sine() -> Entry:
    a, b, c, d = (1.0, 3.0), (3.0, 1.0), (0.0, 0.0), (1.2, 1.2)
    plain = GradientDescent(learning_rate=0.1)
    return Entry(
        title="XOR with a sine neuron",
        chapter=CHAPTER,
        watch="The same gate, but the neuron's output rises and falls again: which starts find a solution?",
        promise="From A and B the error goes to 0, from C it stops in a worse minimum, and from D on the diagonal at "
        "the saddle between the two solutions.",
        starts={"A": a, "B": b, "C": c, "D": d},
        rules=at_rates(gd=0.1, momentum=0.1, nesterov=0.1, adagrad=0.5, rmsprop=0.02, adam=0.05),
        claims=(
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "outcome of run 3 is stuck in a local minimum",
            "outcome of run 4 is stuck at a saddle",
            "error of run 1 = 0.000000000",
            "error of run 2 = 0.000000000",
            "cases wrong of run 1 = 0",
            "cases wrong of run 2 = 0",
            "least distance between ends > 0.5",
            "number of minima = 4",
            "number of saddles = 3",
        ),
        variants={
            "diagonal": Variant(
                title="On the diagonal",
                watch="Momentum takes C out of its minimum, but a start on the diagonal never leaves the diagonal.",
                runs=(Run(plain, c), Run(Momentum(0.1, 0.9), c)),
                steps=1000,
                claims=(
                    "outcome of run 1 is stuck in a local minimum",
                    "outcome of run 2 is stuck at a saddle",
                ),
            ),
        },
        scene=Scene(
            id="xor-sine",
            network=Network.single_layer([[0, 0]], "sin"),
            data="xor-0.8",
            plane=("w[1,1]", "w[2,1]"),
            window=((-1.5, 4.5), (-1.5, 4.5)),
            runs=tuple(Run(plain, start) for start in (a, b, c, d)),
            steps=1000,
        ),
    )


ENTRIES = (and_gate(), xor_gate(), xor_sine())
