"""The cards of similar municipalities: the nearest with their reasons, on their own page and on that of a municipality."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

import pandas as pd

from components.drawing import wording
from components.drawing.model import Basis, Figure
from components.figures import peers
from components.views import card, import_help, navigation
from components.views.filters import Filters
from components.views.kept_figures import kept
from components.views.town_picker import Row

NO_CENSUS_JA = (
    "そのため、計画書に値のある市町村どうしだけを比べ、人口増減率は使えません。取り込むと全国の市町村と比べられます。"
)


IN_SUMMARY = 3


class Found(Protocol):
    """The answer to a search: data.answers.Peers."""

    @property
    def ranked(self) -> pd.DataFrame:
        """The municipalities that can be compared, nearest first."""

    @property
    def asked(self) -> int:
        """How many the filters leave to be compared."""


class Source(Protocol):
    """What the variables come from: data.answers.PeerSource."""

    @property
    def title_ja(self) -> str:
        """Title of the statistic, or the plans."""

    @property
    def as_of_date(self) -> str:
        """Its day (ISO); empty for the plans."""

    @property
    def has_census(self) -> bool:
        """Whether a census was imported."""


class Dataset(Protocol):
    """What these cards ask of data.answers."""

    def peers(self, area_code: str, search: Any = None) -> Found:
        """Return the nearest municipalities."""

    def peer_differences(self, area_code: str, codes: Collection[str], search: Any = None) -> pd.DataFrame:
        """Return what each variable adds to each distance."""

    def peer_reasons(self, differences: pd.DataFrame) -> pd.Series:
        """Return one sentence for each peer."""

    def peer_source(self) -> Source:
        """Return what the variables come from."""


def nearest(dataset: Dataset, town: Row, chosen: Filters, found: Found, most: int, search: Any = None) -> Figure:
    """Return the nearest municipalities with their reasons.

    Args:
        search: Whom it is compared with and in what; by default everybody, in everything that is widely known.
    """
    codes = list(found.ranked["area_code"].head(most))
    differences = dataset.peer_differences(str(town["area_code"]), codes, search)
    return peers.nearest(
        town, found.ranked, found.asked, differences, dict(dataset.peer_reasons(differences)), basis(dataset, chosen),
        lambda code: address_of(chosen, code),
    )  # fmt: skip


def show_missing(dataset: Dataset, chosen: Filters) -> None:
    """Say what a missing census means here and how it comes in."""
    if not dataset.peer_source().has_census:
        import_help.missing_census(chosen, NO_CENSUS_JA)


def show_summary(dataset: Dataset, town: Row, chosen: Filters) -> None:
    """Draw the three nearest municipalities on the page of one, with the way to all that can be compared."""
    area = str(town["area_code"])
    figure = kept(
        "municipality.peers",
        chosen.version,
        area,
        lambda: nearest(dataset, town, chosen, dataset.peers(area), IN_SUMMARY),
    )
    card.show(figure, chosen)
    if not figure.n:
        return
    navigation.link("peers", f"{town['name_ja']}と似た市町村を詳しく比べる", **chosen.query(area=area))


def basis(dataset: Dataset, chosen: Filters) -> Basis:
    """Return what the figures of the variables share."""
    source = dataset.peer_source()
    as_of = f"{wording.era_date(source.as_of_date)}現在" if source.as_of_date else chosen.as_of
    return Basis(chosen.prefecture_ja, as_of, source.title_ja)


def address_of(chosen: Filters, area: str) -> str:
    """Return the address of a municipality's page, whatever prefecture it lies in."""
    return navigation.address("municipality", **chosen.query(area=area, pref=None))
