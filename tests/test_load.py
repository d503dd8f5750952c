"""The load script's visitors act on the real server, and each ends with the scene that its acts made."""

import asyncio
import base64
from functools import reduce
from itertools import islice

import numpy as np
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from surface.pages.explore import rounded
from surface.pages.values import STAMP
from surface.scenes import SCENES, Scene, edits
from tests.browser.server import running_app
from tests.browser.serverlog import tracebacks
from tests.load.acts import Visitor
from tests.load.crowd import Measured, Visit, crowd
from tests.load.heavy import heaviest
from tests.load.page import Page
from tests.load.report import of_crowd
from tests.load.session import Answer, Session, connected

KINDS = ("released", "start", "scene", "typed")


def replayed(scene: Scene, act: tuple) -> Scene:
    """The scene after an act, by the library alone."""
    kind, *values = act
    if kind == "address":
        return Scene.from_link(values[0])[0]
    if kind == "scene":
        return list(SCENES.values())[values[0]]
    if kind == "setting":
        return edits.playable(edits.with_setting(scene, *values))
    index, *w = values
    return edits.playable(edits.with_start(scene, index, rounded(scene, w)))


def paths(page: Page) -> list[np.ndarray]:
    """The paths that the browser was sent."""
    return [np.frombuffer(base64.b64decode(run["w"]), "<f8") for run in page.runs()]


def assert_true(visit: Visit):
    """The address names the scene that the acts made, and the player shows what another process makes of it."""
    assert not visit.page.unanswered
    opened, sentences = Scene.from_link(visit.page.query)
    assert not sentences
    assert opened.link() == reduce(replayed, visit.who.done, next(iter(SCENES.values()))).link()
    sent, made = paths(visit.page), [run.path.ravel() for run in opened.descents()]
    assert [path.tolist() for path in sent] == [path.tolist() for path in made]


def looks(page: Page) -> dict[tuple[int, ...], str]:
    """What stands at each place of the page, but for what a script sets a control to."""
    texts = {}
    for path, each in page.shown.items():
        element = type(each.element).FromString(each.element.SerializeToString())
        control = getattr(element, element.WhichOneof("type"), None)
        for name in ("value", "raw_value", "raw_values", "set_value"):
            if name in getattr(control, "DESCRIPTOR", element.DESCRIPTOR).fields_by_name:
                control.ClearField(name)
        element.ClearField("has_one_shot_effect")
        texts[path] = str(element)
    return texts


async def drawn_anew(visit: Visit):
    """The page as it has grown by parts is the page as it is drawn as a whole."""
    page = visit.page
    looked, held = looks(page), values(page)
    await visit.session.ask(page.opening())
    assert looks(page) == looked
    assert values(page) == held


def values(page: Page) -> dict[str, str]:
    """What the controls hold, but for those that say how many changes of them were drawn."""
    return {id: str(value) for id, value in page.values.items() if f"-{STAMP}" not in id}


class Sent:
    """A connection over which these messages come."""

    def __init__(self, *messages: ForwardMsg):
        self.messages = list(messages)

    async def send(self, message: bytes):
        pass

    async def recv(self, decode: bool) -> bytes:
        return self.messages.pop(0).SerializeToString()


def run_of(name: str, *keys: str) -> list[ForwardMsg]:
    """What a run sends that draws these controls."""
    begin, end, drawn = ForwardMsg(), ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY), []
    begin.new_session.initialize.session_id = "one"
    begin.metadata.run.script_run_id = name
    for place, key in enumerate(keys):
        drawn.append(ForwardMsg())
        drawn[-1].metadata.delta_path.append(place)
        drawn[-1].delta.new_element.bidi_component.id = f"$$ID-0a-{key}"
    return [begin, *drawn, end]


def test_who_comes_back_waits_for_a_page_and_not_for_the_end_of_the_run_before():
    sent = [*run_of("before"), *run_of("now", "scene", "player")]
    session = Session(Page("http://localhost"), Sent(*sent))
    answer = asyncio.run(session.ask(session.page.opening()))
    assert answer.messages == len(sent)
    assert session.page.is_whole


