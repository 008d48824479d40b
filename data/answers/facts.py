"""Facts with the place they are about, as every answer hands them out."""

from __future__ import annotations

import pandas as pd

from data import dataset
from data.answers.caching import kept_per_version

kept = kept_per_version(dataset.state_version)


def facts(name: str, area_code: str | None = None, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return a table of facts with doc_id, area_code, area_name_ja, prefecture_code, prefecture_ja added."""
    return of_place(located(name), area_code, prefecture_code)


def of_place(rows: pd.DataFrame, area_code: str | None, prefecture_code: str | None) -> pd.DataFrame:
    """Return the rows of an area, of a prefecture, or all."""
    if area_code is not None:
        rows = rows[rows["area_code"] == area_code]
    if prefecture_code is not None:
        rows = rows[rows["prefecture_code"] == prefecture_code]
    return rows.reset_index(drop=True)


@kept
def located(name: str) -> pd.DataFrame:
    """Return a whole table of facts with its documents and places."""
    rows = dataset.read_table(name)
    if "record_id" in rows and name != "records":
        records = dataset.read_table("records").set_index("record_id")
        rows["doc_id"] = rows["record_id"].map(records["doc_id"])
        if "area_code" not in rows:
            rows["area_code"] = rows["record_id"].map(records["area_code"])
    return with_places(rows)


def with_places(rows: pd.DataFrame) -> pd.DataFrame:
    """Add area_name_ja, prefecture_code and prefecture_ja to rows with an area_code."""
    areas = dataset.read_table("areas").set_index("area_code")
    codes = rows["area_code"].map(areas["prefecture_code"])
    names = areas[areas["level"] == "prefecture"].set_index("prefecture_code")["name_ja"]
    return rows.assign(
        area_name_ja=rows["area_code"].map(areas["name_ja"]), prefecture_code=codes, prefecture_ja=codes.map(names)
    )
