"""What wants a comment: values that are possible and unusual, judgements without a reason."""

from __future__ import annotations

from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.entries import Entry
from loaders.reports.findings import ReportError
from loaders.reports.layout import STATES, is_rate, shown_number
from loaders.reports.rules import Found, row_rule

LARGE_CHANGE = 3.0
_EXPLAIN = "正しければ、その理由をコメントに書いてください。誤りなら、値を直してください。"


@row_rule("report.fraction", "warning")
def a_share_is_not_written_as_a_fraction(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """0.8 where the target is 70 % was probably meant as 80 %."""
    value = entry.get("value")
    if value is not None and _looks_like_a_fraction(value, target):
        yield (
            "value",
            ReportError(
                f"{shown_number(value)}% は {shown_number(100 * value)}% のことではありませんか。",
                "割合が小数で書かれたとみられます。",
                _EXPLAIN,
            ),
        )


def _looks_like_a_fraction(value: float, target: FormTarget) -> bool:
    return is_rate(target) and target.unit != "割" and 0 < value <= 1 and (target.value or 0) > 5


@row_rule("report.large_change", "warning")
def a_large_change_is_explained(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A change beyond three times, or below a third, wants a comment."""
    value, last = entry.get("value"), target.last_value
    if value is None or not last or target.unit != target.last_unit or _looks_like_a_fraction(value, target):
        return
    if target.target_type != "increase" and not 1 / LARGE_CHANGE <= value / last <= LARGE_CHANGE:
        yield (
            "value",
            ReportError(
                f"前回の {shown_number(last)}{target.unit} から {shown_number(value)}{target.unit} に変わっています。",
                "3倍を超える増加か、3分の1を下回る減少です。",
                _EXPLAIN,
            ),
        )


@row_rule("report.cumulative_falls", "warning")
def a_cumulative_series_does_not_fall(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A running total does not fall, neither against the last report nor within the year."""
    value = entry.get("value")
    if value is None or target.target_type == "increase":
        return
    earlier = target.last_value if target.per == "total" and target.unit == target.last_unit else None
    if content.report_kind == "full_year" and target.indicator_kind == "flow" and target.mid_year_value:
        earlier = max(earlier or 0.0, target.mid_year_value)
    if earlier is not None and value < earlier:
        yield (
            "value",
            ReportError(
                f"累計が {shown_number(earlier)}{target.unit} から {shown_number(value)}{target.unit} に減っています。",
                "積み上げた数は減らないはずです。",
                _EXPLAIN,
            ),
        )


@row_rule("report.plausible", "warning")
def values_are_plausible(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A value outside what its indicator usually takes wants a comment."""
    value, low, high = entry.get("value"), target.minimum, target.maximum
    if value is None or target.target_type == "increase" or value < 0 or is_rate(target):
        return
    if (low is not None and value < low) or (high is not None and value > high):
        yield (
            "value",
            ReportError(
                f"{shown_number(value)}{target.unit} は、この指標の値としては珍しい大きさです。",
                "桁や単位の誤りかもしれません。",
                _EXPLAIN,
            ),
        )


@row_rule("report.reason", "warning")
def a_judgement_gives_its_reason(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A grade, 測定不能 and 取下げ want a reason."""
    state = entry.values.get("result_state")
    if entry.has_comment:
        return
    if state in ("unmeasurable", "withdrawn"):
        yield (
            "comment_ja",
            ReportError(
                f"「{STATES[state]}」の理由がありません。",
                "評価できない理由を公表の際に示します。",
                "理由をコメントに書いてください。",
            ),
        )
    elif "grade" in entry.values:
        yield (
            "comment_ja",
            ReportError(
                "自己評価の理由がありません。",
                "数で測れない目標は、理由とともに示します。",
                "理由をコメントに書いてください。",
            ),
        )
