"""Scenes about the learning rate: two bowls, a round one and one that is long and narrow until it is centred."""

from surface.descent import GradientDescent, Momentum, Nesterov
from surface.model import Network
from surface.scenes.entry import Entry, Variant
from surface.scenes.gallery.settings import at_rates, every_rule
from surface.scenes.run import Run
from surface.scenes.scene import Scene

CHAPTER = "How big a step"


def bowl() -> Entry:
    a = (-3.0, 3.0)
    return Entry(
        title="Round bowl",
        chapter=CHAPTER,
        watch="Four learning rates from one start: unhurried, just right, too large, and larger than it can bear.",
        promise="Every path is straight: at 0.25 one step is enough, at 0.45 the ball jumps across, at 0.51 out.",
        starts={"A": a, "B": (5.0, -5.0)},
        rules=at_rates(gd=0.1, momentum=0.05, nesterov=0.05, adagrad=1.5, rmsprop=0.1, adam=0.3),
        claims=(
            "least curvature in the window = 4.000000000",
            "largest curvature in the window = 4.000000000",
            "number of minima = 1",
            "number of saddles = 0",
            "largest turn of run 1 < 0.0025",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "outcome of run 3 is reached the lowest minimum",
            "error of run 2 at step 1 < 0.0201",
            "turns back in the first 20 steps of run 3 = 19",
            "turns back in the first 200 steps of run 4 = 199",
            "outcome of run 4 is diverged",
        ),
        variants={
            "straight": Variant(
                title="Plain or with momentum",
                watch="On round contours the gradient points at the minimum: watch what momentum adds to that.",
                runs=(Run(GradientDescent(0.1), a), Run(Momentum(0.05, 0.9), a), Run(Nesterov(0.05, 0.9), a)),
                steps=200,
                claims=(
                    "lead of run 1 over run 2 until error 0.0201 > 3",
                    "outcome of run 2 is reached the lowest minimum",
                ),
            ),
        },
        scene=Scene(
            id="bowl",
            network=Network.single_layer([[0, 0]], "identity"),
            data="square",
            plane=("w[1,1]", "w[2,1]"),
            window=((-4.0, 6.0), (-6.0, 4.0)),
            runs=tuple(Run(GradientDescent(learning_rate=rate), a) for rate in (0.1, 0.25, 0.45, 0.51)),
            steps=200,
        ),
    )


def ravine() -> Entry:
    a, b = (8.0, 1.0), (0.0, 0.0)
    rules = at_rates(gd=0.01, momentum=0.01, nesterov=0.01, adagrad=1.5, rmsprop=0.05, adam=0.3)
    zigzag, too_far, creeping = (GradientDescent(learning_rate=rate) for rate in (0.0585, 0.0605, 0.01))
    return Entry(
        title="Ravine",
        chapter=CHAPTER,
        watch="Two rates that differ by a hair: one ball zigzags across the ravine and calms down, one does not.",
        promise="At 0.0585 the run zigzags and arrives, at 0.0605 it diverges; at 0.01 it creeps, and momentum at that "
        "rate is more than six times as quick.",
        starts={"A": a, "B": b},
        rules=rules,
        claims=(
            "number of minima = 1",
            "number of saddles = 0",
            "condition at the lowest minimum = 55.8",
            "turns back in the first 30 steps of run 1 = 29",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is diverged",
            "outcome of run 3 is reached the lowest minimum",
            "outcome of run 4 is reached the lowest minimum",
            "lead of run 4 over run 3 until error 2.11 > 6",
        ),
        variants={
            "tipping-point": Variant(
                title="The rate at which it tips",
                watch="The first steps alone: which of the three calms down?",
                runs=(Run(zigzag, a), Run(too_far, a), Run(GradientDescent(0.066), a)),
                steps=200,
                claims=(
                    "outcome of run 1 is reached the lowest minimum",
                    "outcome of run 2 is diverged",
                    "outcome of run 3 is diverged",
                ),
            ),
            "fast-rate": Variant(
                title="The zigzag's rate, with momentum",
                watch="At the rate of the zigzag, momentum helps; Nesterov's bears less, and flies out.",
                runs=(Run(zigzag, a), Run(Momentum(0.0585, 0.9), a), Run(Nesterov(0.0585, 0.9), a)),
                steps=200,
                claims=(
                    "outcome of run 1 is reached the lowest minimum",
                    "outcome of run 2 is reached the lowest minimum",
                    "outcome of run 3 is diverged",
                ),
            ),
            **every_rule(
                rules,
                a,
                steps=200,
                surface="a ravine",
                plain=(
                    "outcome of run 1 is still moving",
                    "outcome of run 2 is reached the lowest minimum",
                    "outcome of run 3 is reached the lowest minimum",
                ),
                adaptive=(
                    "outcome of run 1 is reached the lowest minimum",
                    "distance of run 2 from (3.5, 1.4) < 0.2",
                    "outcome of run 3 is reached the lowest minimum",
                ),
            ),
        },
        scene=Scene(
            id="ravine",
            network=Network.single_layer([[0]], "identity", bias=[0]),
            data="four-point-line",
            plane=("b[1]", "w[1,1]"),
            window=((-2.0, 9.0), (-2.5, 5.5)),
            runs=(Run(zigzag, a), Run(too_far, a), Run(creeping, a), Run(rules["momentum"], a)),
            steps=1500,
        ),
    )


def centred() -> Entry:
    a, b = (10.5, 1.0), (2.5, 0.0)
    creeping, zigzag = (GradientDescent(learning_rate=rate) for rate in (0.01, 0.0585))
    return Entry(
        title="Ravine, with centred inputs",
        chapter=CHAPTER,
        watch="The ravine's own points, each input less their mean: watch the rates that crept and zigzagged there.",
        promise="Of a ravine with the condition 55.8 centring makes a bowl with 1.25; no run turns back, and the rate "
        "that zigzagged is at the minimum in 14 steps.",
        starts={"A": a, "B": b},
        rules=at_rates(gd=0.2, momentum=0.05, nesterov=0.05, adagrad=1.5, rmsprop=0.05, adam=0.3),
        claims=(
            "number of minima = 1",
            "number of saddles = 0",
            "condition at the lowest minimum = 1.25",
            "turns back in the first 30 steps of run 1 = 0",
            "turns back in the first 14 steps of run 2 = 0",
            "steps of run 2 until error 2.121 = 14",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "outcome of run 3 is reached the lowest minimum",
        ),
        scene=Scene(
            id="ravine-centred",
            network=Network.single_layer([[0]], "identity", bias=[0]),
            data="four-point-line-centred",
            plane=("b[1]", "w[1,1]"),
            window=((1.5, 12.5), (-2.6, 5.4)),
            runs=(Run(creeping, a), Run(zigzag, a), Run(GradientDescent(learning_rate=0.2), a)),
            steps=200,
        ),
    )


ENTRIES = (bowl(), ravine(), centred())
