"""How the result of a target moves over the years: one row per aim and point in time, for public views.

Plans of several years set the same aim again under another number; the aim holds them together. A result over a part
of a year stands apart from that of the year, and a year without a report stays without a value: never 0.

Source: docs/data_dictionary.md, "目標と実績の定義".
"""

from __future__ import annotations

import unicodedata
from datetime import date

import pandas as pd

from data.measures.frames import holds, numbers, with_columns
from data.measures.matching import match_results
from data.measures.public_ratings import hidden_cases
from data.measures.results import KEPT, chosen_results
from data.measures.submissions import submissions_at

POINTS = {"year": "年度の実績", "part_year": "年度途中の実績", "other_year": "文書に書かれた別の年度の実績"}
AIM = ["area_code", "pillar", "aim", "indicator_code", "target_unit", "per"]
COLUMNS = [
    "target_id", *AIM, "label_ja", "target_fy", "fiscal_year", "point", "value", "unit", "is_suppressed",
    "comparator", "target_value", "target_value_max", "status", "status_ja", "is_rated",
]  # fmt: skip
OF_TARGET = [
    "target_id", "area_code", "pillar", "label_ja", "indicator_code", "target_unit", "per", "target_fy", "comparator",
    "target_value", "target_value_max", "status", "status_ja",
]  # fmt: skip


def target_series(
    ratings: pd.DataFrame,
    targets: pd.DataFrame,
    achievements: pd.DataFrame,
    submissions: pd.DataFrame,
    indicators: pd.DataFrame,
    on: date,
) -> pd.DataFrame:
    """Return the results of each aim by fiscal year, as everybody may see them.

    Returns:
        One row per target and point: series_id (the first target of the same aim), the columns of COLUMNS without
        `aim`, point (a key of POINTS), value (missing where there is none or where it is hidden), fiscal_year,
        is_rated (the one result of its target that the rating is about). Parts of other targets and duplicates are
        left out. A part-year value is also hidden where the rest of the year would be a small count.
    """
    own = ratings[~ratings["is_factor"] & ~ratings["is_duplicate"]]
    extra = _extra_results(own, targets, achievements, submissions_at(submissions, on))
    rows = [_year_points(own), _extra_points(extra, indicators)]
    points = pd.concat([part for part in rows if len(part)] or rows, ignore_index=True)
    points = points.assign(aim=points["label_ja"].map(_plain).fillna(points["target_id"]))
    return _with_series(points[COLUMNS])


def _year_points(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return one point per target: the result that it is rated by, or none."""
    is_part = holds(ratings["elapsed_share"] < 1)
    return ratings[OF_TARGET].assign(
        fiscal_year=ratings["target_fy"],
        point=is_part.map({True: "part_year", False: "year"}),
        value=ratings["actual_value"],
        unit=ratings["actual_unit"],
        is_suppressed=ratings["is_suppressed"],
        is_rated=True,
    )


def _extra_results(
    ratings: pd.DataFrame, targets: pd.DataFrame, achievements: pd.DataFrame, forms: pd.DataFrame
) -> pd.DataFrame:
    """Return the results beside the rated one: of the mid-year form, and of other years as documents state them."""
    results = with_columns(achievements, KEPT)
    matches = match_results(targets, results)
    in_year = holds(results["report_kind"] == "mid_year")
    early = chosen_results(targets, matches, results[in_year], forms).assign(point="part_year")
    early["fiscal_year"] = early["target_id"].map(targets.set_index("target_id")["target_fy"])
    elsewhere = matches[matches["method"] == "other_year"].merge(
        results[["achievement_id", "fiscal_year", "numerator", "denominator", "fact_status"]], on="achievement_id"
    )
    elsewhere = elsewhere[elsewhere["fact_status"] != "quarantined"].rename(
        columns={"value": "actual_value", "unit": "actual_unit"}
    )
    names = ["target_id", "fiscal_year", "point", "actual_value", "actual_unit", "numerator", "denominator"]
    both = pd.concat([early[names], elsewhere.assign(point="other_year")[names]], ignore_index=True)
    columns = [*OF_TARGET, "actual_value", "elapsed_share", "is_suppressed"]
    rated = ratings[columns].rename(columns={"actual_value": "year_value", "is_suppressed": "year_hidden"})
    both = both.merge(rated, on="target_id")
    # Where only the mid-year form came in, it is the rated result itself.
    return both[holds(both["elapsed_share"] >= 1) | (both["point"] == "other_year")]


def _extra_points(extra: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    rest = extra.assign(actual_value=numbers(extra["year_value"]) - numbers(extra["actual_value"]))
    within = extra["point"] == "part_year"
    hidden = hidden_cases(extra, indicators) | (within & (extra["year_hidden"] | hidden_cases(rest, indicators)))
    return extra[[*OF_TARGET, "fiscal_year", "point"]].assign(
        value=numbers(extra["actual_value"]).mask(hidden), unit=extra["actual_unit"], is_suppressed=hidden,
        is_rated=False,
    )  # fmt: skip


def _with_series(points: pd.DataFrame) -> pd.DataFrame:
    """Number the aims; two targets of one year that read the same are two aims."""
    own = points.drop_duplicates("target_id").sort_values(["target_fy", "target_id"])
    rank = own.groupby([*AIM, "target_fy"], dropna=False).cumcount()
    first = own.assign(rank=rank).groupby([*AIM, "rank"], dropna=False)["target_id"].transform("first")
    series = points["target_id"].map(dict(zip(own["target_id"], first, strict=True)))
    rows = points.assign(series_id=series).drop(columns="aim")
    return rows.sort_values(["series_id", "fiscal_year", "point", "target_id"], ignore_index=True)


def _plain(label: object) -> object:
    return unicodedata.normalize("NFKC", label).strip() if isinstance(label, str) else None
