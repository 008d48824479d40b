"""高齢化率×支援カバー率: does support reach the towns that grow old?"""

from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import charts, wording
from components.drawing.markdown import escaped
from components.drawing.model import Basis, Figure
from components.figures import aging, coverage, summary
from components.views import card, filters, frame, navigation, peers, sources
from components.views.filters import Filters
from components.views.ratings import targets_in_words
from data import answers

TITLE = "高齢化率×支援カバー率"
ICON = ":material/bubble_chart:"
ORDER = 30
LEAD = "高齢化の進む町に、支援は届く設計になっているか。点を選ぶと、その町のカルテに進めます。"
MOST_LINKS = 12


def draw(figure: Figure) -> list[str]:
    if figure.drawing is None:
        return []
    answer: Any = st.plotly_chart(
        figure.drawing(card.mode()), theme=None, config=charts.CONFIG, key=f"chart_{figure.name}",
        on_select="rerun", selection_mode="points",
    )  # fmt: skip
    return [str(point["customdata"][0]) for point in answer["selection"]["points"] if point.get("customdata")]


def show_list(
    placed: pd.DataFrame, codes: list[str], kind: aging.Coverage, chosen: Filters, trails: pd.DataFrame | None
) -> None:
    """List the selected points with their years, or else the municipalities of one quadrant, with a link to each."""
    labels = aging.quadrant_labels(placed)
    first = next(name for name in labels if name in set(placed["quadrant"]))
    quadrant = filters.choose_one("quadrant", "一覧にする市町村", labels, first, style="buttons")
    picked = placed["area_code"].isin(codes)
    listed = placed[picked if picked.any() else placed["quadrant"] == quadrant]
    st.caption("図の点を選ぶと（Shift を押しながらで複数）、この一覧は選んだ点に替わります。")
    if listed.empty:
        st.info("ここに当たる市町村はありません。")
        return
    card.show_table(aging.table(listed, kind, trails).drop(columns="団体コード"))
    if sentence := aging.moves(trails):
        st.caption(escaped(sentence))
    with st.container(horizontal=True, gap="small"):
        for row in listed.sort_values("aging_rate_pct", ascending=False).head(MOST_LINKS).to_dict("records"):
            navigation.link("municipality", str(row["name_ja"]), **chosen.query(area=row["area_code"]))
    if len(listed) > MOST_LINKS:
        st.caption(f"カルテへのリンクは、高齢化率の高い順に{MOST_LINKS}市町村です。")


def show_plans(chosen: Filters) -> None:
    """Draw the main numbers of the plans, how far their areas reach, and which functions they describe."""
    place, documents = chosen.prefecture_code, answers.documents()
    towns, states = answers.municipalities(place), answers.function_states(prefecture_code=place)
    basis = Basis(chosen.prefecture_ja, wording.as_of(documents), wording.sources(documents))
    mine = states["area_code"].isin(towns["area_code"])

    def headline() -> Figure:
        pooled = answers.pooled_coverage(place) if place else None
        return summary.headline(towns, targets_in_words(place), basis, pooled)

    card.show_kept("aging_coverage.headline", chosen, headline)
    left, right = st.columns(2, gap="small")
    with left:
        card.show_kept("aging_coverage.coverage", chosen, lambda: coverage.composition(towns, basis))
    with right:
        card.show_kept("aging_coverage.functions", chosen, lambda: coverage.functions(states[mine], basis))


with frame.page(TITLE, LEAD) as chosen:
    year = sources.choose_framework(chosen)
    kinds = aging.COVERAGES if year is None else aging.SERVICE_COVERAGES
    labels = {code: kind.choice_ja for code, kind in kinds.items()}
    with st.container(horizontal=True, gap="medium"):
        kind = kinds[filters.choose_one("by", "縦軸にとる支援カバー率", labels, style="buttons")]
        placed = sources.choose_placed(kind, chosen, year)
    marked, alike = peers.choose_marks(placed.points)
    followed = (marked, *alike) if marked else ()

    def make() -> Figure:
        basis, trails = placed.basis(chosen), sources.trails_of(placed, kind, chosen, followed)
        return aging.figure(placed.points, placed.missing, kind, basis, marked, alike, placed.unplaced, trails)

    figure = card.kept("aging_coverage", chosen, make, placed.asked, marked, alike, with_reports=placed.asked[-1])
    codes = card.show(figure, chosen, lambda: draw(figure)) or []
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if len(placed.points):
            show_list(placed.points, codes, kind, chosen, sources.trails_of(placed, kind, chosen, tuple(codes)))
    with right:
        sources.show_left_out(placed)
    if not placed.has_census:
        sources.show_missing_census(chosen, "取り込むと、高齢化率を全市町村で同じ時点にそろえられます。")
    show_plans(chosen)
