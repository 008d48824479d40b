"""The desk of the reminders, for the command line and for the page: contacts, who is to be reminded on a day, sending.

Like the desk of the reports it knows the dataset and the live tables; the mails themselves are pure.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

from data import answers, store
from data.errors import InvalidReportError
from data.measures import reported_years
from data.schema import LIVE_TABLES, label_of
from loaders.document import Row
from loaders.errors import InvalidListError, refusal
from loaders.files import copy_of
from loaders.imports.sheets import read_sheets, text_at
from loaders.reports import mails
from loaders.reports.mails import ADDRESS, STEP_KEY, Mail

HEADINGS = {
    "area_code": ("団体コード", "area_code"), "name_ja": ("宛名", "name_ja"), "email": ("メールアドレス", "email"),
}  # fmt: skip
MOST_CONTACTS = 5_000


def reminders(on: date, prefecture_code: str | None = None) -> pd.DataFrame:
    """Return who is to be reminded on a day, the most urgent first.

    The rows of `data.measures.reported_years.reminders` with the names of the place, name_ja and email of the contact,
    and mail_state, mail_reason_ja and mailed_at of this step (missing where no mail was begun).
    """
    due = reported_years.reminders(answers.submissions(prefecture_code), on)
    places = answers.municipalities()[["area_code", "name_ja", "prefecture_ja"]]
    begun = store.report_mails()[[*STEP_KEY, "state", "reason_ja", "recorded_at"]]
    begun = begun.rename(columns={"state": "mail_state", "reason_ja": "mail_reason_ja", "recorded_at": "mailed_at"})
    rows = due.merge(places.rename(columns={"name_ja": "area_name_ja"}), "left", "area_code")
    rows = rows.merge(store.contacts()[["area_code", "name_ja", "email"]], "left", "area_code")
    rows = rows.merge(begun, "left", STEP_KEY).sort_values(["days_left", "area_code"], ignore_index=True)
    return rows.astype(object).where(rows.notna(), None)


def mails_of(rows: pd.DataFrame) -> list[Mail]:
    """Return the mails of the steps that nobody has sent yet."""
    waiting = rows[~rows["mail_state"].isin(["sent", "by_hand"])]
    return [mails.mail_for({str(name): value for name, value in row.items()}) for row in waiting.to_dict("records")]


@dataclass(frozen=True)
class Sent:
    """What became of mails."""

    sent: int = 0
    failed: int = 0  # Refused by the server; the list says why, and they are tried again
    without_address: int = 0
    left_out: int = 0  # Sent before, or being sent by somebody else

    @property
    def sentence_ja(self) -> str:
        """Return it in words."""
        words = {
            "件を送りました": self.sent, "件は送れませんでした": self.failed, "件は宛先がありません": self.without_address,
            "件は送信済みか送信中のため送りませんでした": self.left_out,
        }  # fmt: skip
        done_ja = "、".join(f"{count:,}{word}" for word, count in words.items() if count)
        return f"{done_ja or '送るメールはありません'}。"


def send(waiting: Sequence[Mail], by: str, progress: Callable[[int], object] = lambda _: None) -> Sent:
    """Send mails one after the other, each step once: what is recorded as begun is not begun again.

    Args:
        progress: Told how many are done.

    Raises:
        LoaderError: The data are for practice, a setting is wrong, or the mail server cannot be reached.
    """
    if answers.dataset_facts().get("practice"):
        raise refusal("mail.practice", mails.SERVER)
    ready = [mail for mail in waiting if mail.email]
    counts = {"sent": 0, "failed": 0}
    if ready:
        with mails.outbox() as outbox:
            for number, mail in enumerate(ready, 1):
                row = {**mail.row, "email": mail.email}
                if store.record_mails([row], "sending", sent_by=by):
                    reason = outbox.send(mail)
                    state = "failed" if reason else "sent"
                    store.record_mails([row], state, sent_by=by, reason_ja=reason or None)
                    counts[state] += 1
                progress(number)
    return Sent(**counts, without_address=len(waiting) - len(ready), left_out=len(ready) - sum(counts.values()))


def note_by_hand(waiting: Sequence[Mail], by: str) -> int:
    """Record that mails were sent by hand; return how many."""
    rows = [{**mail.row, "email": mail.email or None} for mail in waiting]
    return len(store.record_mails(rows, "by_hand", sent_by=by))


def contacts(prefecture_code: str | None = None) -> list[Row]:
    """Return the contact of every municipality under the headings of the list that is imported, also where none is known."""
    towns = answers.municipalities(prefecture_code)[["area_code", "prefecture_ja", "name_ja"]]
    known = store.contacts()[["area_code", "name_ja", "email"]].rename(columns={"name_ja": "contact_ja"})
    rows = towns.merge(known, "left", "area_code").fillna("")
    return [
        {"団体コード": row["area_code"], "都道府県": row["prefecture_ja"], "市町村": row["name_ja"],
         "宛名": row["contact_ja"], "メールアドレス": row["email"]}
        for row in rows.to_dict("records")
    ]  # fmt: skip


def take_contacts(name: str, file: BinaryIO, *, by: str) -> str:
    """Import an uploaded list of contacts; return what was done.

    Raises:
        LoaderError: The list cannot be read, or a row is wrong; nothing was recorded.
    """
    with copy_of(file, name) as copy:
        return import_contacts(copy, name, by=by)


def import_contacts(path: Path, name: str, *, by: str) -> str:
    """Import a list of contacts (CSV or Excel); those of municipalities that it does not name stay.

    Raises:
        LoaderError: The list cannot be read, or a row is wrong; nothing was recorded.
    """
    rows = _contacts(path, name)
    try:
        changed = store.set_contacts(rows, set_by=by)
    except InvalidReportError as error:
        raise InvalidListError(name, error.problems) from error
    return f"連絡先を取り込みました（{len(rows):,}市町村、うち変更 {changed:,}）。"


def _contacts(path: Path, name: str) -> list[Row]:
    filled = [(number, row) for number, row in enumerate(read_sheets(path, name)[0].rows, 1) if any(row)]
    first = filled[0][1] if filled else ()
    heading = [unicodedata.normalize("NFKC", str(cell or "")).strip().lower() for cell in first]
    places = {key: next((heading.index(one) for one in names if one in heading), -1) for key, names in HEADINGS.items()}
    if min(places["area_code"], places["email"]) < 0 or len(filled) < 2:
        raise refusal("mail.contacts/heading", name)
    if len(filled) > MOST_CONTACTS:
        raise refusal("mail.contacts/many", name, most=f"{MOST_CONTACTS:,}")
    towns, rows, problems = set(answers.municipalities()["area_code"]), dict[str, Row](), list[str]()
    for number, cells in filled[1:]:
        row = {key: mails.one_line(text_at(cells, at) if at >= 0 else "") for key, at in places.items()}
        problems += [f"{number}行目 {sentence}" for sentence in _problems(row, towns, rows)]
        rows[row["area_code"]] = row
    if problems:
        raise InvalidListError(name, problems)
    return list(rows.values())


def _problems(row: dict[str, str], towns: set[str], before: Mapping[str, Any]) -> list[str]:
    """Bring a row to its form, and return what is wrong with it."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", row["area_code"]).removesuffix(".0"))
    row["area_code"] = digits if digits in towns else digits.zfill(6)  # a spreadsheet drops the zero in front
    row["email"] = unicodedata.normalize("NFKC", row["email"])
    longest = LIVE_TABLES["contacts"].column("name_ja").max_length or 0
    found = []
    if row["area_code"] not in towns:
        found.append(f"「{digits[:12]}」という市町村はこのデータにない。団体コード（6桁）を確かめてください")
    elif row["area_code"] in before:
        found.append(f"「{row['area_code']}」の行が二つある。一つにしてください")
    if row["email"] and (len(row["email"]) > 254 or not ADDRESS.fullmatch(row["email"])):
        found.append(
            f"「{row['email'][:40]}」はメールアドレスとして使えない。1つだけを name@example.jp の形で書いてください"
        )
    if len(row["name_ja"]) > longest:
        found.append(f"宛名が長すぎる（{len(row['name_ja']):,}字）。{longest}字までに縮めてください")
    return found


def state_ja(row: Mapping[Any, Any]) -> str:
    """Return in words what became of the mail of a step."""
    state = row["mail_state"]
    if not state:
        return "未送信" if row["email"] else "未送信（宛先なし）"
    if state == "sending":
        return "送信の途中で止まりました。届いたか確かめてください"
    words = label_of("report_mails", "state", state)
    return f"{words}：{row['mail_reason_ja']}" if row["mail_reason_ja"] else f"{words}（{str(row['mailed_at'])[:10]}）"
