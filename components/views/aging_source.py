"""Which 高齢化率 a view uses, that of the plans or that of the census; the choice is the same on every page."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from components.drawing import wording
from components.figures.aging_sources import document_when
from components.views import filters

SOURCES = {"census": "国勢調査（全市町村）", "document": "計画書（計画書のある市町村）"}


class Dataset(Protocol):
    """What this asks of data.answers."""

    def aging_rates(self, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return 高齢化率 of the plan and of the census side by side."""


def choose_census() -> bool:
    """Show the choice and return whether the census is meant: the two differ in date and in the towns that have one."""
    return filters.choose_one("aging_source", "高齢化率の出典", SOURCES, style="buttons") == "census"


def applied(dataset: Dataset, towns: pd.DataFrame, prefecture_code: str | None) -> pd.DataFrame:
    """Show the choice where a census was imported; return the municipalities with 高齢化率 of the chosen source.

    Returns:
        The rows with aging_rate_pct of the chosen source, and beside it both: aging_source (a key of SOURCES),
        document_aging_pct, document_when_ja, census_aging_pct, census_when_ja; unchanged without a census.
    """
    rates = dataset.aging_rates(prefecture_code)
    if not rates["census_aging_rate_pct"].notna().any():
        return towns
    beside = pd.DataFrame(
        {
            "area_code": rates["area_code"],
            "census_aging_pct": rates["census_aging_rate_pct"],
            "census_when_ja": [wording.era_date(day) for day in rates["census_date"]],
            "document_when_ja": [document_when(row) for row in rates.to_dict("records")],
        }
    )
    source = "census" if choose_census() else "document"
    rows = towns.merge(beside, "left", "area_code").assign(
        aging_source=source, document_aging_pct=towns["aging_rate_pct"].to_numpy()
    )
    return rows.assign(aging_rate_pct=rows["census_aging_pct" if source == "census" else "document_aging_pct"])
