"""Many reports at once, without the checks of a form: for invented data only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, insert, select

from data import dataset
from data.errors import MixedStoreError
from data.store.rows import SUBMISSIONS
from data.store.sessions import AUDIT_LOG, enter, writing
from data.store.tables import LIVE
from data.validation import Row


def record_in_bulk(batches: Iterable[Mapping[str, Sequence[Row]]], *, recorded_by: str) -> dict[str, int]:
    """Write rows of the live tables into an empty store, all or nothing; one that holds reports stays as it is.

    Args:
        batches: Rows by table, without recorded_at; each form gets its entry in the log.

    Returns:
        The number of rows of each table.

    Raises:
        MixedStoreError: The dataset is real.
    """
    if not dataset.dataset_snapshot().is_practice:
        raise MixedStoreError(is_practice=False)
    written: Counter[str] = Counter()
    with writing() as connection:
        if connection.execute(select(func.count()).select_from(SUBMISSIONS)).scalar():
            return {}
        moment = enter(connection, "restore", recorded_by, "bulk")
        following = 1 + (connection.execute(select(func.max(AUDIT_LOG.c.entry_id))).scalar() or 0)
        for batch in batches:
            forms = [str(row["submission_id"]) for row in batch["report_submissions"]]
            entries = [{"entry_id": following + n, "actor": recorded_by, "action": "accept_report", "subject": form}
                       for n, form in enumerate(forms)]  # fmt: skip
            following += len(entries)
            for name, rows in {**batch, "audit_log": entries}.items():
                table = LIVE.tables[name]
                columns = [column.name for column in table.columns]
                plain = [{column: row.get(column) for column in columns} for row in rows]
                if "recorded_at" in columns:
                    plain = [{**row, "recorded_at": moment} for row in plain]
                if plain:
                    connection.execute(insert(table), plain)
                written[name] += len(plain)
        connection.exec_driver_sql("ANALYZE")  # so that the database knows which index is worth it
    return dict(written)
