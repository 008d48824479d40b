"""Read one cell of a report as officers write it: full-width digits, units behind numbers, dates in eras."""

import calendar
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from data.measures.values import unit_meaning
from loaders.reports.findings import ReportError, problem
from loaders.text.era_dates import western_year
from loaders.text.japanese_numbers import KANJI_NUMBER, NUMBER, SCALED, value_of, with_digits
from loaders.text.normalise import folded, tidy, unify_counters
from loaders.text.patterns import Patterns

_RE = Patterns(__file__, number=NUMBER, scaled=SCALED, kanji_number=KANJI_NUMBER)
_ONE_OR_LINE = "一"
_SERIALS = range(32_874, 73_051)  # days as Excel counts them, 1990 to 2099
_DAY_0 = date(1899, 12, 30)
_LONGEST = 1_000  # signs of a cell that can be a number; the patterns would search a novel for long
_NONE = {"なし", "無し", "無", "ゼロ", "皆無"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Signs that are no format signs and yet show nothing
_BLANKS = set("\u034f\u115f\u1160\u2800\u3164\uffa0")


def short(text: str, most: int = 40) -> str:
    """Return a text for quoting in a message, cut where it is long; what cannot be seen is named (⏎, U+200B)."""
    shown = "".join(_visible(sign) for sign in text[:most].replace("\r\n", "\n"))
    return shown if len(text) <= most else f"{shown}…"


def _visible(sign: str) -> str:
    if sign == "\n":
        return "⏎"
    kind = unicodedata.category(sign)
    is_hidden = sign in _BLANKS or kind[0] == "C" or kind in ("Zl", "Zp", "Mn")
    return f"［U+{ord(sign):04X}］" if is_hidden else sign


@lru_cache(4096)  # forms share their headings and labels
def _without_hidden(text: str) -> str:
    """Return a text without control and format signs (zero width, direction, variant of a glyph) that programs leave behind."""
    plain = _CONTROL.sub("", text)
    return plain if plain.isascii() else "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")


