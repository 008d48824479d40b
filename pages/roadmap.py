"""都道府県ロードマップ: does it go as planned?"""

from __future__ import annotations

import streamlit as st

from components import figure_card, navigation, page_frame, wording
from components.figure import Basis
from components.figures import example_base, national, roadmap, stages
from components.filters import Filters
from data import access

TITLE = "都道府県ロードマップ"
ICON = "🛤️"
ORDER = 75
LEAD = "都道府県の工程表はどう進む予定で、実際に確かめられるのはどこまでか。全市町村の段階を年度ごとに並べます。"


def show_plan(prefecture_code: str, prefecture_ja: str, chosen: Filters) -> None:
    """Draw what the documents of one prefecture plan: target, milestones, support."""
    targets, milestones = access.prefecture_targets(prefecture_code), access.milestones(prefecture_code)
    events = access.support_events(prefecture_code)
    year = milestones["start_fy"].min() if len(milestones) else None
    source = wording.sources(access.documents(), "prefectural_briefing")
    basis = Basis(prefecture_ja, wording.fiscal_year(year), source)
    if len(targets):
        figure_card.show(roadmap.target(targets, basis), chosen)
    if len(milestones):
        figure_card.show(roadmap.timeline(milestones, basis), chosen)
    if len(events):
        figure_card.show(roadmap.events(events, basis), chosen)


def show_stages(chosen: Filters) -> None:
    """Draw the stage of all municipalities over the years."""
    basis = Basis(chosen.prefecture_ja, chosen.as_of, "段階の一覧と計画書（行ごとの出典は表）")
    figure = stages.ladder(
        access.stage_ladder(chosen.prefecture_code),
        access.programme_stages(prefecture_code=chosen.prefecture_code),
        basis,
        lambda area: navigation.address("municipality", **chosen.query(area=area)),
        whole=chosen.prefecture_code is not None,
    )
    figure_card.show(figure, chosen)


def show_examples(chosen: Filters) -> None:
    """Draw team and weekly timetable of the places that the prefecture's document describes."""
    documents = access.documents()
    kinds = dict(zip(documents["doc_id"], documents["doc_type"], strict=True))
    staffing = access.staffing(prefecture_code=chosen.prefecture_code)
    staffing = staffing[staffing["doc_id"].map(kinds) == "prefectural_briefing"]
    slots = access.timetable_slots(prefecture_code=chosen.prefecture_code)
    source = wording.sources(documents, "prefectural_briefing")
    for area, people in staffing.groupby("area_name_ja"):
        year = access.records(people["area_code"].iloc[0])["fiscal_year"].max()
        basis = Basis(chosen.prefecture_ja, wording.fiscal_year(year), source)
        figure_card.show(example_base.team(people, str(area), basis), chosen)
    for area, week in slots.groupby("area_name_ja"):
        basis = Basis(chosen.prefecture_ja, "年度の記載なし", source)
        figure_card.show(example_base.timetable(week, str(area), basis), chosen)


with page_frame.page(TITLE, ICON, LEAD, access) as chosen:
    planned = access.milestones().drop_duplicates("prefecture_code")
    shown = planned
    if chosen.prefecture_code is not None:
        shown = planned[planned["prefecture_code"] == chosen.prefecture_code]
        if shown.empty:
            st.info(
                f"{chosen.prefecture_ja}の工程表は、手元の文書にありません。工程表がないという意味ではありません。"
                "市町村の段階と全国の数は下に示します。"
            )
            for row in planned.to_dict("records"):
                query = chosen.query() | {"pref": row["prefecture_code"]}
                navigation.link("roadmap", f"{row['prefecture_ja']}の工程表を開く", **query)
    for row in shown.to_dict("records"):
        show_plan(row["prefecture_code"], row["prefecture_ja"], chosen)
    show_stages(chosen)
    figure_card.show(national.counts(access.national_counts()), chosen)
    figure_card.show(national.reconciliation(access.reconciliation()), chosen)
    show_examples(chosen)
