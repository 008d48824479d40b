"""What a check finds in a report: the cell, what is there, why it matters, how to mend it. Its words: loaders/messages.yml."""

from dataclasses import dataclass
from typing import Literal, cast

from loaders.document import Row
from loaders.errors import message

Severity = Literal["error", "warning", "info"]
SEVERITIES_JA = {"error": "要修正", "warning": "要説明", "info": "お知らせ"}

# In a comment on 「一」 these say that it was no number
_NO_NUMBER = ("なし", "無し", "線", "ダッシュ", "ハイフン", "測")


@dataclass(eq=False)
class ReportError(Exception):
    """Something wrong with one cell or the whole file, before its place is known."""

    happened_ja: str
    reason_ja: str
    remedy_ja: str
    rule_id: str = ""
    severity: Severity = "error"


def problem(key: str, **values: object) -> ReportError:
    """Return what messages.yml says under a key, such as `report.period/order`, with values filled in, numbers as 1,234.5."""
    shown = {name: f"{value:,.10g}" if isinstance(value, float) else value for name, value in values.items()}
    texts = message(key, **shown)
    severity = cast("Severity", texts.get("severity", "error"))
    return ReportError(texts["happened"], texts["reason"], texts["remedy"], key.partition("/")[0], severity)


@dataclass(frozen=True)
class Finding:
    """One finding."""

    rule_id: str  # The named check that found it
    # `error` holds the row back (the whole file where `row` is None), `warning` wants a comment, `info` says how
    # something was read
    severity: Severity
    happened_ja: str  # What stands there
    reason_ja: str  # Why that matters
    remedy_ja: str  # How to mend it
    sheet: str = ""  # Name of the sheet, "" for the whole file
    row: int | None = None  # Row of the sheet, from 1; None where it concerns the sheet or the file
    column: str = ""  # Field of the form, such as `value`
    cell: str = ""  # Address such as F12, "" where there is none
    comment_ja: str = ""  # What the municipality wrote in that row, "" where nothing

    @property
    def is_open(self) -> bool:
        """Return whether something is left to do: an error to mend, a warning to explain."""
        return self.holds or (self.severity == "warning" and not self.comment_ja)

    @property
    def holds(self) -> bool:
        """Return whether it holds its row back: an error, or a question that no comment answers."""
        if self.rule_id != "report.one_or_line":
            return self.severity == "error"
        return not self.comment_ja or any(word in self.comment_ja for word in _NO_NUMBER)

    @property
    def message_ja(self) -> str:
        """Return what and why as one text."""
        return f"{self.happened_ja}{self.reason_ja}"

    @property
    def sentence_ja(self) -> str:
        """Return place, severity, what, why and remedy in one line."""
        place = f"{self.sheet}!{self.cell or f'{self.row}行目'}" if self.row else self.sheet or "ファイル全体"
        return f"［{SEVERITIES_JA[self.severity]}］{place}: {self.message_ja}→ {self.remedy_ja}"

    def as_row(self) -> Row:
        """Return the finding as a row of `report_findings`."""
        return {
            "row": self.row,
            "cell": f"{self.sheet}!{self.cell}" if self.cell else "",
            "column": self.column,
            "severity": self.severity,
            "rule_id": self.rule_id,
            "message_ja": self.message_ja,
            "remedy_ja": self.remedy_ja,
            "comment_ja": self.comment_ja,
        }


def finding_at(
    error: ReportError, sheet: str = "", row: int | None = None, column: str = "", cell: str = "", comment_ja: str = ""
) -> Finding:
    """Return an error with its place; without one it concerns the whole file."""
    texts = (error.happened_ja, error.reason_ja, error.remedy_ja)
    return Finding(error.rule_id, error.severity, *texts, sheet, row, column, cell, comment_ja)
