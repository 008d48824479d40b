"""Two sources beside each other: national counts and named lists, 高齢化率 of the plans and of the census."""

import math
from collections.abc import Hashable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from data.measures.stages import ACTIVE, FORERUNNERS

# Evidence of the lists that go through whole prefectures
NAMES_ALL = ("planned", "plan_title")
# One national count may cover several programmes that it does not tell apart.
COUNTED_TOGETHER = {"model_projects": FORERUNNERS}


def named_lists(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the lists that name municipalities of a programme and year, found by their common title.

    One row per programme_code, fiscal_year and source_title: list_count (municipalities), first_prefecture_code and
    last_prefecture_code (a list runs from one to the other in the official order, so it names all between), as_of,
    source_url. A title with a single municipality is no list, and neither is what names only some of them, such as the
    ten largest grants.
    """
    titled = statements[(statements["origin"] == "stage_list") & statements["source_title"].notna()]
    titled = titled[titled["evidence"].isin(NAMES_ALL)]
    groups = titled.groupby(["programme_code", "fiscal_year", "source_title"], as_index=False)
    rows = groups.agg(
        list_count=("area_code", "nunique"),
        first_prefecture_code=("prefecture_code", "min"),
        last_prefecture_code=("prefecture_code", "max"),
        as_of=("as_of", "max"),
        source_url=("source_url", "first"),
    )
    return rows[rows["list_count"] > 1].reset_index(drop=True)


def reconciliation(national_counts: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return, for each fiscal year and programme, how far the stages known here are from the national count.

    Columns: fiscal_year, programme_code, national_count, national_evidence, national_source, list_count and list_title
    with first_prefecture_code and last_prefecture_code of the longest named list, known_count, gap (national_count −
    known_count; missing without a national count).

    Args:
        statements: Result of `stages.stage_statements` with prefecture_code; only stages of activity count, and of
            several sources the strongest.
    """
    keys = ["fiscal_year", "programme_code"]
    together = {part: whole for whole, parts in COUNTED_TOGETHER.items() for part in parts}
    active = statements[statements["stage"].isin(ACTIVE)]
    active = active.assign(programme_code=active["programme_code"].replace(together))
    known = active[active["is_shown"]].groupby(keys)["area_code"].nunique().rename("known_count").reset_index()
    lists = named_lists(active).sort_values("list_count", ascending=False).drop_duplicates(keys)
    lists = lists.rename(columns={"source_title": "list_title", "as_of": "list_as_of"}).drop(columns="source_url")
    national = national_counts.rename(
        columns={"municipalities": "national_count", "evidence": "national_evidence", "source": "national_source"}
    )
    columns = [*keys, "national_count", "national_evidence", "national_source", "record_id", "line_start", "line_end"]
    rows = national[columns].merge(known, "outer", keys).merge(lists, "left", keys)
    for name in ("known_count", "list_count"):
        rows[name] = rows[name].fillna(0).astype("Int64")
    rows["gap"] = rows["national_count"] - rows["known_count"]
    return rows.sort_values(keys, ignore_index=True)


def outcome_of_models(models: pd.DataFrame, listed: pd.DataFrame, lists: pd.DataFrame) -> pd.DataFrame:
    """Return which model municipalities of the longest named list's prefectures are on that list.

    The models within the list's prefectures with is_listed, programme_code, fiscal_year, source_title, source_url,
    as_of and stage evidence; empty where there is no list.

    Args:
        models: Municipalities with a programme plan: area_code, prefecture_code.
        listed: Result of `stages.stage_statements` with prefecture_code.
        lists: Result of `named_lists`; that of the most municipalities is taken.
    """
    if lists.empty:
        return models.head(0).assign(is_listed=pd.Series(dtype=bool))
    chosen = lists.sort_values("list_count", ascending=False, kind="stable").iloc[0]
    first, last = chosen["first_prefecture_code"], chosen["last_prefecture_code"]
    rows = models[models["prefecture_code"].between(first, last)].copy()
    same = listed["programme_code"].eq(chosen["programme_code"]) & listed["fiscal_year"].eq(chosen["fiscal_year"])
    members = listed[same & listed["source_title"].eq(chosen["source_title"]).fillna(False)]
    rows["is_listed"] = rows["area_code"].isin(members["area_code"])
    for name in ("programme_code", "fiscal_year", "source_title", "source_url", "as_of", "first_prefecture_code",
                 "last_prefecture_code"):  # fmt: skip
        rows[name] = chosen[name]
    return rows.sort_values("area_code", ignore_index=True)


# From this difference on the two cannot be explained by a year or two between their dates.
MOST_POINTS = 3.0
RULE_ID = "profile.aging_rate_census"


def compare_aging(profile_values: pd.DataFrame, statistics: pd.DataFrame) -> pd.DataFrame:
    """Return both values of every area that has one, side by side.

    One row per area_code: aging_rate_pct and its document_date (ISO, missing where the plan gives no date), record_id,
    line_start; census_aging_rate_pct, census_date; difference_points (document − census, of the values rounded to one
    decimal, so that a reader's own subtraction gives the same; NaN unless both are known).

    Args:
        profile_values: Located profile values that are not quarantined: record_id, area_code, indicator_code, value,
            as_of_date, line_start; of several records of an area the last counts.
        statistics: `data.answers.area_statistics` (area_code, census_aging_rate_pct, census_date); may be empty.
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

    Rows with the columns of the table `issues`.
    """
    apart = compared[compared["difference_points"].abs() > MOST_POINTS]
    return pd.DataFrame(
        {"issue_id": f"{RULE_ID}-{row['record_id']}", "rule_id": RULE_ID, "severity": "warning", "status": "open",
         "record_id": row["record_id"], "line_start": row["line_start"], "table": "profile_values",
         "row_key": f"{row['record_id']},aging_rate", "column": "value", "message_ja": _message(row),
         "suggested_value": None}
        for row in apart.to_dict("records")
    )  # fmt: skip


def _message(row: dict[Hashable, Any]) -> str:
    document, census = _printed(row["aging_rate_pct"]), _printed(row["census_aging_rate_pct"])
    day = "" if pd.isna(row["document_date"]) else f"、{row['document_date']}時点"
    points = abs(float(row["difference_points"]))
    return (
        f"高齢化率が、計画書（{document:.1f}%{day}）と国勢調査（{census:.1f}%、{row['census_date']}時点）で"
        f"{points:.1f}ポイント違う。時点か、もとにした人口（住民基本台帳など）の違いを確かめてください"
    )
