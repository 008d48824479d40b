"""進捗マップ: where is which programme planned, and how far?"""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from components.drawing import html, maps
from components.drawing.map_classes import Scale
from components.figures.layers import town_columns
from components.views import card, frame, map_choice, navigation
from components.views.filters import Filters
from data import answers

TITLE = "進捗マップ"
ICON = "🗾"
ORDER = 20
LEAD = "どの市町村で、どの事業が、どこまで計画されているか。地図の市町村を選ぶと、その市町村のカルテが開きます。"

MAP_HEIGHT = 500  # px


@st.fragment
def show_map(towns: pd.DataFrame, chosen: Filters) -> None:
    """Show the choice of the indicator and the map; a change of indicator runs only this part again."""
    shown = map_choice.choose(answers, towns, chosen)
    if shown is None:
        return
    area_code = card.show(shown.figure, chosen, lambda: draw_map(shown.towns, shown.scale, chosen))
    if area_code is not None:
        navigation.open_page("municipality", **chosen.query(area=area_code))


def draw_map(towns: pd.DataFrame, scale: Scale, chosen: Filters) -> str | None:
    """Draw the map and its legend side by side; return the code of the municipality that was clicked."""
    left, right = st.columns([3, 1], gap="medium")
    mode, shapes = card.mode(), answers.boundaries()
    right.html(maps.legend(towns, scale, mode))
    with left:
        answer = st_folium(
            maps.base_map(chosen.prefecture_code, shapes.version, shapes.credit_of(chosen.prefecture_code)),
            key="progress_map",
            height=MAP_HEIGHT,
            use_container_width=True,
            render=False,
            feature_group_to_add=maps.colour_layer(towns, scale, mode),
            returned_objects=list(maps.RETURNED_OBJECTS),
        )
    return maps.clicked_area_code(answer["last_object_clicked_tooltip"])


def list_names(towns: pd.DataFrame, chosen: Filters) -> None:
    """List the municipalities as links: the way to their pages without a mouse."""
    listed = towns if chosen.prefecture_code else towns[towns["has_record"]]
    tiles = [
        html.Tile(
            row["name_ja"],
            row["programme_group"],
            navigation.address("municipality", **chosen.query(area=row["area_code"])),
        )
        for row in listed.to_dict("records")
    ]
    with st.expander("市町村の名前からカルテを開く（キーボードでも選べます）"):
        st.html(html.municipality_tiles(tiles))


with frame.page(TITLE, ICON, LEAD, answers) as chosen:
    towns = answers.municipalities(chosen.prefecture_code)[town_columns()]
    show_map(towns, chosen)
    list_names(towns, chosen)
