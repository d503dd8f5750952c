"""Networks with a hidden layer: slices through a surface of seven or nine dimensions, each with its own trouble."""

from surface.data import TEACHER
from surface.descent import Adam, GradientDescent, Momentum
from surface.model import Layer, Network
from surface.scenes.entry import Entry, Variant
from surface.scenes.gallery.settings import at_rates
from surface.scenes.run import Run
from surface.scenes.scene import Scene

CHAPTER = "Hidden layers"


def twins() -> Entry:
    a, b, c, d = (8.0, 6.0), (6.0, 8.0), (6.0, 6.0), (6.0, 6.001)
    plain = GradientDescent(learning_rate=2.0)
    return Entry(
        title="Twin minima",
        chapter=CHAPTER,
        watch="All that is held is alike for the two hidden units: swap their free weights, and nothing has changed.",
        promise="The map is its own mirror image; A and B end in the two minima of error 0, and C, on the mirror line, "
        "at the saddle between them.",
        starts={"A": a, "B": b, "C": c, "D": d},
        rules=at_rates(gd=2.0, momentum=0.5, nesterov=0.5, adagrad=1.0, rmsprop=0.05, adam=0.1),
        claims=(
            "error at (4, -2) < 1e-24",
            "smallest curvature at (4, -2) > 0",
            "error at (-2, 4) < 1e-24",
            "smallest curvature at (-2, 4) > 0",
            "number of minima = 2",
            "number of saddles = 2",
            "lowest error = 0.000000000",
            "error of the highest minimum = 0.000000000",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "distance of run 1 from (4, -2) < 0.05",
            "distance of run 2 from (-2, 4) < 0.05",
            "outcome of run 3 is stuck at a saddle",
        ),
        variants={
            "hair-apart": Variant(
                title="Alike, and a hair apart",
                watch="One run starts on the mirror line, the other 0.001 beside it: which of them leaves the line?",
                runs=(Run(plain, c), Run(plain, d)),
                steps=400,
                claims=(
                    "largest difference between the weights of run 1 < 1e-300",
                    "outcome of run 1 is stuck at a saddle",
                    "outcome of run 2 is reached the lowest minimum",
                ),
            ),
        },
        scene=Scene(
            id="teacher-twins",
            network=TEACHER,
            data="teacher",
            plane=("w1[1,1]", "w1[1,2]"),
            window=((-8.0, 10.0), (-8.0, 10.0)),
            runs=(Run(plain, a), Run(plain, b), Run(plain, c)),
            steps=400,
        ),
    )


def valley() -> Entry:
    a, b = (1.0, 11.0), (11.0, 3.0)
    plain, heavy = GradientDescent(learning_rate=3.0), Momentum(learning_rate=1.0, momentum=0.9)
    return Entry(
        title="Bent valley",
        chapter=CHAPTER,
        watch="The weights into and out of a hidden unit can stand in for each other: watch the floor of the valley.",
        promise="Both runs from A are on the floor at once; momentum is through by step 200, plain descent not by 500.",
        starts={"A": a, "B": b},
        rules=at_rates(gd=3.0, momentum=1.0, nesterov=1.0, adagrad=1.0, rmsprop=0.05, adam=0.1),
        claims=(
            "error at (4, 4) < 1e-24",
            "smallest curvature at (4, 4) > 0",
            "number of minima = 1",
            "number of saddles = 0",
            "least error of run 1 until step 500 > 0.001",
            "error of run 2 at step 200 < 0.001",
            "lead of run 2 over run 1 until error 0.001 > 3",
            "outcome of run 1 is reached the lowest minimum",
            "outcome of run 2 is reached the lowest minimum",
            "outcome of run 3 is reached the lowest minimum",
        ),
        scene=Scene(
            id="teacher-valley",
            network=TEACHER,
            data="teacher",
            plane=("w1[1,1]", "w2[1,1]"),
            window=((-4.0, 12.0), (-4.0, 12.0)),
            runs=(Run(plain, a), Run(heavy, a), Run(plain, b)),
            steps=1000,
        ),
    )


def plateau() -> Entry:
    a, b = (-2.0, -10.0), (0.0, 8.0)
    plain = GradientDescent(learning_rate=5.0)
    return Entry(
        title="A hidden unit that is switched off",
        chapter=CHAPTER,
        watch="At A the first hidden unit is off for every data point, at B it is on for all: it cannot learn there.",
        promise="From A plain descent stays on the plateau for all 1000 steps while Adam arrives; from B it stands "
        "still for 200 steps and then falls.",
        starts={"A": a, "B": b},
        rules=at_rates(gd=5.0, momentum=2.0, nesterov=2.0, adagrad=1.0, rmsprop=0.05, adam=0.1),
        claims=(
            "error at (4, -2) < 1e-24",
            "smallest curvature at (4, -2) > 0",
            "outcome of run 1 is on a plateau",
            "error of run 1 = 0.669",
            "outcome of run 2 is reached the lowest minimum",
            "fall of run 3 from step 0 to step 200 < 1 %",
            "fall of run 3 from step 0 to its end > 1 %",
            "outcome of run 3 is reached the lowest minimum",
        ),
        scene=Scene(
            id="teacher-plateau",
            network=TEACHER,
            data="teacher",
            plane=("w1[1,1]", "b1[1]"),
            window=((-10.0, 12.0), (-12.0, 10.0)),
            runs=(Run(plain, a), Run(Adam(learning_rate=0.1), a), Run(plain, b)),
            steps=1000,
        ),
    )


def xor() -> Entry:
    a, b = (-4.0, 4.0), (2.0, 4.0)
    plain = GradientDescent(learning_rate=4.0)
    hidden = Layer([[5, 5], [5, 5]], "sigmoid", [-2.5, -7.5])
    return Entry(
        title="XOR with two hidden units",
        chapter=CHAPTER,
        watch="One hidden unit does OR, the other should do AND, if its bias is right: watch it being found, or not.",
        promise="From A all four cases come out right; from B the run stops in a local minimum at E = 0.266, which "
        "says yes to (1, 1) as well.",
        starts={"A": a, "B": b},
        rules=at_rates(gd=4.0, momentum=1.0, nesterov=1.0, adagrad=1.0, rmsprop=0.05, adam=0.1),
        claims=(
            "outcome of run 1 is reached the lowest minimum",
            "cases wrong of run 1 = 0",
            "outcome of run 2 is stuck in a local minimum",
            "error of run 2 = 0.266",
            "cases wrong of run 2 = 1",
            "number of minima = 2",
            "number of saddles = 1",
        ),
        scene=Scene(
            id="xor-hidden",
            network=Network([hidden, Layer([[6, -6]], "sigmoid", [-3])]),
            data="xor",
            plane=("b1[2]", "b2[1]"),
            window=((-14.0, 6.0), (-8.0, 6.0)),
            runs=(Run(plain, a), Run(plain, b)),
            steps=500,
        ),
    )


ENTRIES = (twins(), valley(), plateau(), xor())
