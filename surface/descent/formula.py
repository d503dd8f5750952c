"""A rule's formula as it is written, "v ← β v + g;  w ← w − η v", as a structure: to be computed, set and read aloud.

A formula is a row of assignments; the last one gives the new weights, all before it parts of the rule's state. It knows
+ and −, products side by side, / with the whole product before it above the line, √, ², powers like ᵗ and ^(…),
brackets, ⌊…⌋ for the whole number below, cos(…), min(…, …) and π. A symbol is any other letter, with a Δ before it, a
hat or lowered digits if need be.

To walk by it: g is the gradient, w the weights, t the number of the step, from 1 on; every part of the state is 0
before the first step; the assignments are made in their order, each with the newest values.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

# Python counts lowered digits as letters, and a hat is a mark that follows its letter.
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?|π)|(?P<power>[²³ᵗ])|(?P<function>(?:cos|min)(?=\())"
    r"|(?P<symbol>Δ?(?![₀-₉])[^\W\d_][\u0300-\u036f]*[₀-₉]*)|(?P<sign>[+−\-/()√^,⌊⌋]))\s*"
)
_EXPONENTS = {
    "²": {"kind": "number", "value": 2},
    "³": {"kind": "number", "value": 3},
    "ᵗ": {"kind": "symbol", "name": "t"},
}

Node = dict[str, Any]
"""A part of an expression, by its kind, as JSON has it.

number: value; symbol: name; sum: terms, each minus and node; product: factors; quotient: over, under; root: of;
power: base, exponent; call: name ("cos", "min", "floor"), of, its arguments.
"""


@dataclass(frozen=True, eq=False)
class Formula:
    """A formula taken apart: the parts of the state in the order of their renewal, and the step added to w."""

    text: str
    state: tuple[tuple[str, Node], ...]
    step: Node

    def json(self) -> dict[str, Any]:
        """Return the structure as plain JSON values."""
        state = [{"target": target, "tree": tree} for target, tree in self.state]
        return {"text": self.text, "state": state, "step": self.step}


# Every run that is drawn asks for its formula; there are a handful of them.
@cache
def parse(text: str) -> Formula:
    """Return a formula's structure; ValueError says in one sentence what is wrong with it."""
    *state, (target, tree) = [_assignment(part) for part in text.split(";")]
    return Formula(text, tuple(state), _step(target, tree))


@cache
def expression(text: str) -> Node:
    """Return the structure of an expression, such as "2(1+β)/λ"; ValueError says what is wrong with it."""
    return _Parser(text).parsed()


def _assignment(text: str) -> tuple[str, Node]:
    target, arrow, expression = text.partition("←")
    if not arrow:
        raise ValueError(f"`formula` must be assignments with ←, got {text.strip()!r}")
    return target.strip(), _Parser(expression.strip()).parsed()


def _step(target: str, tree: Node) -> Node:
    """Return what an assignment w ← w − η v adds to w: −η v."""
    # What is no sum has one term of no form, which is refused below.
    terms: list[dict[str, Any]] = tree["terms"] if tree["kind"] == "sum" else [{}]
    first, *rest = terms
    if target != "w" or not rest or first != {"minus": False, "node": {"kind": "symbol", "name": "w"}}:
        raise ValueError(f'`formula` must end in "w ← w + …", got an assignment to {target!r} of another form')
    return _sum(rest)


def _sum(terms: list[dict[str, Any]]) -> Node:
    return terms[0]["node"] if len(terms) == 1 and not terms[0]["minus"] else {"kind": "sum", "terms": terms}


def _product(factors: list[Node]) -> Node:
    return factors[0] if len(factors) == 1 else {"kind": "product", "factors": factors}


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return the kinds and texts of what stands in an expression."""
    tokens, at = list[tuple[str, str]](), 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise ValueError(f"`formula` cannot hold {text[at:]!r}")
        kind = str(found.lastgroup)
        # What is typed as a hyphen is meant as a minus.
        tokens.append((kind, found[kind].replace("-", "−")))
        at = found.end()
    return tokens


class _Parser:
    """Reads an expression from left to right; a method for each kind of part."""

    def __init__(self, text: str):
        self.text, self.tokens, self.at = text, _tokens(text), 0

    def parsed(self) -> Node:
        tree = self.sum()
        if self.at < len(self.tokens):
            raise ValueError(f"`formula` goes on where it should end, got {self.text!r}")
        return tree

    def next(self, *signs: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at] in [("sign", sign) for sign in signs]

    def take(self, sign: str) -> bool:
        """Return whether this sign comes next, and go past it if so."""
        found = self.next(sign)
        self.at += found  # True counts as 1
        return found

    def sum(self) -> Node:
        terms = list[dict[str, Any]]()
        # The first term may do without a sign.
        while not terms or self.next("+", "−"):
            minus = self.take("−")
            if not minus:
                self.take("+")
            terms.append({"minus": minus, "node": self.product()})
        return _sum(terms)

    def product(self) -> Node:
        factors = [self.power()]
        while self.at < len(self.tokens) and not self.next("+", "−", ")", "⌋", ","):
            if self.take("/"):
                # Only the next factor goes under the line: in g / s v the v stands beside the fraction.
                factors = [{"kind": "quotient", "over": _product(factors), "under": self.power()}]
            else:
                factors.append(self.power())
        return _product(factors)

    def power(self) -> Node:
        base = self.atom()
        if self.take("^"):
            return {"kind": "power", "base": base, "exponent": self.atom()}
        if self.at == len(self.tokens) or self.tokens[self.at][0] != "power":
            return base
        self.at += 1
        return {"kind": "power", "base": base, "exponent": _EXPONENTS[self.tokens[self.at - 1][1]]}

    def atom(self) -> Node:
        if self.take("√"):
            return {"kind": "root", "of": self.atom()}
        if self.take("("):
            return self.closed(self.sum(), ")")
        if self.take("⌊"):
            return {"kind": "call", "name": "floor", "of": [self.closed(self.sum(), "⌋")]}
        kind, value = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        self.at += 1
        if kind == "number":
            return {"kind": "number", "value": math.pi if value == "π" else float(value)}
        if kind == "function":
            return self.call(value)
        if kind == "symbol":
            return {"kind": "symbol", "name": value}
        raise ValueError(f"`formula` misses something, got {self.text!r}")

    def call(self, name: str) -> Node:
        """Return a function of what stands in the brackets that come next, one or more with commas between them."""
        self.take("(")
        of = [self.sum()]
        while self.take(","):
            of.append(self.sum())
        return self.closed({"kind": "call", "name": name, "of": of}, ")")

    def closed(self, inside: Node, sign: str) -> Node:
        """Return what stands inside brackets, past the sign that closes them."""
        if not self.take(sign):
            raise ValueError(f"`formula` must close its brackets, got {self.text!r}")
        return inside
