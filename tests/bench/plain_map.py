"""The map page in the plain way, to stand beside ours: a new folium map with its GeoJSON inside at every rerun.

Frame, choice, legend and words are the same as in pages/progress_map.py. In favour of the plain way the polygons are
read only once, the map is as offline as ours, and it is drawn in a fragment.
"""

from __future__ import annotations

import functools

import folium
import geopandas
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from components.drawing import maps, marks
from components.drawing.map_classes import Scale
from components.drawing.maps import OfflineMap
from components.figures.layers import town_columns
from components.views import card, frame
from components.views.filters import Filters
from components.views.map import choose
from data import answers


@functools.cache
def polygons(prefecture_code: str | None) -> geopandas.GeoDataFrame:
    """Return the polygons of a prefecture or of all Japan."""
    return geopandas.read_file(answers.boundaries().geojson(prefecture_code))


def plain_map(towns: pd.DataFrame, scale: Scale, prefecture_code: str | None) -> folium.Map:
    """Return a folium map as its documentation builds one: polygons joined with values, styled by a function."""
    classes = scale.classes(card.mode())
    values = towns[["area_code", scale.column]].assign(
        fill=[classes[number].fill for number in scale.classify(towns)],
        group_ja=[marks.PROGRAMME_GROUPS[group].label_ja for group in towns["programme_group"]],
    )
    joined = polygons(prefecture_code).merge(values, "left", left_on="code", right_on="area_code")
    chart = OfflineMap(location=(38, 138), zoom_start=5, tiles=None)
    folium.GeoJson(
        joined.fillna({"fill": "#D5DCE4", "group_ja": ""}),
        style_function=lambda shape: {
            "fillColor": shape["properties"]["fill"],
            "fillOpacity": 1,
            "weight": 0.5,
            "color": "#687481",
        },
        tooltip=folium.GeoJsonTooltip(["name", scale.column, "group_ja"], labels=False),
    ).add_to(chart)
    return chart


@st.fragment
def show_map(towns: pd.DataFrame, chosen: Filters) -> None:
    """Show the choice of the indicator and the map."""
    shown = choose(towns, chosen)
    if shown is None:
        return

    def draw() -> None:
        left, right = st.columns([3, 1], gap="medium")
        right.html(maps.legend(shown.towns, shown.scale, card.mode()))
        with left:
            st_folium(
                plain_map(shown.towns, shown.scale, chosen.prefecture_code),
                key="plain_map",
                height=500,
                use_container_width=True,
                returned_objects=["last_object_clicked_tooltip"],
            )

    card.show(shown.figure, chosen, draw)


with frame.page("進捗マップ", "比較のための素朴な作り方") as chosen:
    show_map(answers.municipalities(chosen.prefecture_code)[town_columns()], chosen)
