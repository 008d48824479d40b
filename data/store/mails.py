"""Contacts of municipalities, and the mails that remind them of a due date: each step is sent once."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import insert, select

from data.schema import LIVE_TABLES, label_of
from data.store.rows import recorded, refuse_unknown_municipalities
from data.store.sessions import enter, reading, writing
from data.store.tables import LIVE
from data.validation import Row, checked_rows

MAILS = LIVE.tables["report_mails"]
MAIL_KEY = [name for name in LIVE_TABLES["report_mails"].key if name != "seq"]  # a step
# State → what the last row of the same step may say before it; None = there is none.
_AFTER: Mapping[str, tuple[str | None, ...]] = {
    "sending": (None, "failed"), "by_hand": (None, "failed", "sending"), "sent": ("sending",), "failed": ("sending",),
}  # fmt: skip


def contacts() -> pd.DataFrame:
    """Return the contact in force of each municipality: rows of `contacts`."""
    with reading() as connection:
        return recorded(connection, "contacts", None).drop_duplicates("area_code", keep="last", ignore_index=True)


def set_contacts(rows: Sequence[Row], *, set_by: str) -> int:
    """Record contacts (area_code, name_ja, email); return how many changed. Those of other municipalities stay.

    Raises:
        InvalidReportError: A value breaks the declaration of `contacts`, or a municipality is unknown.
    """
    constants = {"revision": 1, "set_by": set_by, "recorded_at": "-"}
    given = checked_rows("contacts", [{**row, **constants} for row in rows])
    refuse_unknown_municipalities([row["area_code"] for row in given])
    with writing() as connection:
        there = recorded(connection, "contacts", None).drop_duplicates("area_code", keep="last")
        plain = there.astype(object).where(there.notna(), None).to_dict("records")
        known = {row["area_code"]: row for row in plain}
        new = [
            {**row, "revision": 1 + int(known.get(row["area_code"], {}).get("revision", 0))}
            for row in given
            if any(row[name] != known.get(row["area_code"], {}).get(name) for name in ("name_ja", "email"))
        ]
        if new:
            moment = enter(connection, "import_contacts", set_by, "contacts", f"{len(new):,}市町村の連絡先")
            connection.execute(insert(LIVE.tables["contacts"]), [{**row, "recorded_at": moment} for row in new])
        return len(new)


def report_mails() -> pd.DataFrame:
    """Return the state of every mail: the last row of each step of `report_mails`."""
    with reading() as connection:
        return recorded(connection, "report_mails", None).drop_duplicates(MAIL_KEY, keep="last", ignore_index=True)


def record_mails(rows: Sequence[Row], state: str, *, sent_by: str, reason_ja: str | None = None) -> list[Row]:
    """Record the state of mails in one transaction, and return those of which it was recorded.

    A mail is left out where its step is not open for this state: one that was sent, or is being sent by somebody else,
    is not claimed (`sending`) again. So a crash between the two records sends no mail twice.

    Args:
        rows: The columns of MAIL_KEY and email.

    Raises:
        InvalidReportError: A value breaks the declaration of `report_mails`.
    """
    with writing() as connection:
        of_towns = MAILS.c.area_code.in_({row["area_code"] for row in rows})
        known: dict[tuple[object, ...], Mapping[Any, Any]] = {
            tuple(row[name] for name in MAIL_KEY): row
            for row in connection.execute(select(MAILS).where(of_towns).order_by(MAILS.c.seq)).mappings()
        }
        new: list[dict[str, object]] = []
        taken: list[Row] = []
        for row in rows:
            before = known.get(tuple(row[name] for name in MAIL_KEY), {})
            if before.get("state") in _AFTER[state]:
                own = {name: row.get(name) for name in (*MAIL_KEY, "email")}
                more = {"state": state, "seq": 1 + before.get("seq", 0), "reason_ja": reason_ja, "sent_by": sent_by}
                new.append({**own, **more, "recorded_at": "-"})
                taken.append(row)
        if new:
            checked = checked_rows("report_mails", new)
            first = "-".join(str(new[0][name]) for name in MAIL_KEY if name != "due_date")
            detail = f"{label_of('report_mails', 'state', state)} {len(new):,}件"
            moment = enter(connection, "send_mail", sent_by, first, f"{detail}。{reason_ja}" if reason_ja else detail)
            connection.execute(insert(MAILS), [{**row, "recorded_at": moment} for row in checked])
        return taken
