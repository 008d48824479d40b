"""取組事例: what can be learned from others?"""

import pandas as pd
import streamlit as st

from components.drawing import wording
from components.drawing.markdown import escaped, plain
from components.drawing.model import Basis, Figure
from components.figures import cases
from components.views import card, filters, frame, gate, originals
from components.views.filters import Filters
from components.views.town import address_of
from data import answers

TITLE = "取組事例"
ICON = ":material/lightbulb:"
ORDER = 80
LEAD = "何が参考になるか。事例を読み、事例・施策・目標・要約をことばで探せます。"
MOST_HITS = 30


def show_results(query: str, kinds: tuple[str, ...], chosen: Filters) -> None:
    hits = answers.search(query, kinds or None, chosen.prefecture_code, limit=MOST_HITS)
    if hits.empty:
        st.info(
            f"「{plain(query)}」は、{escaped(chosen.prefecture_ja)}の事例・施策・目標には見つかりません。"
            "短いことばに変えるか、都道府県を「全国」にすると見つかることがあります。"
        )
        return
    basis, total = (
        Basis(chosen.prefecture_ja, chosen.as_of, "各行の出典のとおり"),
        int(hits.attrs.get("total", len(hits))),
    )
    figure = cases.results(hits, total, query, basis, lambda area: address_of(chosen, area))

    def draw() -> None:
        card.draw_figure(figure)
        open_original(hits)

    card.show(figure, chosen, draw)


@gate.fragment
def open_original(hits: pd.DataFrame) -> None:
    position = st.selectbox(
        "原文を開く", range(len(hits)), index=None, placeholder="結果の番号を選ぶと、原文が出ます",
        format_func=lambda number: f"{number + 1}　{hits.iloc[number]['text_ja']}",
    )  # fmt: skip
    if position is not None:
        row = hits.iloc[position].to_dict()
        originals.show(row, str(row["row_id"]))


def show_cases(chosen: Filters) -> None:
    """Draw the cases of the place; where it has none, say so and show those of all Japan."""
    found = answers.good_cases(prefecture_code=chosen.prefecture_code)
    if found.empty:
        st.info(f"{escaped(chosen.prefecture_ja)}の事例は手元の文書にありません。ほかの地域の事例を示します。")
        found = answers.good_cases()
    basis = Basis(chosen.prefecture_ja, "文書に年度の記載なし", wording.sources(answers.documents(), "good_practices"))
    points = answers.case_points()

    def make() -> Figure:
        return cases.cards(found, points, basis, lambda area: address_of(chosen, area))

    card.show_kept("good_practices.cases", chosen, make)
    for row in found.to_dict("records"):
        originals.show(row, row["case_id"], f"{row['title_ja']}の原文")


with frame.page(TITLE, LEAD) as chosen:
    left, right = st.columns([3, 2], gap="small")
    with left:
        query = filters.type_text("search", "ことばで探す", placeholder="例：断らない相談　中間的就労　居場所")
    with right:
        kinds = filters.choose_many("kind", "探す範囲", answers.SEARCH_KINDS)
    if query:
        show_results(query, kinds, chosen)
    show_cases(chosen)
