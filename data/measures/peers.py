"""Municipalities that are alike: nearest neighbours over chosen variables, with every difference accounted for.

The distance of two municipalities is the weighted mean of their differences, each in interquartile ranges of all
municipalities (so that one extreme town does not shrink all others). Where one of the two has no value, the difference
counts as that from the middle of those that have one, at least `LEAST_UNKNOWN_DIFFERENCE`: a town is never near because
little is known about it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

LEAST_UNKNOWN_DIFFERENCE: Final = 1.0  # one interquartile range: more than two towns mostly differ by
LEAST_COMMON_SHARE: Final = 0.5  # of the weights: towns with fewer values in common are not compared
LEAST_KNOWN_SHARE: Final = 0.5  # of the best-known variable: one known less widely is used only where asked for


@dataclass(frozen=True)
class Variable:
    """A value in which municipalities are alike or differ; more_ja and less_ja say a larger and a smaller value."""

    name_ja: str  # Its name
    unit: str  # Its unit
    # Whether differences are shares of the own value (and the scale is logarithmic), or plain differences
    is_ratio: bool
    equal: float  # Up to this difference two values are called equal: 0.05 is 5 % of the own value, or in units
    band: float  # Up to this difference a locked variable lets a municipality pass
    digits: int  # Decimals of the value
    more_ja: str
    less_ja: str
    points_ja: str = ""  # Unit of a plain difference, such as ポイント


VARIABLES: Final[Mapping[str, Variable]] = {
    "population": Variable("人口", "人", True, 0.05, 0.3, 0, "多い", "少ない"),
    "aging_rate_pct": Variable("高齢化率", "%", False, 0.5, 2.0, 1, "高い", "低い", "ポイント"),
    "density_per_km2": Variable("人口密度", "人/km²", True, 0.1, 0.5, 1, "高い", "低い"),
    "household_size": Variable("1世帯あたりの人数", "人", False, 0.05, 0.2, 2, "多い", "少ない", "人"),
    "population_change_pct": Variable("人口増減率", "%", False, 0.5, 2.0, 1, "高い", "低い", "ポイント"),
    "welfare_rate_permille": Variable("生活保護受給率", "‰", False, 0.5, 3.0, 1, "高い", "低い", "‰"),
    "area_km2": Variable("面積", "km²", True, 0.1, 0.5, 1, "広い", "狭い"),
}


@dataclass(frozen=True)
class Search:
    """The choice of municipalities and values to compare one with."""

    weights: Mapping[str, float]  # Variable → weight; 0 or absent = dropped
    locked: frozenset[str] = frozenset()  # Variables in which a peer must lie inside the variable's band
    same_prefecture: bool = False  # Only municipalities of the same prefecture
    same_kind: bool = False  # Only cities with cities, towns with towns
    # all, with_plan (only those with a record) or further_on (only those known to be a step ahead)
    among: Literal["all", "with_plan", "further_on"] = "all"

    @property
    def used(self) -> frozenset[str]:
        """The variables that have a weight."""
        return frozenset(_used(self.weights))


def eligible(towns: pd.DataFrame, area_code: str, search: Search) -> pd.Series[bool]:
    """Return which municipalities a search compares one with; never the municipality itself.

    Args:
        towns: area_code, prefecture_code, kind, has_record and step (see `data.measures.comparisons`; NaN =
            unknown, which counts as no step).
    """
    own = towns[towns["area_code"] == area_code].iloc[0]
    chosen = towns["area_code"] != area_code
    if search.same_prefecture:
        chosen &= towns["prefecture_code"] == own["prefecture_code"]
    if search.same_kind:
        chosen &= towns["kind"] == own["kind"]
    if search.among == "with_plan":
        chosen &= towns["has_record"]
    if search.among == "further_on":
        chosen &= towns["step"].fillna(0) > (0 if pd.isna(own["step"]) else own["step"])
    return chosen


def default_weights(towns: pd.DataFrame) -> dict[str, float]:
    """Return weight 1 for the variables that are widely known, else 0.

    Widely known is what at least half as many municipalities have a value of as of the best-known variable.
    """
    known = towns[list(VARIABLES)].notna().sum()
    least = max(LEAST_KNOWN_SHARE * known.max(), 1)
    return {name: float(known[name] >= least) for name in VARIABLES}


def scaled(towns: pd.DataFrame) -> pd.DataFrame:
    """Return the variables around their median in interquartile ranges, ratios on a logarithmic scale.

    Index area_code, columns of VARIABLES; 0 = median, 1 = one interquartile range above. A variable without any spread
    keeps its own unit.

    Args:
        towns: area_code and the columns of VARIABLES; values in their unit, NaN where missing. A ratio needs a
            positive value; another counts as missing.
    """
    values = towns.set_index("area_code")[list(VARIABLES)].astype("float64")
    ratios = [name for name, variable in VARIABLES.items() if variable.is_ratio]
    values[ratios] = np.log10(values[ratios].where(values[ratios] > 0))
    spread = values.quantile(0.75) - values.quantile(0.25)
    return (values - values.median()) / spread.where(spread > 0, 1.0)


def nearest(positions: pd.DataFrame, area_code: str, weights: Mapping[str, float]) -> pd.DataFrame:
    """Return how far the other municipalities are from one, the nearest first.

    Columns: area_code, distance (0 = alike, 1 = one interquartile range on average) and known_count (weighted variables
    that both have a value of); of equal distances the lower code first. Municipalities that have values in common for
    less than `LEAST_COMMON_SHARE` of the weights are left out: too little can be said about them.

    Args:
        positions: `scaled` of all municipalities, whoever is looked for.
        weights: Variable → weight; 0 or absent = dropped.
    """
    used = _used(weights)
    positions = positions[list(used)]
    others = positions.drop(index=area_code)
    if not used:
        return pd.DataFrame({"area_code": others.index[:0], "distance": [], "known_count": []})
    own, share = positions.loc[[area_code]], np.array(list(used.values()))
    known = others.notna() & own.notna().to_numpy()
    # What is unknown is put in the own place first and then counted at its fixed difference.
    filled = np.where(known, others, own.fillna(0.0))
    steps = share * np.abs(filled - own.fillna(0.0).to_numpy())
    observed = np.add.accumulate(steps, axis=1)[:, -1]  # one after the other, so that the last digit is always the same
    unknown = (~known).to_numpy() @ (share * _unknown_differences(positions, area_code).to_numpy())
    rows = pd.DataFrame(
        {"area_code": others.index, "distance": observed + unknown, "known_count": known.sum(axis=1).to_numpy()}
    )
    comparable = known.to_numpy() @ share >= LEAST_COMMON_SHARE - 1e-9
    found: pd.DataFrame = rows[comparable].sort_values(["distance", "area_code"], ignore_index=True)
    return found


def differences(
    towns: pd.DataFrame, positions: pd.DataFrame, area_code: str, peers: Collection[str], weights: Mapping[str, float]
) -> pd.DataFrame:
    """Return what each variable adds to the distance of each peer.

    One row per peer and weighted variable: area_code, variable, own_value, peer_value, difference (share of the own
    value for ratios: 0.1 = a tenth more; else in units; NaN where unknown), is_known and contribution. The
    contributions of a peer add up to its distance.
    """
    used, codes = _used(weights), list(peers)
    names = list(used)
    compared = towns[towns["area_code"].isin([area_code, *codes])].set_index("area_code")
    values = compared[names].reindex([area_code, *codes]).astype("float64")
    apart = (positions[names].reindex(codes) - positions[names].loc[area_code]).abs()
    known = apart.notna().to_numpy()
    unknown = _unknown_differences(positions[names], area_code)
    rows = pd.DataFrame(
        {
            "area_code": np.repeat(np.array(codes, dtype=object), len(names)),
            "variable": names * len(codes),
            "own_value": np.tile(values.iloc[0].to_numpy(), len(codes)),
            "peer_value": values.iloc[1:].to_numpy().ravel(),
            "is_known": known.ravel(),
            "contribution": (apart.fillna(unknown) * pd.Series(used)).to_numpy(dtype="float64").ravel(),
        }
    )
    is_ratio = rows["variable"].map({name: VARIABLES[name].is_ratio for name in names}).astype(bool)
    return rows.assign(difference=_difference(rows["own_value"], rows["peer_value"], is_ratio))


def inside_bands(towns: pd.DataFrame, area_code: str, locked: Collection[str]) -> pd.Series[bool]:
    """Return by area_code which municipalities lie inside the band of every locked variable; without a value none does."""
    values = towns.set_index("area_code")[list(VARIABLES)].astype("float64")
    inside = pd.Series(True, index=values.index)
    for name in locked:
        variable, own = VARIABLES[name], pd.Series(values[name][area_code], index=values.index)
        is_ratio = pd.Series(variable.is_ratio, index=values.index)
        inside &= _difference(own, values[name], is_ratio).abs() <= variable.band + 1e-9
    return inside


def _unknown_differences(positions: pd.DataFrame, area_code: str) -> pd.Series[float]:
    """Return for each variable what a missing value counts as: the median difference from those that have one."""
    apart = (positions - positions.loc[area_code]).abs().drop(index=area_code)
    return apart.median().fillna(LEAST_UNKNOWN_DIFFERENCE).clip(lower=LEAST_UNKNOWN_DIFFERENCE)


def _used(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the variables with a weight and their shares, which add up to 1."""
    positive = {name: weights[name] for name in VARIABLES if weights.get(name, 0.0) > 0}
    total = sum(positive.values())
    return {name: weight / total for name, weight in positive.items()}


def _difference(own: pd.Series[Any], other: pd.Series[Any], is_ratio: pd.Series[bool]) -> pd.Series[Any]:
    """Return how much larger the other value is: as a share of the own one for ratios, else in units."""
    share = (other / own.where(own > 0) - 1).where(other > 0)
    return share.where(is_ratio, other - own)
