"""What scenes share: the settings of all rules in a row, and the pair of variants that shows all six."""

from collections.abc import Mapping

from surface.descent import AdaGrad, Adam, GradientDescent, Momentum, Nesterov, RMSProp, Rule
from surface.scenes.entry import Variant
from surface.scenes.run import Run


def at_rates(
    gd: float, momentum: float, nesterov: float, adagrad: float, rmsprop: float, adam: float
) -> dict[str, Rule]:
    """Return the six rules at these learning rates, with momentum 0.9 and decay 0.9."""
    rules = (
        GradientDescent(learning_rate=gd),
        Momentum(learning_rate=momentum, momentum=0.9),
        Nesterov(learning_rate=nesterov, momentum=0.9),
        AdaGrad(learning_rate=adagrad),
        RMSProp(learning_rate=rmsprop, decay=0.9),
        Adam(learning_rate=adam),
    )
    return {rule.name: rule for rule in rules}


def every_rule(
    rules: Mapping[str, Rule],
    start: tuple[float, float],
    steps: int,
    surface: str,
    plain: tuple[str, ...],
    adaptive: tuple[str, ...],
) -> dict[str, Variant]:
    """Return two variants that show the six rules from one start, each at the scene's rate for it."""

    def variant(kind: str, names: tuple[str, ...], claims: tuple[str, ...]) -> Variant:
        watch = f"Three {kind} rules on {surface}, each at a rate that suits it: another rate would tell another story."
        runs = tuple(Run(rules[name], start) for name in names)
        return Variant(f"Six rules: the {kind} ones", watch, runs, steps, claims)

    return {
        "plain-rules": variant("plain", ("gradient descent", "momentum", "nesterov"), plain),
        "adaptive-rules": variant("adaptive", ("adagrad", "rmsprop", "adam"), adaptive),
    }
