"""Scenes about the learning rate: two bowls, a round one and one that is long and narrow."""

from surface.descent import GradientDescent, Momentum, Nesterov
from surface.model import Network
from surface.scenes.claims import BelowBy, Ends, EndsNear, GoesStraight, Holds, Quicker, Round, TurnsBack
from surface.scenes.gallery.settings import at_rates, every_rule
from surface.scenes.scene import Run, Scene, Variant

GROUP = "How big a step"


def bowl() -> Scene:
    a = (-3.0, 3.0)
    return Scene(
        id="bowl",
        title="Round bowl",
        group=GROUP,
        watch="Four learning rates from one start: unhurried, just right, too large, and larger than it can bear.",
        promise="Every path is straight: at 0.25 one step is enough, at 0.45 the ball jumps across, at 0.51 out.",
        network=Network.single_layer([[0, 0]], "identity"),
        data="square",
        free=("w[1,1]", "w[2,1]"),
        window=((-4.0, 6.0), (-6.0, 4.0)),
        starts={"A": a, "B": (5.0, -5.0)},
        rules=at_rates(gd=0.1, momentum=0.05, nesterov=0.05, adagrad=1.5, rmsprop=0.1, adam=0.3),
        runs=tuple(Run(GradientDescent(learning_rate=rate), a) for rate in (0.1, 0.25, 0.45, 0.51)),
        steps=200,
        claims=(
            Round(4.0),
            Holds(minima=1),
            GoesStraight(0),
            *(Ends(run, "reached the lowest minimum") for run in range(3)),
            BelowBy(1, 0.0201, step=1),
            TurnsBack(2, steps=20),
            TurnsBack(3, steps=200),
            Ends(3, "diverged"),
        ),
        variants={
            "straight": Variant(
                title="Plain or with momentum",
                watch="On round contours the gradient points at the minimum: watch what momentum adds to that.",
                runs=(Run(GradientDescent(0.1), a), Run(Momentum(0.05, 0.9), a), Run(Nesterov(0.05, 0.9), a)),
                steps=200,
                claims=(Quicker(0, than=1, error=0.0201, times=3), Ends(1, "reached the lowest minimum")),
            ),
        },
    )


def ravine() -> Scene:
    a, b = (8.0, 1.0), (0.0, 0.0)
    rules = at_rates(gd=0.01, momentum=0.01, nesterov=0.01, adagrad=1.5, rmsprop=0.05, adam=0.3)
    zigzag, too_far, creeping = (GradientDescent(learning_rate=rate) for rate in (0.0585, 0.0605, 0.01))
    return Scene(
        id="ravine",
        title="Ravine",
        group=GROUP,
        watch="Two rates that differ by a hair: one ball zigzags across the ravine and calms down, one does not.",
        promise="At 0.0585 the run zigzags and arrives, at 0.0605 it diverges; at 0.01 it creeps, and momentum at that "
        "rate is more than six times as quick.",
        network=Network.single_layer([[0]], "identity", bias=[0]),
        data="four-point-line",
        free=("b[1]", "w[1,1]"),
        window=((-2.0, 9.0), (-2.5, 5.5)),
        starts={"A": a, "B": b},
        rules=rules,
        runs=(Run(zigzag, a), Run(too_far, a), Run(creeping, a), Run(rules["momentum"], a)),
        steps=1500,
        claims=(
            Holds(minima=1),
            TurnsBack(0, steps=30),
            Ends(0, "reached the lowest minimum"),
            Ends(1, "diverged"),
            Ends(2, "reached the lowest minimum"),
            Ends(3, "reached the lowest minimum"),
            Quicker(3, than=2, error=2.11, times=6),
        ),
        variants={
            "tipping-point": Variant(
                title="The rate at which it tips",
                watch="The first steps alone: which of the three calms down?",
                runs=(Run(zigzag, a), Run(too_far, a), Run(GradientDescent(0.066), a)),
                steps=200,
                claims=(Ends(0, "reached the lowest minimum"), Ends(1, "diverged"), Ends(2, "diverged")),
            ),
            "fast-rate": Variant(
                title="The zigzag's rate, with momentum",
                watch="At the rate of the zigzag, momentum helps; Nesterov's bears less, and flies out.",
                runs=(Run(zigzag, a), Run(Momentum(0.0585, 0.9), a), Run(Nesterov(0.0585, 0.9), a)),
                steps=200,
                claims=(
                    Ends(0, "reached the lowest minimum"),
                    Ends(1, "reached the lowest minimum"),
                    Ends(2, "diverged"),
                ),
            ),
            **every_rule(
                rules,
                a,
                steps=200,
                surface="a ravine",
                plain=(
                    Ends(0, "still moving"),
                    Ends(1, "reached the lowest minimum"),
                    Ends(2, "reached the lowest minimum"),
                ),
                adaptive=(
                    Ends(0, "reached the lowest minimum"),
                    EndsNear(1, (3.5, 1.4), within=0.2),
                    Ends(2, "reached the lowest minimum"),
                ),
            ),
        },
    )


SCENES = (bowl(), ravine())
