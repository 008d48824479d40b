"""Ratings as everybody may see them: small case counts hidden, with every number and band that would reveal them.

Source: docs/data_dictionary.md, "少数の秘匿".
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.measures.attainment_rates import attainment_rates, bands_of, check_bands
from data.measures.values import holds, numbers, unit_meaning

SMALLEST_SHOWN = 5
SUPPRESSED = "suppressed"
SUPPRESSED_JA = "秘匿"
VALUE_REASON = f"{SMALLEST_SHOWN}未満の件数のため、実績と達成率を公表しません。"
BAND_REASON = f"{SMALLEST_SHOWN}未満の件数が段階から分かるため、実績・達成率・段階を公表しません。"

# Numbers of people and households in need; headcounts of staff and participants of events are no case counts.
CASE_UNITS = ("件", "人", "世帯", "ケース")
CASE_DOMAINS = ("case_work", "consultation", "coordination")
REVEALING = ["actual_value", "numerator", "denominator", "attainment_pct", "way_pct", "difference_points", "pace"]


def suppress_ratings(ratings: pd.DataFrame, indicators: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings for public views; shares of these are public, shares of the full ratings are not.

    A case count from 1 to 4 is hidden with its rate, pace and difference, and so is a rate whose numerator or
    denominator is one. Its band stays only where at least two counts lead to it, and where no count would be told by
    being the only one without a band.

    The same rows with hidden values missing; is_suppressed says where. A hidden band becomes the state `suppressed`
    (秘匿), counted neither as attained nor as rateable.

    Args:
        indicators: Table `indicators`: direction, kind, domain.
    """
    known = _indicators_of(ratings, indicators)
    small_count, small_part = _small_cases(ratings, known)
    small = small_count | small_part
    telling = small & ratings["band"].notna() & (small_part | _band_tells(ratings, known, check_bands(bands)))
    public = ratings.assign(is_suppressed=small)
    public[REVEALING] = public[REVEALING].mask(small)
    public["achievement_id"] = public["achievement_id"].mask(small)  # an id from a document holds the number itself
    public["reason_ja"] = public["reason_ja"].mask(small, VALUE_REASON).mask(telling, BAND_REASON)
    public["band"] = public["band"].where(~telling, None)
    public["is_attained"] = public["is_attained"].mask(telling)
    for column, text in (("state", SUPPRESSED), ("status", SUPPRESSED), ("status_ja", SUPPRESSED_JA)):
        public[column] = public[column].mask(telling, text)
    return public


def hidden_cases(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """Return which results must not be shown: counts of cases from 1 to 4, and rates made of one.

    Args:
        rows: indicator_code, target_unit, actual_value, numerator, denominator.
    """
    small_count, small_part = _small_cases(rows, _indicators_of(rows, indicators))
    return small_count | small_part


def _indicators_of(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    known = rows[["indicator_code", "target_unit"]].merge(indicators, "left", "indicator_code")
    known.index = rows.index
    return known


def _small_cases(rows: pd.DataFrame, known: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return where the count itself is small, and where a part of a rate is."""
    meaning = rows["target_unit"].map(lambda unit: unit_meaning(unit)[0])
    domain = holds(known["domain"].isna() | known["domain"].isin(CASE_DOMAINS))
    small_count = holds(meaning.isin(CASE_UNITS)) & domain & _is_small(rows["actual_value"])
    small_part = domain & (_is_small(rows["numerator"]) | _is_small(rows["denominator"]))
    return small_count, small_part


def _is_small(counts: pd.Series) -> pd.Series:
    """Return whether each count is small (above 0 and below 5); a missing one is not, and 0 is not."""
    known = numbers(counts)
    return (known > 0) & (known < SMALLEST_SHOWN)


def _band_tells(ratings: pd.DataFrame, known: pd.DataFrame, bands: pd.DataFrame) -> pd.Series:
    """Return where the band, or its absence, would leave only one count from 1 to 4."""
    rows = ratings.assign(direction=known["direction"], kind=known["kind"], numerator=None, denominator=None, done=None)
    is_approx = holds(rows["comparator"] == "approx")
    possible = {}
    for count in range(1, SMALLEST_SHOWN):
        rates = attainment_rates(rows.assign(actual_value=float(count)))
        possible[count] = bands_of(
            rates["attainment_pct"], rates["attained"], is_approx, rates["worse"], bands, rates["beyond"]
        )
    table = pd.DataFrame(possible).to_numpy(dtype=object)
    same = (table[:, :, None] == table[:, None, :]).sum(axis=2)
    alone = same == 1
    own = (table == ratings["band"].to_numpy(dtype=object)[:, None]).sum(axis=1)
    tells = (own <= 1) | (alone.sum(axis=1) == 1)
    return pd.Series(np.asarray(tells, dtype=bool), index=ratings.index)
