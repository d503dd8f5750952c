"""The step in numbers, the arrows and the slices, where they are pure: against the rules and surfaces of Python."""

import ast
import math
import operator
import re

import numpy as np
import pytest
from javascript import ask

from surface.descent import RULES, descend, states
from surface.descent.formula import parse
from surface.scenes import SCENES
from surface.view.payload import Track, picture

SCENE = SCENES["two-hollows"]
START = "const run = modules.decode.decodeScene(given.runs, given.surface).runs[0];"
STEPS = 25


def sent(run, E=None, window=SCENE.window):
    """What the player is sent of a run, on a surface sampled as coarsely as can be."""
    E = E or SCENE.surface()
    landscape = E.sample(window, 5)
    shown = picture(E, landscape, (), [Track(run, run.rule.name)], key="test")
    surface = {**shown.surface, "w1": [], "w2": [], "error": [], "figures": {"linear": {}, "log": {}}}
    return {"runs": shown.runs, "surface": {**surface, "w1": list(landscape.w1), "w2": list(landscape.w2)}}


@pytest.fixture(scope="module", params=RULES)
def walked(request):
    """A run of each rule, and what the player is sent of it."""
    run = descend(SCENE.surface(), RULES[request.param](), (-1.3, 2.4), STEPS)
    return run, sent(run)


# ------------------------------------------------------------------------------------------------------- the formulas


