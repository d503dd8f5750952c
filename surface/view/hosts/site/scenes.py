"""A scene, or one of its variants, as a page of a site."""

from __future__ import annotations

import html
from dataclasses import dataclass

from surface.scenes import GALLERY, Scene
from surface.scenes.played import Played
from surface.view.hosts import page
from surface.view.hosts.document import document, held
from surface.view.hosts.site.parts import scripts, style_link, ways
from surface.view.played import played_picture


@dataclass(frozen=True)
class ScenePage:
    """A scene that a site has: where, what it is called, and what to watch."""

    scene: Scene
    id: str
    variant: str = ""

    @property
    def at(self) -> str:
        return f"scenes/{self.id}{f'-{self.variant}' if self.variant else ''}.html"

    @property
    def title(self) -> str:
        entry = GALLERY[self.id]
        return f"{entry.title}: {entry.variants[self.variant].title}" if self.variant else entry.title

    @property
    def watch(self) -> str:
        return GALLERY[self.id].watched(self.variant)


def pages_of(id: str, variants: bool = True) -> list[ScenePage]:
    """Return the pages of a scene of the gallery: as it opens, and each of its variants."""
    entry = GALLERY[id]
    others = [ScenePage(entry.opened(name), id, name) for name in entry.variants] if variants else []
    return [ScenePage(entry.scene, id), *others]


def written(shown: ScenePage, played: Played, beside: list[ScenePage], may: str) -> str:
    """Return the page of a scene that has run; beside: the scene and all its variants."""
    picture = played_picture(played, shown.title, shown.watch)
    data = held("picture", {"surface": picture.surface, "runs": page.allowing(picture.runs, may)})
    up = "../"
    others = [(each.at.removeprefix("scenes/"), each.title, "alternate") for each in beside if each != shown]
    nav = ways("Pages", [(f"{up}index.html", "Contents", "up"), *others])
    body = page.body(shown.title, shown.watch, may, scene=shown.scene).replace("<main>", f"<main>\n{nav}", 1)
    return document(shown.title, f"{page.scene_in(shown.scene)}{style_link(up)}", body, scripts(up, data))


def card(shown: list[ScenePage], picture: str) -> str:
    """Return what the index says of a scene and its variants; picture: its thumbnail, as HTML."""
    first, *variants = shown
    more = "".join(f"<li>{_anchor(each, each.title.partition(': ')[2])}</li>" for each in variants)
    listed = f"<ul>{more}</ul>" if more else ""
    words = f"<p>{html.escape(first.watch)}</p>"
    return f'<li class="site-card">{picture}<strong>{_anchor(first, first.title)}</strong>{words}{listed}</li>'


def _anchor(shown: ScenePage, words: str) -> str:
    return f'<a href="{shown.at}">{html.escape(words)}</a>'
