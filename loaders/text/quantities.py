"""Quantities with their unit in running text: 「月2回以上」 「10～15人程度」 「五百人」 「200人から300人に」."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from loaders.text.japanese_numbers import KANJI_NUMBER, SCALED, value_of, with_digits

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
_UNKNOWN_PER = r"(?P<per_unit>/(?:日|週|時間|人|世帯|件|校|事業所|施設))?"
_LINK = r"(?P<link>[~\-]|から|ないし|→|⇒|➡)"
_HIGH = rf"(?:(?:{_UNIT})?(?:程度|ほど)?\s?{_LINK}\s?約?(?P<high>{SCALED}))?"
# 「1.200人」 may be 1,200 or a slip: nobody counts thousandths of persons; 「00人」 is the end of a broken number
_THOUSANDTHS = r"(?!0\d)(?!\d{1,3}\.\d{3}(?:人|名|世帯|件|部|枚|円|団体))"
_QUANTITY = re.compile(rf"(?<![\d.,第]){_THOUSANDTHS}(?P<low>{SCALED})\s?{_HIGH}{_UNIT_END}{_UNKNOWN_PER}")
# 「三か所」 「延べ五百人」; 「一人暮らし」 「一人一人」 are none
_KANJI = re.compile(
    rf"(?<![一二三四五六七八九十百千万第])(?<![^一-龥ァ-ヶー々]数)(?<!^数)(?<![年月週各]数)(?P<low>{KANJI_NUMBER})"
    rf"(?P<unit>{'|'.join(_KANJI_UNITS)}){_NOT_A_COUNTER}(?!で[もは]|三脚|親|の柱|の視点)"
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
# 「1,000人に1人の支援員」 「500世帯に1名」: how many there are to so many
_RATIO = re.compile(
    rf"(?:人口)?約?(?<![\d.,第])(?P<to>{SCALED}(?:人|名|世帯))(?:に(?:対して?|つき)?、?)(?P<low>{SCALED})"
    r"(?P<unit>(?:人|名)(?=の?(?:割合|[^、。\d]{0,8}(?:員|者|配置|サポーター|リーダー|ワーカー|ボランティア)))|[かカヶヵ箇]所|拠点)"
)
_KANJI_RANGE = re.compile(
    rf"(?<![一二三四五六七八九十百千万第])(?P<low>{KANJI_NUMBER})(?P<link>~|から|、|ないし)(?P<high>{KANJI_NUMBER})(?P<unit>{'|'.join(_KANJI_UNITS)})"
)
_ONE_PERSON = re.compile(r"一(?:人|名|回|社|校|つ)$")
# 「全地区で二以上」: no unit at all
_BARE_LEAST = re.compile(rf"(?<=[でにとを])(?P<low>{KANJI_NUMBER}|\d+)(?=以上)(?!以上の)")
# 「2、3人」
_PAIR = re.compile(rf"(?<![\d.,第、])(?P<low>[1-9])(?P<link>、)(?P<high>[1-9]){_UNIT_END}")
# 「40以上の団体」 「2つの圏域」: the unit behind 以上の, つの
_SPLIT_QUANTITY = re.compile(
    rf"(?<![\d.,])(?P<low>{SCALED})(?:以上の|つの)(?P<unit>団体|法人|機関|事業所|施設|店舗|圏域|自治会|地区|拠点|区域|イベント)"
)
# 「法人を5つ選定」: the unit in front
_UNIT_BEFORE = re.compile(rf"(?P<unit>団体|法人|機関|事業所|施設|地区|拠点)を(?P<low>{SCALED})つ(?!の)")
# 「月1程度の訪問」: times, without saying so
_BARE_TIMES = re.compile(r"(?P<lead>月|年)(?P<low>\d+)(?=程度)")
_OF_DIGITS = (_RATIO, *_SHARES, _UNIT_BEFORE, _SPLIT_QUANTITY, _PAIR, _QUANTITY, _BARE_TIMES)
_DIGIT = re.compile(r"\d")
# 「倍増」 「半減」 「前年度以上」 stand for 2倍, 50%, 1倍 of the state before
_WORDS = (
    (re.compile(r"(?<![\d.])倍(?:増|に)"), 2.0, "倍", 1),
    (re.compile(r"半減|半分に"), 50.0, "%", 2),
    (re.compile(r"(?<![ァ-ヶー])ゼロ(?=$|[、。)とをにへ]|件|人)"), 0.0, "", 2),
    (re.compile(r"(?:前年度?|昨年度)(?:以上|を上回|並み|同様の水準)"), 1.0, "倍", None),
)
_CHANGE = re.compile(
    r"(?:\([^()]{1,12}\))?(?:に|へ|まで)?(?:と?(?:増|減|拡|引き?上げ|引き?下げ|伸ば|縮|充実|向上|に|へ))"
)
_BELOW = re.compile(r"未満|以下|以内")
# Circled numbers stay as they are: NFKC would glue ④ to the number behind it (「④およそ30万人」).
_CIRCLED_PARTS = re.compile("([①-⑳❶-❿])")
# 「1 地域… 2 相談… 3 終結…」: items of a list, where the text begins with 1
_LIST_NUMBER = re.compile(rf"(?:^|(?<=\s))[1-9][.)]?\s(?=\D)(?:(?!{_UNIT})|(?=[ァ-ヶ一-龥]{{2,12}}\s\D{{0,12}}\d))")
_LINE_NUMBER = re.compile(rf"^[1-9]\d?[.)、]?\s(?=\D)(?![~年月日時分歳度×/]|{_UNIT})")
BULLET = "[①-⑳❶-❿◆]"
_SAME_SIGN = {"[": "(", "]": ")", "〜": "~", "～": "~", "−": "-", "–": "-", "‐": "-"}
_SPACES = re.compile(r"\s+")
_SPACED_THOUSANDS = re.compile(r"(?<=\d), (?=\d{3}(?!\d))")
# 「60 件」 「月 10 件」: spaces around a number carry no meaning
_SPACE_BEHIND_NUMBER = re.compile(r"(?<=\d) (?=[^\d\s(])")
_SPACE_BEFORE_NUMBER = re.compile(r"(?<=[ぁ-んァ-ヶ一-龥年月約×]) (?=\d)")


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
    parts = _CIRCLED_PARTS.split(text)  # Every second one is a circled number
    parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
    flat = "".join(parts)
    for written, sign in _SAME_SIGN.items():
        flat = flat.replace(written, sign)
    flat = _SPACES.sub(" ", with_digits(flat)).strip()
    flat = _LIST_NUMBER.sub("◆", flat) if flat.startswith("1") else _LINE_NUMBER.sub("◆", flat)
    if " " not in flat:
        return flat
    return _SPACE_BEFORE_NUMBER.sub("", _SPACE_BEHIND_NUMBER.sub("", _SPACED_THOUSANDS.sub(",", flat)))


def quantities_in(prepared: str) -> list[Quantity]:
    """Return the quantities of a prepared text, in reading order, without overlaps."""
    found: list[Quantity] = []
    for pattern in (*(_OF_DIGITS if _DIGIT.search(prepared) else ()), _KANJI_RANGE, _KANJI, _BARE_LEAST):
        for m in pattern.finditer(prepared):
            if m.groupdict().get("link") == "、" and value_of(m["high"]) != value_of(m["low"]) + 1:
                continue
            if pattern is not _KANJI or not _ONE_PERSON.match(m.group()) or prepared.startswith("以上", m.end()):
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
            between in "→⇒" or (between == "から" and _CHANGE.match(prepared, quantity.end))
        ):
            merged[-1] = replace(quantity, start=last.start, baseline=last.value)
        elif between in {"から", "~", "ないし", "または", "又は", "もしくは"} or (
            between in {"以上", "超", "を超え"} and _BELOW.match(prepared, quantity.end)
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
    if arrow or (parts["link"] == "から" and _CHANGE.match(prepared, m.end())):
        return Quantity(top, None, quantity.unit, quantity.start, quantity.end, baseline=low)
    return Quantity(low, top, quantity.unit, quantity.start, quantity.end)
