"""The rival of the view: the same page, with three `st.plotly_chart` figures in the player's place."""

import streamlit as st

from surface.figures import contour_figure, error_figure, surface_figure
from surface.pages import cache, explore
from surface.view.payload import screen_names


def charts(scene):
    """Draw the surface, its map and the error curve, with the paths in them."""
    found = cache.ground(scene)
    runs = list(cache.played(scene).descents)
    drawn, names = (found.landscape, found.points), screen_names(found.surface)
    surface, contours = surface_figure(*drawn, names, runs=runs), contour_figure(*drawn, names, runs=runs)
    for place, figure in zip(st.columns(3), (surface, contours, error_figure(runs)), strict=True):
        place.plotly_chart(figure)


explore.play = charts
st.set_page_config(layout="wide")
explore.page()
