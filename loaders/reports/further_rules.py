"""The rules of the sheets of edition 2: services, counts, own targets, the checklist; and what they say together.

A rule yields the column and the message (messages.yml), which says how severe it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from loaders.reports.checked_rows import covered_within_population, population_is_possible, whole_numbers
from loaders.reports.contents import FormContent
from loaders.reports.entries import Entry
from loaders.reports.findings import problem
from loaders.reports.row_rules import LARGE_CHANGE, Found
from loaders.reports.sheets import COUNTS, OWN_TARGETS, PROCESS, SERVICES
from loaders.text.normalise import folded

Rule = Callable[[Entry, FormContent], Found]
WHOLE_FROM = 0.9  # of the residents, for a scope that is said to be whole
LAST_YEAR = 20  # years after that of the form in which a target may end
# What counts a part of another count
PARTS: Mapping[str, tuple[str, ...]] = {
    "consultations": (
        "complex_consultations", "care_consultations", "disability_consultations", "child_consultations",
        "poverty_consultations",
    ),
    "support_plans": ("closed_plans",),
}  # fmt: skip


def _needs(name: str, message: str, **shown: str) -> Rule:
    """Return the rule that a row of which anything is said has one value before all."""

    def it_is_there(entry: Entry, content: FormContent) -> Found:
        if name not in entry.values and not entry.is_held:
            yield name, problem(message, **shown)

    return it_is_there


def people_and_money_are_possible(entry: Entry, content: FormContent) -> Found:
    """Residents are whole numbers, staff and money are not negative, and the grant is a part of the cost."""
    yield from whole_numbers(entry, ("covered_population", "population"))
    for name in ("staff_count", "cost_yen", "grant_yen"):
        if (value := entry.get(name)) is not None and value < 0:
            yield name, problem("report.range/negative", value=value)
    cost, grant = entry.get("cost_yen"), entry.get("grant_yen")
    if grant is not None and cost is not None and grant > cost:
        yield "grant_yen", problem("report.grant", grant=grant, cost=cost)


def the_scope_agrees_with_the_residents(entry: Entry, content: FormContent) -> Found:
    """A whole municipality covers nearly all of its residents."""
    covered, population = entry.get("covered_population"), entry.get("population")
    is_whole = entry.values.get("scope") == "whole"
    if is_whole and covered is not None and population and covered < WHOLE_FROM * population:
        yield "scope", problem("report.scope", covered=covered, population=population)


def a_service_that_is_not_there_costs_nothing(entry: Entry, content: FormContent) -> Found:
    """実施しない with a cost or staff wants an explanation."""
    is_paid = any(entry.get(name) for name in ("cost_yen", "grant_yen", "staff_count"))
    if entry.values.get("state") == "none" and is_paid:
        yield "state", problem("report.service_none/cost")


def a_large_change_of_cost_is_explained(entry: Entry, content: FormContent) -> Found:
    """A cost beyond three times last year's, or below a third, wants a comment."""
    subject = entry.target.target_id if entry.target else ""
    before = content.last_year.get("report_services", {}).get(subject, {})
    for name in ("cost_yen", "grant_yen"):
        last, value = before.get(name), entry.get(name)
        if last and value is not None and not 1 / LARGE_CHANGE <= value / last <= LARGE_CHANGE:
            yield name, problem("report.large_change", last=float(last), value=value, unit="円")


def a_grade_has_its_reason(entry: Entry, content: FormContent) -> Found:
    """A self-rating says why."""
    if "grade" in entry.values and not entry.values.get("reason_ja"):
        yield "reason_ja", problem("report.reason/function")


def days_are_not_after_the_year(entry: Entry, content: FormContent) -> Found:
    """What has begun or was held lies before the end of the fiscal year; what is planned may lie behind it."""
    name = "start_date" if "start_date" in entry.values else "held_date"
    day, last = entry.values.get(name), f"{content.fiscal_year + 1}-03-31"
    is_done = entry.values.get("state", entry.values.get("answer")) in ("implementing", "yes")
    if day is not None and is_done and str(day) > last:
        yield name, problem("report.later", day=str(day).replace("-", "/"), fiscal_year=content.fiscal_year)


def a_count_is_whole(entry: Entry, content: FormContent) -> Found:
    """Cases, people and meetings are counted in whole numbers."""
    if (entry.get("value") or 0) >= 0:
        yield from whole_numbers(entry, ["value"])


