"""Digits and years brought into their usual spelling before a document is read; what had to be judged becomes a remark."""

import re

from loaders.text.era_dates import western_year
from loaders.text.japanese_numbers import value_of, with_digits
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

_RE = Patterns(__file__)
_DIGITS = str.maketrans(_RE.declared["digits"]["letters"], _RE.declared["digits"]["read"])
_GAP = str.maketrans("0０", "〇〇")
_ASK = "原本で確かめてください"


def in_usual_spelling(lines: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the lines with digits for the letters that a scanner took them for, and years as 「令和7年」; and remarks by line."""
    text = "\n".join(lines)
    for usual, pattern in _RE.table("usual"):
        text = pattern.sub(usual, text)
    text = _RE.kanji_year.sub(lambda m: with_digits(m.group()), text)
    text = _RE.one_or_next.sub(_from_to, text)
    remarks: list[tuple[int, str]] = []
    for pattern, told in ((_RE.token, _digits), (_RE.no_year, _no_year), (_RE.two_counts, _one_count)):
        parts, end, line, counted = [], 0, 1, 0
        for m in pattern.finditer(text):
            read, remark = told(m)
            if read != m.group():
                parts += [text[end : m.start()], read]
                end = m.end()
            if remark:
                line, counted = line + text.count("\n", counted, m.start()), m.start()
                remarks.append((line, f"{remark}。{_ASK}"))
        text = "".join((*parts, text[end:]))
    return text.split("\n"), remarks


def _from_to(m: re.Match[str]) -> str:
    """Return 「二十三、四」 as 「23～24」 and 「二、三千」 as 「2000～3000」; numbers that do not follow each other stay."""
    low, high = int(value_of(folded(m["low"]))), int(value_of(folded(m["high"])))
    if low % 10 + 1 != high or low % 10 == 0:
        return m.group()
    times = int(value_of(m["times"])) if m["times"] else 1
    return f"{low * times}～{(low - low % 10 + high) * times}"


def _digits(m: re.Match[str]) -> tuple[str, str]:
    """Return a number with digits for its letters, and the remark."""
    written = m.group()
    if not (_RE.letter.search(written) and _is_number(written, m.string[max(0, m.start() - 4) : m.start()], m)):
        return written, ""
    read = written.translate(_DIGITS)
    return read, f"「{written}」は数字が文字（O・l・I など）になっている。「{read}」と読んだ"


def _is_number(written: str, before: str, m: re.Match[str]) -> bool:
    """Return whether signs with a letter among them stand for a number: by the signs around them."""
    if _RE.word_before.search(before) or not _RE.may_end.match(m.string, m.end()):
        return False
    if not _RE.digit.search(written):
        alone = _RE.alone.fullmatch(written) and not before.endswith("第")
        of_an_era = _RE.era_before.search(before) and _RE.in_date.match(m.string, m.end())
        return bool(of_an_era or (alone and _RE.counted.match(m.string, m.end())))
    if _RE.code.match(written):
        return False
    return bool(_RE.inside.search(written) or _RE.ends.match(m.string, m.end()))


def _one_count(m: re.Match[str]) -> tuple[str, str]:
    """Return a year that stands in both counts in that of the eras, and a remark where the two are not the same year."""
    unit = m["unit"] or m["unit_in"] or m["unit2"]
    if not unit:
        return m.group(), ""
    first, second = ((m[f"era{n}"], m[f"year{n}"] or m[f"west{n}"]) for n in ("", "2"))
    agree = len({western_year(folded(era) if era else None, folded(year)) for era, year in (first, second)}) == 1
    era, year = first if first[0] or not agree else second
    read = f"{era or ''}{year}{unit}"
    return read, "" if agree else f"「{m.group()}」は二つの年が合わない。先に書かれた「{read}」と読んだ"


def _no_year(m: re.Match[str]) -> tuple[str, str]:
    """Return the signs of a year that there is not as a gap, which nothing reads."""
    return m.group().translate(_GAP), f"「{m.group()}年」という年はない。年は読まない"
