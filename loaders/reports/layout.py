"""The layout of the report form: its sheets and its columns. Whoever lists columns asks the declarations here.

The reader finds columns by their headings, so that the order may change; a change of meaning makes a new edition. How
to add a column: docs/adding_a_report_column.md. The sheets of edition 2 beside 実績報告: sheets.py.
"""

import calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.schema import LIVE_TABLES, label_of
from loaders.document import Row
from loaders.reports.cells import Cell, read_choice, read_date, read_fiscal_year, read_number, refuse_unknowable
from loaders.reports.contents import FormTarget
from loaders.reports.findings import ReportError, problem

EDITIONS = (1, 2)  # `FormContent.edition` says which one a fiscal year has
REPORT_SHEET, AREA_SHEET, GUIDE_SHEET, MACHINE_SHEET = "実績報告", "圏域と人口", "記入のしかた", "_form"
FINDING_SHEET = "指摘"
NOTE_LABEL = "連絡事項"
HEADER_ROW = 6  # rows and columns are counted from 1, as a spreadsheet does

STATES = LIVE_TABLES["reported_achievements"].column("result_state").allowed
DONE = LIVE_TABLES["reported_achievements"].column("done").allowed
MOST_LETTERS = LIVE_TABLES["reported_achievements"].column("comment_ja").max_length or 0
GRADES = {"1": "1（達成できなかった）", "2": "2（一部達成した）", "3": "3（概ね達成した）", "4": "4（十分達成した）"}

_HINTS = {
    "number": "数だけを書いてください（例: 25）。",
    "year": "年度を書いてください（例: 2025、令和7年度）。",
    "date": "日付を書いてください（例: 2020/3/31、令和2年3月31日）。",
    "choice": "一覧から選んでください。",
    "text": f"{MOST_LETTERS}字以内。個人がわかることは書かないでください。",
}
_SMALLEST: dict[str, Any] = {"number": -1_000_000_000, "date": datetime(1990, 1, 1)}


@dataclass(frozen=True)
class FormColumn:
    """One column of a sheet: everything that writing, reading, checking, explaining and comparing asks of it."""

    name: str  # Its field, also in the live table
    heading: str
    width: float  # In characters
    kind: str = "fixed"  # fixed (prefilled), number, year (fiscal), date, choice or text
    prefilled: Callable[[FormTarget], str] | None = None  # Of a fixed column, its text for a target
    asked: Callable[[FormTarget], bool] = lambda target: True  # Whether a target fills it; the others are locked
    unit: Callable[[FormTarget | None], str] = lambda target: ""  # The unit that a number must have
    choices: Callable[[FormTarget | None], Mapping[str, str]] = lambda target: {}
    parse: Callable[[str], object] = str  # From the code of a choice to its value
    begins: bool = False  # Whether a month alone means its first day, not its last
    is_result: bool = False  # Whether it says what was reached (a denominator or a comment alone does not)
    is_stored: bool = True  # Whether the live table keeps it
    stored_as: str = ""  # Its column of the live table where that has another name
    most: int = MOST_LETTERS  # Letters of a text
    # Where the list of choices stands in the file, for one that is too long for a cell's own rule; "" for any other
    list_range: str = ""
    guide: tuple[tuple[str, str], ...] = ()  # What the sheet of explanations says of it: item and explanation
    change: Callable[[Row], str] = lambda row: ""  # Its value in words, "" for none; tells what a new revision changes

    def read(self, cell: Cell, target: FormTarget | None) -> tuple[object, ReportError | None]:
        """Return the typed value of a cell (None for an empty one), and what an officer should know about it.

        Raises:
            ReportError: The cell cannot be read.
        """
        if self.kind == "number":
            number = read_number(cell, self.unit(target))
            return (number.value, number.note) if number else (None, None)
        if self.kind == "year":
            return read_fiscal_year(cell), None
        if self.kind == "date":
            day = self._day(read_date(cell))
            shown = {"written": cell.text, "day": str(day).replace("-", "/")}
            return day, problem("report.serial_date", **shown) if cell.serial_date else None
        if self.kind == "choice":
            code = read_choice(cell, self.choices(target), self.heading)
            return None if code is None else self.parse(code), None
        refuse_unknowable(cell)
        return cell.text or None, None

    def _day(self, iso: str | None) -> str | None:
        if iso is None or len(iso) == 10:
            return iso
        year, month = (int(part) for part in iso.split("-"))
        return f"{iso}-01" if self.begins else f"{iso}-{calendar.monthrange(year, month)[1]:02d}"

    def validation(self, target: FormTarget | None) -> dict[str, Any]:
        """Return the spreadsheet's own rule for a cell. Lists refuse; numbers and dates only warn: other spellings are read."""
        hint = _HINTS[self.kind]
        rule = {"input_title": self.heading, "input_message": hint, "error_title": self.heading, "error_message": hint}
        if self.kind == "choice":
            return {**rule, "validate": "list", "source": self.list_range or list(self.choices(target).values())}
        if self.kind == "year":
            return {**rule, "validate": "any"}
        if self.kind == "text":
            letters = f"{self.most}字以内"
            rule["input_message"] = hint.replace(f"{MOST_LETTERS}字以内", letters)
            limit = {"validate": "length", "criteria": "<=", "value": self.most}
            return {**rule, **limit, "error_message": f"{letters}で書いてください。"}
        limit = {
            "validate": "date" if self.kind == "date" else "decimal",
            "criteria": ">=",
            "value": _SMALLEST[self.kind],
        }
        return {**rule, **limit, "error_type": "warning"}