def an_own_target_is_whole(entry: Entry, content: FormContent) -> Found:
    """A target says what, how much, of what, by when and for which service; the year is this one or a later one."""
    wanted = ("pillar", "label_ja", "unit", "target_value", "comparator", "target_fy")
    missing = [one.heading for one in OWN_TARGETS.inputs if one.name in wanted and one.name not in entry.values]
    if missing and not entry.is_held:
        yield "label_ja", problem("report.own_target/missing", headings="、".join(missing))
    year = entry.get("target_fy")
    if year is not None and not content.fiscal_year <= year <= content.fiscal_year + LAST_YEAR:
        yield "target_fy", problem("report.own_target/year", year=int(year), fiscal_year=content.fiscal_year)


def an_own_target_can_be_reached(entry: Entry, content: FormContent) -> Found:
    """A range has both ends, a baseline lies before its target, and the indicator has the unit."""
    value, most, baseline = (entry.get(name) for name in ("target_value", "target_value_max", "baseline_value"))
    comparator = entry.values.get("comparator")
    if value is not None and (comparator == "range") != (most is not None and most > value):
        yield "target_value_max", problem("report.own_target/range")
    if value is not None and baseline is not None and (
        (comparator == "ge" and baseline >= value) or (comparator == "le" and baseline <= value)
    ):  # fmt: skip
        yield "baseline_value", problem("report.own_target/baseline", baseline=baseline, value=value)
    if entry.values.get("indicator_code") and entry.target and not entry.target.indicator_code:
        yield "unit", problem("report.own_target/unit", unit=str(entry.values.get("unit")))


RULES: Mapping[str, Sequence[Rule]] = {
    SERVICES.name: (
        _needs("state", "report.needed", heading="実施状況"), people_and_money_are_possible, population_is_possible, covered_within_population,
        the_scope_agrees_with_the_residents, a_service_that_is_not_there_costs_nothing,
        a_large_change_of_cost_is_explained, a_grade_has_its_reason, days_are_not_after_the_year,
    ),
    COUNTS.name: (a_count_is_whole, _needs("value", "report.needed/count")),
    OWN_TARGETS.name: (an_own_target_is_whole, an_own_target_can_be_reached),
    PROCESS.name: (_needs("answer", "report.needed", heading="回答"), days_are_not_after_the_year),
}  # fmt: skip


def check_own_targets(entries: Iterable[Entry], content: FormContent) -> None:
    """Check that no target stands twice, and none that a document has already."""
    of_documents = {folded(target.label_ja) for target in content.targets}
    seen: dict[tuple[str, object], int] = {}
    for entry in entries:
        label = folded(str(entry.values.get("label_ja") or ""))
        key = (label, entry.values.get("target_fy"))
        if label and label in of_documents:
            entry.note(problem("report.own_target/document"), "label_ja")
        elif label and seen.setdefault(key, entry.row) != entry.row:
            entry.note(problem("report.repeated_row", first=seen[key]), "label_ja")


def check_sheets(entries: Sequence[Entry]) -> None:
    """Check what counts say together, and with the states of their services."""
    counts = {e.target.target_id: e for e in entries if e.sheet == COUNTS.name and e.target and "value" in e.values}
    states = {e.target.target_id: e.values.get("state") for e in entries if e.sheet == SERVICES.name and e.target}
    for whole, parts in PARTS.items():
        for part in parts:
            _compare(counts, whole, part)
    _compare(counts, "consultations", "new_consultations", "continued_consultations")
    for entry in counts.values():
        if entry.target and entry.get("value") and states.get(entry.target.pillar) == "none":
            entry.note(problem("report.service_none/count", value=entry.get("value")), "value")


def _compare(counts: Mapping[str, Entry], whole: str, *parts: str) -> None:
    """Note where the parts together are more than the whole; a part that is not reported counts as nothing."""
    known = [counts[part] for part in parts if part in counts]
    if whole not in counts or not known:
        return
    total, sum_of_parts = counts[whole].get("value") or 0, sum(one.get("value") or 0 for one in known)
    if sum_of_parts > total:
        names = "と".join(one.target.label_ja for one in known if one.target)
        whole_ja = counts[whole].target.label_ja if counts[whole].target else ""  # type: ignore[union-attr]
        shown = {"parts": names, "sum": sum_of_parts, "whole": whole_ja, "total": total}
        known[-1].note(problem("report.parts_within_whole", **shown), "value")
