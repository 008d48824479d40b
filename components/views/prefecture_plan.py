"""The plan of a prefecture: target, milestones, support, and the places that its document describes."""

import streamlit as st

from components.drawing import wording
from components.drawing.markdown import escaped
from components.drawing.model import Basis
from components.figures import cases, roadmap
from components.views import card, navigation
from components.views.filters import Filters
from data import answers


def show(chosen: Filters) -> None:
    """Draw the plan of the place, or of every prefecture that has one, and the places that its document describes."""
    planned = answers.milestones().drop_duplicates("prefecture_code")
    place = chosen.prefecture_code
    shown = planned if place is None else planned[planned["prefecture_code"] == place]
    if shown.empty:
        st.info(
            f"{escaped(chosen.prefecture_ja)}の工程表は、手元の文書にありません。工程表がないという意味ではありません。"
        )
        for row in planned.to_dict("records"):
            query = chosen.query() | {"pref": row["prefecture_code"]}
            navigation.link("roadmap", f"{row['prefecture_ja']}の工程表を開く", **query)
    for row in shown.to_dict("records"):
        _show_plan(row["prefecture_code"], row["prefecture_ja"], chosen)
    _show_examples(chosen)


def _show_plan(prefecture_code: str, prefecture_ja: str, chosen: Filters) -> None:
    targets, milestones = answers.prefecture_targets(prefecture_code), answers.milestones(prefecture_code)
    source = wording.sources(answers.documents(), "prefectural_briefing")
    basis = Basis(prefecture_ja, wording.fiscal_year(milestones["start_fy"].min() if len(milestones) else None), source)
    if len(targets):
        card.show(roadmap.target(targets, basis), chosen)
    if len(milestones):
        card.show(roadmap.timeline(milestones, basis, answers.events(prefecture_code)), chosen)
    if len(events := answers.support_events(prefecture_code)):
        card.show(roadmap.events(events, basis), chosen)


def _show_examples(chosen: Filters) -> None:
    """Draw team and weekly timetable of the places that the prefecture's document describes."""
    documents = answers.documents()
    kinds = dict(zip(documents["doc_id"], documents["doc_type"], strict=True))
    staffing = answers.staffing(prefecture_code=chosen.prefecture_code)
    staffing = staffing[staffing["doc_id"].map(kinds) == "prefectural_briefing"]
    slots = answers.timetable_slots(prefecture_code=chosen.prefecture_code)
    source = wording.sources(documents, "prefectural_briefing")
    for area, people in staffing.groupby("area_name_ja"):
        year = answers.records(people["area_code"].iloc[0])["fiscal_year"].max()
        basis = Basis(chosen.prefecture_ja, wording.fiscal_year(year), source)
        card.show(cases.team(people, str(area), basis), chosen)
    for area, week in slots.groupby("area_name_ja"):
        basis = Basis(chosen.prefecture_ja, "年度の記載なし", source)
        card.show(cases.timetable(week, str(area), basis), chosen)
