"""The facts of a report for a council: plain values and frames, all of one moment. No computing, no reading.

Facts are equal only to themselves: frames have no cheap comparison, and the same state gives the same object.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class ReportedFacts:
    """Reports and ratings, public values only."""

    year: int  # The latest fiscal year with reports or ratings
    ratings: pd.DataFrame  # data.answers.public_ratings of the place, all years
    pillar_shares: pd.DataFrame  # Share of targets attained by pillar, of `year`
    place_shares: pd.DataFrame  # The same by area_code
    year_shares: pd.DataFrame  # The same by target_fy, all years
    rates: pd.DataFrame  # data.answers.reporting_rates of the prefecture
    forms: pd.DataFrame  # data.answers.submission_states of `year` in the prefecture
    rules: Mapping[str, str]  # data.answers.rating_rules
    coverage: pd.DataFrame  # data.answers.reported_coverage of the prefecture


@dataclass(frozen=True, eq=False)
class ServiceFacts:
    """What is reported on the five services, public values only; each of the place, named as in data.answers."""

    year: int  # The latest fiscal year with a report
    headline: Mapping[str, object] | None  # Fields of services_headline of the prefecture; None with few reports
    services: pd.DataFrame  # town_services
    years: pd.DataFrame  # service_years
    counts: pd.DataFrame  # service_counts
    zeros: pd.DataFrame  # zero_reports of the prefecture
    money: pd.DataFrame  # service_money
    middles: pd.DataFrame  # money_middles of the prefecture
    roads: pd.DataFrame  # reported_roads of the prefecture
    process: pd.DataFrame  # service_process of the municipality; no rows for the prefecture
    peers: pd.DataFrame  # service_peers of the municipality; no rows for the prefecture
    reasons: Mapping[str, str]  # SERVICE_REASONS


@dataclass(frozen=True, eq=False)
class TownFacts:
    """The plan of one municipality."""

    row: Mapping[str, object]  # Its row of data.answers.municipalities
    profile: pd.DataFrame  # data.answers.profile of its record; no rows where it has none
    quartiles: pd.DataFrame  # data.answers.profile_quartiles of its prefecture
    service_areas: pd.DataFrame  # data.answers.service_areas of the municipality


@dataclass(frozen=True, eq=False)
class PackFacts:
    """Everything that the report of one place is made from.

    Attributes:
        documents, indicators: As data.answers gives them.
        targets, achievements, function_states: Of the place.
    """

    prefecture_code: str  # Two digits
    prefecture_ja: str  # Its name
    area_code: str | None  # Six digits of the municipality that the report is about; None = the prefecture
    edition: str | None  # The frozen edition; None = now
    frozen_at: str | None  # When it was frozen (ISO)
    judged_on: str  # The day of judgement (ISO)
    version: str  # Version of the dataset
    is_practice: bool  # Whether the data are invented
    towns: pd.DataFrame  # data.answers.municipalities of the prefecture
    pooled: pd.DataFrame  # data.answers.pooled_coverage of the prefecture
    documents: pd.DataFrame
    indicators: pd.DataFrame
    definitions: pd.DataFrame  # Code, name_ja, unit, formula_ja, meaning_ja, caveat_ja of the derived figures
    targets: pd.DataFrame
    achievements: pd.DataFrame
    function_states: pd.DataFrame
    ladder: pd.DataFrame  # data.answers.stage_ladder of the prefecture
    stages: pd.DataFrame  # data.answers.programme_stages of the prefecture
    reasons: Mapping[str, str]  # Code → words for why a coverage is not computable, and for its flags
    town: TownFacts | None  # Of the municipality; None for the prefecture
    reported: ReportedFacts | None  # None where nothing was asked or rated, or the store is out of reach
    services: ServiceFacts | None  # None where nothing is reported on the five services, or the store is out of reach
    trouble_ja: str  # Why reports cannot be shown; "" where they can
