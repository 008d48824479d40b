"""All targets of a place in words, put into words once for each state of data and reports, not at every click."""

from __future__ import annotations

from typing import Protocol

import pandas as pd
import streamlit as st

from components.figures import ratings, targets


class Dataset(Protocol):
    """What this asks of data.answers."""

    def targets(self, area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return the targets."""

    def achievements(self, area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
        """Return the results that the documents state."""

    def indicators(self) -> pd.DataFrame:
        """Return the indicators."""

    def dataset_version(self) -> str:
        """Return the version of the dataset."""

    def report_state(self) -> str:
        """Return what all answers about reports depend on."""


def of_place(dataset: Dataset, prefecture_code: str | None, rated: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the targets of a place with words for every code, and with what was reported as their result.

    Args:
        prefecture_code: Two digits; None = all of Japan.
        rated: data.answers.public_ratings of the place; None where nothing was rated.
    """
    state = dataset.dataset_version() if rated is None else dataset.report_state()
    return _in_words(dataset, rated, state, prefecture_code, is_rated=rated is not None)


@st.cache_resource(show_spinner=False, max_entries=64)
def _in_words(
    _dataset: Dataset, _rated: pd.DataFrame | None, state: str, prefecture_code: str | None, *, is_rated: bool
) -> pd.DataFrame:
    """Return the words; frames are not looked at by the cache, their state is."""
    results = _dataset.achievements(prefecture_code=prefecture_code)
    rows = targets.with_words(_dataset.targets(prefecture_code=prefecture_code), results, _dataset.indicators())
    return ratings.with_reports(rows, _rated)
