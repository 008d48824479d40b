"""Japanese wording that is used twice or tested: numbers, counts, names, dates and exact automatic sentences.

Every function copes with none, one and many, and with missing values; none of them ever says "nan".
"""

import functools
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from data import schema
from data.words import REPORT_FORM_JA, fiscal_year_ja, place_ja

MISSING: Final = "―"
NOT_REPORTED: Final = "未報告"
STATED_RESULT: Final = "文書記載の実績"
NO_RECORD: Final = "計画書なし"

_ERAS: Final = (("令和", date(2019, 5, 1)), ("平成", date(1989, 1, 8)), ("昭和", date(1926, 12, 25)))


def is_missing(value: object) -> bool:
    """Return whether there is no value: None, NaN, pandas' NA or an empty text."""
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return (isinstance(value, str) and not value) or (isinstance(value, float) and math.isnan(value))


def text(value: object, missing: str = MISSING) -> str:
    """Return a value as text, or the mark for a missing one."""
    return missing if is_missing(value) else str(value)


def float_of(value: object) -> float | None:
    """Return a number as it is, or None for a missing one."""
    return None if is_missing(value) else float(str(value))


def number(value: object, digits: int = 0) -> str:
    """Return a number with thousands separators, rounded half up, or the mark for a missing one.

    >>> number(168730), number(33.25, 1), number(None)
    ('168,730', '33.3', '―')
    """
    if is_missing(value):
        return MISSING
    exact = float(str(value))
    rounded = math.floor(abs(exact) * 10**digits + 0.5 + 1e-9) / 10**digits
    return f"{math.copysign(rounded, exact) if rounded else 0.0:,.{digits}f}"


def plain_number(value: object) -> str:
    """Return a number with as many decimals as it has, at most three.

    >>> plain_number(12.0), plain_number(2.5), plain_number(41400)
    ('12', '2.5', '41,400')
    """
    if is_missing(value):
        return MISSING
    return f"{float(str(value)):,.3f}".rstrip("0").rstrip(".")


def percent(value: object, digits: int = 1) -> str:
    """Return a percentage that stands for 0–100, such as 33.2%.

    A value that is not quite 0 or 100 is not rounded to it: 99.98 is 99.9%, 0.02 is 0.1%未満.
    """
    if is_missing(value):
        return MISSING
    exact, step = float(str(value)), 10**-digits
    if 100 - step / 2 <= exact < 100:
        return f"{100 - step:.{digits}f}%"
    if 0 < exact < step / 2:
        return f"{step:.{digits}f}%未満"
    return f"{number(exact, digits)}%"


def with_unit(value: object, unit: str, digits: int = 0) -> str:
    """Return a number with its unit; a missing number stands alone."""
    return MISSING if is_missing(value) else f"{number(value, digits)}{unit}"


def amount(value: object, unit: str, digits: int = 0) -> str:
    """Return a number with its unit, a percentage as `percent` does."""
    return percent(value, digits) if unit == "%" else with_unit(value, unit, digits)


def count(value: int, counter: str) -> str:
    """Return a count with its counter, such as 1,741市町村."""
    return f"{value:,}{counter}"


def share(part: int, whole: int, counter: str = "市町村") -> str:
    """Return a part of a whole in words, exact for none, one and all.

    >>> share(0, 35), share(7, 35), share(35, 35), share(0, 0)
    ('35市町村のうち0（0.0%）', '35市町村のうち7（20.0%）', '35市町村のすべて', '0市町村')
    """
    if not whole:
        return count(0, counter)
    if part == whole:
        return count(whole, counter) + ("のすべて" if whole > 1 else "")
    return f"{count(whole, counter)}のうち{part:,}（{percent(100 * part / whole)}）"


def names(items: Sequence[str], counter: str = "市町村", most: int = 3) -> str:
    """Return names in a row and how many more there are.

    >>> names(["釧路市", "京極町"]), names(["A", "B", "C", "D", "E"])
    ('釧路市、京極町', 'A、B、Cほか2市町村')
    """
    more = len(items) - most
    return "、".join(items[:most]) + (f"ほか{count(more, counter)}" if more > 0 else "")


def tied_names(items: Sequence[str]) -> str:
    """Return the names that share a place, such as 茨城県と東京都; above three only how many more there are."""
    if len(items) <= 3:
        return "と".join(items)
    return "・".join(items[:2]) + f"ほか{len(items) - 2}"


