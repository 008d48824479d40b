"""Numbers as Japanese administrative documents write them."""

import re

from loaders.text.normalise import tidy
from loaders.text.patterns import Patterns

_KANJI_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

# 「1,786」 「41.4万」 「2, 596」 「3.5」 after `tidy`
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# 「1万2千」 「3億2,000万」 「2千5百」
SCALED = rf"{NUMBER}(?:[億万千百](?:{NUMBER})?)*"
# 「三」 「五百」 「二十三」 「一万二千」
# never two digits side by side: 「一二回」 is 12, or one or two
KANJI_NUMBER = r"(?![十百千万]*(?:[一二三四五六七八九][十百千万]+)*[一二三四五六七八九]{2})[一二三四五六七八九十百千][一二三四五六七八九十百千万]*"
_RE = Patterns(__file__, scaled=SCALED, kanji_number=KANJI_NUMBER, number=NUMBER)
# Numerals of contracts (「伍か所」 「弐拾名」); 「持参名簿」 「墓参回数」 are none
_OLD_NUMERALS = str.maketrans("壱壹弌弐貳貮弍参參肆伍陸漆柒捌玖拾佰阡", "一一一二二二二三三四五六七七八九十百千")
_TENS = {"十": 10, "百": 100, "千": 1_000}
_GROUPS = {"万": 10_000, "億": 100_000_000}


def value_of(written: str) -> float:
    """Return the value of digits, kanji numerals or both: 「1万2千」 12,000, 「五百」 500, 「41.4万」 414,000."""
    total, group, ones = 0.0, 0.0, 0.0
    pending = False
    for part in _RE.part_of_number.findall(written):
        if part in _TENS:
            group += (ones if pending else 1) * _TENS[part]
            ones, pending = 0.0, False
        elif part in _GROUPS:
            total += ((group + ones) or 1) * _GROUPS[part]
            group, ones, pending = 0.0, 0.0, False
        else:
            ones, pending = float(_KANJI_DIGITS.get(part) or part.replace(",", "")), True
    return round(total + group + ones, 6)


def _percent(m: re.Match[str]) -> str:
    tens, ones, tenths = (value_of(m[name] or "") for name in ("tens", "ones", "tenths"))
    return f"{10 * tens + ones + tenths / 10:.10g}%"


def with_digits(text: str) -> str:
    """Return the text with figures in dates or digit by digit (「一二〇件」), 「2割5分」 as 25%, 「伍か所」 as 五か所."""
    text = _RE.old.sub(lambda m: m.group().translate(_OLD_NUMERALS), _RE.tenths.sub(_percent, text))
    text = _RE.kanji_date.sub(lambda m: f"{value_of(m.group()):.0f}", text) if "年" in text else text
    return _RE.digit_by_digit.sub(lambda m: "".join(str(_KANJI_DIGITS.get(sign, 0)) for sign in m.group()), text)


def counted_in_digits(text: str) -> str:
    """Return the text with kanji numerals in front of counters in figures (「三名(うち専従一名)」 → 「3名(うち専従1名)」)."""
    return _RE.counted.sub(lambda m: f"{value_of(m.group()):.10g}", with_digits(text))


def first_number(text: str) -> float | None:
    """Return the first number of a text, or None."""
    m = _RE.number_at.search(tidy(text))
    return value_of(m.group()) if m else None


def is_approximate(text: str) -> bool:
    """Return whether the text says about, some, roughly."""
    return bool(_RE.approx.search(tidy(text)))


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
