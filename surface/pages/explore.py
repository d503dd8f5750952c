"""The page Explore: a scene, played; beside it what it is made of, under it what it says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from surface.landscape.verdicts import DIVERGED
from surface.pages import cache, comparing, connection, embed, parts, visit
from surface.pages.controls import panel, words
from surface.pages.controls.fold import fold_panel, has_opened
from surface.pages.controls.paper import paper
from surface.pages.controls.table.dialog import dialog
from surface.pages.insight import attraction, sections
from surface.pages.markdown import literal
from surface.pages.take import menu
from surface.pages.take.drop import drop
from surface.scenes import GALLERY, SCENES, Scene, dataedits, edits, own
from surface.scenes.heading import heading as scene_heading
from surface.scenes.played import Walk
from surface.view.hosts.streamlit import feed, player, track
from surface.view.payload import Picture

AS_IT_OPENS = "Runs as the scene opens"
CLOSED = "closed-notices"
OWN = ""  # stands for own data among the scenes


def page() -> None:
    """Draw the page, from top to bottom."""
    scene = visit.opened()
    # All of it is being drawn anew: neither the player nor the menu need ask for that.
    visit.current().behind = False
    parts.begin()
    embed.dress()
    # In one container, or a notice that comes or goes would move the player to another place, and make it anew.
    with st.container():
        header(scene)
        notices()
    play(scene)
    comparing.send(scene, chosen(scene))
    if embed.shows("controls"):
        panel.panel(scene)
        drop()
        # A table may be dropped where the panel has never been opened.
        if visit.current().opening:
            dialog()
    below = st.container()
    if embed.shows("details"):
        words.symbols()
    paper()
    connection.keep(scene)
    visit.show_controls()
    visit.write_link()
    with below:  # last, for what they compute may take its time
        apart = not embed.shows("details") or sections.insight(scene, chosen(scene))
    parts.end(scene, apart, titled=embed.shows("title"), carded=embed.shows("controls") and has_opened())


def header(scene: Scene) -> None:
    """Draw the choice of scenes, and what to watch in this one."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="header"):
        if embed.shows("scenes"):
            _scenes(scene)
            _step_button("Previous", -1)
            _step_button("Next", 1)
            if GALLERY[scene.id].variants:
                _variants(scene)
        if embed.shows("scenes", "controls", "take"):
            st.space("stretch")
        if embed.shows("controls"):
            st.button("Reset scene", key="reset", on_click=visit.reset)
        if embed.shows("take"):
            menu.take(_drawing)
        if embed.shows("controls"):
            fold_panel()
    if embed.shows("title"):
        _watch()


def _drawing(scene: Scene) -> Callable[[], Picture]:
    """Return what draws a scene, with all that only a session knows: a file is made apart from it."""
    return partial(cache.drawn, scene, chosen(scene), *heading(scene))


@st.fragment(key=parts.WATCH)
def _watch() -> None:
    scene = visit.scene()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="watch"):
        title, words = heading(scene)
        st.title(title, width="content", anchor=False)
        st.markdown(literal(words), width="stretch")
        if own.is_own(scene.data) and own.is_needle(scene, cache.ground(scene).points):
            text = "Each input less its mean, over its standard deviation: the axes then name it so."
            click = {"on_click": visit.act, "args": (own.with_standardised,)}
            st.button("Standardise the inputs", key="standardise", help=text, **click)


def heading(scene: Scene) -> tuple[str, str]:
    """Return the title, and what to watch."""
    return scene_heading(scene, lambda: cache.ground(scene).points)


def _picture(scene: Scene) -> Picture:
    return cache.drawn(scene, chosen(scene), *heading(scene))


