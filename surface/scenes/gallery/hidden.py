"""Networks with a hidden layer: slices through a surface of seven or nine dimensions, each with its own trouble."""

from surface.data import TEACHER
from surface.descent import Adam, GradientDescent, Momentum
from surface.model import Layer, Network
from surface.scenes.claims import (
    AboveUntil,
    BelowBy,
    CasesWrong,
    Ends,
    EndsNear,
    EndsWithError,
    Holds,
    Lingers,
    MinimaAt,
    Quicker,
    ZeroErrorAt,
)
from surface.scenes.gallery.settings import at_rates
from surface.scenes.scene import Run, Scene

GROUP = "Hidden layers"


def twins() -> Scene:
    a, b, c = (8.0, 6.0), (6.0, 8.0), (6.0, 6.0)
    plain = GradientDescent(learning_rate=2.0)
    return Scene(
        id="teacher-twins",
        title="Twin minima",
        group=GROUP,
        watch="All that is held is alike for the two hidden units: swap their free weights, and nothing has changed.",
        promise="The map is its own mirror image; A and B end in the two minima of error 0, and C, on the mirror line, "
        "at the saddle between them.",
        network=TEACHER,
        data="teacher",
        free=("w1[1,1]", "w1[1,2]"),
        window=((-8.0, 10.0), (-8.0, 10.0)),
        starts={"A": a, "B": b, "C": c},
        rules=at_rates(gd=2.0, momentum=0.5, nesterov=0.5, adagrad=1.0, rmsprop=0.05, adam=0.1),
        runs=(Run(plain, a), Run(plain, b), Run(plain, c)),
        steps=400,
        claims=(
            ZeroErrorAt((4.0, -2.0)),
            ZeroErrorAt((-2.0, 4.0)),
            Holds(minima=2, saddles=2),
            MinimaAt(0.0, digits=9),
            Ends(0, "reached the lowest minimum"),
            Ends(1, "reached the lowest minimum"),
            EndsNear(0, (4.0, -2.0)),
            EndsNear(1, (-2.0, 4.0)),
            Ends(2, "stuck at a saddle"),
        ),
    )


def valley() -> Scene:
    a, b = (1.0, 11.0), (11.0, 3.0)
    plain, heavy = GradientDescent(learning_rate=3.0), Momentum(learning_rate=1.0, momentum=0.9)
    return Scene(
        id="teacher-valley",
        title="Bent valley",
        group=GROUP,
        watch="The weights into and out of a hidden unit can stand in for each other: watch the floor of the valley.",
        promise="Both runs from A are on the floor at once; momentum is through by step 200, plain descent not by 500.",
        network=TEACHER,
        data="teacher",
        free=("w1[1,1]", "w2[1,1]"),
        window=((-4.0, 12.0), (-4.0, 12.0)),
        starts={"A": a, "B": b},
        rules=at_rates(gd=3.0, momentum=1.0, nesterov=1.0, adagrad=1.0, rmsprop=0.05, adam=0.1),
        runs=(Run(plain, a), Run(heavy, a), Run(plain, b)),
        steps=1000,
        claims=(
            ZeroErrorAt((4.0, 4.0)),
            Holds(minima=1),
            AboveUntil(0, 0.001, step=500),
            BelowBy(1, 0.001, step=200),
            Quicker(1, than=0, error=0.001, times=3),
            *(Ends(run, "reached the lowest minimum") for run in range(3)),
        ),
    )


def plateau() -> Scene:
    a, b = (-2.0, -10.0), (0.0, 8.0)
    plain = GradientDescent(learning_rate=5.0)
    return Scene(
        id="teacher-plateau",
        title="A hidden unit that is switched off",
        group=GROUP,
        watch="At A the first hidden unit is off for every data point, at B it is on for all: it cannot learn there.",
        promise="From A plain descent stays on the plateau for all 1000 steps while Adam arrives; from B it stands "
        "still for 200 steps and then falls.",
        network=TEACHER,
        data="teacher",
        free=("w1[1,1]", "b1[1]"),
        window=((-10.0, 12.0), (-12.0, 10.0)),
        starts={"A": a, "B": b},
        rules=at_rates(gd=5.0, momentum=2.0, nesterov=2.0, adagrad=1.0, rmsprop=0.05, adam=0.1),
        runs=(Run(plain, a), Run(Adam(learning_rate=0.1), a), Run(plain, b)),
        steps=1000,
        claims=(
            ZeroErrorAt((4.0, -2.0)),
            Ends(0, "on a plateau"),
            EndsWithError(0, 0.669),
            Ends(1, "reached the lowest minimum"),
            Lingers(2, first=0, last=200),
            Ends(2, "reached the lowest minimum"),
        ),
    )


def xor() -> Scene:
    a, b = (-4.0, 4.0), (2.0, 4.0)
    plain = GradientDescent(learning_rate=4.0)
    hidden = Layer([[5, 5], [5, 5]], "sigmoid", [-2.5, -7.5])
    return Scene(
        id="xor-hidden",
        title="XOR with two hidden units",
        group=GROUP,
        watch="One hidden unit does OR, the other should do AND, if its bias is right: watch it being found, or not.",
        promise="From A all four cases come out right; from B the run stops in a local minimum at E = 0.266, which "
        "says yes to (1, 1) as well.",
        network=Network([hidden, Layer([[6, -6]], "sigmoid", [-3])]),
        data="xor",
        free=("b1[2]", "b2[1]"),
        window=((-14.0, 6.0), (-8.0, 6.0)),
        starts={"A": a, "B": b},
        rules=at_rates(gd=4.0, momentum=1.0, nesterov=1.0, adagrad=1.0, rmsprop=0.05, adam=0.1),
        runs=(Run(plain, a), Run(plain, b)),
        steps=500,
        claims=(
            Ends(0, "reached the lowest minimum"),
            CasesWrong(0, 0),
            Ends(1, "stuck in a local minimum"),
            EndsWithError(1, 0.266),
            CasesWrong(1, 1),
            Holds(minima=2, saddles=1),
        ),
    )


SCENES = (twins(), valley(), plateau(), xor())
