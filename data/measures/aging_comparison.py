"""高齢化率 of the plans beside that of the census: two sources, two dates, and the difference in points."""

from __future__ import annotations

import math
from collections.abc import Hashable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

# From this difference on the two cannot be explained by a year or two between their dates.
MOST_POINTS = 3.0
RULE_ID = "profile.aging_rate_census"


def compare_aging(profile_values: pd.DataFrame, statistics: pd.DataFrame) -> pd.DataFrame:
    """Return both values of every area that has one, side by side.

    Args:
        profile_values: Located profile values that are not quarantined: record_id, area_code, indicator_code, value,
            as_of_date, line_start; of several records of an area the last counts.
        statistics: `access.area_statistics` (area_code, census_aging_rate_pct, census_date); may be empty.

    Returns:
        One row per area_code: aging_rate_pct and its document_date (ISO, missing where the plan gives no date), record_id,
        line_start; census_aging_rate_pct, census_date; difference_points (document − census, of the values rounded to one
        decimal, so that a reader's own subtraction gives the same; NaN unless both are known).
    """
    stated = profile_values[profile_values["indicator_code"] == "aging_rate"].sort_values("record_id", kind="stable")
    stated = stated.drop_duplicates("area_code", keep="last").rename(
        columns={"value": "aging_rate_pct", "as_of_date": "document_date"}
    )
    mine = stated[["area_code", "record_id", "line_start", "aging_rate_pct", "document_date"]]
    census = statistics[["area_code", "census_aging_rate_pct", "census_date"]]
    both = mine.astype({"aging_rate_pct": float}).merge(census, "outer", "area_code")
    points = both["aging_rate_pct"].map(_printed) - both["census_aging_rate_pct"].map(_printed)
    both["difference_points"] = points.astype(float).round(1)
    return both.sort_values("area_code", ignore_index=True)


def _printed(value: float) -> float:
    """Return a rate as it is printed: to one decimal, half up."""
    return value if math.isnan(value) else float(Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def aging_issues(compared: pd.DataFrame) -> pd.DataFrame:
    """Return a data-quality issue for every area whose two values differ by more than `MOST_POINTS`.

    Returns:
        Rows with the columns of the table `issues`.
    """
    apart = compared[compared["difference_points"].abs() > MOST_POINTS]
    return pd.DataFrame(
        [
            {
                "issue_id": f"{RULE_ID}-{row['record_id']}",
                "rule_id": RULE_ID,
                "severity": "warning",
                "record_id": row["record_id"],
                "table": "profile_values",
                "row_key": f"{row['record_id']},aging_rate",
                "column": "value",
                "line_start": row["line_start"],
                "message_ja": _message(row),
                "suggested_value": None,
                "status": "open",
            }
            for row in apart.to_dict("records")
        ]
    )


def _message(row: dict[Hashable, Any]) -> str:
    document, census = _printed(row["aging_rate_pct"]), _printed(row["census_aging_rate_pct"])
    day = "" if pd.isna(row["document_date"]) else f"、{row['document_date']}時点"
    points = abs(float(row["difference_points"]))
    return (
        f"高齢化率が、計画書（{document:.1f}%{day}）と国勢調査（{census:.1f}%、{row['census_date']}時点）で"
        f"{points:.1f}ポイント違う。時点か、もとにした人口（住民基本台帳など）の違いを確かめてください"
    )
