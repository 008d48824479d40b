"""Read the numbers of a target statement: what each one aims at, or which result it reports.

A statement is cut into clauses; every quantity of a clause gets a label (the words that say what is counted), a
period, a comparator and a role: target, result (a number already reached), baseline, or none (the size of an area, a
number that only describes).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from loaders.text.aim_labels import NARROWS, LabelContext, find_label, label_parts, trim_label
from loaders.text.clauses import clauses_of, inside_brackets
from loaders.text.era_dates import dates_in, fiscal_years_in
from loaders.text.quantities import MONTH_UNITS, Quantity, prepare, quantities_in

_RESULT_HEADING = re.compile(r"実績|現状|現在|結果")
_DAY_WITHOUT_YEAR = re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:現在|時点)")
_TARGET_HEADING = re.compile(r"目標|課題|指標|支援")
# Words that make the numbers of a clause results.
_RESULT_CLAUSE = re.compile(
    r"実績|参考値|策定済|配置済|実施済|整備済|があった|があり|を受けた|で推移|で経過して|着手した|を行った"
    r"|(?:進め|取り組ん|展開し|推進し|活動し|所属し|実施し|見守っ)[てで](?:いる|おり|います)|(?:\d[^、。]{0,4})(?:おり|ある)$"
)
_RESULT_BEFORE = re.compile(r"(?:現状|現在|現在の|済|実績)[:：]?[^、。\d]{0,16}$")
_TARGET_AFTER = re.compile(r"目標|目指|検討|とする|予定")
# A count that only describes: a size, a place, the object of an assumption.
_NOT_AN_AIM_AFTER = re.compile(
    r"^\)?(?:程|程度)?(?:の[^、。]{0,12}を想定して|による|を単位|単位|ごと|毎に|において|以内|につき|[あ当]たり|あり(?=\d)"
    r"|に(?=\d)|の?うち|の内)"
)
_NOT_AN_AIM_BEFORE = re.compile(r"(?:最高評価|満点|対象[:：]約?|モデル|\d、|実績\([^()]*)$")
# 「平成30年度実績 … をベースに令和元年度の目標数としていく」: last year's results are this year's targets
_BASED_ON = re.compile(r"実績.*(?:をベースに|を基に|をもとに|を基準に)[^。]*目標")
_AREA_UNITS = {"地区", "圏域", "区域", "拠点", "か所", "箇所", "カ所", "ヶ所", "地区部会", "会場"}
_DESCRIBED = re.compile(
    r"\d+(?:地区|圏域|区域|拠点|[かカヶ箇]所)(?:に)?$|1(?:地区|圏域|区域|拠点|[かカヶ箇]所)(?=[あ当]|$)"
)
_ALL_BEFORE = re.compile(r"(?:全て|すべて|全)(?:の)?[^、。\d(]{0,10}\((?:現|全)?$")
_PER_AREA = re.compile(
    r"(?:1|各)(?:地区|拠点|圏域|箇所|か所|区域|区|会場|活動場所)(?:ごと(?:に)?)?(?:につき|あたり|当たり|あり)?(?:おおむね|概ね|約)?$"
)
_PER = (
    ("month", re.compile(r"(?:月平均|毎月|(?<![かカヶヵ箇])月に?|1月当たり|1か月に?|月当たり)(?:おおむね|約)?$")),
    ("year", re.compile(r"(?:年間(?:で|に|を通じて)?|1年間で|年に?|年平均|年度に|毎年)(?:おおむね|約|計)?$")),
    ("total", re.compile(r"(?:延べ|のべ|延|合計|計|累計|までに|年度末|中に)(?:約|[:：(])?\s*\(?$")),
)
_PER_AFTER = (
    ("month", re.compile(r"^(?:以上|程度)?/月")),
    ("year", re.compile(r"^(?:以上|程度)?(?:/年|\(年(?:間)?\))")),
    ("total", re.compile(r"^ ?\((?:のべ|延べ)\)")),
)
_GE = re.compile(r"^以上")
_LE = re.compile(r"^(?:以下|未満)")
_ABOUT_AFTER = re.compile(r"^(?:程度|前後|ほど|くらい|ペース)")
_ABOUT_BEFORE = re.compile(r"(?:約|およそ|おおむね|概ね)$")
_LEAST_BEFORE = re.compile(r"(?:最低|少なくとも)$")
_UP = re.compile(r"^(?:の)?(?:増(?:設|員|加|やす|える)?|増加)|^ ?増える")
_DOWN = re.compile(r"^(?:の)?(?:減(?:少|らす)?|削減)")


@dataclass
class Aim:
    """One quantity of a statement and what it means."""

    quantity: Quantity  # The number and unit
    line: int  # Line of the document
    role: str  # target or result
    label: str  # What is counted, in the words of the document; empty if the statement does not say
    per: str  # year, month, total, area or ""
    comparator: str  # eq, ge, le, range, approx, increase_by, decrease_by
    quote: str  # The phrase that holds it
    factor: bool = False  # Whether it is a factor of a product (「10人×6回」)
    product_total: bool = False  # Whether the statement gives it as the total of the factors beside it
    baseline: float | None = None  # Present state stated beside a target, same label
    fiscal_year: int | None = None  # A fiscal year stated for it
    all_units: bool = False  # Whether it stands for all units (「全行政区(39行政区)」)
    from_result: bool = False  # Whether last year's result is taken as this year's target: it is both
    # ISO dates stated in front of it (「平成31年4月~令和元年9月」); one without a year begins with -- (「10月15日現在」)
    dates: tuple[str, ...] = ()
    order: int = 0  # Its place in the statement


@dataclass
class _State:
    """What carries over from clause to clause inside a statement."""

    block: str = "target"
    block_date: str = ""
    takes_over_results: bool = False
    labels: LabelContext = field(default_factory=LabelContext)
    aims: list[Aim] = field(default_factory=list)


def read_aims(lines: list[tuple[int, str]]) -> list[Aim]:
    """Return the targets and results of one statement, in reading order.

    Args:
        lines: (line number, text) of the statement's lines; texts as written.
    """
    state = _State()
    for line, text in lines:
        prepared = prepare(text)
        state.takes_over_results = bool(_BASED_ON.search(prepared))
        for clause, heading in clauses_of(prepared):
            if heading:
                state.block = _block_of(heading, state.block)
                # A day that one heading of the cell names holds for the later ones (【実績(10月15日現在)】 … 【現状】)
                if as_of := _DAY_WITHOUT_YEAR.search(heading.replace(" ", "")):
                    state.block_date = f"--{int(as_of['month']):02d}-{int(as_of['day']):02d}"
            _read_clause(clause, line, state)
    return state.aims


def _block_of(heading: str, block: str) -> str:
    if _TARGET_HEADING.search(heading):
        return "target"
    return "result" if _RESULT_HEADING.search(heading) else block


def _read_clause(clause: str, line: int, state: _State) -> None:
    """Add the aims of one clause; a clause without a number may name what the next number counts."""
    quantities = [q for q in quantities_in(clause) if not _describes(clause, q)]
    if not quantities:
        if clause and not clause.startswith("("):
            state.labels.label = trim_label(label_parts(clause)[-1])
            if NARROWS.match(state.labels.label):
                state.labels.label = trim_label(clause)
        return
    previous_end, state.labels.head = 0, ""
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1].start if index + 1 < len(quantities) else len(clause)
        near = _DESCRIBED.sub("", clause[previous_end : quantity.start])
        _read_quantity(clause, quantity, near, clause[quantity.end : following], line, state)
        previous_end = quantity.end


def _read_quantity(clause: str, quantity: Quantity, near: str, tail: str, line: int, state: _State) -> None:
    before, after = clause[: quantity.start], clause[quantity.end :]
    if quantity.unit in MONTH_UNITS and not near.endswith("×"):
        return
    if _said_before(quantity, before, line, state):
        return
    aim = Aim(quantity, line, _role(clause, before, after, state), "", _per(before, after), "", "")
    aim.comparator = _comparator(quantity, before, after)
    aim.all_units = bool(_ALL_BEFORE.search(before))
    aim.from_result = state.takes_over_results
    aim.label = find_label(near, tail, state.labels, aim.all_units)
    aim.quote = _quote(clause, quantity)
    years = fiscal_years_in(before if aim.role == "result" or aim.from_result else before[-14:])
    aim.fiscal_year = years[-1] if years else None
    aim.dates = tuple(date.iso for date in dates_in(before))
    if aim.role == "result" and not aim.dates and state.block_date:
        aim.dates = (state.block_date,)
    _link_factors(aim, near, after, state)
    aim.order = len(state.aims)
    state.aims.append(aim)


def _said_before(quantity: Quantity, before: str, line: int, state: _State) -> bool:
    """Return whether a bracket only repeats the number in front of it (「登録20名(…20名と想定する)」)."""
    if not state.aims or not inside_brackets(before, len(before)):
        return False
    last = state.aims[-1]
    return last.line == line and (last.quantity.value, last.quantity.unit) == (quantity.value, quantity.unit)


def _describes(clause: str, quantity: Quantity) -> bool:
    """Return whether a number only describes: a place, a size, the base of a ratio."""
    before, after = clause[: quantity.start], clause[quantity.end :]
    if before.endswith("/"):
        # 「17市町村/25市町村」 is 17 of 25; 「31.6%(12件/38件)」 gives both parts of a rate
        return not re.search(r"%\(\d+件/$", before)
    if quantity.value == 1 and quantity.unit in _AREA_UNITS and after[:1].isdigit():
        return True  # 「1地区10人」
    if quantity.unit in _AREA_UNITS and re.match(r"^の(?!設置|拡大)[^、。]", after) and "圏域" in quantity.unit:
        return True  # 「15圏域の地域ケア推進会議」
    return bool(_NOT_AN_AIM_BEFORE.search(before) or _NOT_AN_AIM_AFTER.match(after))


def _role(clause: str, before: str, after: str, state: _State) -> str:
    if state.block == "result":
        return "result"
    if _ALL_BEFORE.search(before):
        return "target"
    if state.takes_over_results:
        return "target"
    if _RESULT_BEFORE.search(before[-24:]):
        return "result"
    if _RESULT_CLAUSE.search(clause) and not _TARGET_AFTER.search(after):
        return "result"
    return "target"


def _per(before: str, after: str) -> str:
    if _PER_AREA.search(before):
        return "area"
    for name, pattern in _PER_AFTER:
        if pattern.match(after):
            return name
    return next((name for name, pattern in _PER if pattern.search(before)), "")


def _comparator(quantity: Quantity, before: str, after: str) -> str:
    if quantity.value_max is not None:
        return "range"
    if _UP.match(after):
        return "increase_by"
    if _DOWN.match(after):
        return "decrease_by"
    if _GE.match(after) or quantity.at_least or re.match(r"^程度以上", after) or _LEAST_BEFORE.search(before):
        return "ge"
    if _LE.match(after):
        return "le"
    return "approx" if _ABOUT_AFTER.match(after) or _ABOUT_BEFORE.search(before) else "eq"


def _quote(clause: str, quantity: Quantity) -> str:
    start = max(0, quantity.end - 48)
    return clause[start : quantity.end + 8].strip()[:60]


def _link_factors(aim: Aim, near: str, after: str, state: _State) -> None:
    """Mark factors of a product, and the total that the statement gives beside them."""
    joined = near.strip() in {"×", "x", "✕"}
    if re.match(r"^\s*[×✕x]\s*\d", after) or joined:
        aim.factor = True
        if joined and state.aims:
            state.aims[-1].factor = True
    elif aim.per == "total" and any(a.factor and a.line == aim.line for a in state.aims):
        aim.product_total = True


# Prose outside the target cells reports a result only where its main verb is past or progressive.
_PROSE_PAST = re.compile(
    r"(?:整備|設置|配置|策定)済|(?:した|った|けた|れた|きた)(?:ほか|ところ|が、|$)|(?:展開し|推移し|所属し)て(?:いる|います|おり)|で推移"
)
_PROSE_SERIES = re.compile(r"[HR]\d{1,2}(?:年度)?:$|実績$")
_PROSE_UNSURE = re.compile(r"予定|目指|目標|今後|図る|という|調査|アンケート|人口")


def read_results_in_prose(lines: list[tuple[int, str]]) -> list[Aim]:
    """Return the results that prose states: 「合計7点…の贈呈を受けた」 「H29:4回 H30:4回」 「平成29年度実績73,000世帯」.

    Only numbers whose sentence says so with its verb, or that stand directly behind 実績 or a year and a colon; the
    last such number of a sentence is taken, since those before it usually describe (「県内25市町の内、6市町が」).

    Args:
        lines: (line number, text) of a cell; texts as written.
    """
    aims: list[Aim] = []
    for line, text in lines:
        for clause, _ in clauses_of(prepare(text)):
            quantities = [q for q in quantities_in(clause) if q.unit not in {"%", "割", "つ", "円"} | MONTH_UNITS]
            quantities = [q for q in quantities if not _describes(clause, q)]
            chosen = [q for q in quantities if _PROSE_SERIES.search(clause[: q.start])]
            chosen += [q for q in quantities if re.match(r"^(?:程度)?で推移", clause[q.end :])]
            quantities = [q for q in quantities if q.unit != "時間" and not inside_brackets(clause, q.start)]
            if not chosen and quantities and _PROSE_PAST.search(clause) and not _PROSE_UNSURE.search(clause):
                chosen = quantities[-1:]
            for quantity in chosen:
                aim = Aim(quantity, line, "result", "", "", "eq", _quote(clause, quantity))
                aim.label = find_label(clause[: quantity.start], clause[quantity.end :], LabelContext(), False)
                before = clause[: quantity.start]
                # 「H29:4回」 names its year without 年度
                years = fiscal_years_in(re.sub(r"([HR]\d{1,2}):$", r"\1年度:", before))
                aim.fiscal_year = years[-1] if years else None
                aims.append(aim)
    return aims
