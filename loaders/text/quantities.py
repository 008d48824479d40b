"""Quantities with their unit in running text: 「月2回以上」 「10～15人程度」 「五百人」 「200人から300人に」."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from loaders.text.japanese_numbers import KANJI_NUMBER, SCALED, value_of, with_digits
from loaders.text.patterns import Patterns

# Counters that count aims of programmes. Years, dates, articles, layers and ages are none.
UNITS = (
    "地区部会", "中学校区", "小学校区", "日常生活圏域", "行政区", "連合自治会", "連合町会", "自治会", "町内会", "市区町村",
    "市町村", "区市町村", "町村", "市町", "協議体", "パーセント", "パーミル", "ポイント", "グループ", "事業所", "か所", "カ所",
    "ヶ所", "ヵ所", "ケ所", "箇所", "個所", "ケース", "チーム", "コース", "サロン", "クラス", "コマ", "セット", "プラン", "圏域",
    "区域", "地区", "校区", "学区", "集落", "町会", "拠点", "団体", "法人", "機関", "施設", "店舗", "世帯", "家族", "家庭",
    "イベント", "講座", "会場", "会議", "会員", "教室", "窓口", "事例", "事業", "項目", "分野", "職種", "種類", "品目", "時間",
    "トン", "か月", "カ月", "ヶ月", "ヵ月", "週間", "日間", "組織", "単位", "件", "回", "人", "名", "組", "社", "割", "%", "‰", "倍", "点",
    "校", "園", "課", "部", "枚", "冊", "台", "軒", "戸", "棟", "店", "班", "隊", "食", "袋", "通", "本", "個", "基", "円", "kg", "つ",
)  # fmt: skip
MONTH_UNITS = {"か月", "カ月", "ヶ月", "ヵ月"}
# Lengths of time: an aim only where they are a limit (「待機期間を30日以内」)
DURATIONS = {*MONTH_UNITS, "日", "週間", "日間", "時間", "分", "年"}
# Units behind a kanji numeral; 「一部」 「一体」 「一組」 and the like are words, so the units are few.
_KANJI_UNITS = (
    "か所", "カ所", "ヶ所", "ヵ所", "箇所", "地区", "圏域", "拠点", "団体", "法人", "機関", "世帯", "自治会", "町内会", "市町村",
    "小学校区", "中学校区", "協議体", "サロン", "教室", "講座", "件", "回", "人", "名", "校", "社", "割", "倍", "円", "つ",
)  # fmt: skip
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
# Lengths of time count only with a limit or a measure behind them
_TIME_LIMIT = r"(?:日|分|年|週)(?=(?:以内|未満|以下|以上|程度))"
_NOT_A_COUNTER = r"(?!目|代|子育|員会|権|期|学校|柱|年生|暮らし|ぐらし|一人|ひとり|当たり|あたり)"
_UNIT_END = rf"(?P<unit>{_TIME_LIMIT}|(?:{_UNIT}){_NOT_A_COUNTER})"
_RE = Patterns(
    __file__,
    unit=_UNIT,
    scaled=SCALED,
    unit_end=_UNIT_END,
    kanji_number=KANJI_NUMBER,
    kanji_units="|".join(_KANJI_UNITS),
    not_a_counter=_NOT_A_COUNTER,
)
# 「12地区のうち8地区」 「8/12地区」: both parts of a share; 「4人に1人」 is 25 %
_SHARES = (
    re.compile(
        rf"(?<![\d.,第])(?P<all>{SCALED})(?P<unit>{_UNIT})(?:中|の?うち|の内)[、の]?約?(?P<low>{SCALED})(?P=unit){_NOT_A_COUNTER}"
    ),
    re.compile(rf"(?<![\d.,第/])(?P<low>\d+)/(?P<all>\d+){_UNIT_END}"),
    re.compile(
        r"(?<![\d.,第])(?P<base>\d+)(?P<unit>人|名|世帯|件|校)に(?P<low>\d+)(?P=unit)(?=が|は|に|を|の(?!割合で)|以上|程度|$|[、。)])"
    ),
)
_OF_DIGITS = (_RE.ratio, *_SHARES, _RE.unit_before, _RE.split_quantity, _RE.pair, _RE.quantity, _RE.bare_times)
# 「倍増」 「半減」 「前年度以上」 stand for 2倍, 50%, 1倍 of the state before
_WORDS = (
    (re.compile(r"(?<![\d.])倍(?:増|に)"), 2.0, "倍", 1),
    (re.compile(r"半減|半分に"), 50.0, "%", 2),
    (re.compile(r"(?<![ァ-ヶー])ゼロ(?=$|[、。)とをにへ]|件|人)"), 0.0, "", 2),
    (re.compile(r"(?:前年度?|昨年度)(?:以上|を上回|並み|同様の水準)"), 1.0, "倍", None),
)
BULLET = "[①-⑳❶-❿◆]"
_SAME_SIGN = {"[": "(", "]": ")", "〜": "~", "～": "~", "−": "-", "–": "-", "‐": "-"}


@dataclass(frozen=True)
class Quantity:
    """A number, its unit, and where it stands in the text returned by `prepare`."""

    value: float
    value_max: float | None
    unit: str
    start: int
    end: int
    at_least: bool = False  # Whether 以上 stands inside it (「40以上の団体」)
    baseline: float | None = None  # The state it starts from (「200人から300人に」)
    written_unit: str = ""  # The counter as written, where the unit is its noun (「2つの圏域」: つ)
    out_of: float | None = None  # How many there are in all (「12地区のうち8地区」: 12)


def prepare(text: str) -> str:
    """Return the text in NFKC (but for circled numbers) with single spaces, and one sign for 「to」."""
    parts = _RE.circled_parts.split(text)  # Every second one is a circled number
    parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
    flat = "".join(parts)
    for written, sign in _SAME_SIGN.items():
        flat = flat.replace(written, sign)
    flat = _RE.spaces.sub(" ", with_digits(flat)).strip()
    flat = _RE.list_number.sub("◆", flat) if flat.startswith("1") else _RE.line_number.sub("◆", flat)
    if " " not in flat:
        return flat
    return _RE.space_before_number.sub("", _RE.space_behind_number.sub("", _RE.spaced_thousands.sub(",", flat)))


def quantities_in(prepared: str) -> list[Quantity]:
    """Return the quantities of a prepared text, in reading order, without overlaps."""
    found: list[Quantity] = []
    for pattern in (*(_OF_DIGITS if _RE.digit.search(prepared) else ()), _RE.kanji_range, _RE.kanji, _RE.bare_least):
        for m in pattern.finditer(prepared):
            if m.groupdict().get("link") == "、" and value_of(m["high"]) != value_of(m["low"]) + 1:
                continue
            if pattern is not _RE.kanji or not _RE.one_person.match(m.group()) or prepared.startswith("以上", m.end()):
                found.append(_quantity(m, prepared))
    for word, value, unit, length in _WORDS:
        for m in word.finditer(prepared):
            end = m.start() + length if length else m.end()
            written = "半減" if value == 50 else ""
            found.append(Quantity(value, None, unit, m.start(), end, length is None, written_unit=written))
    found.sort(key=lambda q: (q.start, -q.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return _merged(kept, prepared)


def _merged(quantities: list[Quantity], prepared: str) -> list[Quantity]:
    """Return the quantities with pairs in kanji, and 「50人以上100人未満」, made one."""
    merged: list[Quantity] = []
    for quantity in quantities:
        last = merged[-1] if merged else None
        between = prepared[last.end : quantity.start].strip() if last else ""
        if not last or last.unit != quantity.unit or last.value_max is not None or quantity.value_max is not None:
            merged.append(quantity)
        elif between in {"から", "~", "→", "⇒"} and (
            between in "→⇒" or (between == "から" and _RE.change.match(prepared, quantity.end))
        ):
            merged[-1] = replace(quantity, start=last.start, baseline=last.value)
        elif between in {"から", "~", "ないし", "または", "又は", "もしくは"} or (
            between in {"以上", "超", "を超え"} and _RE.below.match(prepared, quantity.end)
        ):
            merged[-1] = replace(last, value_max=quantity.value, end=quantity.end)
        else:
            merged.append(quantity)
    return merged


def _quantity(m: re.Match[str], prepared: str) -> Quantity:
    parts = m.groupdict()
    if parts.get("base"):
        share = 100 * value_of(m["low"]) / max(value_of(m["base"]), 1)
        return Quantity(round(share, 1), None, "%", m.start(), m.end(), written_unit=m.group())
    unit = parts.get("unit") or ("回" if parts.get("lead") else "")
    low, high = value_of(m["low"]), parts.get("high")
    written_unit = "つ" if "つの" in m.group() or m.group().endswith("つ") else ""
    quantity = Quantity(
        low, None, unit + (parts.get("per_unit") or (f"/{parts['to']}" if parts.get("to") else "")),
        m.start() if parts.get("all") or parts.get("to") else m.start("low"), m.end(), "以上の" in m.group(),
        written_unit=written_unit if written_unit != unit else "",
        out_of=value_of(parts["all"]) if parts.get("all") else None,
    )  # fmt: skip
    if not high:
        return quantity
    top = value_of(high)
    if "万" in high and "万" not in m["low"] and low < top / 10_000:
        low *= 10_000  # 「1~2万人」
    arrow = parts["link"] in "→⇒➡"
    if arrow or (parts["link"] == "から" and _RE.change.match(prepared, m.end())):
        return Quantity(top, None, quantity.unit, quantity.start, quantity.end, baseline=low)
    return Quantity(low, top, quantity.unit, quantity.start, quantity.end)
