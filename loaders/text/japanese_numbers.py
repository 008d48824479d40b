"""Numbers as Japanese administrative documents write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text.normalise import tidy

_KANJI_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

# 「1,786」 「41.4万」 「2, 596」 「3.5」 after `tidy`
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# 「1万2千」 「3億2,000万」 「2千5百」
SCALED = rf"{NUMBER}(?:[億万千百](?:{NUMBER})?)*"
# 「三」 「五百」 「二十三」 「一万二千」
KANJI_NUMBER = r"[一二三四五六七八九十百千][一二三四五六七八九十百千万]*"
_NUMBER_AT = re.compile(SCALED)
# 「一二〇件」: digit by digit
_DIGIT_BY_DIGIT = re.compile(
    "(?<![一二三四五六七八九十百千万〇])[一二三四五六七八九][一二三四五六七八九〇]*〇[一二三四五六七八九〇]*(?![十百千])"
)
# 「三名」 「約一万二千人」 「二校区」; 「第三地区」 「中央一地区」 「一人暮らし」 are none
_COUNTED = re.compile(
    rf"(?:(?<![一-龥\d.])|(?<=[全計約各従任勤員]))(?<!数){KANJI_NUMBER}"
    r"(?=\s?\(?(?:人(?!暮|一|ひと|親|ぐ)|名(?!称|前|簿)|世帯|校|圏域|地区|区域|自治会|行政区|[かカヶヵ箇]所))"
)
# 「令和七年度」 「平成三十一年四月」
_KANJI_DATE = re.compile(
    r"(?<=令和|平成|昭和)(?P<year>[一二三四五六七八九十]{1,4})(?=年)|(?<=[年、])(?P<month>十?[一二]|[三-九]|十)(?=月(?!に))"
)
# Numerals of contracts (「伍か所」 「弐拾名」); 「持参名簿」 「墓参回数」 are none
_OLD_NUMERALS = str.maketrans("壱壹弌弐貳貮弍参參肆伍陸漆柒捌玖拾佰阡", "一一一二二二二三三四五六七七八九十百千")
_OLD = re.compile(
    r"(?:[壱壹弌弐貳貮弍參肆伍陸漆柒捌玖佰阡]|(?<![持墓新古日降直参収])[参拾])[壱壹弌弐貳貮弍参參肆伍陸漆柒捌玖拾佰阡百千万]*"
    r"(?=\s?(?:人|名(?![簿札])|件|回(?!数)|世帯|校|圏域|地区|区域|拠点|団体|自治会|[かカヶヵ箇]所|箇所|つ))"
)
_DIGIT = r"[\d一二三四五六七八九]"
_TENTHS = re.compile(rf"(?P<tens>{_DIGIT})割(?={_DIGIT}[分厘])(?:(?P<ones>{_DIGIT})分)?(?:(?P<tenths>{_DIGIT})厘)?")
_PART_OF_NUMBER = re.compile(rf"{NUMBER}|.")
_TENS = {"十": 10, "百": 100, "千": 1_000}
_GROUPS = {"万": 10_000, "億": 100_000_000}
_APPROX = re.compile(
    r"約|およそ|おおよそ|概ね|おおむね|程度|ほど|前後|くらい|ぐらい|(?<=[人名件])[弱強](?![化いく一-龥])"
)


@dataclass(frozen=True)
class WrittenNumber:
    """A number with the words around it that change its meaning."""

    value: float
    written: str
    approximate: bool
    start: int
    end: int


def to_float(digits: str, man: bool = False) -> float:
    """Return the value of digits with separators; 「41.4万」 is 414,000."""
    value = float(digits.replace(",", ""))
    return round(value * 10_000, 6) if man else value


def value_of(written: str) -> float:
    """Return the value of digits, kanji numerals or both: 「1万2千」 12,000, 「五百」 500, 「41.4万」 414,000."""
    total, group, ones = 0.0, 0.0, 0.0
    pending = False
    for part in _PART_OF_NUMBER.findall(written):
        if part in _TENS:
            group += (ones if pending else 1) * _TENS[part]
            ones, pending = 0.0, False
        elif part in _GROUPS:
            total += ((group + ones) or 1) * _GROUPS[part]
            group, ones, pending = 0.0, 0.0, False
        else:
            ones, pending = float(_KANJI_DIGITS.get(part) or to_float(part)), True
    return round(total + group + ones, 6)


def _percent(m: re.Match[str]) -> str:
    tens, ones, tenths = (value_of(m[name] or "") for name in ("tens", "ones", "tenths"))
    return f"{10 * tens + ones + tenths / 10:.10g}%"


def with_digits(text: str) -> str:
    """Return the text with figures in dates or digit by digit (「一二〇件」), 「2割5分」 as 25%, 「伍か所」 as 五か所."""
    text = _OLD.sub(lambda m: m.group().translate(_OLD_NUMERALS), _TENTHS.sub(_percent, text))
    text = _KANJI_DATE.sub(lambda m: f"{value_of(m.group()):.0f}", text) if "年" in text else text
    return _DIGIT_BY_DIGIT.sub(lambda m: "".join(str(_KANJI_DIGITS.get(sign, 0)) for sign in m.group()), text)


def counted_in_digits(text: str) -> str:
    """Return the text with kanji numerals in front of counters in figures (「三名(うち専従一名)」 → 「3名(うち専従1名)」)."""
    return _COUNTED.sub(lambda m: f"{value_of(m.group()):.10g}", with_digits(text))


def numbers_in(text: str) -> list[WrittenNumber]:
    """Return every number of a text, in reading order; positions are those of `tidy(text)`."""
    flat = tidy(text)
    found = []
    for m in _NUMBER_AT.finditer(flat):
        around = flat[max(0, m.start() - 4) : m.start()] + flat[m.end() : m.end() + 6]
        found.append(WrittenNumber(value_of(m.group()), m.group(), bool(_APPROX.search(around)), m.start(), m.end()))
    return found


def first_number(text: str) -> float | None:
    """Return the first number of a text, or None."""
    found = numbers_in(text)
    return found[0].value if found else None


def is_approximate(text: str) -> bool:
    """Return whether the text says about, some, roughly."""
    return bool(_APPROX.search(tidy(text)))


def kanji_number(text: str) -> int | None:
    """Return the value of a kanji numeral below one thousand (「二十三」 is 23, 「百六」 and 「一百六」 106), or None."""
    if not text or any(c not in _KANJI_DIGITS and c != "百" for c in text):
        return None
    hundreds, has_hundreds, rest = text.rpartition("百")
    tens, has_tens, ones = rest.rpartition("十")
    if any(len(part) > 1 or part in {"百", "十"} for part in (hundreds, tens, ones)):
        return None
    value = _KANJI_DIGITS.get(hundreds, 1) * 100 if has_hundreds else 0
    value += _KANJI_DIGITS.get(tens, 1) * 10 if has_tens else 0
    return value + _KANJI_DIGITS.get(ones, 0)
