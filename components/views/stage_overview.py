"""What other documents and lists add to the start page: stages by year, the later list, the national counts."""

from __future__ import annotations

from typing import Protocol

import pandas as pd
import streamlit as st

from components.drawing.model import Basis
from components.figures import national, stages
from components.figures.stages import STAGE_SOURCE_JA
from components.views import card
from components.views.filters import Filters


class Dataset(Protocol):
    """What these figures ask of data.answers."""

    def stage_ladder(self, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return one row per municipality and fiscal year."""

    def programme_stages(self, *, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return every statement on a stage."""

    def model_outcome(self) -> pd.DataFrame:
        """Return the one row on the later list."""

    def model_outcome_members(self) -> pd.DataFrame:
        """Return the municipalities behind it."""

    def national_counts(self) -> pd.DataFrame:
        """Return the national counts."""


def show(dataset: Dataset, chosen: Filters) -> None:
    """Draw what is known about stages in the place; for all Japan also the later list and the national counts."""
    prefecture = chosen.prefecture_code
    basis = Basis(chosen.prefecture_ja, chosen.as_of, STAGE_SOURCE_JA)
    ladder, statements = (dataset.stage_ladder(prefecture), dataset.programme_stages(prefecture_code=prefecture))
    figure = stages.by_year(ladder, statements, basis)
    if prefecture is not None:
        card.show(figure, chosen)
        return
    left, right = st.columns(2, gap="small")
    with left:
        card.show(figure, chosen)
        for row in dataset.model_outcome().to_dict("records"):
            members = dataset.model_outcome_members()
            card.show(national.model_outcome(row, members, chosen.as_of), chosen)
    with right:
        card.show(national.counts(dataset.national_counts()), chosen)
