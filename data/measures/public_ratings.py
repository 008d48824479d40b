"""Ratings as everybody may see them: small case counts hidden, shares of targets attained, and what changed between two states."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.measures.attainment_rates import attainment_rates, bands_of, check_bands
from data.measures.definitions import LABELS
from data.measures.values import holds, numbers, unit_meaning, with_columns

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
    telling = small_part & ratings["band"].notna()
    unsure = small & ratings["band"].notna() & ~telling
    if unsure.any():
        told = _band_tells(ratings[unsure], known[unsure], check_bands(bands))
        telling |= told.reindex(ratings.index, fill_value=False)
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
    counts = range(1, SMALLEST_SHOWN)
    tried = pd.concat([rows.assign(actual_value=float(count)) for count in counts], ignore_index=True)
    rates, is_approx = attainment_rates(tried), holds(tried["comparator"] == "approx")
    possible = bands_of(rates["attainment_pct"], rates["attained"], is_approx, rates["worse"], bands, rates["beyond"])
    table = possible.to_numpy(dtype=object).reshape(len(counts), len(rows)).T
    alone = (table[:, :, None] == table[:, None, :]).sum(axis=2) == 1
    own = (table == ratings["band"].to_numpy(dtype=object)[:, None]).sum(axis=1)
    tells = (own <= 1) | (alone.sum(axis=1) == 1)
    return pd.Series(np.asarray(tells, dtype=bool), index=ratings.index)


COUNTS = ["target_count", "attained_count", "rateable_count", "hard_to_rate_count", "unreported_count",
          "before_due_count", "not_applicable_count", "qualitative_count", "against_plan_count"]  # fmt: skip


def attainment_shares(ratings: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the share of targets attained in each group: 100 × attained / rateable, beside what it leaves out.

    Factors and duplicates do not count anywhere. Targets without a rate by nature (体制, 活動, 定性) and volumes
    without a good direction are counted apart. The bounds hold whatever the missing reports will say: at least all of
    them miss their target, at most all of them reach it. due_count is what the bounds divide by: rateable + unreported.

    One row per group: target_count (all that count), attained_count, rateable_count, hard_to_rate_count,
    unreported_count, before_due_count, not_applicable_count (these six about targets with a rate); qualitative_count
    and against_plan_count (targets of those sorts, in whatever state); due_count; attained_pct (NaN without a rateable
    target), lowest_pct and highest_pct (NaN with nothing due).

    Args:
        ratings: Result of `rate_targets`, with the columns of `by`.
    """
    told = ["counts_in_share", "is_attained", "band", "state", "has_no_rate", "is_volume"]
    rows = ratings.loc[~ratings["is_factor"] & ~ratings["is_duplicate"], list(dict.fromkeys([*by, *told]))]
    in_share = rows["counts_in_share"]
    marks = rows.assign(
        target_count=1,
        attained_count=in_share & rows["is_attained"].fillna(False).astype(bool),
        rateable_count=in_share & rows["band"].notna(),
        **{
            f"{state}_count": in_share & (rows["state"] == state).fillna(False).astype(bool)
            for state in ("hard_to_rate", "unreported", "before_due", "not_applicable")
        },
        qualitative_count=rows["has_no_rate"],
        against_plan_count=rows["is_volume"] & ~rows["has_no_rate"],
    )
    return pooled_shares(marks, by)


def pooled_shares(shares: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the shares of larger groups from those of smaller ones, as `attainment_shares` gives them."""
    shares = shares.groupby(list(by), as_index=False, dropna=False)[COUNTS].sum()
    names = ("attained", "rateable", "unreported")
    attained, rateable, missing = (shares[f"{name}_count"].astype(float) for name in names)
    due = rateable + missing
    shares["due_count"] = shares["rateable_count"] + shares["unreported_count"]
    shares["attained_pct"] = (100 * attained / rateable.where(rateable > 0)).round(1)
    shares["lowest_pct"] = (100 * attained / due.where(due > 0)).round(1)
    shares["highest_pct"] = (100 * (attained + missing) / due.where(due > 0)).round(1)
    return shares


SHOWN = ["status", "status_ja", "is_attained", "actual_value", "actual_unit", "reason_ja"]
NAMED = ["area_code", "area_name_ja", "prefecture_ja", "pillar", "label_ja", "target_fy"]
KINDS = LABELS["change_kinds"]
MOVES = LABELS["change_moves"]
WAITING = ("unreported", "before_due")


def changed_ratings(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the targets whose rating, result or existence differs, sorted by area and target.

    Columns: target_id, the columns of NAMED, change (a key of KINDS), the columns of SHOWN twice, with `_before` and
    `_after` (missing where the target was not there), and one truth value per key of MOVES. A hidden value that stays
    hidden is no change, and one that is hidden on either side is neither attained nor lost.

    Args:
        before: Public ratings (`suppress_ratings`) of the earlier state, with the names of the areas.
    """
    columns = ["target_id", *NAMED, *SHOWN]
    earlier, later = (with_columns(rows, columns)[columns].set_index("target_id") for rows in (before, after))
    both = earlier[SHOWN].add_suffix("_before").join(later[SHOWN].add_suffix("_after"), how="outer")
    change = pd.Series(pd.NA, index=both.index, dtype="string")
    change[_differs(both, "actual_value")] = "value"
    change[_differs(both, "status_ja")] = "status"
    change[~both.index.isin(earlier.index)] = "added"
    change[~both.index.isin(later.index)] = "removed"
    named = later[NAMED].combine_first(earlier[NAMED])
    rows = named.join(both, how="right").assign(change=change, **_moves(both))
    rows = rows[rows["change"].notna()].reset_index()
    return rows.sort_values(["area_code", "target_id"], ignore_index=True)


def _moves(both: pd.DataFrame) -> dict[str, pd.Series]:
    """Return for each key of MOVES where it happened; a target may be reported and attained at once."""
    was, now = (holds(both[f"is_attained_{side}"]) for side in ("before", "after"))
    first, second = (both[f"status_{side}"] for side in ("before", "after"))
    shown = ~holds(first == SUPPRESSED) & ~holds(second == SUPPRESSED)
    waited, waits = (holds(codes.isin(WAITING)) for codes in (first, second))
    return {
        "attained": now & ~was & shown,
        "lost": was & ~now & shown & second.notna(),
        "reported": waited & ~waits & second.notna(),
        "overdue": holds(first == "before_due") & holds(second == "unreported"),
    }


def _differs(both: pd.DataFrame, name: str) -> pd.Series:
    first, second = (both[f"{name}_{side}"].astype(object) for side in ("before", "after"))
    unchanged = (first == second).fillna(False).astype(bool) | (first.isna() & second.isna())
    return ~unchanged
