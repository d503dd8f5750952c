"""What an act on the page makes the server do: no more than what it changed."""

import streamlit as st


def test_no_run_of_the_page_looks_at_all_objects_of_the_process():
    assert st.get_option("runner.postScriptGC") is False