def is_rate(target: FormTarget) -> bool:
    """Return whether the target is a share (%, 割) that a numerator and a denominator can prove."""
    return target.unit in ("%", "％", "割") and target.target_type == "numeric"


def is_counted(target: FormTarget) -> bool:
    """Return whether a number says how far the target was reached; what is not counted cannot be zero."""
    return target.target_type in ("numeric", "increase", "all_units")


def shown_number(value: float | None) -> str:
    """Return a number with thousands separators and no needless decimals, "" for None."""
    return "" if value is None else f"{value:,.10g}"


def _has_parts(target: FormTarget) -> bool:
    return is_rate(target) or target.target_type == "all_units"


def _is_done_or_not(target: FormTarget) -> bool:
    return target.target_type in ("institution", "activity") or (
        target.target_type == "all_units" and target.value is None
    )


def _is_judged(target: FormTarget) -> bool:
    return target.target_type in ("qualitative", "label_only")


def _states(target: FormTarget | None) -> Mapping[str, str]:
    counted = target is None or is_counted(target)
    return {code: label for code, label in STATES.items() if counted or code != "zero"}


def _unit(target: FormTarget | None) -> str:
    return target.unit if target else ""


def _unit_of_parts(target: FormTarget | None) -> str:
    return "" if target is None or is_rate(target) else target.unit


def _target_ja(target: FormTarget) -> str:
    """Return the target value in words, such as 「2～3」 or 「60（要確認）」."""
    shown = shown_number(target.value)
    if target.value_max is not None:
        shown += f"～{shown_number(target.value_max)}"
    return f"{shown}（要確認）" if target.in_doubt else shown


def _last_ja(target: FormTarget) -> str:
    last = f"{shown_number(target.last_value)}{target.last_unit}（{target.last_when_ja}）"
    return last if target.last_value is not None else ""


def _value_ja(row: Row) -> str:
    return "" if row["value"] is None else f"{shown_number(row['value'])}{row['unit'] or ''}"


def _share_ja(row: Row) -> str:
    if row["numerator"] is None:
        return ""
    whole = "" if row["denominator"] is None else f"/{shown_number(row['denominator'])}"
    return f"（{shown_number(row['numerator'])}{whole}）"