# A full stop outside brackets ends a sentence: 「残りは情報なしです（0ではありません。）。」 is one.
_SENTENCE = re.compile(r"(?:[^。（「]|（[^）]*）|「[^」]*」)*。")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a text without a full stop is one."""
    found = [match.strip() for match in _SENTENCE.findall(text)]
    return found or [text]


def fiscal_year(year: object) -> str:
    """Return a fiscal year in both calendars, such as 令和元年度（2019年度）."""
    if is_missing(year):
        return MISSING
    return fiscal_year_ja(int(float(str(year))))


def short_year(year: object) -> str:
    """Return a fiscal year for a narrow column, such as 令和4年度."""
    return fiscal_year(year).split("（")[0]


@functools.lru_cache(maxsize=4096)
def era_date(iso: object, missing: str = MISSING) -> str:
    """Return an ISO date (YYYY-MM-DD or YYYY-MM) in the Japanese calendar, such as 平成31年4月30日."""
    if is_missing(iso):
        return missing
    parts = [int(part) for part in str(iso).split("-")]
    if len(parts) == 1:
        return f"{parts[0]}年"
    day = date(parts[0], parts[1], parts[2] if len(parts) == 3 else 28)
    era, start = next((name, begin) for name, begin in _ERAS if day >= begin)
    year = day.year - start.year + 1
    text = f"{era}{'元' if year == 1 else year}年{day.month}月"
    return text + (f"{day.day}日" if len(parts) == 3 else "")


def place(doc_id: object, line_start: object, line_end: object = None) -> str:
    """Return where something stands in a document, such as 文書001 35～38行目, or that it came in the report form."""
    if is_missing(doc_id) or is_missing(line_start):
        return REPORT_FORM_JA if not is_missing(doc_id) and doc_id == REPORT_FORM_JA else MISSING
    first, last = int(float(str(line_start))), None if is_missing(line_end) else int(float(str(line_end)))
    return place_ja(doc_id, first, last)


def place_of(row: Mapping[Any, Any]) -> str:
    """Return where a row (doc_id, line_start, line_end) stands in its document."""
    return place(row["doc_id"], row["line_start"], row["line_end"])


def as_of(documents: pd.DataFrame, doc_type: str | None = "programme_plans") -> str:
    """Return the fiscal years that the documents of one kind (None = all) speak of."""
    rows = documents if doc_type is None else documents[documents["doc_type"] == doc_type]
    years = sorted({int(year) for year in rows["fiscal_year"].dropna()})
    if not years:
        return "年度の記載なし"
    return "～".join(fiscal_year(year) for year in dict.fromkeys((years[0], years[-1])))


def sources(documents: pd.DataFrame, doc_type: str | None = "programme_plans") -> str:
    """Return the documents of one kind (None = all) as a source line: kind and number of each."""
    rows = documents if doc_type is None else documents[documents["doc_type"] == doc_type]
    kind = "読み込んだ文書" if doc_type is None else schema.label_of("documents", "doc_type", doc_type)
    numbers = "・".join(f"文書{doc_id}" for doc_id in rows["doc_id"])
    return f"{kind}（{numbers}）" if numbers else MISSING


def quantity(
    value: object, value_max: object = None, comparator: object = "eq", unit: object = "", per: object = ""
) -> str:
    """Return a target's number in words.

    >>> quantity(2, 3, "range", "名", "year"), quantity(10, None, "increase_by", "%"), quantity(5, None, "ge", "か所")
    ('年2～3名', '10%増', '5か所以上')
    """
    if is_missing(value):
        return MISSING
    amount = plain_number(value)
    if not is_missing(value_max) and value_max != value:
        amount += f"～{plain_number(value_max)}"
    before = _PER.get(str(per), "") + ("約" if comparator == "approx" else "")
    return f"{before}{amount}{text(unit, '')}{_SUFFIX.get(str(comparator), '')}"


def quantity_of(row: Mapping[Any, Any]) -> str:
    """Return the number of a target (value, value_max, comparator, unit, per) in words."""
    return quantity(row["value"], row["value_max"], row["comparator"], row["unit"], row["per"])


_PER: Final = {"year": "年", "month": "月", "site": "1か所あたり", "session": "1回あたり"}
_SUFFIX: Final = {"ge": "以上", "le": "以下", "increase_by": "増", "decrease_by": "減"}
