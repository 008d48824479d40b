"""What a report for a council is made from: plain values and frames, all of one moment. No computing, no reading.

Facts are equal only to themselves: frames have no cheap comparison, and the same state gives the same object.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class ReportedFacts:
    """What was reported and how it stands, public values only.

    Attributes:
        year: The latest fiscal year with reports or ratings.
        ratings: data.access.public_ratings of the place, all years.
        pillar_shares: Share of targets attained by pillar, of `year`.
        place_shares: The same by area_code.
        year_shares: The same by target_fy, all years.
        rates: data.access.reporting_rates of the prefecture.
        forms: data.access.submission_states of `year` in the prefecture.
        rules: data.access.rating_rules.
        coverage: data.access.reported_coverage of the prefecture.
    """

    year: int
    ratings: pd.DataFrame
    pillar_shares: pd.DataFrame
    place_shares: pd.DataFrame
    year_shares: pd.DataFrame
    rates: pd.DataFrame
    forms: pd.DataFrame
    rules: Mapping[str, str]
    coverage: pd.DataFrame


@dataclass(frozen=True, eq=False)
class TownFacts:
    """What stands in the plan of one municipality.

    Attributes:
        row: Its row of data.access.municipalities.
        profile: data.access.profile of its record; no rows where it has none.
        quartiles: data.access.profile_quartiles of its prefecture.
        service_areas: data.access.service_areas of the municipality.
    """

    row: Mapping[str, object]
    profile: pd.DataFrame
    quartiles: pd.DataFrame
    service_areas: pd.DataFrame


@dataclass(frozen=True, eq=False)
class PackFacts:
    """Everything that the report of one place is made from.

    Attributes:
        prefecture_code: Two digits.
        prefecture_ja: Its name.
        area_code: Six digits of the municipality that the report is about; None = the prefecture.
        edition: The frozen edition; None = now.
        frozen_at: When it was frozen (ISO).
        judged_on: The day of judgement (ISO).
        version: Version of the dataset.
        is_practice: Whether the data are invented.
        towns: data.access.municipalities of the prefecture.
        documents, indicators: As data.access gives them.
        definitions: Code, name_ja, unit, formula_ja, meaning_ja, caveat_ja of the derived figures.
        targets, achievements, function_states: Of the place.
        ladder: data.access.stage_ladder of the prefecture.
        stages: data.access.programme_stages of the prefecture.
        reasons: Code → words for why a coverage is not computable, and for its flags.
        town: Of the municipality; None for the prefecture.
        reported: None where nothing was asked or rated, or the store is out of reach.
        trouble_ja: Why reports cannot be shown; "" where they can.
    """

    prefecture_code: str
    prefecture_ja: str
    area_code: str | None
    edition: str | None
    frozen_at: str | None
    judged_on: str
    version: str
    is_practice: bool
    towns: pd.DataFrame
    documents: pd.DataFrame
    indicators: pd.DataFrame
    definitions: pd.DataFrame
    targets: pd.DataFrame
    achievements: pd.DataFrame
    function_states: pd.DataFrame
    ladder: pd.DataFrame
    stages: pd.DataFrame
    reasons: Mapping[str, str]
    town: TownFacts | None
    reported: ReportedFacts | None
    trouble_ja: str
