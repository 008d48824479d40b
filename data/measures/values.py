"""Numbers, dates and units as the measures compare them: what is missing, which year a day lies in, what turns one unit into another."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd


def with_columns(frame: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Return the frame with every named column; a column that was absent is empty."""
    absent = {name: pd.Series(None, index=frame.index, dtype=object) for name in names if name not in frame}
    return frame.assign(**absent)


def numbers(values: pd.Series) -> pd.Series:
    """Return the values as float, NaN where missing."""
    return pd.to_numeric(values, errors="coerce").astype("float64")


def holds(mask: pd.Series) -> pd.Series:
    """Return a mask without missing values: what is not known does not hold."""
    return mask if mask.dtype == bool else mask.astype("boolean").fillna(False).astype(bool)


def first_case(cases: Mapping[str, pd.Series], default: Any = "") -> pd.Series:
    """Return, for each row, the name of the first case that holds."""
    masks = [holds(mask) for mask in cases.values()]
    return pd.Series(np.select(masks, list(cases), default), masks[0].index, dtype="str")


def dates(texts: pd.Series) -> pd.Series:
    """Return ISO texts as dates; a month alone (YYYY-MM) means its last day, a time of day is dropped."""
    plain = texts.astype("string").str.slice(0, 10)
    days = pd.to_datetime(plain, format="%Y-%m-%d", errors="coerce").astype("datetime64[ns]")
    months = pd.to_datetime(plain.where(plain.str.len() == 7), format="%Y-%m", errors="coerce")
    month_ends: pd.Series = months.astype("datetime64[ns]") + pd.offsets.MonthEnd(0)
    return days.fillna(month_ends)


def fiscal_year_ends(fiscal_years: pd.Series) -> pd.Series:
    """Return 31 March that ends each fiscal year; NaT where the year is missing."""
    years = fiscal_years.astype("Int64") + 1
    return pd.to_datetime(years.astype("string") + "-03-31", errors="coerce").astype("datetime64[ns]")


def fiscal_years_of(days: pd.Series) -> pd.Series:
    """Return the fiscal year in which each date lies."""
    years: pd.Series = days.dt.year - (days.dt.month < 4)
    return years.astype("Int64")


def elapsed_share(days: pd.Series, fiscal_years: pd.Series) -> pd.Series:
    """Return the share of the fiscal year that has passed at the end of each date (0–1, NaN where unknown).

    15 October 2019 is day 198 of the 366 days of fiscal year 2019: 0.541.
    """
    ends = fiscal_year_ends(fiscal_years)
    starts = fiscal_year_ends(fiscal_years - 1)
    return ((days - starts) / (ends - starts)).clip(0, 1)


# Unit as written (NFKC) → the unit it means, and how many of that one of it is.
MEANINGS: dict[str, tuple[str, float]] = {
    "名": ("人", 1.0), "パーセント": ("%", 1.0), "割": ("%", 10.0),
    **dict.fromkeys(("箇所", "個所", "カ所", "ヵ所", "ヶ所", "ケ所"), ("か所", 1.0)),
}  # fmt: skip
MONTHS_IN_A_YEAR = 12


def unit_meaning(unit: object) -> tuple[str, float]:
    """Return the unit that a text means and its size in that unit: 割 → ("%", 10); a missing unit → ("", 1)."""
    if not isinstance(unit, str):
        return "", 1.0
    plain = unicodedata.normalize("NFKC", unit).strip()
    return MEANINGS.get(plain, (plain, 1.0))


def unit_factors(units: pd.Series, wanted: pd.Series) -> pd.Series:
    """Return what a number in one unit is multiplied by to stand in another; NaN where it cannot.

    The factor (人 → 名: 1, % → 割: 0.1), NaN where the units differ.

    Args:
        units: Unit of each result, as written; missing units are taken as the wanted unit.
    """
    factors = []
    for unit, target_unit in zip(units, wanted, strict=True):
        own, size = unit_meaning(unit)
        other, other_size = unit_meaning(target_unit)
        factors.append(size / other_size if own in ("", other) else float("nan"))
    return pd.Series(factors, index=units.index, dtype=float)


def period_factors(per: pd.Series, wanted: pd.Series, is_year_total: pd.Series) -> pd.Series:
    """Return what turns a number per month or year into the target's; NaN where the bases differ.

    1 where both count alike, 1/12 and 12 between month and year, NaN otherwise.

    Args:
        per: What each result is counted per (`month`, `year`, `total`, `site`, `session`; missing = not said).
        wanted: What each target is counted per; missing counts as the year.
        is_year_total: Whether a result without `per` is known to be the total of a year or part of one.
    """
    own = per.where(per.notna(), is_year_total.map({True: "year", False: None}).astype(object))
    own, other = own.replace("total", "year"), wanted.fillna("year").replace("total", "year")
    own = own.where(own.notna(), other.where(other == "year", ""))
    factor = pd.Series(float("nan"), index=per.index)
    factor[own == other] = 1.0
    factor[(own == "year") & (other == "month")] = 1 / MONTHS_IN_A_YEAR
    factor[(own == "month") & (other == "year")] = float(MONTHS_IN_A_YEAR)
    return factor
