"""A lesson's scenes as the reader has varied them: the controls over the picture, and what was moved in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

import streamlit as st

from surface.descent import hyperparameters
from surface.lessons import Act, Control, Lesson
from surface.lessons.sliders import Slider, moved_by, rates_of, slider_of, starts_move
from surface.pages import remember
from surface.pages.explore import rounded
from surface.pages.pictures import PICTURES, PictureState
from surface.scenes import GALLERY, MAX_RUNS, Run, Scene, edits


def name_of(what: str, lesson: Lesson, act: Act | None = None) -> str:
    """Return the key under which something of a lesson, or of one of its acts, is kept."""
    return "-".join([what, lesson.slug] + ([act.label] if act else []))


# --- the controls -------------------------------------------------------------------------------------------------


def choose_act(lesson: Lesson) -> Act:
    """Return the scene to show: the only one, or the one that is chosen."""
    labels = [act.label for act in lesson.acts]
    if len(labels) == 1:
        return lesson.acts[0]
    key = name_of("scene", lesson)
    remember.keep_to(key, labels)
    chosen = st.segmented_control(
        "Scene", labels, required=True, label_visibility="collapsed", **remember.control(key, labels[0])
    )
    return lesson.acts[labels.index(chosen)]


def choose(lesson: Lesson, act: Act) -> None:
    """Let an act be the one that is chosen, before its control is drawn."""
    remember.put(name_of("scene", lesson), act.label)


def draw_controls(lesson: Lesson, act: Act) -> None:
    """Draw the controls that stand over an act's picture."""
    for control in lesson.controls:
        slider = slider_of(act, control)
        if control.name == "rules":
            _rules(lesson, act)
        elif slider:
            _slider(lesson, act, control, slider)


def _slider(lesson: Lesson, act: Act, control: Control, slider: Slider) -> None:
    st.slider(
        slider.label,
        slider.low,
        slider.high,
        step=slider.step,
        format="%.4g",
        width=320,
        **remember.control(_slider_key(lesson, act, control), slider.value),
    )


def _slider_key(lesson: Lesson, act: Act, control: Control) -> str:
    return name_of(f"{control.name}-{control.run}", lesson, act)


def _rules(lesson: Lesson, act: Act) -> None:
    chosen = st.pills(
        f"Rules, at most {MAX_RUNS} at once",
        list(GALLERY[act.scene.id].rules),
        selection_mode="multi",
        label_visibility="collapsed",
        wrap=True,
        **remember.control(name_of("rules", lesson, act), [run.rule.name for run in act.scene.runs]),
    )
    if len(chosen) > MAX_RUNS:
        st.caption(f"The first {MAX_RUNS} of them run.")


# --- what they, and the picture, have changed ---------------------------------------------------------------------


def is_held(lesson: Lesson, act: Act) -> bool:
    """Return whether an act waits for the vote: the question asks how its runs end, and nobody has said yet."""
    asked = act in lesson.subjects and PICTURES[act.picture].ends
    told = remember.read(name_of("vote", lesson)) is not None or remember.read(name_of("played", lesson, act))
    return asked and not told


def moves_starts(lesson: Lesson, act: Act) -> bool:
    """Return whether starts may be moved in an act's picture."""
    return starts_move(act, lesson.controls)


def set_to(lesson: Lesson, act: Act, index: int, name: str, value: float) -> None:
    """Give a run's setting a value that can be, as its slider or its picture would."""
    for control in lesson.controls:
        setting = moved_by(act, control)
        if setting and (control.index, setting.name) == (index, name):
            remember.put(_slider_key(lesson, act, control), value)
            return
    _moved(
        lesson,
        act,
        "settings",
        (index, name),
        value,
        partial(edits.with_setting, index=index, setting=name, value=value),
    )


def start_at(lesson: Lesson, act: Act, index: int, at: tuple[float, float]) -> None:
    """Let a run start elsewhere."""
    _moved(lesson, act, "starts", index, at, lambda scene: edits.with_start(scene, index, at))


def race(lesson: Lesson, act: Act, names: list[str]) -> None:
    """Let these rules run."""
    remember.put(name_of("rules", lesson, act), names)


