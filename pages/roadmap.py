"""都道府県ロードマップ: does it go as planned?"""

import functools
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from components.drawing.model import Basis, Figure
from components.figures import national, stages
from components.views import card, frame, navigation, services, years
from components.views.filters import ALL_JA, Filters
from components.views.town import address_of
from data import answers

TITLE = "都道府県ロードマップ"
ICON = ":material/timeline:"
ORDER = 75
LEAD = "都道府県の工程表はどう進む予定で、実際に確かめられるのはどこまでか。全市町村の段階を年度ごとに並べます。"

# Stages that towns report are among those of these figures.
show_with_reports = functools.partial(card.show_kept, with_reports=True)


def show_stages(chosen: Filters) -> None:
    basis = Basis(chosen.prefecture_ja, chosen.as_of, "段階の一覧と計画書（行ごとの出典は表）")
    place, whole = chosen.prefecture_code, chosen.prefecture_code is not None
    silent = services.show_silent(chosen)

    def ladder() -> Figure:
        rows, said = answers.stage_ladder(place), answers.programme_stages(prefecture_code=place)
        to = functools.partial(address_of, chosen)
        return stages.ladder(rows, said, basis, to, whole=whole, silent=silent, events=answers.events(place))

    def everywhere() -> Figure:
        to = functools.partial(navigation.address, "roadmap")
        return stages.by_prefecture(answers.stage_ladder(), basis, lambda code: to(**chosen.query() | {"pref": code}))

    if not whole:
        show_with_reports("roadmap.prefectures", chosen, everywhere)
    show_with_reports("roadmap.ladder", chosen, ladder, silent)
    show_with_reports(
        "roadmap.stages", chosen, lambda: stages.by_year(answers.stage_ladder(place), basis, answers.events(place))
    )


def show_coverage(chosen: Filters) -> None:
    """Draw what became of the places with a plan, and how much is covered at which stage."""
    basis = Basis(chosen.prefecture_ja, chosen.as_of, "段階の一覧と計画書（行ごとの出典は表）")
    place, whole_japan = chosen.prefecture_code, chosen.prefecture_code is None
    for row in answers.model_outcome().to_dict("records") if whole_japan else []:
        members = answers.model_outcome_members()
        outcome = functools.partial(national.model_outcome, row, members, chosen.as_of)
        show_with_reports("roadmap.outcome", chosen, outcome, str(row))

    def known() -> Figure:
        return national.coverage(answers.known_coverage(place), basis, whole_japan=whole_japan)

    show_with_reports("roadmap.stage_coverage", chosen, known)
    show_with_reports("roadmap.coverage", chosen, lambda: national.every_coverage(answers.known_coverage(place), basis))


def show_nation(chosen: Filters) -> None:
    nation = replace(chosen, prefecture_code=None, prefecture_ja=ALL_JA)  # made once for all prefectures
    figures: dict[str, Callable[[], Figure]] = {
        "national.counts": lambda: national.counts(answers.national_counts(), answers.events()),
        "roadmap.reconciliation": lambda: national.reconciliation(answers.reconciliation()),
    }
    for view, make in figures.items():
        card.show(card.kept(view, nation, make, with_reports=True), chosen)


PARTS = {
    "段階": show_stages, years.TWO_YEARS_JA: years.show_stages, "段階とカバー率": show_coverage,
    "工程表": years.show_plans, "国の数": show_nation,
}  # fmt: skip

with frame.page(TITLE, LEAD) as chosen:
    has_plan = chosen.prefecture_code in set(answers.milestones()["prefecture_code"])
    parts = dict(sorted(PARTS.items(), key=lambda part: not (has_plan and part[0] == "工程表")))
    for tab, show in zip(st.tabs(list(parts), key="roadmap_parts"), parts.values(), strict=True):
        with tab:
            show(chosen)
