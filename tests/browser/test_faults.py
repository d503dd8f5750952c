"""A server that is killed in mid-play: play goes on, a sentence says so, and everything comes back.

The long cases are a command of their own: `python -m tests.faults`.
"""

from browser.reused import WITHOUT_3D
from faults import killed


def test_a_server_that_is_killed_and_started_again_loses_nothing(browser):
    errors = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WITHOUT_3D)  # the server has no part in it
    page.on("pageerror", lambda error: errors.append(str(error)))
    killed(page)
    assert not errors
    context.close()
