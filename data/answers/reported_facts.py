"""What municipalities reported over the years: the series of each target, and the coverage that makes C1 and C2 facts."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data import dataset
from data.answers.attainment import public_ratings, rated_on
from data.answers.facts import of_place, with_places
from data.answers.reports import kept_as_reported, reported_achievements, reported_areas, submissions
from data.measures import reported_coverage as measure
from data.measures.target_series import target_series as series_of


def target_series(area_code: str) -> pd.DataFrame:
    """Return the results of each target of a municipality by fiscal year, small case counts hidden.

    Returns:
        `data.measures.target_series.target_series` as it stands today.
    """
    return _series(area_code, date.fromisoformat(rated_on()))


def reported_coverage(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return C1 and C2 as reported, by municipality, pillar and fiscal year, with the names of the area.

    Returns:
        `data.measures.reported_coverage.reported_coverage` as it stands today; is_latest marks the newest year.
    """
    return of_place(_coverage(date.fromisoformat(rated_on())), area_code, prefecture_code)


@kept_as_reported
def _series(area_code: str, on: date) -> pd.DataFrame:
    results, targets, forms = reported_achievements(), dataset.read_table("targets"), submissions()
    targets, results, forms = (rows[rows["area_code"] == area_code] for rows in (targets, results, forms))
    rated = public_ratings(area_code=area_code)
    return series_of(rated, targets, results, forms, dataset.read_table("indicators"), on)


@kept_as_reported
def _coverage(on: date) -> pd.DataFrame:
    return with_places(measure.reported_coverage(reported_areas(), submissions(), on))
