"""The bands of attainment, from a table that can be edited: S 目標超過 … D 未達成, X 悪化."""

from __future__ import annotations

import numpy as np
import pandas as pd

COLUMNS = ("band", "name_ja", "minimum_pct", "minimum_approx_pct", "is_attained", "sort")
WORSE = "X"


def check_bands(bands: pd.DataFrame) -> pd.DataFrame:
    """Return the table of bands sorted from best to worst, once it is sure that every rate has exactly one band.

    Args:
        bands: band, name_ja, minimum_pct and minimum_approx_pct (percent of the target; empty = no lower limit),
            is_attained, sort (1 = best). The last band but X has no lower limit; X (worse than the baseline) has none.

    Raises:
        ValueError: Columns or bands are missing, a limit does not fall from band to band, or no band is attained.
    """
    missing = [name for name in COLUMNS if name not in bands]
    if missing:
        raise ValueError(f"attainment_bands: columns missing: {', '.join(missing)}")
    table = bands.sort_values("sort", ignore_index=True)
    scale = table[table["band"] != WORSE]
    if len(scale) != len(table) - 1 or table["band"].duplicated().any():
        raise ValueError("attainment_bands: every band once, and one band X for worse than the baseline")
    for column in ("minimum_pct", "minimum_approx_pct"):
        limits = scale[column].astype(float)
        if limits.iloc[:-1].isna().any() or not limits.iloc[:-1].is_monotonic_decreasing or pd.notna(limits.iloc[-1]):
            raise ValueError(f"attainment_bands: {column} must fall from band to band and be empty in the last")
    attained = scale["is_attained"].astype(bool)
    if not attained.is_monotonic_decreasing or attained.all() or not attained.any():
        raise ValueError("attainment_bands: the upper bands are attained, the lower ones are not")
    return table


def bands_of(
    rate_pct: pd.Series,
    attained: pd.Series,
    is_approx: pd.Series,
    is_worse: pd.Series,
    bands: pd.DataFrame,
    is_beyond: pd.Series | None = None,
) -> pd.Series:
    """Return the band of each row; None where there is neither a rate nor a yes or no.

    Args:
        rate_pct: Attainment rate A in percent, uncapped; NaN where there is none.
        attained: Yes or no where no rate can be had (boolean, missing elsewhere).
        is_worse: Whether the result is worse than the baseline; X wins over every band that is not attained.
        is_beyond: Whether the baseline was already better than the target: such a target is attained, never exceeded.
    """
    scale = bands[bands["band"] != WORSE]
    codes = scale["band"].to_numpy(dtype=object)
    limits = {flag: scale[column].astype(float).to_numpy()[:-1]
              for flag, column in ((False, "minimum_pct"), (True, "minimum_approx_pct"))}  # fmt: skip
    rates = rate_pct.to_numpy(dtype=float)[:, None]
    place = np.where(is_approx, (rates < limits[True]).sum(axis=1), (rates < limits[False]).sum(axis=1))
    band = pd.Series(codes[place], index=rate_pct.index, dtype=object).where(rate_pct.notna(), None)
    is_attained = scale["is_attained"].astype(bool)
    yes, no = scale.loc[is_attained, "band"].iloc[-1], scale["band"].iloc[-1]
    answered = attained.map({True: yes, False: no}).astype(object)
    band = band.where(rate_pct.notna() | attained.isna(), answered)
    if is_beyond is not None:
        band = band.mask(band.isin(scale.loc[is_attained, "band"]) & is_beyond, yes)
    not_attained = band.isin(scale.loc[~is_attained, "band"])
    return band.mask(not_attained & is_worse, WORSE)


def rounded_rates(rate_pct: pd.Series, bands: pd.DataFrame) -> pd.Series:
    """Return the rates with one decimal, never rounded up to a limit that the rate itself does not reach.

    So the number shown and its band agree: 99.96 is shown as 99.9, not as 100.0 beside 「概ね達成」.
    """
    limits = pd.concat([bands["minimum_pct"], bands["minimum_approx_pct"]]).astype(float).dropna().unique()
    # Half up as people round, after the noise of binary fractions is gone.
    rounded: pd.Series = (np.floor((rate_pct * 10).round(6) + 0.5) / 10).round(1)
    reaches = rounded.isin(limits) & (rate_pct.round(9) < rounded)
    return rounded.mask(reaches, (rounded - 0.1).round(1))


def limits_ja(band: str, is_approx: bool, bands: pd.DataFrame) -> str:
    """Return the limits of a band in words: 「80%以上100%未満」."""
    column = "minimum_approx_pct" if is_approx else "minimum_pct"
    scale = bands[bands["band"] != WORSE].reset_index(drop=True)
    place = int(scale.index[scale["band"] == band][0])
    lower = scale[column].astype(float)[place]
    upper = scale[column].astype(float)[place - 1] if place else float("nan")
    return (f"{lower:g}%以上" if lower == lower else "") + (f"{upper:g}%未満" if upper == upper else "")
