"""What holds a row back: contradictions between state, value, numerator, denominator and period."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.entries import Entry, has_result
from loaders.reports.findings import ReportError
from loaders.reports.layout import STATES, is_rate, shown_number
from loaders.reports.rules import Found, row_rule

RATE_TOLERANCE_POINTS = 0.1
_PERCENT_SIZE = {"割": 10.0}


@row_rule("report.blank_or_zero", "error")
def state_and_value_agree(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A blank is not reported and 0 is a reported zero: the state and the value say the same."""
    state = entry.values.get("result_state")
    if state == "reported" and not has_result(entry) and not entry.is_held:
        yield (
            "result_state",
            ReportError(
                "状態が「実績あり」ですが、実績が空欄です。",
                "空欄は0ではなく、報告なしになります。",
                "実績を書いてください。0だったときは状態で「0」を、測れなかったときは「測定不能」を選んでください。",
            ),
        )
    elif state == "zero" and any((entry.get(name) or 0) != 0 for name in ("value", "numerator")):
        yield (
            "result_state",
            ReportError(
                f"状態が「0」ですが、実績値は {shown_number(entry.get('value') or entry.get('numerator'))} です。",
                "どちらが正しいかわかりません。",
                "実績値が正しければ状態を「実績あり」に、0が正しければ実績値を空欄にしてください。",
            ),
        )
    elif state in ("unmeasurable", "withdrawn") and has_result(entry):
        yield (
            "result_state",
            ReportError(
                f"状態が「{STATES[state]}」ですが、実績も書かれています。",
                "どちらが正しいかわかりません。",
                "実績が正しければ状態を「実績あり」に、そうでなければ実績を空欄にしてください。",
            ),
        )


@row_rule("report.incomplete", "error")
def a_denominator_needs_a_numerator(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A numerator and a denominator stand together; a denominator is more than zero."""
    numerator, denominator = entry.get("numerator"), entry.get("denominator")
    if is_rate(target) and (numerator is None) != (denominator is None):
        missing = "numerator" if numerator is None else "denominator"
        yield (
            missing,
            ReportError(
                "分子と分母の片方が空欄です。", "割合を確かめられません。", "両方を書くか、両方を空欄にしてください。"
            ),
        )
    elif denominator is not None and denominator <= 0 and (numerator or denominator < 0):
        yield (
            "denominator",
            ReportError(
                f"分母が {shown_number(denominator)} です。",
                "割合を計算できません。",
                "もとになる数の全体を書いてください。",
            ),
        )


@row_rule("report.rate_reproduced", "error")
def numerator_and_denominator_reproduce_the_rate(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """Numerator over denominator gives the rate within 0.1 point."""
    numerator, denominator, value = (entry.get(name) for name in ("numerator", "denominator", "value"))
    if not is_rate(target) or numerator is None or not denominator or value is None:
        return
    computed = 100 * numerator / denominator / _PERCENT_SIZE.get(target.unit, 1.0)
    if abs(computed - value) * _PERCENT_SIZE.get(target.unit, 1.0) > RATE_TOLERANCE_POINTS + 1e-9:
        fraction = (
            "小数ではなく百分率で書く欄です。"
            if abs(100 * value - computed) <= 1
            else "0.1ポイントより大きく違います。"
        )
        yield (
            "value",
            ReportError(
                f"分子 {shown_number(numerator)} ÷ 分母 {shown_number(denominator)} は {computed:.1f}{target.unit} ですが、"
                f"実績値は {shown_number(value)}{target.unit} です。",
                fraction,
                "分子・分母・実績値のうち、誤っているものを直してください。",
            ),
        )


@row_rule("report.closed_within_cases", "error")
def what_is_counted_lies_within_the_whole(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """Closed cases are not more than cases: a numerator is not above its denominator."""
    numerator, denominator = entry.get("numerator"), entry.get("denominator")
    if numerator is not None and denominator is not None and numerator > denominator > 0:
        yield (
            "numerator",
            ReportError(
                f"分子 {shown_number(numerator)} が分母 {shown_number(denominator)} より大きくなっています。",
                "終結した件数などは、もとの件数を超えません。",
                "分子と分母が入れ替わっていないか確かめてください。",
            ),
        )


@row_rule("report.range", "error")
def values_are_possible(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A count is not negative and a share lies between 0 and 100 %; a change may be either."""
    for name in ("value", "numerator", "denominator"):
        value = entry.get(name)
        if value is not None and value < 0 and target.target_type != "increase":
            yield (
                name,
                ReportError(
                    f"負の数 {shown_number(value)} です。",
                    "数えた結果は0より小さくなりません。",
                    "0以上の数に直してください。",
                ),
            )
    value, limit = entry.get("value"), {"%": 100.0, "％": 100.0, "割": 10.0}.get(target.unit)
    if value is not None and limit is not None and is_rate(target) and value > limit:
        yield (
            "value",
            ReportError(
                f"割合が {shown_number(value)}{target.unit} です。",
                f"割合は {limit:.0f}{target.unit} を超えません。",
                "件数を書いていないか確かめ、割合に直してください。",
            ),
        )


@row_rule("report.period", "error")
def the_period_lies_in_the_year(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """The period ends after it begins and lies in the fiscal year of the form."""
    start, end = entry.values.get("period_start"), entry.values.get("period_end")
    first, last = f"{content.fiscal_year}-04-01", f"{content.fiscal_year + 1}-03-31"
    if start and end and start > end:
        yield (
            "period_end",
            ReportError(
                "期間の終わりが、始めより前です。",
                "いつの実績かがわかりません。",
                "期間の始めと終わりを確かめてください。",
            ),
        )
        return
    for name, day in (("period_start", start), ("period_end", end)):
        if day and not first <= day <= last:
            yield (
                name,
                ReportError(
                    f"{day.replace('-', '/')} は {content.fiscal_year}年度の外です。",
                    "この様式は、その年度の実績だけを受け付けます。",
                    "日付を確かめてください。別の年度の実績は、その年度の様式に書いてください。",
                ),
            )


def check_together(entries: Sequence[Entry]) -> None:
    """Check what two rows say together: closed cases of a pillar are not more than its cases."""
    cases = {e.target.pillar: e for e in entries if e.target and e.target.indicator_code == "consultations"}
    for entry in entries:
        if entry.target is None or entry.target.indicator_code != "resolved_cases":
            continue
        whole = cases.get(entry.target.pillar)
        closed, total = entry.get("value"), whole.get("value") if whole else None
        if closed is not None and total is not None and closed > total:
            entry.note(
                ReportError(
                    f"終結・解決した件数 {shown_number(closed)} が、相談件数 {shown_number(total)} より多くなっています。",
                    "終結した件数は、もとの件数を超えません。",
                    "二つの行の値を確かめてください。",
                    "report.closed_within_cases",
                ),
                "value",
            )
