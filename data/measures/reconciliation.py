"""Three ways to count the municipalities of a programme: the national count, the named list, the stages known here."""

from __future__ import annotations

import pandas as pd

from data.measures.stages import ACTIVE, FORERUNNERS

# One national count may cover several programmes that it does not tell apart.
COUNTED_TOGETHER = {"model_projects": FORERUNNERS}


def named_lists(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the lists that name municipalities of a programme and year, found by their common title.

    Args:
        statements: Result of `stages.stage_statements` with prefecture_code.

    Returns:
        One row per programme_code, fiscal_year and source_title: list_count (municipalities), first_prefecture_code and
        last_prefecture_code (a list runs from one to the other in the official order, so it names all between), as_of,
        source_url. A title with a single municipality is no list.
    """
    titled = statements[(statements["origin"] == "stage_list") & statements["source_title"].notna()]
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

    Args:
        statements: Result of `stages.stage_statements` with prefecture_code; only stages of activity count.

    Returns:
        fiscal_year, programme_code, national_count, national_evidence, national_source, list_count and list_title
        with first_prefecture_code and last_prefecture_code of the longest named list, known_count, gap (national_count
        − known_count; missing without a national count).
    """
    keys = ["fiscal_year", "programme_code"]
    together = {part: whole for whole, parts in COUNTED_TOGETHER.items() for part in parts}
    active = statements[statements["stage"].isin(ACTIVE)]
    active = active.assign(programme_code=active["programme_code"].replace(together))
    known = active.groupby(keys)["area_code"].nunique().rename("known_count").reset_index()
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

    Args:
        models: Municipalities with a programme plan: area_code, prefecture_code.
        listed: Result of `stages.stage_statements` with prefecture_code.
        lists: Result of `named_lists`; that of the most municipalities is taken.

    Returns:
        The models within the list's prefectures with is_listed, programme_code, fiscal_year, source_title, source_url,
        as_of and stage evidence; empty where there is no list.
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