def _scenes(scene: Scene) -> None:
    """Offer the bundled scenes; own data, which are none of them, stand before them as long as they are shown."""
    mine = own.is_own(scene.data)
    names = {id: f"{GALLERY[id].chapter}: {GALLERY[id].title}" for id in SCENES}
    names = {OWN: f"Your data: {scene.data.title or 'without a name'}"} | names if mine else names
    visit.show("scene", OWN if mine else scene.id)
    st.selectbox(
        "Scene",
        list(names),
        key="scene",
        format_func=names.__getitem__,
        label_visibility="collapsed",
        width=330,
        on_change=_open_scene,
    )


def _open_scene() -> None:
    id = st.session_state["scene"]
    if id != OWN and not visit.is_late():  # else it is the scene before, which the browser still shows
        visit.open_scene(SCENES[id])


def _variants(scene: Scene) -> None:
    """Offer the other runs that a scene brings along."""
    variants = GALLERY[scene.id].variants
    visit.show("variant", scene.variant or AS_IT_OPENS)
    st.selectbox(
        "Runs to watch",
        [AS_IT_OPENS, *variants],
        key="variant",
        format_func=lambda name: name if name == AS_IT_OPENS else variants[name].title,
        label_visibility="collapsed",
        width=260,
        on_change=_open_variant,
    )


def _open_variant() -> None:
    name = st.session_state["variant"]
    if not visit.is_late():  # else it is a variant of the scene before
        visit.open_scene(GALLERY[visit.scene().id].opened("" if name == AS_IT_OPENS else name))


def _step_button(label: str, by: int) -> None:
    icon = ":material/chevron_left:" if by < 0 else ":material/chevron_right:"
    st.button(label, key=label, icon=icon, on_click=_go, args=(by,))


def _go(by: int) -> None:
    names = list(SCENES)
    place = names.index(visit.scene().id)
    visit.open_scene(SCENES[names[(place + by) % len(names)]])


def notices() -> None:
    """Say what a link could not bring, or a button not do."""
    closed = st.session_state.get(CLOSED, ())
    if sentences := [*visit.current().notices, *(each for each in embed.left_out() if each not in closed)]:
        with st.container(horizontal=True, vertical_alignment="center", key="notices"):
            st.warning("  \n".join(map(literal, sentences)))
            st.button("Close", key="close-notices", on_click=_close_notices)


def _close_notices() -> None:
    visit.current().notices = []
    # They are of the address, which stays as it is.
    st.session_state[CLOSED] = embed.left_out()


def play(scene: Scene) -> None:
    """Draw the player; its surface is sent by the page, so that what only moves the runs sends only them."""
    feed(cache.drawn_surface(scene))
    # In one place, or a run more would move the player to another, and make it anew; its name hides it.
    with st.container(key="tracks-surface-feed"):
        for index in range(len(scene.runs)):
            st.fragment(_track, key=parts.track(index))(index)
    _player()


def _track(index: int) -> None:
    """Send one of the runs, so that the change of one sends no other again."""
    scene = visit.scene()
    if index < len(scene.runs):
        track(_picture(scene).runs["runs"][index], cache.track_keys(scene)[index], index)
        parts.end_track(scene, index)


