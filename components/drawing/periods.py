"""Which report a figure is about: a fiscal year and a kind. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Report:
    """The report of one year and kind."""

    fiscal_year: int  # The year that is reported on
    kind: str  # `full_year` or `mid_year`
    year_ja: str  # The year in words
    kind_ja: str  # The kind in words

    def of(self, submissions: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of this report."""
        mine = (submissions["fiscal_year"] == self.fiscal_year) & (submissions["report_kind"] == self.kind)
        return submissions[mine].reset_index(drop=True)