def varied(lesson: Lesson, act: Act) -> Scene:
    """Return an act's scene as its controls stand, with what was moved in its picture."""
    scene = _raced(act.scene, remember.read(name_of("rules", lesson, act), []))
    for control in lesson.controls:
        value = remember.read(_slider_key(lesson, act, control))
        setting = moved_by(act, control)
        if setting and value is not None:
            # A slider adds its steps up, and their rounding too.
            scene = _changed(scene, edits.with_setting, control.index, setting.name, float(f"{value:.10g}"))
    for (run, name), value in remember.read(name_of("settings", lesson, act), {}).items():
        scene = _changed(scene, edits.with_setting, run, name, value)
    for run, at in remember.read(name_of("starts", lesson, act), {}).items():
        for index in range(len(scene.runs)) if act.picture == "rules" else [run]:  # a race has one start for all
            scene = _changed(scene, edits.with_start, index, at)
    return scene


def _changed(scene: Scene, make: Callable[..., Scene], *given: object) -> Scene:
    """Return a scene changed, or as it is where it has no such run: a race of fewer rules has fewer."""
    try:
        return make(scene, *given)
    except edits.GoneError:
        return scene


def _raced(scene: Scene, names: list[str]) -> Scene:
    """Return the scene with a run for each of these rules, at the scene's own settings; its own runs for none."""
    runs = tuple(Run(GALLERY[scene.id].rules[name], scene.runs[0].start) for name in names[:MAX_RUNS])
    return scene.with_(runs=runs or scene.runs)


def state_of(lesson: Lesson, act: Act, title: str, watch: str) -> PictureState:
    """Return what an act's picture is given, and whom it tells what is done in it; title, watch: its words."""
    # The player plays a run that was moved to its end.
    replays = is_held(lesson, act) and PICTURES[act.picture].settings
    return PictureState(
        scene=varied(lesson, act),
        key=name_of("picture", lesson, act),
        restored=remember.read(name_of("restored", lesson), 0),
        opening=remember.read(name_of("opening", lesson), 0),
        rates=rates_of(act, lesson.controls),
        on_start=partial(_start, lesson, act) if moves_starts(lesson, act) and not replays else None,
        on_setting=partial(set_to, lesson, act),
        on_played=partial(remember.write, name_of("played", lesson, act)),
        voted=remember.read(name_of("vote", lesson)) is not None,
        played=remember.read(name_of("played", lesson, act), False),
        title=title,
        watch=watch,
    )


def _start(lesson: Lesson, act: Act, run: int, w1: float, w2: float) -> None:
    a, b = rounded(act.scene, (w1, w2))
    start_at(lesson, act, run, (a, b))


def _moved(lesson: Lesson, act: Act, what: str, key: Hashable, value: object, make: Callable[[Scene], Scene]) -> None:
    """Remember what was moved in an act's picture, where its scene can be so."""
    try:
        edits.playable(make(varied(lesson, act)))
    except ValueError:  # no picture offers it: it is of one that is gone, or not what this page sent
        return
    name = name_of(what, lesson, act)
    remember.write(name, remember.read(name, {}) | {key: value})


# --- the lesson's own settings ------------------------------------------------------------------------------------


def departures(lesson: Lesson) -> list[str]:
    """Return the lesson's own settings that no longer stand, in words: those that its answer may speak of."""
    return [
        words + (f" in “{act.label}”" if len(lesson.acts) > 1 else "")
        for act in lesson.acts
        for words in _own(lesson, act)
    ]


def _own(lesson: Lesson, act: Act) -> list[str]:
    now, found = varied(lesson, act), []
    race = act.picture == "rules"  # whichever rules run, the answer speaks of all of them
    for number, (run, other) in enumerate(zip(act.scene.runs[: 1 if race else None], now.runs, strict=False), start=1):
        for setting in [] if race else hyperparameters(run.rule):
            value = getattr(run.rule, setting.name)
            if value != getattr(other.rule, setting.name):
                found.append(f"{setting.label} {setting.symbol} = {value:g} for run {number}")
        if run.start != other.start and not PICTURES[act.picture].point:
            where = ", ".join(f"{value:g}" for value in run.start).replace("-", "−")
            found.append(f"start ({where}) for {'all runs' if race else f'run {number}'}")
    return found


def bring_back(lesson: Lesson, *acts: Act) -> None:
    """Give every control of a lesson, or of some of its acts, back the lesson's own setting."""
    for act in acts or lesson.acts:
        for what in ("starts", "settings", "rules"):
            remember.forget(name_of(what, lesson, act))
        for control in lesson.controls:
            remember.forget(_slider_key(lesson, act, control))
    name = name_of("opening", lesson)
    # A new number has the picture itself go back to how it opens.
    remember.write(name, remember.read(name, 0) + 1)
