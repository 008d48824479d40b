"""Two fiscal years of the reader's own choice, and what moved from the earlier to the later one."""

import functools

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.model import Basis, Figure
from components.figures import edition_changes, services, stages
from components.views import card, filters
from components.views.filters import Filters
from components.views.town import address_of
from data import answers

TITLE_JA = "2つの年度を比べる"


def choose(years: pd.Series, what_ja: str) -> tuple[int, int] | None:
    """Show the choice of two different years, at first the latest and the one before; return the earlier one first.

    Where there is nothing to choose it says so and returns None.
    """
    names = {str(year): wording.fiscal_year(year) for year in sorted(years.astype(int).unique(), reverse=True)}
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
    found = answers.service_counts(area)
    if years := choose(found["fiscal_year"], f"{name_ja}には、件数の報告"):
        make = functools.partial(services.counts_of_two_years, found, years, Basis(name_ja, "", services.SOURCE_JA))
        card.show_kept("two_years.counts", chosen, make, area, years, with_reports=True)
