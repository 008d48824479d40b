"""Quantities with their unit in running text: 「月2回以上」 「10～15人程度」 「五百人」 「200人から300人に」."""

import re
import unicodedata
from dataclasses import dataclass, replace

from loaders.text.japanese_numbers import KANJI_NUMBER, SCALED, value_of, with_digits
from loaders.text.patterns import Patterns

MONTH_UNITS = {"か月", "カ月", "ヶ月", "ヵ月"}
# Lengths of time: an aim only where they are a limit (「待機期間を30日以内」)
DURATIONS = {*MONTH_UNITS, "日", "週間", "日間", "時間", "分", "年"}
_RE = Patterns(__file__, scaled=SCALED, kanji_number=KANJI_NUMBER)
UNITS = tuple(_RE.declared["parts"]["units"])
_SHARES = (_RE.share_of_all, _RE.share_by_stroke, _RE.share_of_each)
_OF_DIGITS = (_RE.ratio, *_SHARES, _RE.unit_before, _RE.split_quantity, _RE.pair, _RE.quantity, _RE.bare_times)
# 「倍増」 「半減」 「前年度以上」 stand for 2倍, 50%, 1倍 of the state before
_WORDS = (
    (_RE.doubled, 2.0, "倍", 1),
    (_RE.halved, 50.0, "%", 2),
    (_RE.zero, 0.0, "", 2),
    (_RE.as_before, 1.0, "倍", None),
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
        elif between in {"から", "を", "~", "→", "⇒"} and (
            between in "→⇒"
            or (
                between == "を"
                and _RE.onto.match(prepared, quantity.end)
                and not _RE.state.search(prepared, 0, last.start)
            )
            or (between == "から" and _RE.change.match(prepared, quantity.end))
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
