"""The lessons: their words, one Markdown file each, and what reads and checks them.

A lesson is a head of `key: value` lines, then `## Words` and `## Answer`. To add one, add a file; its name gives its
place and its address (`07-momentum.md` is the seventh, at `?lesson=momentum`).

    title: Momentum
    picture: player                                     a name in PICTURES (surface/lessons/pictures.py)
    scene: two-hollows                                  a name in SCENES; what follows, up to the next, belongs to it
    label: Over the ridge                               what the switch between scenes calls it
    subject: yes                                        playing it brings the answer; if none is marked, the first does
    run: gradient descent, start A                      settings that are not named are the scene's own
    run: momentum, start (-1.3, 2.4), momentum 0.9
    steps: 200
    control: momentum of run 2, 0 to 0.99               at most three
    question: Where will the second ball end?
    choice: In the left hollow
    right choice: In the right hollow
    claim: error of run 2 < error of run 1              more that must be true

A number in the words that comes out of a scene is written `{0.387 = error of run 1}`: the reader sees 0.387, a test
holds it to what the run gives, and the page says so where it does not. `{= error of run 1}` puts in what the run gives.
What such a number may be called stands in `QUANTITIES` (surface/scenes/quantities.py); ` in LABEL` at its end names
another scene than the first. Words that are for the picture of one scene alone stand under `## Words: LABEL` and
`## Answer: LABEL`, and speak of that scene.
"""

from surface.lessons.glossary import Term, explained, read_glossary
from surface.lessons.lesson import Act, Control, Lesson
from surface.lessons.reader import read_lessons
from surface.lessons.source import Problem
from surface.lessons.statements import disagreements, spoken

__all__ = [
    "Act",
    "Control",
    "Lesson",
    "Problem",
    "Term",
    "disagreements",
    "explained",
    "read_glossary",
    "read_lessons",
    "spoken",
]
