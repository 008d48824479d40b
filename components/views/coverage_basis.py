"""Which support coverage a view shows: what municipalities reported where they did, or what plans declare alone."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from components.figures.aging import Coverage
from components.figures.reported_points import is_reported, with_reported
from components.views import filters
from components.views.filters import Filters
from components.views.store_reach import store_in_reach

CHOICES = {"reported": "報告値を優先", "declared": "申告値のみ"}
HELP_JA = "報告値は市町村が実績報告で答えた値、申告値は計画書に書かれた値です。"


class Dataset(Protocol):
    """What this asks of data.answers."""

    def reported_coverage(self, area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return C1 and C2 as reported."""


def applied(dataset: Dataset, towns: pd.DataFrame, coverage: Coverage, chosen: Filters) -> pd.DataFrame:
    """Return the municipalities with the coverage to be shown; where any was reported, the reader may leave it out."""
    with store_in_reach():
        reported = dataset.reported_coverage(prefecture_code=chosen.prefecture_code)
        if is_reported(reported, coverage):
            basis = filters.choose_one("basis", "値のもと", CHOICES, style="buttons", help_ja=HELP_JA)
            if basis == "reported":
                return with_reported(towns, reported, coverage)
    return towns
