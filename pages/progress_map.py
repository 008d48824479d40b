"""進捗マップ: where is which programme planned, and how far?"""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from components import figure_card, filters, map_legend, maps, markup, navigation, page_frame, wording
from components.figure import Basis, Figure
from components.figures import progress_map, stage_map, stages
from components.filters import Filters
from components.map_scales import SCALES, Scale
from components.stage_overview import STAGE_SOURCE_JA
from components.stage_scale import STAGE_SCALE
from data import access

TITLE = "進捗マップ"
ICON = "🗾"
ORDER = 20
LEAD = (
    "どの市町村で、どの事業が、どこまで計画されているか。地図の市町村を選ぶと、その市町村のカルテが開きます。"
)

MAP_HEIGHT = 500  # px


@st.fragment
def show_map(towns: pd.DataFrame, basis: Basis, chosen: Filters) -> None:
    """Show the choice of the indicator and the map; a change of indicator runs only this part again."""
    names = {name: scale.choice_ja for name, scale in SCALES.items()}
    chosen_scale = filters.choose_one(
        "indicator", "地図に示す指標", names | {"stage": STAGE_SCALE.choice_ja}, style="buttons"
    )
    scale: Scale = SCALES.get(chosen_scale, STAGE_SCALE)
    if scale is STAGE_SCALE:
        towns, figure = stages_of_year(towns, chosen)
    else:
        figure = progress_map.progress_map(towns, scale, basis)
    area_code = figure_card.show(figure, chosen, lambda: draw_map(towns, scale, chosen))
    if area_code is not None:
        navigation.open_page("municipality", **chosen.query(area=area_code))


def stages_of_year(towns: pd.DataFrame, chosen: Filters) -> tuple[pd.DataFrame, Figure]:
    """Show the choice of the fiscal year; return the municipalities with their stage, and the figure."""
    ladder = access.stage_ladder(chosen.prefecture_code)
    years = {str(year): stages.short_year(year) for year in access.stage_years()}
    year = int(filters.choose_one("fy", "年度", years, stage_map.best_known(ladder), style="buttons"))
    staged = stage_map.with_stage(towns, ladder, year)
    statements = access.programme_stages(prefecture_code=chosen.prefecture_code, fiscal_year=year)
    basis = Basis(chosen.prefecture_ja, chosen.as_of, STAGE_SOURCE_JA)
    return staged, stage_map.stage_map(staged, statements, year, basis)


def draw_map(towns: pd.DataFrame, scale: Scale, chosen: Filters) -> str | None:
    """Draw the map and its legend side by side; return the code of the municipality that was clicked."""
    left, right = st.columns([3, 1], gap="medium")
    mode = figure_card.mode()
    right.html(map_legend.legend(towns, scale, mode))
    with left:
        answer = st_folium(
            maps.base_map(chosen.prefecture_code),
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
        markup.Tile(
            row["name_ja"],
            row["programme_group"],
            navigation.address("municipality", **chosen.query(area=row["area_code"])),
        )
        for row in listed.to_dict("records")
    ]
    with st.expander("市町村の名前からカルテを開く（キーボードでも選べます）"):
        st.html(markup.municipality_tiles(tiles))


with page_frame.page(TITLE, ICON, LEAD, access) as chosen:
    basis = Basis(chosen.prefecture_ja, chosen.as_of, wording.sources(access.documents()))
    towns = access.municipalities(chosen.prefecture_code)[list(progress_map.COLUMNS)]
    show_map(towns, basis, chosen)
    list_names(towns, chosen)
