"""What happened when: the law, due dates of reports, published grants, changes of names and borders, frozen editions."""

from __future__ import annotations

from contextlib import suppress

import pandas as pd

from data import dataset
from data.answers.facts import of_place, with_places
from data.answers.reports import editions, submissions
from data.answers.stage_sources import grants
from data.errors import DatasetError
from data.schema import EVENTS, label_of
from data.words import fiscal_year_ja

_COLUMNS = ["date", "kind", "name_ja", "source_ja"]


def events(prefecture_code: str | None = None, area_code: str | None = None) -> pd.DataFrame:
    """Return what charts over years mark, by day: date (ISO), kind, kind_ja, name_ja, source_ja and fiscal_year.

    What is only known of a year stands at its first day. Changes of names and borders are those of the place; of all
    Japan they would be too many. Without the store there are no due dates and no editions.
    """
    parts = [pd.DataFrame(EVENTS["declared"]), _grants(prefecture_code, area_code)]
    if prefecture_code or area_code:
        parts.append(_changes(prefecture_code, area_code))
    with suppress(DatasetError):
        parts += [_deadlines(area_code or prefecture_code or ""), _editions()]
    rows = pd.concat([part[_COLUMNS] for part in parts if len(part)]).drop_duplicates(["date", "kind"])
    days = pd.to_datetime(rows["date"])
    rows = rows.assign(kind_ja=rows["kind"].map(EVENTS["kinds"]), fiscal_year=days.dt.year - (days.dt.month < 4))
    return rows.sort_values(["date", "kind"], ignore_index=True)


def _grants(prefecture_code: str | None, area_code: str | None) -> pd.DataFrame:
    rows = grants(area_code, prefecture_code).drop_duplicates("fiscal_year")
    return pd.DataFrame(
        {"date": [f"{year}-04-01" for year in rows["fiscal_year"]], "kind": "grant",
         "name_ja": [f"{fiscal_year_ja(int(year))}の交付額（公表分）" for year in rows["fiscal_year"]],
         "source_ja": rows["source_title"].to_numpy()}
    )  # fmt: skip


def _changes(prefecture_code: str | None, area_code: str | None) -> pd.DataFrame:
    rows = of_place(
        with_places(dataset.read_table("area_changes").drop(columns="prefecture_code")), area_code, prefecture_code
    )
    new = (pd.to_datetime(rows["valid_to"]) + pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d")
    kinds = [label_of("area_changes", "kind", kind) for kind in rows["kind"]]
    names = [f"{name}の{kind}" for name, kind in zip(rows["former_name"], kinds, strict=True)]
    return rows.assign(date=new, kind="change", name_ja=names)


def _deadlines(place: str) -> pd.DataFrame:
    rows = submissions(place, None).dropna(subset=["due_date"]).drop_duplicates(["fiscal_year", "due_date"])
    names = [f"{fiscal_year_ja(int(year))}の報告の期限" for year in rows["fiscal_year"]]
    return rows.assign(date=rows["due_date"], kind="deadline", name_ja=names, source_ja="報告の受付簿")


def _editions() -> pd.DataFrame:
    rows = editions()
    return rows.assign(
        date=rows["frozen_at"].str[:10], kind="edition", name_ja=rows["name"] + "の固定", source_ja="版の記録"
    ) if len(rows) else rows  # fmt: skip
