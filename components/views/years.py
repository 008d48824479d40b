"""What pages show along fiscal years: two years of the reader's own choice, and the plan of a prefecture with its examples."""

import functools
from collections.abc import Callable

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.markdown import escaped
from components.drawing.model import Basis, Figure
from components.figures import cases, edition_changes, roadmap, services, stages
from components.views import card, filters, navigation
from components.views.filters import Filters
from components.views.town import address_of
from data import answers

TWO_YEARS_JA = "2つの年度を比べる"


def choose(years: pd.Series, what_ja: str) -> tuple[int, int] | None:
    """Show the choice of two different years, at first the latest and the one before; return the earlier one first.

    Where there is nothing to choose it says so and returns None.
    """
    names = {str(year): wording.fiscal_year(year) for year in sorted(map(int, years.unique()), reverse=True)}
    if len(names) < 2:
        st.html(html.paragraph(f"{what_ja}のある年度が2つないため、年度どうしを比べられません。", "km-notice"))
        return None
    left, right = st.columns(2, gap="small")
    with left:
        one = filters.choose_one("year_one", "比べる年度", names)
    others = {year: name for year, name in names.items() if year != one}
    with right:
        before = next((year for year in others if year < one), None)
        other = filters.choose_one("year_other", "もう一方の年度", others, before)
    return min(int(one), int(other)), max(int(one), int(other))


def show_stages(chosen: Filters) -> None:
    """Draw how the stages of a place moved between two of the years in which any is known."""
    place, ladder = chosen.prefecture_code, answers.stage_ladder(chosen.prefecture_code)
    known = ladder["furthest_stage"] != "unknown"
    if years := choose(ladder.loc[known, "fiscal_year"], f"{chosen.prefecture_ja}には、段階の情報"):
        basis = Basis(chosen.prefecture_ja, chosen.as_of, stages.STAGE_SOURCE_JA)

        def make() -> Figure:
            moves, to = answers.stage_moves(*years, place), functools.partial(address_of, chosen)
            return edition_changes.between_years(moves, answers.STAGE_MOVES, years, basis, to)

        card.show_kept("two_years.stages", chosen, make, years, with_reports=True)


def show_counts(area: str, name_ja: str, chosen: Filters) -> None:
    """Draw the counts of a municipality's services in two of the years that it reports."""
    ask = functools.partial(answers.service_counts, area)
    found = card.remembered("years.counts", chosen, ask, area, with_reports=True)
    if years := choose(found["fiscal_year"], f"{name_ja}には、件数の報告"):
        make = functools.partial(services.counts_of_two_years, found, years, Basis(name_ja, "", services.SOURCE_JA))
        card.show_kept("two_years.counts", chosen, make, area, years, with_reports=True)


def show_plans(chosen: Filters) -> None:
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
    """Draw target, milestones and support, as far as the document has them."""

    def made() -> list[Figure]:
        targets, milestones = answers.prefecture_targets(prefecture_code), answers.milestones(prefecture_code)
        source, events = wording.sources(answers.documents(), "prefectural_briefing"), answers.events(prefecture_code)
        first = milestones["start_fy"].min() if len(milestones) else None
        basis = Basis(prefecture_ja, wording.fiscal_year(first), source)
        found = [roadmap.target(targets, basis)] if len(targets) else []
        found += [roadmap.timeline(milestones, basis, events)] if len(milestones) else []
        support = answers.support_events(prefecture_code)
        return [*found, roadmap.events(support, basis)] if len(support) else found

    _show_all("roadmap.plan", chosen, made, prefecture_code)


def _show_examples(chosen: Filters) -> None:
    """Draw team and weekly timetable of the places that the prefecture's document describes."""

    def made() -> list[Figure]:
        documents = answers.documents()
        kinds = dict(zip(documents["doc_id"], documents["doc_type"], strict=True))
        staffing = answers.staffing(prefecture_code=chosen.prefecture_code)
        staffing = staffing[staffing["doc_id"].map(kinds) == "prefectural_briefing"]
        slots = answers.timetable_slots(prefecture_code=chosen.prefecture_code)
        source = wording.sources(documents, "prefectural_briefing")
        found = []
        for area, people in staffing.groupby("area_name_ja"):
            year = answers.records(people["area_code"].iloc[0])["fiscal_year"].max()
            basis = Basis(chosen.prefecture_ja, wording.fiscal_year(year), source)
            found.append(cases.team(people, str(area), basis))
        basis = Basis(chosen.prefecture_ja, "年度の記載なし", source)
        return found + [cases.timetable(week, str(area), basis) for area, week in slots.groupby("area_name_ja")]

    _show_all("roadmap.examples", chosen, made)


def _show_all(view: str, chosen: Filters, make: Callable[[], list[Figure]], *asked: str) -> None:
    for figure in card.remembered(view, chosen, lambda: list(map(card.once, make())), *asked):
        card.show(figure, chosen)
