"""概要: where does a prefecture, or all of Japan, stand now?"""

from collections.abc import Callable

import streamlit as st

from components.drawing import wording
from components.drawing.model import Basis, Figure
from components.figures import coverage, summary, targets
from components.views import card, frame
from components.views.overview import beside_reports, show_reports, show_stages
from components.views.ratings import targets_in_words
from components.views.town import address_of
from data import answers

TITLE = "概要"
ICON = ":material/home:"
ORDER = 10
LEAD = "どの市町村に計画があり、支援はどこまで届く設計で、目標はどこまで確かめられるか。"

with frame.page(TITLE, ICON, LEAD) as chosen:
    prefecture = chosen.prefecture_code
    documents = answers.documents()
    basis = Basis(chosen.prefecture_ja, wording.as_of(documents), wording.sources(documents))
    towns = answers.municipalities(prefecture)
    results = answers.achievements(prefecture_code=prefecture)
    aims = targets_in_words(prefecture)
    states = answers.function_states(prefecture_code=prefecture)

    def shown(view: str, make: Callable[[], Figure], *, points_at_reports: bool = False) -> None:
        figure = card.kept(f"overview.{view}", chosen, make)
        card.show(beside_reports(figure, chosen) if points_at_reports else figure, chosen)

    def who() -> Figure:
        if prefecture is None:
            return coverage.by_prefecture(towns, basis)
        return coverage.of_prefecture(towns, basis, lambda area: address_of(chosen, area))

    one = prefecture is not None
    shown("headline", lambda: summary.headline(towns, aims, basis, one_prefecture=one), points_at_reports=True)
    left, right = st.columns(2, gap="small")
    with left:
        shown("coverage", lambda: coverage.composition(towns, basis))
    with right:
        shown("results", lambda: targets.results(aims, results, basis), points_at_reports=True)
    shown("who", who)
    show_reports(chosen)
    show_stages(chosen)
    left, right = st.columns(2, gap="small")
    with left:
        mine = states["area_code"].isin(towns["area_code"])
        shown("functions", lambda: coverage.functions(states[mine], basis))
    with right:
        shown("denominators", lambda: coverage.denominators(answers.prefecture_summary(prefecture), basis))
        shown("ledger", lambda: summary.ledger(towns, basis))
