"""The page's set-up and its navigation: what `app.py` runs for every visit."""

from pathlib import Path
from time import thread_time

import streamlit as st

from surface.pages import connection, departed, embed, explore, lessons, log, ownvalue, teachers, visit

HERE = Path(__file__).parent
STYLE, ICON = HERE / "page.css", HERE / "icon.svg"

PAGES = (
    {"page": explore.page, "title": "Explore", "default": True},
    {"page": lessons.page, "title": "Lessons", "url_path": "lessons"},
    # Found from the foot of a lesson: most visitors write none.
    {"page": teachers.page, "title": teachers.TITLE, "url_path": teachers.URL, "visibility": "hidden"},
)


def main() -> None:
    """Set the page up and run the one that the address names."""
    st.set_page_config(
        page_title="Error surface", page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed"
    )
    st.logo(str(ICON), size="small")
    st.html(STYLE)
    if visit.KEY not in st.session_state:
        departed.let_go()
    connection.attend()
    # A frame holds the one page that its address names.
    position = "hidden" if embed.is_on() else "top"
    current = st.navigation([st.Page(**page) for page in PAGES], position=position)
    visit.come_to(current.title)
    began = thread_time()
    try:
        current.run()
    finally:  # also where it is stopped for another run
        if (seconds := thread_time() - began) > log.SLOW:
            log.slow(seconds)


ownvalue.look_up()
# Streamlit runs this file as a script, at every visit and every change.
main()
