"""「全小学校区」, 「すべての民生委員」: all units of a kind, with their number where it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.quantities import UNITS

# Counters that are no units of a municipality, and kinds of people and places that are units without being counters
NOT_UNITS = {"人", "名", "件", "回", "割", "%", "‰", "倍", "点", "円", "kg", "つ", "部", "本", "個", "通", "食", "袋", "枚", "時間", "トン",
              "か月", "カ月", "ヶ月", "ヵ月", "週間", "日間", "ポイント", "パーセント", "パーミル", "組織", "単位", "事業", "会議", "窓口", "分野",
              "項目", "種類", "家庭", "家族", "拠点", "基", "戸", "台", "軒", "棟", "店", "班", "隊", "組", "会場", "課", "園", "校", "社",
              "プラン", "セット", "コマ", "ケース", "事例", "講座", "教室", "サロン", "会員", "イベント", "コース", "クラス"}  # fmt: skip
_MORE = (
    "民生委員・児童委員",
    "民生児童委員",
    "民生委員",
    "児童委員",
    "福祉委員",
    "職員",
    "小学校",
    "中学校",
    "保育園",
    "公民館",
    "区",
)
_UNIT = "|".join(sorted((*(u for u in UNITS if u not in NOT_UNITS), *_MORE), key=len, reverse=True))
_PARTICLE = "(?:において|における|での|への|で|に|の|が|を|へ|は)"
_ALL = re.compile(
    rf"(?:全て|すべて|(?<![安保健完万])全)(?:の)?(?P<kind>[^、。\d()的体国般部員域]{{0,6}}?)(?P<unit>{_UNIT})"
    rf"(?P<particle>{_PARTICLE})、?"
)
_REST = re.compile(r"(?P<words>[^、。()]{2,30}?)(?:を(?!含)|が|に|する|、|。|\(|$)")


@dataclass(frozen=True)
class AllUnits:
    """All units of a kind."""

    start: int
    end: int
    unit: str
    total: float | None = None  # How many there are, where the statement says it
    label: str = ""  # What is done in all of them


def total_in(prepared: str, unit: str) -> set[float]:
    """Return the numbers of all units of a kind that a text states: 「福祉圏域(8圏域)」 「全12地区」."""
    pattern = re.compile(rf"(?:{re.escape(unit)}\s?\((?:全|計)?|全)(\d+){re.escape(unit)}")
    return {float(m[1]) for m in pattern.finditer(prepared)}


def done_in_all(tail: str) -> str:
    """Return what is done in all units, from the words behind them (「に第2層協議体を設置する」)."""
    m = re.match(rf"\)?(?:の?(?:全て|すべて|全部))?{_PARTICLE}、?{_REST.pattern}", tail)
    return m["words"].strip() if m else ""


def all_units_in(clause: str) -> list[AllUnits]:
    """Return the phrases of a prepared clause that stand for all units, with what is done in them."""
    found = []
    for m in _ALL.finditer(clause):
        rest = _REST.match(clause, m.end())
        words = rest["words"].strip() if rest else ""
        if rest and (verb := re.match(r"(理解|共有|把握|周知)し", clause[rest.end() :])):
            words = f"{words}の{verb[1]}"
        name = f"{m['kind']}{m['unit']}"
        if words:
            found.append(AllUnits(m.start(), m.end() - len(m["particle"]), m["unit"], None, f"{words}(全{name})"))
    return found
