"""進捗マップ: which municipality is how far, and what does its plan say?"""

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.model import Basis, Figure
from components.figures import coverage
from components.figures.layers import town_columns
from components.views import card, frame, gate, navigation
from components.views.filters import Filters
from components.views.map import choose, draw
from components.views.town import address_of
from data import answers

TITLE = "進捗マップ"
ICON = ":material/map:"
ORDER = 20
LEAD = (
    "どの市町村が、どの段階にあるか。計画書の内容も地図に示せます。地図の市町村を選ぶと、その市町村のカルテが開きます。"
)


@gate.fragment
def show_map(towns: pd.DataFrame, chosen: Filters) -> None:
    """Show the choice of the indicator and the map; a change of indicator runs only this part again."""
    shown = choose(towns, chosen)
    if shown is None:
        return
    area_code = card.show(shown.figure, chosen, lambda: draw(shown, chosen))
    if area_code is not None:
        navigation.open_page("municipality", **chosen.query(area=area_code))


def list_names(towns: pd.DataFrame, chosen: Filters) -> None:
    """List municipalities as links: the way to their pages without a mouse. A prefecture has them all as a figure."""
    tiles = [
        (row["name_ja"], row["programme_group"], address_of(chosen, row["area_code"]))
        for row in towns.to_dict("records")
    ]
    with st.expander("市町村の名前からカルテを開く（キーボードでも選べます）"):
        st.html(html.municipality_tiles(tiles))


def show_participation(towns: pd.DataFrame, chosen: Filters) -> None:
    """Draw who has a plan, and over three denominators."""
    documents = answers.documents()
    basis = Basis(chosen.prefecture_ja, wording.as_of(documents), wording.sources(documents))

    def who() -> Figure:
        if chosen.prefecture_code is None:
            return coverage.by_prefecture(towns, basis)
        return coverage.of_prefecture(towns, basis, lambda area: address_of(chosen, area))

    card.show_kept("progress_map.who", chosen, who)
    over = answers.participation
    card.show_kept(
        "progress_map.denominators", chosen, lambda: coverage.denominators(over(chosen.prefecture_code), basis)
    )


with frame.page(TITLE, LEAD) as chosen:
    towns = answers.municipalities(chosen.prefecture_code)[town_columns()]
    show_map(towns, chosen)
    if chosen.prefecture_code is None:
        list_names(towns[towns["has_record"]], chosen)
    show_participation(towns, chosen)
