"""Results that prose states outside the target cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.text.aim import Aim
from loaders.text.aim_labels import LabelContext, find_label
from loaders.text.aim_words import MEASURES, around, comparator_of, describes
from loaders.text.clauses import CUT, DROP, clauses_of, covered, masked, open_brackets
from loaders.text.periods import WrittenPeriod, periods_in
from loaders.text.quantities import MONTH_UNITS, Quantity, prepare, quantities_in

# A result is stated only where the main verb of the sentence is past or progressive.
_PAST = re.compile(
    r"(?:整備|設置|配置|策定|実施|開設|養成|登録)済|(?:した|った|けた|れた|きた)(?:ほか|ところ|が、|$)|(?:展開し|推移し|所属し)て(?:いる|います|おり)|で推移"
)
# 「3圏域(…)では養成講座を実施し」 「2年前から2つの自治会において活動」: the place of what has been done
_PLACES = re.compile(r"圏域|地区|区域|校区|自治会|町内会|市町村|町村|市町|団体|拠点|集落")
_DONE_THERE = re.compile(r"^(?:\([^()]*\))?(?:では?|において|に)[^。]{2,80}(?:実施し|取り組ん|行っ|開催し|活動し)")
_JOINED = re.compile(r"^(?:を加え|が加わ|を追加)")
_SERIES = re.compile(rf"{CUT}[:：]\s?$|実績(?:\({CUT}\))?[:：]?$|年度?{CUT}実績$")
_UNSURE = re.compile(r"予定|目指|目標|今後|図る|という|調査|アンケート|人口|検討する|していきたい|見込")
_NO_RESULT_UNITS = {"%", "割", "つ", "円", "", "倍"} | MONTH_UNITS


def read_results_in_prose(lines: Sequence[tuple[int, str]], fiscal_year: int | None) -> list[Aim]:
    """Return the results that prose states: 「合計7点…の贈呈を受けた」 「H29:4回 H30:4回」 「平成29年度実績73,000世帯」.

    Only numbers whose sentence says so with its verb, or that stand directly behind 実績 or a year and a colon; the
    last such number of a sentence is taken, since those before it usually describe (「県内25市町の内、6市町が」),
    and the places where something has been done.

    Args:
        lines: (line number, text) of a cell; texts as written.
        fiscal_year: That of the document.
    """
    aims: list[Aim] = []
    for line, text in lines:
        for clause, _ in clauses_of(prepare(text)):
            periods = periods_in(clause, fiscal_year)
            cover = masked(clause, [(p.start, p.end) for p in periods], CUT)
            marks = covered(clause, [(p.start, p.end) for p in periods])
            quantities = [q for q in quantities_in(clause) if not marks[q.start]]
            brackets = open_brackets(clause)
            cover = masked(cover, [(q.start, q.end) for q in quantities if describes(clause, q)], DROP)
            cover = masked(cover, [m.span() for m in MEASURES.finditer(clause)], CUT)
            ends = 0
            for quantity in _stated(clause, cover, quantities, brackets):
                aims.append(_aim(clause, cover, quantity, line, periods, ends, brackets))
                ends = quantity.end
    return aims


def _stated(clause: str, cover: str, quantities: list[Quantity], brackets: list[int]) -> list[Quantity]:
    """Return the quantities of a clause that are results."""
    usable = [q for q in quantities if q.unit not in _NO_RESULT_UNITS and not describes(clause, q)]
    chosen = [q for q in usable if _SERIES.search(around(cover, q)[0])]
    chosen += [q for q in usable if re.match(r"^(?:程度)?で推移", around(clause, q)[1])]
    inside = [q for q in usable if q.unit != "時間" and brackets[q.start] < 0]
    is_sure = not _UNSURE.search(clause)
    there = [q for q in quantities if _PLACES.search(q.unit) and brackets[q.start] < 0] if is_sure else []
    places = [q for q in there if _DONE_THERE.match(around(clause, q)[1]) or _JOINED.match(around(clause, q)[1])]
    if not chosen and inside and is_sure and (_PAST.search(clause) or places):
        last = [inside[-1]] if _PAST.search(clause) else []
        chosen = sorted({q.start: q for q in (*places, *last)}.values(), key=lambda q: q.start)
    return chosen


def _aim(
    clause: str, cover: str, quantity: Quantity, line: int, periods: list[WrittenPeriod], ends: int, brackets: list[int]
) -> Aim:
    before, after = around(clause, quantity)
    comparator = comparator_of(quantity, before, after)
    comparator = "approx" if re.match(r"^(?:程度)?で推移", after) else comparator
    quote = clause[max(0, quantity.end - 48) : quantity.end + 8].strip()[:60]
    aim = Aim(quantity, line, "result", "", "", comparator, quote)
    bracket = brackets[quantity.start]
    near = cover[max(bracket + 1, ends) : quantity.start]
    aim.label = (
        ""
        if _SERIES.search(near[-80:])
        else find_label(near, around(cover, quantity)[1], LabelContext(), False, quantity.unit)
    )
    if not aim.label and bracket >= 0:
        # 「世帯は増加傾向(平成29年度実績…」: the words in front of the bracket
        aim.label = re.sub(r"は[^は]{0,8}$", "", find_label(cover[:bracket], "", LabelContext(), False))
    aim.label = "" if aim.label == "新た" else aim.label
    aim.label = aim.label or (quantity.unit if quantity.written_unit or _PLACES.search(quantity.unit) else "")
    # A year in brackets dates only that bracket; one in front of a bracket does not date what is in it
    fitting = [p for p in periods if p.end <= quantity.start and brackets[p.start] == bracket]
    aim.period = fitting[-1] if fitting else None
    return aim
