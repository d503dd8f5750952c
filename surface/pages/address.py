"""The link in the browser's address bar, beside those that the page has written there since.

What is written takes a moment to arrive. Whoever acts in that moment sends the link of before along, and what is still
on its way arrives after what they did.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Query = dict[str, str]

MOST = 100  # links that are remembered: a browser that never hears of any must not make them grow without end


@dataclass
class Address:
    """links: the query that the browser was last seen with, and after it those written since, the last one last."""

    links: list[Query] = field(default_factory=list)

    def is_news(self, query: Query, went: bool) -> bool:
        """Return whether the browser has a link that somebody else put there: by Back, Forward or by typing.

        went: whether the browser says that it has just gone somewhere. Where it has not, an older link is no wish to
        go back, but that of a browser that has not heard of the newer ones.
        """
        return query not in (self.links[-1:] if went else self.links)

    def see(self, query: Query, news: bool = False) -> None:
        """Note that the browser has this link; where that is no news, those sent after it may yet arrive there."""
        known = query in self.links and not news
        self.links = self.links[self.links.index(query) :] if known else [query]

    def is_due(self, query: Query) -> bool:
        """Return whether this link has to be sent to the browser.

        It has to be where the browser shows it and another one is still on its way there.
        """
        return self.links[-1:] != [query]

    def sent(self, query: Query) -> None:
        """Note that the browser is to have this link: once it has been sent, for a run may be cut before that."""
        self.links = [*self.links[-MOST:], query]
