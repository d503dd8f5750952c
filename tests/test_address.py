"""The link in the browser follows the page, however late it hears of it, and however quick its visitor is."""

from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from surface.pages.address import MOST, Address

LINKS = st.sampled_from("abc")


class Browser(RuleBasedStateMachine):
    """A page that holds one letter, and a browser that hears of it later, in the order of the writing."""

    def __init__(self) -> None:
        super().__init__()
        self.address, self.letter, self.shows, self.on_the_way = Address(), "", "a", []
        self.run()

    def run(self, went: bool = False) -> None:
        seen = {"scene": self.shows}
        news = self.address.is_news(seen, went)
        if news:
            self.letter = self.shows
        self.address.see(seen, news)
        if self.address.is_due({"scene": self.letter}):
            self.on_the_way.append(self.letter)
            self.address.sent({"scene": self.letter})

    @rule(letter=LINKS)
    def change(self, letter: str) -> None:
        self.letter = letter
        self.run()
        assert self.letter == letter

    @rule()
    def idle(self) -> None:
        """The page runs, and nothing has changed: a switch beside the scene, a fold, an answer that was overdue."""
        letter = self.letter
        self.run()
        assert self.letter == letter

    @rule(letter=LINKS)
    def go(self, letter: str) -> None:
        assume(not self.on_the_way)  # what comes later takes its place: nobody can tell
        self.shows = letter
        self.run(went=True)
        assert self.letter == letter

    @rule()
    def hear(self) -> None:
        if self.on_the_way:
            self.shows = self.on_the_way.pop(0)

    def teardown(self) -> None:
        for shown in self.on_the_way:
            self.shows = shown
        assert self.shows == self.letter


TestBrowser = Browser.TestCase


def test_undone_before_the_browser_has_heard_of_what_is_undone():
    address = Address()
    address.see({"scene": "bowl"})
    address.sent({"scene": "bowl", "steps": "66"})
    # The browser is asked to take it back while it still shows the link of before.
    assert not address.is_news({"scene": "bowl"}, went=False)
    address.see({"scene": "bowl"})
    assert address.is_due({"scene": "bowl"})


def test_nothing_is_sent_to_a_browser_that_has_gone_back():
    address = Address()
    address.see({"scene": "bowl"})
    address.sent({"scene": "ravine"})
    # It has come there, and gone back, and may be on its way further back: what is sent would be a new place.
    assert address.is_news({"scene": "bowl"}, went=True)
    address.see({"scene": "bowl"}, news=True)
    assert not address.is_due({"scene": "bowl"})


def test_a_page_that_is_come_back_to_without_a_link_gets_its_own():
    address = Address()
    address.see({"scene": "bowl"})
    address.sent({"scene": "ravine"})
    for _ in range(2):
        address.see({}, news=True)  # the menu's way back from another page drops the link
        assert address.is_due({"scene": "ravine"})
        address.sent({"scene": "ravine"})


def test_what_was_not_sent_is_due_again_and_no_older_link_is_news():
    address = Address()
    address.see({"scene": "bowl"})
    assert address.is_due({"scene": "ravine"})  # and there the run of the page is cut
    assert not address.is_news({"scene": "bowl"}, went=True)
    address.see({"scene": "bowl"})
    assert address.is_due({"scene": "ravine"})


def test_a_link_that_was_typed_while_something_was_changed_is_gone_to():
    address = Address()
    address.see({"lesson": "momentum"})
    assert address.is_news({"lesson": "minima"}, went=False)


@given(st.integers(1, 3 * MOST))
def test_what_is_remembered_has_an_end(count):
    address = Address()
    for step in range(count):
        address.sent({"steps": str(step)})
    assert len(address.links) == min(count, MOST + 1)