def test_each_rules_formula_is_what_the_rule_does(walked):
    run, given = walked
    lines = ask(
        f"""{START} const {{ changeAt, linesOf, partAt }} = modules.stepwork, {{ resultOfTree }} = modules.algebra;
        const lines = linesOf(run.formula), pairs = Object.entries(run.settings);
        const settings = Object.fromEntries(pairs.map(([name, value]) => [run.symbols[name], value]));
        const before = (k, axis, symbol) => partAt(run, symbol, symbol === "t" ? k + 1 : k, axis);
        const renew = (k, axis) => {{
          const numbers = {{ ...settings, g: run.gradient[2 * k + axis], w: run.w[2 * k + axis] }};
          for (const symbol of Object.keys(run.inner)) numbers[symbol] = before(k, axis, symbol);
          return lines.map(({{ target, tree }}) => (numbers[target] = resultOfTree(tree, numbers)));
        }};
        const whole = Array.from({{ length: run.k }}, (_, k) => k), both = (make) => (k) => [make(k, 0), make(k, 1)];
        const changes = whole.map(both((k, axis) => changeAt(run, k, axis)));
        return [lines.map((line) => line.target), whole.map(both(renew)), changes];""",
        **given,
    )
    targets, steps, changes = lines[0], np.array(lines[1]), np.array(lines[2])
    lived = states(run.rule, SCENE.surface().gradient(run.path[:-1]))
    for n, target in enumerate(targets[:-2]):
        expected = [run.rule.parts(state)[target] for state in lived]
        np.testing.assert_allclose(steps[:, :, n], expected, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(steps[:, :, -1], run.path[1:], rtol=1e-12)
    np.testing.assert_allclose(changes, np.diff(run.path, axis=0), rtol=1e-9, atol=1e-13)


def test_a_walk_by_the_structure_alone_is_the_engines(walked):
    """What a browser needs to descend by itself: the structure, the settings, and a state that begins at 0."""
    run, given = walked
    path = ask(
        f"""{START} const {{ resultOfTree }} = modules.algebra, {{ state, step }} = run.formula;
        const settings = Object.entries(run.settings).map(([name, value]) => [run.symbols[name], value]);
        const walk = (axis) => {{
          const numbers = Object.fromEntries([...settings, ...state.map(({{ target }}) => [target, 0])]);
          const path = [run.w[axis]];
          for (let k = 0; k < run.k; k++) {{
            Object.assign(numbers, {{ g: run.gradient[2 * k + axis], t: k + 1 }});
            for (const {{ target, tree }} of state) numbers[target] = resultOfTree(tree, numbers);
            path.push(path[k] + resultOfTree(step, numbers));
          }}
          return path;
        }};
        return [walk(0), walk(1)];""",
        **given,
    )
    np.testing.assert_allclose(np.transpose(path), run.path, rtol=1e-9)


def test_past_the_end_stands_the_step_that_would_come(walked):
    run, given = walked
    longer = descend(SCENE.surface(), run.rule, run.path[0], STEPS + 1)
    change = ask(f"{START} return [0, 1].map((axis) => modules.stepwork.changeAt(run, run.k, axis));", **given)
    np.testing.assert_allclose(run.path[-1] + change, longer.path[-1], rtol=1e-12)


RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
OPERATIONS |= {ast.Pow: operator.pow, ast.USub: operator.neg}


def worked_out(text):
    """The value of arithmetic as the panel writes it: "0.9 × (−0.5) + 2·10⁻³"."""
    text = re.sub(r"·?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda power: _power(power[0], power[1]), text)
    text = re.sub(r"√(\([^()]*\)|[\d.e-]+)", r"(\1)**0.5", text)
    for sign, code in {"−": "-", "×": "*", "²": "**2", "³": "**3", "^": "**"}.items():
        text = text.replace(sign, code)
    return _value(ast.parse(text.strip(), mode="eval").body)


def _power(text, power):
    return f"{'' if text.startswith('·') else '1'}e{power.translate(RAISED)}"


def _value(node):
    if isinstance(node, ast.Constant):
        return float(node.value)
    if isinstance(node, ast.UnaryOp):
        return OPERATIONS[type(node.op)](_value(node.operand))
    return OPERATIONS[type(node.op)](_value(node.left), _value(node.right))


def half_a_digit(text):
    """Half of one in the last printed digit of a number."""
    mantissa, _, power = text.partition("·10")
    decimals = len(mantissa.partition(".")[2])
    return 0.5 * 10.0 ** (int(power.translate(RAISED) or 0) - decimals)


def written_sides(given, steps):
    return ask(
        f"""{START} const {{ stepLines, writtenSide }} = modules.stepwork;
        const written = (line) => line.sides.map((side) => writtenSide(line, side));
        return given.steps.map((k) => stepLines(run, k).map(written));""",
        steps=steps,
        **given,
    )


def test_the_arithmetic_as_printed_adds_up(walked):
    run, given = walked
    for lines in written_sides(given, list(range(run.k + 1))):
        for text in (side for line in lines for side in line):
            arithmetic, _, result = text.rpartition(" = ")
            assert abs(worked_out(arithmetic) - worked_out(result)) <= half_a_digit(result) * (1 + 1e-9), text


def test_every_printed_number_is_the_runs_own(walked):
    """The numbers of a step's last line are w, Δw and the new w, to as many digits as are printed."""
    run, given = walked
    for k, lines in enumerate(written_sides(given, list(range(run.k)))):
        for axis, text in enumerate(lines[-1]):
            w, change, new = re.fullmatch(r"(\S+) \+ \(?([^\s()]+)\)? = (\S+)", text).groups()
            expected = (run.path[k, axis], run.path[k + 1, axis] - run.path[k, axis], run.path[k + 1, axis])
            for shown, number in zip((w, change, new), expected, strict=True):
                assert abs(worked_out(shown) - number) <= half_a_digit(shown) * (1 + 1e-6)


def test_a_rule_of_ones_own_brings_its_panel(walked):
    """Python names the parts and writes the formula; the player needs nothing else."""
    _, given = walked
    runs = {**given["runs"], "runs": [{**given["runs"]["runs"][0], "inner": {}}]}
    (own,) = runs["runs"]
    own |= {
        "formula": parse("w ← w − η g³ / (ε + √(g² + ε))").json(),
        "settings": {"a": 0.5, "b": 0.25},
        "symbols": {"a": "η", "b": "ε"},
    }
    first = ask(f"{START} return modules.stepwork.changeAt(run, 0, 0);", **{**given, "runs": runs})
    g = SCENE.surface().gradient(np.array([-1.3, 2.4]))[0]
    assert first == pytest.approx(-0.5 * g**3 / (0.25 + math.sqrt(g**2 + 0.25)))


@pytest.mark.parametrize("value", [0, 0.1, -3.25, 12345.678, 1e-7, -2.5e12, 1e-300, 123456.0])
@pytest.mark.parametrize("digits", [4, 6, 9])
def test_a_printed_number_can_be_read_back(value, digits):
    text, back = ask(
        "const text = modules.format.formatNumber(given.value, given.digits);"
        "return [text, modules.arithmetic.printedNumber(text)];",
        value=value,
        digits=digits,
    )
    assert abs(back - value) <= (half_a_digit(text) if value else 0) * (1 + 1e-9)


def test_a_step_can_be_read_aloud(walked):
    _, given = walked
    spoken = ask(
        f"""{START} const {{ spokenSide, stepLines }} = modules.stepwork;
        return stepLines(run, 7).map((line) => spokenSide(line, line.sides[0], "w₁"));""",
        **given,
    )
    assert all(re.fullmatch(r"w₁: the (step|new \S+) is [\w\s.(),β̂]+, which is [\w\s.]+", text) for text in spoken), (
        spoken
    )


@pytest.mark.parametrize(
    ("base", "heard"),
    [
        ("g", "g squared"),
        ("0.5", "0.5 squared"),
        ("−0.5", "the square of −0.5"),
        ("2 times 10 to the minus 16", "the square of 2 times 10 to the minus 16"),
        ("(a plus b)", "the square of a plus b"),
    ],
)
def test_what_is_squared_is_heard(base, heard):
    assert ask("return modules.algebra.SPOKEN.powers[2](given.base);", base=base) == heard


# --------------------------------------------------------------------------------------------------------- the slices


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("ball", [(0.31, -0.17), (-2.5, 3.5), (9.0, -9.0)])
def test_a_slice_goes_through_the_ball(axis, ball):
    E = SCENE.surface()
    given = sent(descend(E, RULES["gradient descent"](), (0, 0), 1))["surface"]
    x, error = ask(
        """const evaluator = modules.evaluator.evaluatorOf(given);
        const slice = modules.slices.sliceThrough(evaluator, given.window, given.ball, given.axis, 61);
        return [slice.x, slice.error];""",
        network=given["network"],
        data=given["data"],
        window=SCENE.window[axis],
        ball=ball,
        axis=axis,
    )
    places = np.broadcast_to(ball, (61, 2)).copy()
    places[:, axis] = x
    np.testing.assert_allclose(error, E.error(places), rtol=1e-12)
    assert (x[0], x[-1]) == SCENE.window[axis]
    assert (np.diff(x) >= 0).all()
    if SCENE.window[axis][0] < ball[axis] < SCENE.window[axis][1]:
        assert ball[axis] in x


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("surface", [[0.0, 0.0], [5.0, 5.0], [0.0, 3.0, 1e9], ["NaN", 1.0, 2.0]])
def test_the_range_of_a_slice_is_never_without_width(surface, log):
    low, high = ask(
        "return modules.slices.sliceRange(given.surface.map(Number), { error: [1.5, 1] }, given.log);",
        surface=surface,
        log=log,
    )
    assert low < high
    assert not log or low > 0


# --------------------------------------------------------------------------------------------------------- the arrows


def arrows(given, at, **switched):
    """The arrows at a step, their scale, and its words."""
    return ask(
        """const scene = modules.decode.decodeScene(given.runs, given.surface), [run] = scene.runs;
        scene.surface = { ...scene.surface, w1: given.surface.w1, w2: given.surface.w2 };
        const { arrowsAt, scaleIn, scaleWords } = modules.vectors, scale = scaleIn(scene, run);
        const found = [arrowsAt(scene, { step: given.at, chosen: 0, arrows: given.switched }), scale];
        return [...found.map((value) => JSON.parse(JSON.stringify(value))), scaleWords(scene, run, scale)];""",
        at=at,
        switched=switched,
        **given,
    )


def test_arrows_are_as_long_as_their_scale_says(walked):
    run, given = walked
    drawn, scale, words = arrows(given, 3, gradient=True, velocity=True, step=True)
    gradient = SCENE.surface().gradient(run.path)
    vectors = {"gradient": -scale["slope"] * gradient[3], "step": scale["step"] * (run.path[4] - run.path[3])}
    if "v" in run.rule.meanings:
        state = states(run.rule, gradient[:3])[-1]
        vectors["velocity"] = -scale["slope"] * state["v"]
    assert {arrow["kind"] for arrow in drawn} == vectors.keys()
    for arrow in drawn:
        np.testing.assert_allclose(arrow["from"], run.path[3])
        np.testing.assert_allclose(np.subtract(arrow["to"], arrow["from"]), vectors[arrow["kind"]], rtol=1e-9)
    assert f"{scale['slope']:.6g} of weight" in words


def test_no_arrow_is_drawn_that_is_not_switched_on(walked):
    _, given = walked
    assert arrows(given, 3)[0] == []
    assert [arrow["kind"] for arrow in arrows(given, 3.5, step=True)[0]] == ["step"]


def test_arrows_that_point_the_same_way_lie_beside_each_other_each_with_its_sign():
    kinds = {"gradient": [0, 0, 0, 40], "velocity": [0, 0, 100, 0], "step": [0, 0, 80, 0]}
    arrows = [{"kind": kind, "xy": xy} for kind, xy in kinds.items()]
    asked = "return modules.vectors.besideEachOther(given.arrows, 3).map(({ xy, side }) => [...xy, side]);"
    assert ask(asked, arrows=arrows) == [[0, 0, 0, 40, 0], [0, 3, 100, 3, 1], [0, -3, 80, -3, -1]]


def test_arrows_that_nearly_meet_keep_their_places_and_have_signs_on_their_own_sides():
    arrows = [{"kind": "velocity", "xy": [0, 0, 100, -30]}, {"kind": "step", "xy": [0, 0, 100, 0]}]
    asked = "return modules.vectors.besideEachOther(given.arrows, 3).map(({ xy, side }) => [...xy, side]);"
    assert ask(asked, arrows=arrows) == [[0, 0, 100, -30, -1], [0, 0, 100, 0, 1]]


def test_the_longest_arrow_fits_the_window_and_is_seen(walked):
    run, given = walked
    _, scale, _ = arrows(given, 0)
    longest = np.linalg.norm(np.diff(run.path, axis=0), axis=1).max() * scale["step"]
    assert 0.02 * 7 < longest <= 0.4 * 7 * 1.001


def test_the_arrows_of_plain_descent_add_up_to_the_step():
    run = descend(SCENE.surface(), RULES["gradient descent"](0.2), (-1.3, 2.4), STEPS)
    down, step = arrows(sent(run), 2, gradient=True, step=True)[0]
    np.testing.assert_allclose(down["to"], step["to"])


def test_a_run_that_goes_nowhere_has_arrows_of_no_length():
    given = sent(descend(SCENE.surface(), RULES["momentum"](), (-1.3, 2.4), 0))
    assert len(arrows(given, 0, gradient=True, velocity=True, step=True)[0]) == 3
