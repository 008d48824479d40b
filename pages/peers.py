"""類似自治体: which towns are like this one, and what do they do?"""

import functools
from collections.abc import Callable

import pandas as pd
import streamlit as st

from components.drawing import wording
from components.drawing.model import Basis, Figure
from components.figures import profile
from components.figures.peers import missing_here, per_10k, stages_by_year, stages_from_start
from components.views import card, frame, peers, services
from components.views.filters import Filters
from components.views.town import Row, choose_any_town, show_head
from data import answers
from data.measures.peers import Search

TITLE = "類似自治体"
ICON = ":material/compare_arrows:"
ORDER = 60
LEAD = "似た町は、どの段階にあり、何を目標にしているか。似ている理由を変数ごとに示します。"
LISTED = 10
WITH_PLAN = 5


def shown(view: str, asked: object, chosen: Filters, make: Callable[[], Figure]) -> None:
    card.show_kept(f"peers.{view}", chosen, make, repr(asked), answers.sources_state())


def show_stages(codes: list[str], chosen: Filters) -> None:
    basis = Basis("", chosen.as_of, "段階の一覧と計画書（出典は表とマスにあります）")
    said, address = answers.programme_stages(), functools.partial(peers.address_of, chosen)
    rungs, began = answers.peer_stages_by_year, answers.start_aligned_stages
    about = said[said["area_code"].isin(codes)]
    shown("by_year", codes, chosen, lambda: stages_by_year(rungs(codes), about, basis, address))
    shown("from_start", codes, chosen, lambda: stages_from_start(began(codes), len(codes), basis, address))


def show_aims(town: Row, codes: list[str], chosen: Filters) -> None:
    """Draw what municipalities with a plan aim at, beside the own plan."""
    documents = answers.documents()
    basis = Basis("", wording.as_of(documents), wording.sources(documents))
    area, with_own = town["area_code"], [town["area_code"], *codes] if town["has_record"] else codes

    def missing() -> Figure:
        return missing_here(town, answers.aims_of_peers(area, codes), answers.peer_towns(codes), basis)

    shown("missing_here", (area, codes), chosen, missing)
    counts, towns = answers.peer_targets, answers.peer_towns
    shown("per_10k", with_own, chosen, lambda: per_10k(counts(with_own), towns(with_own), basis))


def show_parts(
    town: Row, ranked: pd.DataFrame, search: Search, chosen: Filters, show_nearest: Callable[[], None]
) -> None:
    """Draw who is near, and those that are chosen beside the own municipality, by what the reader asks."""
    beside, group = peers.choose_shown(ranked), peers.choose_group()
    compared = profile.Comparison(
        answers.peer_towns([town["area_code"], *beside]), answers.peer_standing(town["area_code"], group, search),
        answers.peer_variables(), peers.group_words(group),
    )  # fmt: skip
    with_plan = ranked[ranked["has_record"]]["area_code"]
    planned = list(dict.fromkeys([*with_plan[with_plan.isin(beside)], *with_plan]))[:WITH_PLAN]
    asked = (town["area_code"], beside, search, group)
    near, side_by_side, aims, stages = st.tabs(["似た市町村", "並べて見る", "目標", "段階"], key="peers_parts")
    with near:
        show_nearest()
        scale, used = answers.peer_positions(), search.used
        shown("positions", asked, chosen, lambda: profile.positions(compared, scale, used, peers.basis(chosen)))
    with side_by_side:
        shown("side_by_side", asked, chosen, lambda: profile.side_by_side(compared, peers.basis(chosen)))
        peers.show_links(compared.towns.iloc[1:], chosen)
        services.show_beside(town, beside, chosen)
    with aims:
        show_aims(town, planned, chosen)
    with stages:
        show_stages([town["area_code"], *beside], chosen)


with frame.page(TITLE, LEAD) as chosen:
    town = choose_any_town(answers.municipalities(chosen.prefecture_code), chosen)
    show_head(town, chosen)
    peers.show_missing(chosen)
    search = peers.choose_search()
    found = answers.peers(town["area_code"], search)

    def nearest() -> Figure:
        return peers.nearest(town, chosen, found, LISTED, search)

    show_nearest = functools.partial(shown, "nearest", (town["area_code"], search), chosen, nearest)
    if len(found.ranked):
        show_parts(town, found.ranked, search, chosen, show_nearest)
    else:
        show_nearest()