@dataclass(frozen=True)
class Cell:
    """One cell as the file holds it."""

    address: str  # Such as F12
    value: object = None  # Text, number, date or None
    is_formula: bool = False  # Whether a formula stands in it
    is_percent: bool = False  # Whether it is shown as a percentage (0.25 is 25%)
    counter: str = ""  # The counter that only its format shows behind it
    is_scaled: bool = False  # Whether it is shown in thousands and the like, or with such a word behind it
    is_merged: bool = False  # Whether it was merged into the cell above or before it

    @cached_property
    def text(self) -> str:
        """The content as text without control and format signs and outer space, "" for an empty cell."""
        if self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return _without_hidden(str(self.value)).strip()

    @property
    def serial_date(self) -> date | None:
        """Return the date of a day's number as Excel counts it (43921 is 2020-03-31), None where it is none."""
        number = self.value if isinstance(self.value, int | float) else 0
        number = int(self.text) if re.fullmatch(r"\d{5}", self.text, re.ASCII) else int(number)
        return _DAY_0 + timedelta(number) if number in _SERIALS else None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing stands in the cell."""
        return not self.text


@dataclass(frozen=True)
class ReadNumber:
    """A number in the unit of its target, and what an officer should know about how it was read."""

    value: float
    note: ReportError | None = None


def refuse_unknowable(cell: Cell) -> None:
    """Raise ReportError for what cannot be known: a merged cell, or a formula (not every file keeps its result)."""
    if cell.is_merged:
        raise problem("report.merged_cell")
    if cell.is_formula:
        raise problem("report.formula")


def read_number(cell: Cell, unit: str) -> ReadNumber | None:
    """Return the number of a cell in a unit, or None for an empty cell.

    Args:
        unit: The unit that the number must have, as written; "" where the target has none.

    Raises:
        ReportError: The cell holds no number, or one in another unit.
    """
    refuse_unknowable(cell)
    if cell.is_empty:
        return None
    value = cell.value
    if isinstance(value, bool | date) or len(cell.text) > _LONGEST:
        raise problem("report.number", written=short(cell.text))
    if not isinstance(value, int | float):
        if hidden := _RE.hidden_between.search(written := str(value)):
            raise problem("report.number/two", written=short(written), **hidden.groupdict())
        return _written_number(cell.text, unit)
    if cell.is_scaled and value:
        raise problem("report.number/scaled", written=f"{value:,.10g}")
    if not cell.is_percent:
        return ReadNumber(_in_unit(float(value), unify_counters(f"1{cell.counter}")[1:], unit))
    note = None if unit else _read_as(f"{100 * value:,.10g}%", f"{100 * value:,.10g}")
    return ReadNumber(_in_unit(100 * value, "%", unit), note)


def _written_number(written: str, unit: str) -> ReadNumber:
    m = _RE.marked.fullmatch(written)  # marks before and behind it that point to a note
    text, mark = (m["text"], f"{m['before'] or ''}{m['after'] or ''}") if m and m["text"] else (written, "")
    if _RE.small_digits.search(text):
        raise problem("report.number", written=short(written))
    flat = unify_counters(folded(text))
    if flat == _ONE_OR_LINE:
        return ReadNumber(1.0, problem("report.one_or_line", written=short(written)))
    if _RE.signs.fullmatch(flat):
        raise problem("report.number/sign", written=short(written))
    if two := _RE.two_numbers.search(tidy(text)):
        raise problem("report.number/two", written=short(written), **two.groupdict())
    found = _one_number(flat, written, unit)
    if mark and (found.note is None or found.note.rule_id == "report.read_as"):
        note = problem("report.read_as/mark", written=short(written), mark=mark, value=found.value)
        return ReadNumber(found.value, note)
    return found


def _one_number(flat: str, text: str, unit: str) -> ReadNumber:
    if flat in _NONE:
        return ReadNumber(0.0, _read_as(text, "0"))
    m = _RE.number_cell.fullmatch(with_digits(flat))
    if m is None and len(numbers := _RE.numbers.findall(tidy(text))) > 1:
        raise problem("report.number/two", written=short(text), first=numbers[0], second=numbers[1])
    if m is None:
        raise problem("report.number", written=short(text))
    value = _in_unit(value_of(m["digits"]) * (-1 if m["minus"] else 1), m["unit"], unit)
    if m["approx"] or m["about"] or m["some"]:
        return ReadNumber(value, problem("report.approximate", written=short(text), value=value))
    return ReadNumber(value, _read_as(text, f"{value:,.10g}") if not _RE.bare.fullmatch(flat) else None)


def _in_unit(value: float, written: str, wanted: str) -> float:
    """Return a value in the wanted unit (7割 = 70%); ReportError where the units count different things."""
    if not written or not wanted:
        return value
    (own, size), (other, other_size) = unit_meaning(written), unit_meaning(unify_counters(folded(wanted)))
    if own != other:
        raise problem("report.unit/written", written=short(written), wanted=wanted)
    return round(value * size / other_size, 9)


def _read_as(text: str, value: str) -> ReportError:
    return problem("report.read_as", written=short(text), value=value)


def read_date(cell: Cell) -> str | None:
    """Return the date of a cell as ISO text (a month alone: YYYY-MM), None for an empty one, or ReportError."""
    refuse_unknowable(cell)
    if cell.is_empty:
        return None
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    text = _RE.behind_a_date.sub("", tidy(cell.text))
    flat = _RE.dash_in_a_date.sub("-", folded(text))
    if cell.serial_date and not _RE.eight_digits.fullmatch(flat):
        return cell.serial_date.isoformat()
    m = None if _RE.apart.search(text) else _RE.date_cell.fullmatch(flat) or _RE.eight_digits.fullmatch(flat)
    if m and (iso := _iso(m)):
        return iso
    raise problem("report.date", written=short(cell.text))


def _iso(m: re.Match[str]) -> str | None:
    era = m.groupdict().get("era")
    year, month = western_year(era.upper() if era else None, m["year"]), int(m["month"])
    if (not era and len(m["year"]) != 4) or not 1900 <= year <= 2100 or not 1 <= month <= 12:
        return None
    if not m["day"]:
        return f"{year:04d}-{month:02d}"
    last = calendar.monthrange(year, month)[1]
    day = last if m["day"] == "末" else int(m["day"])
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= last else None


def read_fiscal_year(cell: Cell) -> int | None:
    """Return the fiscal year of a cell (「2025」 「令和7年度」 「R7」), None for an empty one; ReportError for none."""
    refuse_unknowable(cell)
    if cell.is_empty:
        return None
    m = _RE.year_cell.fullmatch(folded(cell.text))
    year = western_year(m["era"].upper() if m["era"] else None, m["year"]) if m else 0
    if m is None or not 1990 <= year <= 2100 or not (m["era"] or len(m["year"]) == 4):
        raise problem("report.year", written=short(cell.text))
    return year


def read_choice(cell: Cell, choices: Mapping[str, str], heading: str) -> str | None:
    """Return the code of the label in a cell, None for an empty one, or ReportError; a grade may be a digit."""
    refuse_unknowable(cell)
    if cell.is_empty:
        return None
    written = folded(cell.text)
    for code, label in choices.items():
        if written in (folded(label), folded(label.partition("（")[0])):
            return code
    raise problem("report.choice", written=short(cell.text), heading=heading, choices="・".join(choices.values()))
