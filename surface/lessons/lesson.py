"""What a lesson is made of, as it was read from its file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from surface.lessons.source import Entry
from surface.scenes import Scene
from surface.scenes.played import Played


@dataclass(frozen=True)
class Statement:
    """A number as it is written (empty where it is only computed), what it is said to be, and its line.

    label: of the scene that its words stand beside; "" where they stand beside all, which is the first.
    """

    line: int
    written: str
    quantity: str
    label: str = ""


@dataclass(frozen=True)
class Act:
    """One scene of a lesson with the runs that the lesson gives it, and the picture that shows it.

    subject: whether it is marked as a scene that the question is about. words, answer: Markdown that stands beside this
    picture alone.
    """

    label: str
    picture: str
    scene: Scene
    subject: bool = False
    words: str = ""
    answer: str = ""

    @cached_property
    def played(self) -> Played:
        """The scene, run: what the numbers in the words are taken from."""
        return Played(self.scene)


@dataclass(frozen=True)
class Control:
    """Something that can be changed in a lesson: a setting of a run (counted from 1), or one of the picture's own."""

    name: str
    run: int | None = None
    low: float | None = None
    high: float | None = None

    @property
    def index(self) -> int:
        """The index of its run among the scene's, counted from 0; the first where it names none."""
        return (self.run or 1) - 1

    @property
    def ends(self) -> tuple[float, float] | None:
        """From where to where it goes; None where the lesson leaves that to the setting."""
        return None if self.low is None or self.high is None else (self.low, self.high)


@dataclass(frozen=True)
class Lesson:
    """A lesson as it was read. right: the index of the right choice; words and answer: Markdown that stands beside all
    its pictures; text: the whole file.
    """

    slug: str
    file: str
    title: str
    acts: tuple[Act, ...]
    controls: tuple[Control, ...]
    question: str
    choices: tuple[str, ...]
    right: int
    words: str
    answer: str
    statements: tuple[Statement, ...]
    claims: tuple[Entry, ...]
    text: str = ""

    @property
    def subjects(self) -> tuple[Act, ...]:
        """The acts in which the question can be tried: the first, where none is marked."""
        return tuple(act for act in self.acts if act.subject) or self.acts[:1]

    def seen_from(self, act: Act) -> tuple[Act, ...]:
        """Return the acts with this one first: what words beside it speak of where they name no other."""
        return (act, *(other for other in self.acts if other is not act))
