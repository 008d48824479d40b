"""What happened when: the events that charts over years mark, and what changed since a day, as people are told of it."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pandas as pd

from data import dataset
from data.answers.facts import kept_per_version, of_place, with_places
from data.answers.reports import JAPAN, editions, kept_as_reported, sources_state, submissions
from data.answers.stage_sources import grants
from data.answers.stages import stage_ladder
from data.errors import DatasetError
from data.measures.definitions import LABELS
from data.measures.reported_years import submissions_at
from data.measures.stages import STAGE_LABELS, UNKNOWN
from data.schema import EVENTS, label_of
from data.words import fiscal_year_ja

KINDS: dict[str, str] = LABELS["digest_kinds"]
_COLUMNS = ["date", "kind", "name_ja", "source_ja"]  # of an event
_DECISIONS = {"returned": "returned", "confirmed": "confirmed", "submitted": "reopened"}
COLUMNS = ["moment", "kind", "kind_ja", "area_code", "area_name_ja", "prefecture_ja", "what_ja"]


@kept_as_reported
def digest(since: date, until: date, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return what happened from one day to another (both included), the latest first: the columns of COLUMNS.

    moment is an ISO text in Japan time, kind a key of KINDS. A stage is compared with the dataset that was in use when the
    first day began; what it moved to is known since some moment of the period, here its end.
    """
    start, end = (datetime.combine(day, at, JAPAN).isoformat(timespec="microseconds") for day, at in
                  ((since, time.min), (until, time.max)))  # fmt: skip
    from data import store  # loads the database, which answers about documents do without

    made = store.report_decisions()
    parts = [
        _noted(submissions(), "received", start, end), _noted(made, made["state"].map(_DECISIONS), start, end),
        _late(since, until), _moved(start, end),
    ]  # fmt: skip
    rows = of_place(with_places(pd.concat([part for part in parts if len(part)] or parts)), None, prefecture_code)
    whole = pd.concat([part for part in (rows, _frozen(start, end)) if len(part)] or [rows])
    whole = whole.assign(kind_ja=whole["kind"].map(KINDS))
    whole = whole.reindex(columns=COLUMNS).astype(object)
    whole = whole.where(whole.notna(), None)
    return whole.sort_values(["moment", "area_code", "what_ja"], ascending=[False, True, True], ignore_index=True)


def knows_stages_of(since: date) -> bool:
    """Return whether the store knew a dataset when the day began, so that stages can be compared."""
    return _dataset_at(datetime.combine(since, time.min, JAPAN).isoformat(timespec="microseconds")) is not None


def _dataset_at(moment: str) -> dataset.Snapshot | None:
    from data import store  # loads the database, which answers about documents do without

    return store.dataset_at(moment)


def _report_ja(row: pd.Series) -> str:
    return f"{fiscal_year_ja(int(row['fiscal_year']))} {label_of('report_calendar', 'report_kind', row['report_kind'])}"


def _rows(found: pd.DataFrame, kind: pd.Series | str, moment: pd.Series | str, what: list[str]) -> pd.DataFrame:
    rows = pd.DataFrame({"area_code": found["area_code"].astype(object), "what_ja": what}, index=found.index)
    return rows.assign(kind=kind, moment=moment)


def _noted(rows: pd.DataFrame, kind: pd.Series | str, start: str, end: str) -> pd.DataFrame:
    """Return what was recorded about forms in the period: that they came in, or what was decided."""
    found = rows.assign(kind=kind)[rows["recorded_at"].between(start, end).fillna(False)]
    what = [f"{_report_ja(row)} 第{row['revision']}版" for _, row in found.iterrows()]
    return _rows(found, found["kind"], found["recorded_at"], what)


def _late(since: date, until: date) -> pd.DataFrame:
    """Return the forms whose due date passed in the period and that are not in at its end."""
    forms = submissions_at(submissions(), until)
    late = forms[forms["is_late"] & (forms["due_date"] >= pd.Timestamp(since - timedelta(days=1)))]
    days = (late["due_date"] + pd.Timedelta(days=1)).dt.strftime("%Y-%m-%dT00:00:00.000000+09:00")
    what = [f"{_report_ja(row)}（期限 {row['due_date'].date()}）" for _, row in late.iterrows()]
    return _rows(late, "late", days, what)


def _moved(start: str, end: str) -> pd.DataFrame:
    key = ["area_code", "fiscal_year"]
    then, now = _dataset_at(start), _dataset_at(end)
    if then is None or now is None or then.version == now.version:
        return _rows(pd.DataFrame({"area_code": []}), "stage", "", [])
    before, after = (_stages(one) for one in (then, now))
    both = before.merge(after, "outer", key, suffixes=("_before", "_after"))
    sides = both[["furthest_ja_before", "furthest_ja_after"]].astype(object).fillna(STAGE_LABELS[UNKNOWN])
    moved = both[sides.iloc[:, 0] != sides.iloc[:, 1]]
    what = [f"{fiscal_year_ja(int(year))}の段階：{one} → {other}"
            for year, (one, other) in zip(moved["fiscal_year"], sides.loc[moved.index].to_numpy(), strict=True)]  # fmt: skip
    return _rows(moved, "stage", end, what)


def _stages(snapshot: dataset.Snapshot) -> pd.DataFrame:
    with dataset.answering_from(snapshot):
        return stage_ladder()[["area_code", "fiscal_year", "furthest_ja"]]


def _frozen(start: str, end: str) -> pd.DataFrame:
    made = editions()
    made = made[made["frozen_at"].between(start, end).fillna(False)]
    what = [f"「{name}」" for name in made["name"]]
    return pd.DataFrame({"moment": made["frozen_at"], "kind": "edition", "what_ja": what})


def events(prefecture_code: str | None = None, area_code: str | None = None) -> pd.DataFrame:
    """Return what charts over years mark, by day: date (ISO), kind, kind_ja, name_ja, source_ja and fiscal_year.

    What is only known of a year stands at its first day. Changes of names and borders are those of the place; of all
    Japan they would be too many. Without the store there are no due dates and no editions.
    """
    with suppress(DatasetError):
        return _events(prefecture_code, area_code, with_store=True)
    return _events(prefecture_code, area_code, with_store=False)


@kept_per_version(sources_state)
def _events(prefecture_code: str | None, area_code: str | None, *, with_store: bool) -> pd.DataFrame:
    parts = [pd.DataFrame(EVENTS["declared"]), _grants(prefecture_code, area_code)]
    if prefecture_code or area_code:
        parts.append(_changes(prefecture_code, area_code))
    if with_store:
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
    every = with_places(dataset.read_table("area_changes").drop(columns="prefecture_code"))
    rows = of_place(every, area_code, prefecture_code)
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
