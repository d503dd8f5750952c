"""What noise frees a stuck run, size by size: as it is computed, in words, and as a job on the page."""

import pytest
from visit import opened, ran, read

from surface.landscape.noise import freed_by_noise
from surface.scenes import GALLERY, SCENES, work
from surface.scenes.played import Played
from surface.scenes.shaken import noise_summary, shaken, share_freed, sizes_for

SCENE = GALLERY["local-minimum"].opened("noise")
PLAYED = Played(SCENE)
QUESTION = "What would free it?"


@pytest.fixture(scope="module")
def stuck():
    """The run that is freed: not walked where these tests are only collected."""
    return PLAYED.descents[0]


@pytest.mark.parametrize(
    ("rows", "sizes"), [(1, ()), (2, (1,)), (4, (1, 2)), (5, (1, 2, 4)), (8, (1, 2, 4)), (40, (1, 2, 4, 8, 16, 32))]
)
def test_sizes_are_powers_of_two_below_the_rows(rows, sizes):
    assert sizes_for(rows) == sizes


def test_of_many_rows_a_few_sizes_are_tried():
    assert len(sizes_for(9000)) == 6
    assert sizes_for(9000)[0] == 1
    assert 4500 < sizes_for(9000)[-1] < 9000


def test_the_shares_are_those_of_seeds_that_go_on_from_where_it_is_stuck(stuck):
    found = work.noise(SCENE, stuck, PLAYED.points, lambda share=None: None)
    assert (found.sizes, found.steps) == ((1, 2, 4), 1000)
    alone = freed_by_noise(PLAYED.surface, stuck.rule, stuck.path[-1], 1000, 2, PLAYED.points)
    assert found.shares[1] == alone
    assert found.shares[0] == share_freed(PLAYED, "1", "1") > 0.95
    assert found.shares[2] < 0.05


def test_it_tells_how_far_it_has_come_over_all_sizes(stuck):
    told = []
    shaken(PLAYED.surface, stuck, PLAYED.points, (4, 7), told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_the_summary_claims_what_was_computed(stuck):
    found = shaken(PLAYED.surface, stuck, PLAYED.points, (4,), lambda share: None)
    words = noise_summary(found, stuck.rule, 8, 0.0526)
    assert words == (
        "Tried: 100 seeds for each size, from where the run is stuck, 1000 steps each, by gradient descent, η = 0.5, "
        "at a constant learning rate, with some of the 8 data points at each step. Freed is who is in a lower hollow "
        "after the last step; the hollow is 0.0526 deep."
    )
    assert noise_summary(found, stuck.rule, 8, None).endswith("how deep the hollow is cannot be told.")


def asked(**query):
    app = opened(**query)
    app.session_state["insight"] = QUESTION
    return ran(app.run())


def test_the_page_shows_the_shares_when_it_is_asked():
    app = asked(scene="local-minimum", variant="noise")
    assert not any("seeds freed" in read(text) for text in app.markdown)
    ran(app.toggle(key="noise").set_value(True).run())
    (table,) = [text.value for text in app.markdown if "seeds freed" in text.value]
    assert [line.split("|")[1].strip() for line in table.splitlines()[2:]] == ["1", "2", "4"]
    assert "100 %" in table
    assert "| 4 | 0 % |" in table
    assert any("the hollow is 0.05265 deep" in read(text) or "is 0.0526 deep" in read(text) for text in app.markdown)


def test_a_run_that_is_not_stuck_is_not_asked_about():
    app = asked(scene="bowl")
    assert "noise" not in [toggle.key for toggle in app.toggle]


def test_what_goes_by_the_rule_alone_says_so_where_the_run_does_not():
    app = asked(scene="two-hollows", schedule1="cosine", batch1="2")
    assert any(
        read(text).startswith("Worked out for run 1 by its rule alone")
        and read(text).endswith("not by its cosine over 200 steps, batches of 2.")
        for text in app.caption
    )
    assert SCENES["two-hollows"].runs[0].schedule is None
