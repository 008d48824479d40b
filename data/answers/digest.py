"""What changed since a day: reports received, returned, confirmed and late, stages that moved, editions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pandas as pd

from data import dataset
from data.answers.facts import of_place, with_places
from data.answers.reports import JAPAN, editions, kept_as_reported, submissions
from data.answers.stages import stage_ladder
from data.measures.definitions import LABELS
from data.measures.reported_years import submissions_at
from data.measures.stages import STAGE_LABELS, UNKNOWN
from data.schema import label_of
from data.words import fiscal_year_ja

KINDS: dict[str, str] = LABELS["digest_kinds"]
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
    parts = [_received(start, end), _decided(start, end), _late(since, until), _moved(start, end)]
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


def _received(start: str, end: str) -> pd.DataFrame:
    forms = submissions()
    forms = forms[forms["recorded_at"].between(start, end).fillna(False)]
    what = [f"{_report_ja(row)} 第{row['revision']}版" for _, row in forms.iterrows()]
    return _rows(forms, "received", forms["recorded_at"], what)


def _decided(start: str, end: str) -> pd.DataFrame:
    from data import store

    made = store.report_decisions()
    made = made[made["recorded_at"].between(start, end).fillna(False)]
    what = [f"{_report_ja(row)} 第{row['revision']}版" for _, row in made.iterrows()]
    return _rows(made, made["state"].map(_DECISIONS), made["recorded_at"], what)


def _late(since: date, until: date) -> pd.DataFrame:
    """Return the forms whose due date passed in the period and that are not in at its end."""
    forms = submissions_at(submissions(), until)
    late = forms[forms["is_late"] & (forms["due_date"] >= pd.Timestamp(since - timedelta(days=1)))]
    days = (late["due_date"] + pd.Timedelta(days=1)).dt.strftime("%Y-%m-%dT00:00:00.000000+09:00")
    return _rows(
        late, "late", days, [f"{_report_ja(row)}（期限 {row['due_date'].date()}）" for _, row in late.iterrows()]
    )


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
    return pd.DataFrame(
        {"moment": made["frozen_at"], "kind": "edition", "what_ja": [f"「{name}」" for name in made["name"]]}
    )
