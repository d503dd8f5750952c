"""The page Lessons in a browser: what its tests know of it and do in it."""

import re
from urllib.parse import parse_qs, urlsplit

from browser.asking import expect

from surface.lessons import read_lessons
from surface.pages.pictures import PICTURES
from surface.scenes import link

LESSONS, _ = read_lessons({name: picture.controls for name, picture in PICTURES.items()})
SLUGS = [lesson.slug for lesson in LESSONS]
PICTURE = ".st-key-lesson-picture .surface-player"
PHONE = {"width": 390, "height": 844}
CHOICES = ".st-key-lesson-question input[type=radio]"


def at(page, slug):
    """Wait until this lesson is open, at its own address."""
    expect(page).to_have_url(re.compile(rf"/lessons\?lesson={slug}(&|$)"))
    title = LESSONS[SLUGS.index(slug)].title
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{SLUGS.index(slug) + 1} · {title}")
    expect(page.locator(PICTURE)).to_have_count(1)  # Streamlit keeps the one before until the page is drawn to its end


def choose_scene(page, label):
    """Choose another scene of the lesson, and wait until the picture before it is gone."""
    before = page.locator(PICTURE).element_handle()
    page.get_by_role("radio", name=label, exact=True).click()
    page.wait_for_function("(picture) => !picture.isConnected", arg=before)


def vote(page, choice):
    """Vote for the first time, and wait until it was heard: a key that comes before is for a picture held back."""
    page.get_by_role("radiogroup").get_by_text(choice, exact=True).click()
    expect(page.get_by_text("Vote first, then try it.", exact=True)).to_have_count(0)
    page.wait_for_function("!document.documentElement.hasAttribute('data-lesson-held')")


def answer(page):
    return page.locator(".st-key-lesson-answer")


def to_explore(page):
    return page.get_by_role("link", name=re.compile("in Explore"))


def in_explore(page):
    """The scene that the link to Explore carries."""
    query = {
        name: values[-1] for name, values in parse_qs(urlsplit(to_explore(page).get_attribute("href")).query).items()
    }
    scene, left_out = link.scene_from(query)
    assert left_out == []
    return scene


def wait_for_link(page, part):
    """Wait until the link to Explore has this part."""
    expect(to_explore(page)).to_have_attribute("href", re.compile(part))


def drag(page, handle, right, up):
    """Drag a handle by some pixels."""
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y - up, steps=5)
    page.mouse.up()


def numbers(text) -> list[float]:
    return [float(number.replace("−", "-")) for number in re.findall(r"[−-]?\d+(?:\.\d+)?", text)]
