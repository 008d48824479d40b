"""The rules of one row of the report sheet: contradictions that hold it back, and doubts that want a comment.

A rule yields the column and the message (messages.yml), which says how severe it is. They run in the order of `ROW_RULES`.
"""

from collections.abc import Callable, Iterator, Sequence

from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.entries import Entry, has_result
from loaders.reports.findings import ReportError, problem
from loaders.reports.layout import INPUTS, STATES, is_rate

Found = Iterator[tuple[str, ReportError]]
RowRule = Callable[[Entry, FormTarget, FormContent], Found]

RATE_TOLERANCE_POINTS = 0.1
LARGE_CHANGE = 3.0
# 1割 is 10 %, so a share in 割 ends at 10.
_PERCENT_SIZE = {"割": 10.0}


def state_and_value_agree(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A blank is not reported and 0 is a reported zero: the state and the value say the same."""
    state = entry.values.get("result_state")
    if state == "reported" and not has_result(entry) and not entry.is_held:
        yield "result_state", problem("report.blank_or_zero/blank")
    elif state == "zero" and any((entry.get(name) or 0) != 0 for name in ("value", "numerator")):
        value = entry.get("value") or entry.get("numerator")
        yield "result_state", problem("report.blank_or_zero/zero", value=value)
    elif state in ("unmeasurable", "withdrawn") and has_result(entry):
        yield "result_state", problem("report.blank_or_zero/value", state=STATES[state])


def a_denominator_needs_a_numerator(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A numerator and a denominator stand together; a denominator is more than zero."""
    numerator, denominator = entry.get("numerator"), entry.get("denominator")
    if is_rate(target) and (numerator is None) != (denominator is None):
        yield "numerator" if numerator is None else "denominator", problem("report.incomplete/part")
    elif denominator is not None and denominator <= 0 and (numerator or denominator < 0):
        yield "denominator", problem("report.incomplete/denominator", denominator=denominator)


def numerator_and_denominator_reproduce_the_rate(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """Numerator over denominator gives the rate within 0.1 point."""
    numerator, denominator, value = (entry.get(name) for name in ("numerator", "denominator", "value"))
    if not is_rate(target) or numerator is None or not denominator or value is None:
        return
    size = _PERCENT_SIZE.get(target.unit, 1.0)
    computed = 100 * numerator / denominator / size
    if abs(computed - value) * size > RATE_TOLERANCE_POINTS + 1e-9:
        case = "fraction" if abs(100 * value - computed) <= 1 else "apart"
        parts = {"numerator": numerator, "denominator": denominator, "computed": f"{computed:.1f}"}
        yield "value", problem(f"report.rate_reproduced/{case}", **parts, value=value, unit=target.unit)


def what_is_counted_lies_within_the_whole(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """Closed cases are not more than cases: a numerator is not above its denominator."""
    numerator, denominator = entry.get("numerator"), entry.get("denominator")
    if numerator is not None and denominator is not None and numerator > denominator > 0:
        parts = {"numerator": numerator, "denominator": denominator}
        yield "numerator", problem("report.closed_within_cases/fraction", **parts)


def values_are_possible(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A count is not negative and a share lies between 0 and 100 %; a change may be either."""
    for name in (column.name for column in INPUTS if column.kind == "number"):
        number = entry.get(name)
        if number is not None and number < 0 and target.target_type != "increase":
            yield name, problem("report.range/negative", value=number)
    value, limit = entry.get("value"), 100 / _PERCENT_SIZE.get(target.unit, 1.0)
    if value is not None and is_rate(target) and value > limit:
        shown = {"value": value, "unit": target.unit, "limit": f"{limit:.0f}"}
        yield "value", problem("report.range/rate", **shown)


def the_period_lies_in_the_year(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """The period ends after it begins and lies in the fiscal year of the form."""
    start, end = entry.values.get("period_start"), entry.values.get("period_end")
    first, last = f"{content.fiscal_year}-04-01", f"{content.fiscal_year + 1}-03-31"
    if start and end and start > end:
        yield "period_end", problem("report.period/order")
        return
    for name, day in (("period_start", start), ("period_end", end)):
        if day and not first <= day <= last:
            yield name, problem("report.period/year", day=day.replace("-", "/"), fiscal_year=content.fiscal_year)


def a_share_is_not_written_as_a_fraction(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """0.8 where the target is 70 % was probably meant as 80 %."""
    value = entry.get("value")
    if value is not None and _looks_like_a_fraction(value, target):
        yield "value", problem("report.fraction", value=value, percent=100 * value)


def _looks_like_a_fraction(value: float, target: FormTarget) -> bool:
    return is_rate(target) and target.unit != "割" and 0 < value <= 1 and (target.value or 0) > 5


def a_large_change_is_explained(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A change beyond three times, or below a third, wants a comment."""
    value, last = entry.get("value"), target.last_value
    if value is None or not last or target.unit != target.last_unit or _looks_like_a_fraction(value, target):
        return
    if target.target_type != "increase" and not 1 / LARGE_CHANGE <= value / last <= LARGE_CHANGE:
        yield "value", problem("report.large_change", last=float(last), value=value, unit=target.unit)


def a_cumulative_series_does_not_fall(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A running total does not fall, neither against the last report nor within the year."""
    value = entry.get("value")
    if value is None or target.target_type == "increase":
        return
    earlier = target.last_value if target.per == "total" and target.unit == target.last_unit else None
    if content.report_kind == "full_year" and target.indicator_kind == "flow" and target.mid_year_value:
        earlier = max(earlier or 0.0, target.mid_year_value)
    if earlier is not None and value < earlier:
        yield "value", problem("report.cumulative_falls", earlier=float(earlier), value=value, unit=target.unit)


def values_are_plausible(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A value outside what its indicator usually takes wants a comment."""
    value, low, high = entry.get("value"), target.minimum, target.maximum
    if value is None or target.target_type == "increase" or value < 0 or is_rate(target):
        return
    if (low is not None and value < low) or (high is not None and value > high):
        yield "value", problem("report.plausible", value=value, unit=target.unit)


def a_judgement_gives_its_reason(entry: Entry, target: FormTarget, content: FormContent) -> Found:
    """A grade, 測定不能 and 取下げ want a reason."""
    state = entry.values.get("result_state")
    if entry.comment:
        return
    if state in ("unmeasurable", "withdrawn"):
        yield "comment_ja", problem("report.reason/state", state=STATES[state])
    elif "grade" in entry.values:
        yield "comment_ja", problem("report.reason/grade")


ROW_RULES: Sequence[RowRule] = (
    state_and_value_agree,
    a_denominator_needs_a_numerator,
    numerator_and_denominator_reproduce_the_rate,
    what_is_counted_lies_within_the_whole,
    values_are_possible,
    the_period_lies_in_the_year,
    a_share_is_not_written_as_a_fraction,
    a_large_change_is_explained,
    a_cumulative_series_does_not_fall,
    values_are_plausible,
    a_judgement_gives_its_reason,
)


def check_row(entry: Entry, target: FormTarget, content: FormContent) -> None:
    """Run all rules of a row; what they find is added to it."""
    for rule in ROW_RULES:
        for column, error in rule(entry, target, content):
            entry.note(error, column)


def check_together(entries: Sequence[Entry]) -> None:
    """Check what two rows say together: closed cases of a pillar are not more than its cases."""
    cases = {e.target.pillar: e for e in entries if e.target and e.target.indicator_code == "consultations"}
    for entry in entries:
        if entry.target is None or entry.target.indicator_code != "resolved_cases":
            continue
        whole = cases.get(entry.target.pillar)
        closed, total = entry.get("value"), whole.get("value") if whole else None
        if closed is not None and total is not None and closed > total:
            entry.note(problem("report.closed_within_cases/rows", closed=closed, total=total), "value")
