"""Questions that a member may ask, each chosen by a rule from the data, with a proposed answer and its source. Pure."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from components.drawing import wording
from components.drawing.declared import said
from components.figures import aging, targets
from components.figures.coverage import parts
from components.figures.progress_map import latest_known
from components.figures.ratings import REPORTED_SOURCE_JA, rating_words, shown
from components.packs.model import Question
from components.packs.sections import COVERAGE, own, targets_of, with_coverage
from data.folders import yaml_beside
from data.pack_facts import PackFacts, ReportedFacts

_WORDS: dict[str, dict[str, str]] = yaml_beside(__file__)
Rule = Callable[[PackFacts], Question | None]
RuleOfReports = Callable[[PackFacts, ReportedFacts], Question | None]
_NAMED = 5  # municipalities named in an answer
_FAILED = ("D", "X")  # bands
_NAMED_TARGETS = 3  # targets named in an answer
_WHOLE_SHARE, _NO_NUMBER_SHARE, _FILLED_SHARE = 0.75, 1 / 3, 0.5


def _question(code: str, source: str, **facts: object) -> Question:
    """Return a question of questions.yml with its numbers and names."""
    return Question(**{f"{part}_ja": said(text, {"source": source, **facts}) for part, text in _WORDS[code].items()})


def chosen(facts: PackFacts) -> tuple[Question, ...]:
    """Return the questions whose rule the data meet, in the order of the report."""
    reported = facts.reported
    questions = [rule(facts) for rule in _RULES]
    questions += [rule(facts, reported) for rule in _RULES_OF_REPORTS] if reported else []
    return tuple(question for question in questions if question is not None)


def _without_plan(facts: PackFacts) -> Question | None:
    towns = own(facts)
    without = towns[~towns["has_record"]]
    if without.empty or facts.ladder.empty:
        return None
    year = int(latest_known(facts.ladder))
    staged = facts.ladder[(facts.ladder["fiscal_year"] == year) & (facts.ladder["furthest_stage"] != "unknown")]
    return _question(
        "without_plan", wording.sources(facts.documents), year=year, without=len(without),
        known=int(without["area_code"].isin(staged["area_code"]).sum()), number=wording.count(len(without), "市町村"),
        name=str(without["name_ja"].iloc[0]) if facts.area_code else "",
    )  # fmt: skip


def _older_but_less(facts: PackFacts) -> Question | None:
    placed = aging.points(with_coverage(facts), COVERAGE)
    behind = placed[placed["quadrant"] == "older_lower"].sort_values("aging_rate_pct", ascending=False)
    if facts.area_code:
        behind = behind[behind["area_code"] == facts.area_code]
    if len(placed) < 3 or behind.empty:
        return None
    lines = [
        f"{row['name_ja']}（高齢化率{wording.percent(row['aging_rate_pct'])}、カバー率{wording.percent(row['coverage_pct'])}）"
        for row in behind.to_dict("records")
    ]
    return _question(
        "older_but_less", _places(behind), names=wording.names(lines, most=_NAMED), is_town=bool(facts.area_code),
        number=wording.count(len(behind), "市町村"), aged=placed["aging_rate_pct"].median(), covered=placed["coverage_pct"].median(),
    )  # fmt: skip


def _ceiling(facts: PackFacts) -> Question | None:
    having = _having(facts)
    extents = parts(having, "consultation") if len(having) else pd.Series(dtype=str)
    known = extents[extents != "not_computable"]
    whole = int((known == "whole").sum())
    if known.empty or whole < _WHOLE_SHARE * len(known):
        return None
    return _question("ceiling", wording.sources(facts.documents), whole=whole, known=len(known))


def _not_computable(facts: PackFacts) -> Question | None:
    towns = with_coverage(facts)
    towns = towns[towns["area_code"].isin(own(facts)["area_code"])]
    out = aging.left_out(towns, COVERAGE, facts.reasons)
    out = out[out[COVERAGE.column].isna()]
    if out.empty:
        return None
    reasons = [f"{row['name_ja']}は{row['reason_ja']}".rstrip("。") for row in out.to_dict("records")]
    return _question("not_computable", _places(out), reasons=reasons, number=wording.count(len(out), "市町村"))


def _results_unknown(facts: PackFacts) -> Question | None:
    rows = targets_of(facts)
    numeric = rows[rows["state"].isin(targets.WITH_NUMBER)]
    missing = int((numeric["state"] == "not_reported").sum())
    if facts.reported is not None or not missing:
        return None
    counts = {"numeric": len(numeric), "missing": missing, "stated": len(numeric) - missing}
    return _question("results_unknown", wording.sources(facts.documents), **counts)


def _no_number(facts: PackFacts) -> Question | None:
    rows = targets_of(facts)
    without = int((rows["state"] == "no_number").sum())
    if not without or without < _NO_NUMBER_SHARE * len(rows):
        return None
    return _question("no_number", wording.sources(facts.documents), all=len(rows), without=without)


def _held(facts: PackFacts) -> Question | None:
    having = _having(facts)
    held = having[having["quarantined_ja"].astype(str) != ""]
    if held.empty:
        return None
    lines = [f"{row['name_ja']}の{row['quarantined_ja']}" for row in held.to_dict("records")]
    number = wording.count(len(held), "市町村")
    return _question("held", _places(held), names=wording.names(lines, most=_NAMED), number=number)


def _rarely_filled(facts: PackFacts) -> Question | None:
    states = facts.function_states
    states = states[states["counts_in_coverage"].astype(bool) & states["area_code"].isin(own(facts)["area_code"])]
    if states.empty:
        return None
    filled = states["filled"].astype(bool).groupby([states["sort"], states["name_ja"]]).agg(["sum", "size"])
    share = filled["sum"] / filled["size"]
    if share.min() >= _FILLED_SHARE:
        return None
    least = filled[share == share.min()]
    part, whole = int(least["sum"].iloc[0]), int(least["size"].iloc[0])
    names = wording.tied_names([f"「{name}」" for _, name in least.index])
    source = wording.sources(facts.documents)
    return _question("rarely_filled", source, names=names, whole=whole, part=part, share=100 * part / whole)


def _attained(_: PackFacts, reported: ReportedFacts) -> Question | None:
    shares = reported.pillar_shares
    names = ("rateable", "attained", "unreported")
    rateable, attained, missing = (int(shares[f"{name}_count"].sum()) for name in names)
    if not rateable:
        return None
    due = rateable + missing
    return _question(
        "attained", REPORTED_SOURCE_JA, year=wording.fiscal_year(reported.year), rateable=rateable, attained=attained,
        missing=missing, lowest=100 * attained / due, highest=100 * (attained + missing) / due,
    )  # fmt: skip


def _not_attained(_: PackFacts, reported: ReportedFacts) -> Question | None:
    rated = shown(reported.ratings)
    rated = rated[(rated["target_fy"] == reported.year) & rated["band"].isin(_FAILED)]
    if rated.empty:
        return None
    lines = [_line(row) for row in rating_words(rated).head(_NAMED_TARGETS).to_dict("records")]
    rest = len(rated) - _NAMED_TARGETS
    return _question("not_attained", REPORTED_SOURCE_JA, targets=lines, rest=rest, count=len(rated))


def _line(row: dict[object, object]) -> str:
    pct = wording.percent(row["attainment_pct"])
    first = f"{row['area_name_ja']}「{row['label_ja_']}」は、目標{row['target_ja']}に対して実績{row['actual_ja']}"
    rate = "" if pct == wording.MISSING else f"（達成率{pct}）"
    comment = "" if wording.is_missing(row["comment_ja"]) else f"市町村の説明は「{row['comment_ja']}」です。"
    return f"{first}{rate}です。{comment}"


def _late(facts: PackFacts, reported: ReportedFacts) -> Question | None:
    forms = reported.forms
    if facts.area_code:
        forms = forms[forms["area_code"] == facts.area_code]
    late = forms[forms["is_late"].astype(bool)] if len(forms) else forms
    if late.empty:
        return None
    due = wording.era_date(min(late["due_date"]).date().isoformat())
    names = wording.names([str(name) for name in late["area_name_ja"]], most=5)
    return _question("late", "", names=names, due=due, number=wording.count(len(late), "市町村"))


def _hard(_: PackFacts, reported: ReportedFacts) -> Question | None:
    rated = shown(reported.ratings)
    hard = rated[(rated["target_fy"] == reported.year) & (rated["status"] == "hard_to_rate")]
    if hard.empty:
        return None
    why = hard["reason_ja"].dropna().astype(str).value_counts()
    reasons = [(str(reason).rstrip("。"), count) for reason, count in why.head(1).items()]
    year = wording.fiscal_year(reported.year)
    return _question("hard", REPORTED_SOURCE_JA, year=year, count=len(hard), reasons=reasons)


_RULES: Sequence[Rule] = (
    _without_plan, _older_but_less, _ceiling, _not_computable, _rarely_filled, _results_unknown, _no_number, _held,
)  # fmt: skip
_RULES_OF_REPORTS: Sequence[RuleOfReports] = (_attained, _not_attained, _late, _hard)


def _having(facts: PackFacts) -> pd.DataFrame:
    towns = own(facts)
    return towns[towns["has_record"]]


def _places(rows: pd.DataFrame) -> str:
    lines: list[Any] = [f"{row['name_ja']} {wording.place_of(row)}" for row in rows.to_dict("records")]
    return wording.names(lines, most=_NAMED)
