"""The words around a number that say what it is: target or result, per what, at least, at most, about, more, less."""

import re

from loaders.text.clauses import CUT
from loaders.text.patterns import Patterns
from loaders.text.quantities import DURATIONS, Quantity

_NEAR = 160  # How many characters around a number are looked at
AIM_WORDS = Patterns(__file__, cut=CUT)

AREA_UNITS = {"地区", "圏域", "区域", "拠点", "か所", "箇所", "カ所", "ヶ所", "地区部会", "会場"}
TIMES_AT_SITES = {"月": "month", "年": "year", "週": ""}  # 「回/週」 has its time in the unit
_PER = AIM_WORDS.table("per")
_PER_AFTER = AIM_WORDS.table("per_after")


def block_of(heading: str, block: str) -> str:
    """Return whether numbers under a heading in 【】 are targets or results."""
    if AIM_WORDS.target_heading.search(heading):
        return "target"
    return "result" if AIM_WORDS.result_heading.search(heading) else block


def around(clause: str, quantity: Quantity) -> tuple[str, str]:
    """Return the words near a number, before it and behind it, so that long lists are read in time."""
    return clause[max(0, quantity.start - _NEAR) : quantity.start], clause[quantity.end : quantity.end + _NEAR]


def headings_in(collapsible: str) -> list[tuple[int, str]]:
    """Return where the headings of a masked clause end (「平成30年度実績:」), and whether each is target or result."""
    return [
        (m.end(), "target" if (m["word"] or m["mark"]) in {"目標", "計画"} else "result")
        for m in AIM_WORDS.colon_heading.finditer(collapsible)
    ]


def role_of(is_report: bool, nearest: str, before: str, after: str, block: str) -> str:
    """Return target or result: the nearest heading word decides, then the verb of the clause.

    Args:
        is_report: Whether the verb of the clause says that something has been done.
        nearest: What the last heading in front of the number says, if there is one.
        before: What stands in front of the number, periods as one `CUT` each.
        block: What the heading of the cell's part says.
    """
    if own := AIM_WORDS.own_bracket.match(after):
        return "target" if own["word"] in {"目標", "計画", "見込"} else "result"
    if nearest and (nearest == "result" or not AIM_WORDS.result_before.search(before)):
        return nearest
    if block == "result":
        return "target" if AIM_WORDS.target_before.search(before) else "result"
    if AIM_WORDS.all_before.search(before):
        return "target"
    if AIM_WORDS.done_after.match(after) or AIM_WORDS.result_before.search(before):
        return "result"
    return "result" if is_report and not AIM_WORDS.target_after.search(after) else "target"


def describes(clause: str, quantity: Quantity) -> bool:
    """Return whether a number only describes: a place, a size, the base of a ratio, a time to keep."""
    before, after = around(clause, quantity)
    if quantity.unit in {"%", "割"} and before.rstrip("がは約").endswith("率") and AIM_WORDS.place_of_rate.match(after):
        return True
    if quantity.unit == "回" and quantity.value == 1 and re.match(r"約?\d", after):
        return not re.search(r"[月週日年]に?$|ごとに?$", before)  # 「1回30名の研修会を4回」
    if before.endswith("/"):
        # 「17市町村/25市町村」 is 17 of 25; 「31.6%(12件/38件)」 gives both parts of a rate; 「5か所/3団体」 are two
        is_same = bool(re.search(rf"\d{re.escape(quantity.unit)}/$", before))
        return is_same and not re.search(r"%\(\d+件/$", before)
    if (quantity.unit in DURATIONS and quantity.unit != "時間") or (
        quantity.unit == "時間" and after.startswith("以内")
    ):
        limit = AIM_WORDS.limit_before.search(before) and AIM_WORDS.limit_after.match(after)
        return not (limit or before.endswith("×") or (quantity.unit == "日間" and AIM_WORDS.measure_after.match(after)))
    if quantity.unit == "時間" and quantity.value == 24:
        return True  # 「24時間365日」
    if quantity.value == 1 and quantity.unit in AREA_UNITS and re.match(r"(?:[年月週]間?)?\d", after):
        return True  # 「1地区10人」
    if quantity.unit in AREA_UNITS and re.match(r"^の(?!設置|拡大)[^、。]", after) and "圏域" in quantity.unit:
        return True  # 「15圏域の地域ケア推進会議」
    if re.search(rf"\d{re.escape(quantity.unit)}\(全$", before):
        return True  # 「8地区(全12地区)」
    return bool(AIM_WORDS.not_an_aim_before.search(before) or AIM_WORDS.not_an_aim_after.match(after))


def per_of(before: str, after: str) -> tuple[str, str]:
    """Return what a number is per (area, session, month, year, total, or nothing), and a second measure beside it."""
    per = next((name for name, pattern in _PER_AFTER if pattern.match(after)), "")
    time = per or next((name for name, pattern in _PER if pattern.search(before)), "")
    each = (after.startswith("ずつ") or before.endswith("各")) and AIM_WORDS.areas_with.search(
        before.removesuffix("各")
    )
    if AIM_WORDS.per_area.search(before) or AIM_WORDS.in_all.search(before) or each:
        return "area", time if time in {"month", "year"} else ""
    if AIM_WORDS.per_session.search(before):
        return "session", ""
    return time, ""


def unknown_time(before: str) -> str:
    """Return a time that a number is per and that has no code of its own, 週 or 日; it stays in the unit."""
    m = AIM_WORDS.other_time.search(before)
    return "週" if m and m["week"] else "日" if m else ""


def rounds_a_year(before: str, after: str) -> float | None:
    """Return how often a year a number comes round (「四半期に」 4, 「2か月に」 6, 「/2か月」 6, 「隔週」 26), or None."""
    if behind := AIM_WORDS.rounds_after.match(after):
        return 12 / max(int(behind["months"]), 1)
    m = AIM_WORDS.rounds.search(before)
    if not m:
        return None
    months = {"quarter": 3, "half": 6, "second": 2}
    named = next((months[name] for name in months if m[name]), int(m["months"] or 0))
    return 12 / named if named else 26


def each_of(segment: str) -> str:
    """Return the words for 「1人あたり」, without its digit, or nothing."""
    m = AIM_WORDS.each.search(segment)
    return f"一{m['what']}あたり" if m else ""


def years_spanned(segment: str) -> int:
    """Return over how many years a number is the total (「3年間で90名」), or 0."""
    if m := AIM_WORDS.from_year_to_year.search(segment):
        return max(0, int(m["last"]) - int(m["first"]) + 1)
    found = list(AIM_WORDS.span_of_years.finditer(segment))
    if not found:
        return 0
    written = found[-1]["n"]
    return int(written) if written.isdigit() else "一二三四五六七八九十".index(written) + 1


def comparator_of(quantity: Quantity, before: str, after: str) -> str:
    """Return how a result is held against the number: eq, ge, le, range, approx, increase_by or decrease_by."""
    if quantity.value_max is not None:
        return "range"
    if quantity.written_unit == "半減":
        return "decrease_by"
    if before.endswith("+") or (AIM_WORDS.up.match(after) and quantity.unit != "倍"):
        return "increase_by"
    if AIM_WORDS.down.match(after):
        return "decrease_by"
    if AIM_WORDS.ge.match(after) or quantity.at_least or AIM_WORDS.least_before.search(before):
        return "ge"
    if AIM_WORDS.le.match(after) or AIM_WORDS.most_before.search(before):
        return "le"
    return "approx" if AIM_WORDS.about_after.match(after) or AIM_WORDS.about_before.search(before) else "eq"
