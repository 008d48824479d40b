"""The start page: one sentence, the map of stages, four numbers that move, and what to look at next."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from components.drawing import html, maps
from components.drawing.model import Basis, Figure, Row
from components.figures import aging, first_look, own_town
from components.figures.first_look import Facts, Next
from components.figures.own_town import Own
from components.figures.stages import UNKNOWN_JA
from components.views import card, gate, navigation
from components.views.card import LOADING_JA, store_in_reach
from components.views.doors import own_lines
from components.views.filters import Filters
from components.views.map import draw_shapes, stages_of
from components.views.ratings import targets_in_words
from data import answers

MAP_HEIGHT = 304  # px: with all the rest within one screen of 768


def facts_of(chosen: Filters) -> Facts:
    """Return what is known of the place; without the store only what documents say, and the reader is told so."""
    known: dict[str, Any] = {}
    state, place = "", chosen.prefecture_code
    with store_in_reach(), st.spinner(LOADING_JA):
        state, rates = answers.report_state(), answers.reporting_rates(place)
        known = {"rates": rates, "shares": answers.attainment_shares("target_fy", None, place)}
        due = rates.loc[rates["due_count"] > 0, "fiscal_year"] if len(rates) else rates
        if len(due):
            known["forms"] = answers.submission_states(max(map(int, due)), place)
    on = answers.rated_on()
    return card.remembered("overview.facts", chosen, lambda: _facts(chosen, pd.Timestamp(on), known), state, on)


def _facts(chosen: Filters, today: pd.Timestamp, known: dict[str, Any]) -> Facts:
    place = chosen.prefecture_code
    towns, japan = answers.municipalities(place), answers.municipalities()
    return Facts(
        place_ja=chosen.prefecture_ja, fiscal_year=today.year - (today.month < 4), towns=towns, japan=japan,
        ladder=answers.stage_ladder(place), japan_ladder=answers.stage_ladder(),
        aims=targets_in_words(place), japan_aims=targets_in_words(None), counts=answers.national_counts(),
        milestones=answers.milestones(prefecture_code=place), issues=answers.issues(prefecture_code=place),
        placed=aging.points(towns, aging.COVERAGES["consultation"]), **known,
    )  # fmt: skip


def show(facts: Facts, basis: Basis, chosen: Filters, own_area: str | None = None) -> None:
    """Draw the first look at the place; for a municipal officer with the numbers and lines of the own municipality."""
    sentence, numbers, lines = _look(facts, basis)
    own = None
    with store_in_reach():
        own = _own(own_area, chosen.prefecture_code) if own_area else None
    if own:
        sentence, lines = own_town.sentence(own), own_lines(own)
        numbers = own_town.numbers(own, replace(basis, place_ja=str(own.town["name_ja"]))) or numbers
    st.html(html.lead(sentence))
    left, right = st.columns([11, 10], gap="small")
    with left:
        _show_map(chosen)
    with right:
        card.show(numbers, chosen)
        show_next(lines, chosen)


def _own(area: str, place: str | None) -> Own:
    towns, known = answers.municipalities(), answers.peer_features()
    codes = answers.peer_group(area, "peers")[1:]
    rated, rates = answers.public_ratings(area_code=area), answers.reporting_rates(place)
    years = sorted(set(rated["target_fy"].dropna().astype(int)))[-2:]
    shares = [answers.attainment_shares("area_code", year, place).assign(target_fy=year) for year in years]
    forms = answers.submission_states(int(rates["fiscal_year"].max()), place) if len(rates) else rates
    return Own(
        town=_of(area, towns) or {}, known=_of(area, known) or {}, towns=towns[towns["area_code"].isin(codes)],
        alike=known.set_index("area_code").loc[codes], rated=rated, form=_of(area, forms),
        shares=[row for rows in shares if (row := _of(area, rows))], today=pd.Timestamp(answers.rated_on()),
    )  # fmt: skip


def _of(area: str, rows: pd.DataFrame) -> Row | None:
    mine = rows[rows["area_code"] == area] if len(rows) else rows
    return mine.to_dict("records")[0] if len(mine) else None


@lru_cache(maxsize=64)  # the facts are the same ones until they change
def _look(facts: Facts, basis: Basis) -> tuple[str, Figure, list[Next]]:
    return first_look.sentence(facts), first_look.numbers(facts, basis), first_look.lines(facts)


@gate.fragment
def _show_map(chosen: Filters) -> None:
    shown = stages_of(None, chosen)

    def draw() -> str | None:
        clicked = draw_shapes(shown, chosen, MAP_HEIGHT)
        st.html(maps.legend(shown.towns, shown.scale, card.mode(), only_used=True))
        return clicked

    title = f"{chosen.prefecture_ja}の段階（{shown.figure.as_of.split('（')[0]}）"
    clicked = card.show(replace(shown.figure, name="first_map", title=title, notes=(UNKNOWN_JA,)), chosen, draw)
    if clicked is not None:
        navigation.open_page("municipality", **chosen.query(area=clicked))


def show_next(lines: list[Next], chosen: Filters) -> None:
    """Draw what to look at next, each line a link."""
    with st.container(border=True, key="next"):
        st.html(html.heading("次に見るもの"))
        for line in lines:
            navigation.link(line.page, line.text, **chosen.query(**line.query))
        if not lines:
            st.html(html.paragraph(first_look.NOTHING_NEXT_JA, "km-meta"))