COLUMNS = (
    FormColumn("target_id", "目標番号", 12, prefilled=lambda target: target.target_id),
    FormColumn("pillar", "柱", 14, prefilled=lambda target: label_of("targets", "pillar", target.pillar)),
    FormColumn("label_ja", "目標", 34, prefilled=lambda target: target.label_ja),
    FormColumn("target", "目標値", 9, prefilled=_target_ja),
    FormColumn("comparator", "比べ方", 10, prefilled=lambda target: label_of("targets", "comparator", target.comparator)),
    FormColumn("unit", "単位", 7, prefilled=lambda target: target.unit),
    FormColumn("per", "あたり", 9, prefilled=lambda target: label_of("targets", "per", target.per)),
    FormColumn("last", "前回の値", 17, prefilled=_last_ja),
    FormColumn(
        "value", "実績値", 10, "number", asked=is_counted, unit=_unit, is_result=True, change=_value_ja,
        guide=(("実績値", "目標と同じ単位で、数だけを書きます（例: 25）。全角の数字や「25人」も読み取りますが、違う単位は受け付けられません。"),),
    ),
    FormColumn(
        "numerator", "分子", 9, "number", asked=_has_parts, unit=_unit_of_parts, is_result=True, change=_share_ja,
        guide=(("分子・分母", "割合（%・割）の目標では、もとになる数も書きます。分子÷分母が実績値と0.1ポイント以内で一致することを確かめます。"
                "全数の目標では、済んだ数を分子に、全体の数を分母に書いてもかまいません。"),),
    ),
    FormColumn("denominator", "分母", 9, "number", asked=_has_parts, unit=_unit_of_parts),
    FormColumn(
        "period_start", "期間の始め", 12, "date", begins=True,
        guide=(("増加・減少の目標", "単位が%の目標は増減した割合を、それ以外の目標は期間の終わりの数そのものを書きます。"),
               ("期間", "空欄なら報告の対象期間の全体とみなします。一部の期間だけの実績や、ある時点の数のときに書きます。和暦でも西暦でも書けます。")),
    ),
    FormColumn("period_end", "期間の終わり", 12, "date"),
    FormColumn("result_state", "状態", 10, "choice", choices=_states),
    FormColumn(
        "grade", "自己評価", 18, "choice", asked=_is_judged, choices=lambda target: GRADES, parse=int, is_result=True,
        change=lambda row: "" if row["grade"] is None else GRADES[str(row["grade"])],
        guide=(("自己評価", "数で測れない目標について、4段階（4 十分達成した、3 概ね達成した、2 一部達成した、1 達成できなかった）から選び、"
                "コメントに理由を書きます。"),),
    ),
    FormColumn(
        "done", "実施状況", 10, "choice", asked=_is_done_or_not, choices=lambda target: DONE, is_result=True,
        change=lambda row: "" if row["done"] is None else DONE[row["done"]],
        guide=(("実施状況", "体制づくりや活動の目標について、一覧（実施した・一部実施した・実施していない）から選びます。"),),
    ),
    FormColumn(
        "comment_ja", "コメント", 34, "text",
        guide=(("コメント", "値が前回から大きく変わったとき、測定不能・取下げのときは、理由を書いてください。個人がわかることは書かないでください。"),),
    ),
)  # fmt: skip


def _area_number(name: str, heading: str, width: float, unit: str = "", **more: Any) -> FormColumn:
    return FormColumn(name, heading, width, "number", unit=lambda target: unit, is_result=True,
                      change=lambda row: "" if row[name] is None else f"{heading} {shown_number(row[name])}", **more)  # fmt: skip


AREA_COLUMNS = (
    FormColumn("pillar", "柱", 22),
    _area_number(
        "units_covered", "対象圏域数", 12,
        guide=(("対象圏域数・全圏域数", "市町村が定めた圏域（小学校区など）のうち、取組の対象となっている数と、全部の数。"),),
    ),
    _area_number("units_total", "全圏域数", 12),
    _area_number(
        "covered_population", "対象人口", 14, "人",
        guide=(("対象人口・人口", "対象圏域に住む人の数と、市町村の人口。同じ時点の数を書きます。"),
               ("ア と イ", "ア（地域づくり）とイ（相談の受け止め）は同じ住民を数えるので、別々に書き、足し合わせません。")),
    ),
    _area_number("population", "人口", 14, "人"),
    FormColumn("as_of_date", "時点", 13, "date", guide=(("時点", "数を調べた日。"),),
               change=lambda row: f"{row['as_of_date']}時点" if row["as_of_date"] else ""),
    FormColumn("comment_ja", "コメント", 44, "text", is_stored=False),
)  # fmt: skip
INPUTS = tuple(column for column in COLUMNS if column.kind != "fixed")
AREA_INPUTS = tuple(column for column in AREA_COLUMNS if column.kind != "fixed")
AREA_NUMBERS = tuple(column.name for column in AREA_COLUMNS if column.kind == "number")


def columns_of(target: FormTarget, columns: Sequence[FormColumn] = COLUMNS) -> tuple[FormColumn, ...]:
    """Return the columns that are filled for a target; the others are locked."""
    return tuple(column for column in columns if column.kind != "fixed" and column.asked(target))


def prefilled_cells(target: FormTarget, columns: Sequence[FormColumn] = COLUMNS) -> dict[str, str]:
    """Return the prefilled cells of a target's row by field."""
    return {column.name: column.prefilled(target) for column in columns if column.prefilled}
