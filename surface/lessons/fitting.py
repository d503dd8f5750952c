"""Whether a lesson's controls, numbers and claims fit its scenes, as far as those could be read."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence

from surface.descent import LABELS, hyperparameters
from surface.lessons.drafts import Draft
from surface.lessons.lesson import Control, Statement
from surface.lessons.source import Entry, Source, meant
from surface.lessons.statements import first, placed, untied
from surface.scenes.claims import quantities_of
from surface.scenes.quantities import missing

MAX_CONTROLS = 3

_END = r"-?\d+(?:\.\d+)?"
_CONTROL = re.compile(rf"(.+?)(?: of run (\d{{1,3}}))?(?:, ({_END}) to ({_END}))?")
_RUN = re.compile(r"\brun (\d{1,6})\b")


# --- controls -----------------------------------------------------------------------------------------------------


def controls_of(source: Source, drafts: list[Draft], pictures: Mapping[str, Collection[str]]) -> tuple[Control, ...]:
    """Return the controls of a lesson; pictures: the controls that each picture offers, by its name."""
    entries = source.all("control")
    if len(entries) > MAX_CONTROLS:
        source.complain(entries[MAX_CONTROLS].line, f"there may be at most {MAX_CONTROLS} controls, got {len(entries)}")
    # What a picture that is in doubt would offer may be anything that some picture offers.
    shown = [draft.picture for draft in drafts] or [None]
    names = {name for picture in shown for name in (pictures[picture] if picture else _any(pictures))}
    # A switch between scenes is offered where there is something to switch.
    offered = sorted(names | ({"scene"} if len(drafts) > 1 else set()))
    controls = [control for control in (_control(source, entry, drafts, offered) for entry in entries) if control]
    if len(drafts) > 1 and not any(entry.value == "scene" for entry in entries):
        source.miss(drafts[1].line, "a lesson with more than one scene must have `control: scene`")
    return tuple(controls)


def _any(pictures: Mapping[str, Collection[str]]) -> set[str]:
    return {name for controls in pictures.values() for name in controls}


def _control(source: Source, entry: Entry, drafts: list[Draft], offered: Collection[str]) -> Control | None:
    match = _CONTROL.fullmatch(entry.value)
    name, run, low, high = match.groups() if match else ("", None, None, None)
    if name not in offered:
        listed = ", ".join(offered)
        source.complain(
            entry.line, f"a control of this picture must be one of {listed}, got {name!r:.60}{meant(name, offered)}"
        )
        return None
    control = Control(name, int(run) if run else None, *(float(end) if end else None for end in (low, high)))
    reason = _unfit(control, drafts)
    if reason:
        source.complain(entry.line, reason)
    return control


def _unfit(control: Control, drafts: list[Draft]) -> str | None:
    """Return in one sentence why a control does not fit the runs of the scenes, or None."""
    low, high = control.ends or (-math.inf, math.inf)
    if not low < high:
        return f"a control must go from a smaller to a larger number, got {low:g} to {high:g}"
    if control.run is None:
        # A control of the picture's own needs no run: then the sentence is empty, and nothing unfit.
        return f"a control of a setting must name its run, as in `{control.name} of run 1`" * (control.name in LABELS)
    if any(draft.scene is None or control.run in draft.doubtful for draft in drafts):
        return None
    most = max(len(draft.scene.runs) for draft in drafts if draft.scene)
    if not 1 <= control.run <= most:
        return f"a control's run must be one of the scene's {most}, got {control.run}"
    values = _own_values(control, drafts)
    if not values:
        return f"the rule of run {control.run} has no {control.name}"
    outside = [value for value in values if not low <= value <= high]
    if outside:
        return f"a control must go over the run's own value, {outside[0]:g}, got {low:g} to {high:g}"
    return None


def _own_values(control: Control, drafts: list[Draft]) -> list[float]:
    """Return what each scene's run has for the setting of a control."""
    scenes = [draft.scene for draft in drafts if draft.scene]
    rules = [scene.runs[control.index].rule for scene in scenes if control.index < len(scene.runs)]
    return [getattr(rule, s.name) for rule in rules for s in hyperparameters(rule) if s.label == control.name]


# --- numbers and claims -------------------------------------------------------------------------------------------


def check_numbers(source: Source, drafts: list[Draft], said: list[Statement]) -> None:
    """Note what is said of a scene that it cannot have."""
    for statement in said:
        reason = untied(statement) or _unknown(statement.quantity, first(statement.label, drafts))
        if reason:
            source.complain(statement.line, reason)
    for entry in source.all("claim"):
        reason = _unfit_claim(entry.value, drafts)
        if reason:
            source.complain(entry.line, reason)


def _unfit_claim(text: str, drafts: Sequence[Draft]) -> str | None:
    try:
        named = quantities_of(text)
    except ValueError as refusal:
        return str(refusal)
    return next((reason for reason in (_unknown(quantity, drafts) for quantity in named) if reason), None)


def _unknown(quantity: str, drafts: Sequence[Draft]) -> str | None:
    """Return in one sentence why a quantity cannot be asked for, or None, also where that is in doubt."""
    # Without scenes there is nothing that it could be a quantity of; and ` in LABEL` may name one that is in doubt.
    if not drafts or (" in " in quantity and not all(draft.label for draft in drafts)):
        return None
    name, draft = placed(quantity, drafts)
    if draft.scene is None or in_doubt(name, draft):
        return None
    try:
        return missing(name, draft.scene)
    except ValueError as refusal:
        return str(refusal)


def in_doubt(quantity: str, draft: Draft) -> bool:
    """Return whether a quantity is of a run that could not be read."""
    return any(int(number) in draft.doubtful for number in _RUN.findall(quantity))
