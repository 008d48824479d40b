"""Optional columns and fiscal-year dates that the measures of attainment share."""

from __future__ import annotations

from collections.abc import Iterable

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
    return mask.astype("boolean").fillna(False).astype(bool)


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
