"""The card of the census on a municipality's page; where none was brought in, how to."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from components.drawing import wording
from components.drawing.model import Basis
from components.figures import census
from components.views import card, import_help
from components.views.filters import Filters
from components.views.town_picker import Row


class Dataset(Protocol):
    """What this asks of data.answers."""

    def area_statistics(self, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return what the census says about every municipality."""

    def register_statistics(self, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return what the resident register says about every municipality."""

    def aging_rates(self, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return 高齢化率 of the plan and of the census side by side."""


def show(dataset: Dataset, town: Row, chosen: Filters) -> None:
    """Draw what the census says about a municipality, beside its plan where it has one."""
    rows = dataset.area_statistics(str(town["prefecture_code"]))
    mine = rows[rows["area_code"] == town["area_code"]].to_dict("records")
    if not mine:
        import_help.missing_census(chosen, "取り込むと、人口・高齢化率・世帯数を計画書の値と並べて示します。")
        return
    when, source = "", ""
    if town["has_record"]:
        when = wording.fiscal_year(town["fiscal_year"])
        source = wording.place(town["doc_id"], town["line_start"], town["line_end"])
        rates = dataset.aging_rates(str(town["prefecture_code"]))
        day = rates.loc[rates["area_code"] == town["area_code"], "document_date"].dropna()
        when += f"。高齢化率は{wording.era_date(day.iloc[0])}" if len(day) else ""
    register = dataset.register_statistics(str(town["prefecture_code"]))
    newer = register[register["area_code"] == town["area_code"]].to_dict("records")
    basis = Basis(chosen.prefecture_ja, "", source)
    card.show(census.of_town(town, mine[0], when, basis, newer[0] if newer else None), chosen)
