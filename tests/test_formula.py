"""A rule's formula as a structure: it computes what the rule does, and what cannot be is refused."""

import json
import math

import numpy as np
import pytest

from surface.descent import RULES, SCHEDULES, hyperparameters
from surface.descent.formula import expression, parse

FUNCTIONS = {"cos": math.cos, "min": min, "floor": math.floor}


def value(node, numbers):
    """The value of an expression, worked out the plain way."""
    match node["kind"]:
        case "number":
            return node["value"]
        case "symbol":
            return numbers[node["name"]]
        case "product":
            return math.prod(value(factor, numbers) for factor in node["factors"])
        case "quotient":
            return value(node["over"], numbers) / value(node["under"], numbers)
        case "root":
            return math.sqrt(value(node["of"], numbers))
        case "power":
            return value(node["base"], numbers) ** value(node["exponent"], numbers)
        case "call":
            return FUNCTIONS[node["name"]](*(value(part, numbers) for part in node["of"]))
    return sum((-1 if term["minus"] else 1) * value(term["node"], numbers) for term in node["terms"])


@pytest.mark.parametrize("name", RULES)
def test_the_structure_does_what_the_rule_does(name):
    rule = RULES[name]()
    formula = parse(rule.formula)
    numbers = {setting.symbol: getattr(rule, setting.name) for setting in hyperparameters(rule)}
    numbers |= {target: 0.0 for target, _ in formula.state}
    state = rule.init(np.zeros(1))
    for t, g in enumerate(np.random.default_rng(1).normal(size=30), 1):
        numbers |= {"g": g, "t": t}
        for target, tree in formula.state:
            numbers[target] = value(tree, numbers)
        step, state = rule.update(np.array([g]), state)
        assert value(formula.step, numbers) == pytest.approx(float(step[0]), rel=1e-12)
        for symbol, part in rule.parts(state).items():
            assert numbers[symbol] == pytest.approx(float(np.ravel(part)[0]), rel=1e-12)


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_structure_does_what_the_schedule_does(name):
    schedule = SCHEDULES[name].over(40)
    numbers = {setting.symbol: getattr(schedule, setting.name) for setting in hyperparameters(schedule)} | {"η": 0.3}
    for t in range(90):
        rate = value(expression(schedule.formula), numbers | {"t": t})
        assert rate == pytest.approx(0.3 * float(schedule.factor(t)), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", RULES)
def test_a_structure_is_strict_json(name):
    sent = parse(RULES[name].formula).json()
    assert json.loads(json.dumps(sent, allow_nan=False)) == sent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("w ← w + 6 / 2 3", 9),
        ("w ← w + 2 3 / 2 / 3", 1),
        ("w ← w − 2²", -4),
        ("w ← w + √(1 + 3) 2 - 1", 3),
        ("w ← w + (−2)³", -8),
        ("w ← w + 2^(1 + 2) ⌊7 / 2⌋ min(2 3, 9) - cos(π)", 145),
    ],
)
def test_an_expression_is_read_as_it_is_written(text, expected):
    assert value(parse(text).step, {}) == expected


@pytest.mark.parametrize(
    "text",
    [
        "w ← w − η (g",
        "w ← w − η g)",
        "w ← w − η ⌊g",
        "w ← w − η ⌊g)",
        "w ← w − η min(g, 2",
        "w ← w − η 2^",
        "w ← w −",
        "w ← w − η # g",
        "v ← g",
        "w ← η g",
        "w ← w",
        "w − η g",
        "",
        "w ← −w − g",
    ],
)
def test_a_formula_that_cannot_be_is_refused(text):
    with pytest.raises(ValueError, match="`formula`"):
        parse(text)
