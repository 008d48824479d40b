"""概要: where does a prefecture, or all of Japan, stand now?"""

from __future__ import annotations

import streamlit as st

from components import figure_card, navigation, page_frame, stage_overview, wording
from components.figure import Basis
from components.figures import coverage, participation, summary, targets
from data import access

TITLE = "概要"
ICON = "🏠"
ORDER = 10
LEAD = "どの市町村に計画があり、支援はどこまで届く設計で、目標はどこまで確かめられるか。"

with page_frame.page(TITLE, ICON, LEAD, access) as chosen:
    prefecture = chosen.prefecture_code
    documents = access.documents()
    basis = Basis(chosen.prefecture_ja, wording.as_of(documents), wording.sources(documents))
    towns = access.municipalities(prefecture)
    results = access.achievements(prefecture_code=prefecture)
    aims = targets.with_words(access.targets(prefecture_code=prefecture), results, access.indicators())

    states = access.function_states(prefecture_code=prefecture)
    if prefecture is None:
        who = participation.by_prefecture(towns, basis)
    else:
        who = participation.of_prefecture(
            towns, basis, lambda area: navigation.address("municipality", **chosen.query(area=area))
        )

    figure_card.show(summary.headline(towns, aims, basis, one_prefecture=prefecture is not None), chosen)
    left, right = st.columns(2, gap="small")
    with left:
        figure_card.show(coverage.composition(towns, basis), chosen)
    with right:
        figure_card.show(targets.results(aims, results, basis), chosen)
    figure_card.show(who, chosen)
    stage_overview.show(access, chosen)
    left, right = st.columns(2, gap="small")
    with left:
        figure_card.show(
            coverage.functions(states[states["area_code"].isin(towns["area_code"])], basis), chosen
        )
    with right:
        figure_card.show(participation.denominators(access.prefecture_summary(prefecture), basis), chosen)
        figure_card.show(summary.ledger(towns, basis), chosen)