async def by_hand(visit: Visit, kinds: tuple[str, ...]):
    """Each kind of act in turn; in the middle the connection breaks, and the session is found again."""
    await visit.open()
    for place, kind in enumerate(kinds):
        if visit.who.unfolds(visit.page, kind):
            await visit.session.ask(visit.page.unfolded())
        await visit.session.ask(visit.who.act(visit.page, kind))
        if place == len(kinds) // 2:
            session = visit.page.session
            await visit.leave()
            await visit.open("back")
            assert visit.page.session == session
    await drawn_anew(visit)
    await visit.leave()


@pytest.fixture(scope="module")
def server():
    with running_app() as server:
        yield server
        assert tracebacks(server.log) == []


def test_every_visitor_ends_with_the_scene_that_its_acts_made(server):
    visits = [Visit(Page(server.url), Visitor(seed, seed != 12), Measured()) for seed in (11, 12, 13)]

    async def together():
        await asyncio.gather(*(by_hand(visit, KINDS[place:] + KINDS[:place]) for place, visit in enumerate(visits)))

    asyncio.run(together())
    for visit in visits:
        assert visit.into.lost == 0
        assert_true(visit)


def test_an_act_that_draws_no_new_picture_has_a_row_too():
    measured = Measured(answers={"unfolded": [Answer(None, 0.25, 130, 50_000)]}, memory=[1.0, 2.0, 3.0])
    assert "| panel opened | 1 | – | – | – | 0.25 | 0.25 | 0.25 | 50 |" in of_crowd(measured)


def test_a_crowd_fills_the_table(server):
    measured, visits = asyncio.run(crowd([(server.url, server.pid)], 2, 0.6, 1, pause=0.1))
    assert measured.lost == 0
    assert measured.acts > 0
    for visit in visits:
        assert_true(visit)
    lines = of_crowd(measured).splitlines()
    assert all(line.count("|") == lines[0].count("|") for line in lines if line.startswith("|"))
    assert "all acts" in lines[lines.index("") - 1]
    assert lines[-1].startswith("Memory: ")


@pytest.mark.parametrize("kind", ["released", "typed", "start"])
def test_a_change_of_one_run_draws_the_player_its_card_and_the_words_beside_the_title(server, kind):
    page, who = Page(server.url), Visitor(7, opens=True)

    async def act():
        session = await connected(page)
        await session.ask(page.opening())
        await session.ask(page.unfolded())
        answer = await session.ask(who.act(page, kind))
        await session.close()
        return answer

    answer = asyncio.run(act())
    own = f"run-{who.done[0][1]}-"
    controls = page.names(page.run)
    feeds = {f"track-{who.done[0][1]}-surface-feed", "way-back-surface-feed"}
    assert {key for key in controls if not key.startswith(own)} == {"player", f"{STAMP}-{own[:-1]}", *feeds}
    assert f"{own}learning_rate" in controls
    drawn = [proto for proto, each in page.elements() if each.run == page.run]
    assert any("Changed" in getattr(proto, "body", "") for proto in drawn)
    assert answer.messages < 50  # the page has three times as many elements
    assert answer.size < 60_000  # a run of 200 steps is half of it; the page with its surface is 270 kB


def test_a_panel_that_was_never_opened_is_not_drawn(server):
    page, who = Page(server.url), Visitor(7, opens=False)

    async def act():
        session = await connected(page)
        opening = await session.ask(page.opening())
        change = await session.ask(who.act(page, "typed"))
        folded = page.names()
        unfolding = await session.ask(page.unfolded())
        await session.close()
        return opening, change, folded, unfolding

    opening, change, folded, unfolding = asyncio.run(act())
    assert not any(key.startswith(("run-", "window-")) for key in folded)
    assert {"run-0-learning_rate", "window-1-from"} < set(page.names())
    assert change.messages < 20
    assert opening.messages < 80 < unfolding.messages


def test_the_heaviest_links_are_read_and_no_two_are_the_same():
    scenes = list(islice(heaviest(3), 9))
    assert len({scene.link() for scene in scenes}) == 9
    for scene in scenes:
        opened, sentences = Scene.from_link(scene.link())
        assert (opened, sentences) == (scene, [])
