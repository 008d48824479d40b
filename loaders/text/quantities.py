"""Quantities with their unit in running text: 「月2回以上」 「10～15人程度」 「1地区10人×3地区」."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from loaders.text.japanese_numbers import NUMBER, to_float

# Counters that count aims of programmes, longest first. Years, dates, articles, layers and ages are none.
UNITS = (
    "地区部会", "中学校区", "小学校区", "日常生活圏域", "行政区", "自治会", "町内会", "市区町村", "市町村", "区市町村",
    "町村", "市町", "協議体", "パーセント", "グループ", "事業所", "か所", "カ所", "ヶ所", "ヵ所", "ケ所", "箇所", "個所",
    "ケース", "チーム", "コース", "サロン", "クラス", "圏域", "区域", "地区", "拠点", "団体", "法人", "機関", "施設", "店舗",
    "世帯", "家族", "イベント", "講座", "会場", "事例", "種類", "時間", "トン", "か月", "カ月", "ヶ月", "組織", "件", "回", "人", "名", "組",
    "社", "割", "%", "点", "校", "園", "課", "部", "枚", "冊", "台", "円", "kg", "つ",
)  # fmt: skip
MONTH_UNITS = {"か月", "カ月", "ヶ月"}
_RANGE = r"(?:人|名|件|回|か所)?[~](?P<high>" + NUMBER + r")"
_QUANTITY = re.compile(
    rf"(?<![\d.,])(?P<low>{NUMBER})(?P<man>万)?(?:{_RANGE})?(?P<unit>{'|'.join(UNITS)})(?!目|代|子育|員会|権|期)"
)
# 「40以上の団体」 「2つの圏域」: the unit behind 以上の, つの
_SPLIT_QUANTITY = re.compile(
    rf"(?<![\d.,])(?P<low>{NUMBER})(?:以上の|つの)(?P<unit>団体|法人|機関|事業所|施設|店舗|圏域|自治会|地区|拠点|区域|イベント)"
)
# 「法人を5つ選定」: the unit in front
_UNIT_BEFORE = re.compile(rf"(?P<unit>団体|法人|機関|事業所|施設|地区|拠点)を(?P<low>{NUMBER})つ(?!の)")
# 「月1程度の訪問」: times, without saying so
_BARE_TIMES = re.compile(r"(?P<lead>月|年)(?P<low>\d+)(?=程度)")
# Circled numbers stay as they are: NFKC would glue ④ to the number behind it (「④およそ30万人」).
_CIRCLED = re.compile("[①-⑳❶-❿]")
_CIRCLED_PARTS = re.compile("([①-⑳❶-❿])")
# 「1 地域… 2 相談… 3 終結…」: items of a list, where the text begins with 1
_LIST_NUMBER = re.compile(rf"(?:^|(?<=\s))[1-9][.)]?\s(?=\D)(?!{'|'.join(UNITS)})")
BULLET = "[①-⑳❶-❿◆]"


@dataclass(frozen=True)
class Quantity:
    """A number, its unit, where it stands in the text returned by `prepare`, and whether 以上 stands inside it."""

    value: float
    value_max: float | None
    unit: str
    start: int
    end: int
    at_least: bool = False


def prepare(text: str) -> str:
    """Return the text in NFKC (but for circled numbers) with single spaces, and one sign for 「to」."""
    flat = "".join(
        part if _CIRCLED.match(part) else unicodedata.normalize("NFKC", part) for part in _CIRCLED_PARTS.split(text)
    )
    flat = flat.replace("〜", "~").replace("～", "~").replace("−", "-")
    flat = re.sub(r"\s+", " ", flat).strip()
    if flat.startswith("1"):
        flat = _LIST_NUMBER.sub("◆", flat)
    flat = re.sub(r"(?<=\d), (?=\d{3}(?!\d))", ",", flat)
    # 「60 件」 「月 10 件」: spaces around a number carry no meaning
    flat = re.sub(r"(?<=\d) (?=[^\d\s(])", "", flat)
    return re.sub(r"(?<=[ぁ-んァ-ヶ一-龥年月約×]) (?=\d)", "", flat)


def quantities_in(prepared: str) -> list[Quantity]:
    """Return the quantities of a prepared text, in reading order, without overlaps."""
    found: list[Quantity] = []
    for pattern in (_UNIT_BEFORE, _SPLIT_QUANTITY, _QUANTITY):
        for m in pattern.finditer(prepared):
            high = m.groupdict().get("high")
            man = bool(m.groupdict().get("man"))
            found.append(
                Quantity(
                    to_float(m["low"], man),
                    to_float(high) if high else None,
                    m["unit"],
                    m.start("low"),
                    m.end(),
                    "以上の" in m.group(),
                )
            )
    for m in _BARE_TIMES.finditer(prepared):
        found.append(Quantity(to_float(m["low"]), None, "回", m.start("low"), m.end("low")))
    found.sort(key=lambda q: (q.start, -q.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept
