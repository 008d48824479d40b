"""Mails that remind municipalities of a due date: their texts, files to send by hand, and the way to a mail server. Pure.

`MONITOR_SMTP_URL` names the server (`smtp://user:password@host:587` with STARTTLS, `smtps://` with TLS from the start,
`smtp-plain://` only for a relay inside the house that knows no TLS), `MONITOR_MAIL_FROM` the sender.
"""

import io
import os
import re
import smtplib
import ssl
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from data.folders import yaml_beside
from data.schema import LIVE_TABLES, label_of
from data.words import date_ja, fiscal_year_ja
from loaders.document import Row
from loaders.errors import refusal
from loaders.files import JAPAN_TIME

ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
)  # fukushi@town.example.jp
STEP_KEY = [name for name in LIVE_TABLES["report_mails"].key if name != "seq"]
PORTS = {"smtp": 587, "smtps": 465, "smtp-plain": 25}
WAIT_SECONDS = 20
SERVER, SENDER = "MONITOR_SMTP_URL", "MONITOR_MAIL_FROM"


@dataclass(frozen=True)
class Mail:
    """One mail."""

    row: Row  # The step that it is about: area_code, fiscal_year, report_kind, due_date, step
    name_ja: str  # To whom
    email: str  # "" where no address is known
    subject: str
    body: str

    @property
    def file_name(self) -> str:
        """Return a name that says for whom and of which step it is."""
        parts = [self.row["area_code"], self.row["area_name_ja"], self.row["fiscal_year"], step_ja(self.row["step"])]
        return re.sub(r'[\x00-\x1f\\/:*?"<>|]', "_", "_".join(map(str, parts))) + ".eml"


_TEXTS: dict[str, Any] = yaml_beside(__file__)


def step_ja(step: str) -> str:
    """Return a step in words."""
    return label_of("report_mails", "step", step)


def left_ja(days: int) -> str:
    """Return how many days are left until a due date, or have passed since."""
    return f"{-days:,}日過ぎ" if days < 0 else f"あと{days:,}日" if days else "きょう"


def one_line(text: object) -> str:
    """Return a text without line breaks and control characters, as a header holds it."""
    return " ".join("".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in str(text)).split())


def mail_for(row: Row) -> Mail:
    """Return the mail of a step (see `mail_desk.reminders`)."""
    report = f"{fiscal_year_ja(row['fiscal_year'])} {label_of('report_calendar', 'report_kind', row['report_kind'])}"
    name = one_line(row.get("name_ja") or _TEXTS["no_name_ja"])
    values = {
        "lead": _TEXTS["leads"][row["step"]],
        "opening": _TEXTS["openings"].get(row["state"], _TEXTS["openings"]["not_submitted"]),
        "report_ja": report,
        "due_ja": date_ja(row["due_date"]),
        "left_ja": left_ja(row["days_left"]),
        "town_ja": f"{row['prefecture_ja']}{row['area_name_ja']}",
        "name_ja": name,
        "reason": f"　差戻しの理由：{one_line(row['reason_ja'])}\n" if row["state"] == "returned" else "",
        "sender_ja": one_line(parseaddr(os.environ.get(SENDER, ""))[0]),
    }
    subject, body = (_TEXTS[part].format(**values) for part in ("subject", "body"))
    return Mail(row, name, str(row.get("email") or ""), one_line(subject), body.rstrip() + "\n")


def message_of(mail: Mail, sender: Address | None, *, is_draft: bool = False) -> EmailMessage:
    """Return the mail as a message; a draft opens in the mail program of the office, ready to be sent."""
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = mail.subject
    if sender:
        message["From"] = sender
    if mail.email:
        message["To"] = Address(mail.name_ja, addr_spec=mail.email)
    if is_draft:
        message["X-Unsent"] = "1"  # Outlook opens it as a draft
    else:
        key = ".".join(str(mail.row[name]) for name in STEP_KEY)
        message["Date"] = format_datetime(datetime.now(JAPAN_TIME))
        message["Message-ID"] = f"<{key}@{sender.domain if sender else 'localhost'}>"
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, cte="base64")
    return message


def zip_of(mails: Sequence[Mail]) -> bytes:
    """Return the mails as drafts (.eml) in one zip."""
    buffer, sender = io.BytesIO(), _sender() if os.environ.get(SENDER) else None
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for mail in mails:
            archive.writestr(mail.file_name, message_of(mail, sender, is_draft=True).as_bytes())
    return buffer.getvalue()


def listing(mails: Sequence[Mail]) -> list[Row]:
    """Return one row per mail for a mail merge, under Japanese headings."""
    return [
        {
            "団体コード": mail.row["area_code"], "都道府県": mail.row["prefecture_ja"],
            "市町村": mail.row["area_name_ja"], "宛名": mail.name_ja, "メールアドレス": mail.email,
            "回": step_ja(mail.row["step"]), "期限": mail.row["due_date"], "件名": mail.subject, "本文": mail.body,
        }
        for mail in mails
    ]  # fmt: skip


def is_configured() -> bool:
    """Return whether a mail server is named."""
    return bool(os.environ.get(SERVER))


def _sender() -> Address:
    written = os.environ.get(SENDER, "")
    name, email = parseaddr(written)
    if one_line(written) != written or not ADDRESS.fullmatch(email):
        raise refusal("mail.sender", SENDER)
    return Address(one_line(name), addr_spec=email)


class Outbox:
    """An open connection to the mail server."""

    def __init__(self, server: smtplib.SMTP, sender: Address) -> None:
        self._server, self._sender = server, sender

    def send(self, mail: Mail) -> str:
        """Send a mail and return why the server refused it, "" where it took it.

        Raises:
            LoaderError: The connection broke: nobody knows whether the mail went out.
        """
        try:
            self._server.send_message(message_of(mail, self._sender))
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            return _answer_ja(code, text)
        except smtplib.SMTPResponseException as error:
            return _answer_ja(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            raise refusal("mail.broken", mail.email) from error
        return ""


def _answer_ja(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"メールサーバーが断りました（{code} {one_line(said)[:120]}）"


@contextmanager
def outbox() -> Iterator[Outbox]:
    """Open the mail server that the settings name.

    Raises:
        LoaderError: A setting is wrong, or the server cannot be reached, knows no TLS, or refuses the login.
    """
    sender = _sender()
    try:
        url = urlsplit(os.environ.get(SERVER, ""))
        host, port = url.hostname, url.port or PORTS[url.scheme]
    except (KeyError, ValueError) as error:
        raise refusal("mail.settings", SERVER) from error
    if not host or (url.scheme == "smtp-plain" and url.password):
        raise refusal("mail.settings", SERVER)
    place = f"{host}:{port}"
    try:
        server = _connected(url.scheme, host, port)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
    except smtplib.SMTPAuthenticationError as error:
        raise refusal("mail.login", place) from error
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        raise refusal("mail.tls", place) from error
    except (OSError, smtplib.SMTPException) as error:
        raise refusal("mail.unreachable", place) from error
    with server:
        yield Outbox(server, sender)


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=WAIT_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=WAIT_SECONDS)
    if scheme == "smtp":
        server.starttls(context=ssl.create_default_context())
    return server