@st.fragment(key=parts.PLAYER)
def _player() -> None:
    """Draw the runs, with the page around them where something is heard of them."""
    # A fragment alone ran for the event: here it asks for the page as well.
    if visit.current().behind:
        st.rerun()
    scene = visit.scene()
    index = chosen(scene)
    player(
        _picture(scene),
        overlay=attraction.overlay_key(scene, index),
        scene=visit.current().openings,
        opening=visit.current().resets,
        suspense=not visit.opens_at_end(),
        same=comparing.same_start(scene),
        seed=scene.random_starts,
        random_starts=comparing.random_starts_key(scene, index),
        fed=True,
        tracks=cache.track_keys(scene),
        late=_follow,
        after=_redraw,
        on_start=partial(_heard, set_start),
        undo=bool(visit.current().history.past),
        redo=bool(visit.current().history.future),
        on_setting=partial(_heard, visit.act, edits.with_setting),
        on_rule=partial(_heard, visit.act, edits.with_rule),
        on_plan=partial(_heard, visit.act, edits.with_plan_setting),
        on_steps=partial(_heard, visit.act, edits.with_steps),
        on_weight=partial(_heard, visit.act, edits.with_held),
        on_target=partial(_heard, visit.act, edits.with_target),
        on_add_point=partial(_heard, visit.act, dataedits.with_point_added),
        on_move_point=partial(_heard, visit.act, dataedits.with_point_moved),
        on_remove_point=partial(_heard, visit.act, dataedits.with_point_removed),
        on_free=partial(_heard, visit.act, own.with_free_placed),
        on_reshape=partial(_heard, visit.act, own.reshaped, edits.with_hidden),
        on_activation=partial(_heard, visit.act, edits.with_layer_activation),
        on_add=partial(_heard, visit.act, edits.with_added_run),
        on_duplicate=partial(_heard, visit.act, edits.with_copied_run),
        on_remove=partial(_heard, visit.act, edits.without_run),
        # Whatever scene is there by now: two quick ones may lead over one.
        on_undo=lambda _: visit.undo(),
        on_redo=lambda _: visit.redo(),
        on_choose=partial(_heard, choose),
        on_overlay=partial(_heard, attraction.switch),
        on_same=partial(_heard, share_start),
        on_scale=partial(_heard, set_scale),
        on_random_starts=partial(_heard, comparing.switch_random_starts),
        on_fit=partial(_heard, fit_window),
        on_window=partial(_heard, visit.act, edits.with_window),
        on_go=_go,
    )
    connection.keep_way()
    parts.end_player(scene)


def _heard(callback: Callable[..., None], *values: object) -> None:
    """Call back of what is said about the scene, unless that is gone."""
    if visit.is_late():
        _follow()
    else:
        callback(*values)


def _follow() -> None:
    """Let the page around the player be drawn anew."""
    visit.current().behind = True


def _redraw() -> None:
    """Let follow what changed with what was heard: the player alone, some other parts, or the page around it."""
    if parts.changed() is None:
        _follow()
    else:
        parts.redraw(parts.PLAYER)


def chosen(scene: Scene) -> int:
    """Return the run that is chosen."""
    # The chosen run may have been taken away since.
    return min(visit.current().chosen, len(scene.runs) - 1)


def set_start(index: int, w1: float, w2: float) -> None:
    scene = visit.scene()
    # The run may be gone by the time its start is let go.
    if 0 <= index < len(scene.runs):
        visit.act(comparing.moved, index, rounded(scene, (w1, w2)))


def fit_window() -> None:
    """Let the window follow the paths, of a run that diverged as far as it had not."""
    walks = cache.played(visit.scene()).walks
    visit.act(edits.with_window_around, [walk.descent.path[: max(_until(walk), 1)] for walk in walks])


def _until(walk: Walk) -> int:
    """Return how many places of a run are worth a look: of one that diverged, those before it had."""
    step = walk.verdict.step if walk.verdict.outcome == DIVERGED else None
    return walk.descent.k + 1 if step is None else step


def share_start(same: bool) -> None:
    comparing.switch_start(same, chosen(visit.scene()))


def set_scale(scale: str) -> None:
    visit.act(lambda scene: scene.with_(scale=scale))


def choose(index: int) -> None:
    visit.current().chosen = index


def rounded(scene: Scene, at: tuple[float, float]) -> tuple[float, ...]:
    """Return a place on the map in as few digits as tell a thousandth of the window's width."""
    widths = [high - low for low, high in scene.window]
    # Few digits keep the link short, and a thousandth of the window is finer than a pixel.
    digits = [2 - int(np.floor(np.log10(width))) for width in widths]
    return tuple(_rounded(float(value), count) for value, count in zip(at, digits, strict=True))


def _rounded(value: float, digits: int) -> float:
    try:
        return round(value, digits)
    except OverflowError:  # upwards, from the largest numbers that there are
        return value
