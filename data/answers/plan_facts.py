"""Facts of programme plans beyond single tables: targets with their summary, states of functions, profiles."""

from __future__ import annotations

import pandas as pd

from data import dataset
from data.answers.areas import municipalities, usable_profile
from data.answers.facts import by_key, facts, kept, located
from data.errors import UnknownRecordError
from data.measures import coverage
from data.measures.attainment import counted_once
from data.measures.comparisons import quartile_positions, quartiles


@kept
def targets(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the targets taken from the statements, with summary_ja and has_unread_number of their statement.

    Also is_counted: whether a target counts (`counted_once`).
    """
    rows = facts("targets", area_code, prefecture_code)
    of_statement = ("summary_ja", "has_unread_number")
    rows = rows.assign(is_counted=counted_once(rows))
    return rows.assign(**{name: rows["statement_id"].map(by_key("target_statements", name)) for name in of_statement})


@kept
def function_states(area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return the state of each function of each record (the heat row), with name, pillar and order of the function."""
    states = coverage.function_states(
        *(dataset.read_table(name) for name in ("implementations", "implementation_functions", "staffing", "meetings"))
    )
    names = dataset.read_table("functions")[["function_code", "name_ja", "pillar", "counts_in_coverage", "sort"]]
    places = located("records")[["record_id", "doc_id", "area_code", "area_name_ja", "prefecture_code"]]
    rows = states.merge(names, on="function_code").merge(places, on="record_id")
    if area_code is not None:
        rows = rows[rows["area_code"] == area_code]
    if prefecture_code is not None:
        rows = rows[rows["prefecture_code"] == prefecture_code]
    return rows.sort_values(["area_code", "sort"], ignore_index=True)


@kept
def profile(record_id: str) -> pd.DataFrame:
    """Return the profile of a record, one row per value, beside the quartiles of its prefecture.

    The columns of `profile_values` with name_ja, direction and kind of the indicator; quartile (1–4, missing below four
    values), n and same_count among the municipalities of the prefecture (missing for a prefecture's record and for a
    quarantined value).

    Raises:
        UnknownRecordError: The dataset holds no such record.
    """
    known = located("records").set_index("record_id")["prefecture_code"]
    if record_id not in known.index:
        raise UnknownRecordError(kind_ja="記録", code=record_id)
    rows = located("profile_values")
    rows = rows[rows["record_id"] == record_id]
    names = dataset.read_table("indicators")[["indicator_code", "name_ja", "direction", "kind", "sort"]]
    keys = ["record_id", "indicator_code"]
    rows = rows.merge(names, "left", "indicator_code").merge(_positions(str(known[record_id])), "left", keys)
    return rows.sort_values("sort", ignore_index=True)


@kept
def profile_quartiles(prefecture_code: str | None = None) -> pd.DataFrame:
    """Return quartiles of every profile indicator over the municipalities that state it; see `quartiles`."""
    return quartiles(_municipal_profile(prefecture_code))


@kept
def _positions(prefecture_code: str) -> pd.DataFrame:
    return quartile_positions(_municipal_profile(prefecture_code))


def _municipal_profile(prefecture_code: str | None) -> pd.DataFrame:
    latest = municipalities(prefecture_code)["record_id"]
    values = usable_profile()
    return values[values["record_id"].isin(latest)]
