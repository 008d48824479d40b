"""Units that mean the same, and what turns one into the other (名 = 人, か所 = 箇所, 1割 = 10 %)."""

from __future__ import annotations

import unicodedata

import pandas as pd

# Unit as written (NFKC) → the unit it means, and how many of that one of it is.
MEANINGS: dict[str, tuple[str, float]] = {
    "名": ("人", 1.0),
    "箇所": ("か所", 1.0),
    "個所": ("か所", 1.0),
    "カ所": ("か所", 1.0),
    "ヵ所": ("か所", 1.0),
    "ヶ所": ("か所", 1.0),
    "ケ所": ("か所", 1.0),
    "パーセント": ("%", 1.0),
    "割": ("%", 10.0),
}
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
