"""Section 1-1 of document 001: the municipality's basic figures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders.readers.text_tables import Row, read_rows
from loaders.sources.programme_plans.plan_cells import numbers_left
from loaders.sources.programme_plans.records import Section
from loaders.text.era_dates import dates_in, first_date, without_dates
from loaders.text.japanese_numbers import SCALED, counted_in_digits, first_number, is_approximate
from loaders.text.normalise import fold, folded, tidy, unify_counters
from loaders.text.patterns import Patterns

_RE = Patterns(__file__, scaled=SCALED)
_LABELS = _RE.table("labels")
_ITEMS = _RE.table("items")


@dataclass
class ProfileValue:
    """One figure of the profile, as written and as read."""

    indicator_code: str
    unit: str
    line: int
    written: str
    value: float | None = None
    unit_written: str = ""
    modifier: str = "exact"
    missing_reason: str = ""
    as_of_date: str | None = None
    unread: tuple[str, ...] = ()  # Numbers of its cell that no rule took


@dataclass
class Profile:
    """All figures of one record; `loose` are lines that fit no label, `used` the lines read."""

    values: list[ProfileValue] = field(default_factory=list)
    loose: list[tuple[int, str]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


@dataclass
class _Cell:
    code: str
    line: int
    column: int
    text: str
    in_label: str


def parse_profile(section: Section) -> Profile:
    """Return the profile figures of section 1-1.

    Every indicator appears once: `value` is empty with a `missing_reason` where the document gives none.
    生活保護受給率 comes in per mille: a figure written with % is multiplied by ten, whatever is suspected of it.
    """
    profile = Profile()
    rows = read_rows(section.lines, section.first_line)
    cells, dates = _label_cells(rows, profile)
    general = read_as_of([section.heading, *(text for _, column, text in dates if column is None)])
    by_code = {cell.code: cell for cell in reversed(cells)}  # Of two cells with a label the first counts
    for code, _ in _LABELS:
        found = by_code.get(code)
        # The date inside the cell, or in the cell below it on a row of dates
        below = (text for line, column, text in dates if found and (line, column) == (found.line + 1, found.column))
        own_date = (first_date(found.text) or first_date(next(below, ""))) if found else None
        for value in _read_values(code, found, section.heading_line):
            value.as_of_date = own_date or general.get(code) or general.get("")
            profile.values.append(value)
    return profile


def read_as_of(texts: Iterable[str]) -> dict[str, str]:
    """Return the dates of headings and notes by indicator; "" stands for all that are not named.

    「人口・世帯数 R元.10.1、保護率 R元.9.30」 and 「加入率は平成31年3月31日時点、その他は令和元年10月1日時点」 name them.
    """
    found: dict[str, str] = {}
    for text in texts:
        flat, start = folded(text), 0
        for date in dates_in(text):
            codes = [code for code, pattern in _ITEMS if pattern.search(flat, start, date.start)]
            if not codes and (behind := _RE.items_behind.match(flat, date.end)):
                codes = [code for code, pattern in _ITEMS if pattern.search(behind["items"])]
            if _RE.all_others.search(flat, start, date.start):
                codes = [""]
            for code in codes or [""]:
                found.setdefault(code, date.iso)
            start = date.end
    return found


def _match_label(text: str) -> tuple[str, str, str] | None:
    """Return (code, rest behind the label, unit inside the label) where a cell begins with a label."""
    view = fold(text)
    for code, pattern in _LABELS:
        if m := pattern.match(view.text):
            unit = re.match(r"\((%|‰|パーミル|km2|人|世帯)\)", view.text[m.end() :])
            rest = view.slice_written(m.end() + (unit.end() if unit else 0))
            return code, rest, unit[1] if unit else ""
    return None


def _label_cells(rows: list[Row], profile: Profile) -> tuple[list[_Cell], list[tuple[int, int | None, str]]]:
    """Return the labelled cells, and the texts with dates by line and column (None: a line of its own)."""
    cells: list[_Cell] = []
    dates: list[tuple[int, int | None, str]] = []
    for row in rows:
        open_cell: _Cell | None = None
        seen = False
        for column, text in enumerate(row.cells):
            if not text:
                continue
            if label := _match_label(text):
                code, rest, unit = label
                open_cell = _Cell(code, row.line, column + 1, rest, unit)
                cells.append(open_cell)
                seen = True
            elif open_cell is not None:
                open_cell.text = f"{open_cell.text} {text}".strip()
            elif first_date(text):
                dates.append((row.line, column if row.is_table else None, text))
                seen = True
            elif folded(text)[:1] in {"※", "*", "("}:
                seen = True
            else:
                profile.loose.append((row.line, text))
        if seen:
            profile.used.add(row.line)
    return cells, dates


def _read_values(code: str, cell: _Cell | None, heading_line: int) -> Iterator[ProfileValue]:
    if code in {"care_centers", "self_reliance"}:
        yield from _read_sites(code, cell, heading_line)
        return
    unit = _RE.declared["units"][code]
    if cell is None:
        yield ProfileValue(code, unit, heading_line, "", missing_reason="not_stated")
        return
    written = tidy(cell.text)
    value = ProfileValue(code, unit, cell.line, written)
    flat = counted_in_digits(_RE.per_thousand.sub(r"\g<a>\g<b>‰", without_dates(cell.text)))
    if _RE.blank.match(flat):
        value.missing_reason = "blank"
    elif _RE.not_collected.search(flat) and first_number(flat) is None:
        value.missing_reason = "not_collected"
    elif _RE.letter_in_number.search(flat):
        value.missing_reason, value.unread = "not_stated", (flat,)
    elif (number := first_number(flat)) is None:
        value.missing_reason = "" if _RE.none_stated.match(flat) else "not_stated"
        value.value = None if value.missing_reason else 0.0
        value.unread = (written,) if value.missing_reason and _RE.number_in_words.search(flat) else ()
    else:
        value.unread = tuple(numbers_left(_RE.brackets.sub("", flat).replace("m2", ""), [number]))
        value.modifier = "approx" if is_approximate(written) else "exact"
        m = _RE.unit_written.match(flat)
        written_unit = (m["unit"] if m else "") or cell.in_label
        value.unit_written = _RE.declared["same_unit"].get(written_unit, written_unit)
        factor = _RE.declared["factors"].get(code, {}).get(value.unit_written, 1.0)
        value.value = round(number * factor, 6)
        if _is_doubtful(code, value, flat, written):
            value.unread = (written,)
        if code == "welfare_rate" and value.unit_written != "‰":
            value.value = round(number * 10, 6)  # 「4.92 (%)」 is 49.2 ‰
    yield value


def _is_doubtful(code: str, value: ProfileValue, flat: str, written: str) -> bool:
    """Return whether a figure was read, but its unit, its sign or its digits speak against it."""
    word = _RE.word_behind.match(flat)
    is_other_unit = word and not word["word"].startswith(tuple(_RE.declared["units_of"][code]))
    is_share = code.endswith("_rate") and not value.unit_written and (code == "welfare_rate" or (value.value or 0) <= 1)
    return bool(is_other_unit or is_share or _RE.doubtful.search(flat) or _RE.parted.search(written))


def _count_sites(flat: str) -> dict[str, float]:
    """Return the sites by kind; 「委託:本センター1箇所 サブセンター1箇所」 is two."""
    counts: dict[str, float] = {}
    kind, kind_depth, depth = "", 0, 0
    for m in _RE.site_token.finditer(flat):
        depth += bool(m["open"]) - bool(m["close"])
        if m["kind"]:
            kind, kind_depth = m["kind"], depth
            if m["only"]:
                counts.setdefault("直営" if kind == "委託" else "委託", 0.0)
        elif m["count"] and kind and depth <= kind_depth:
            counts[kind] = counts.get(kind, 0.0) + float(m["count"])
    return counts


def _read_sites(code: str, cell: _Cell | None, heading_line: int) -> Iterator[ProfileValue]:
    """Yield the sites run directly and those commissioned.

    Several counts of a kind add up (「市 (直営: 4 …) 町村部 (直営: 4 …)」). A stated なし is 0; 「委託のみ」 makes the
    other kind 0.
    """
    written = tidy(cell.text) if cell else ""
    plain = unify_counters(folded(written))
    flat = _RE.bare_count.sub(r"\1か所", counted_in_digits(_RE.count_in_bracket.sub(r"\1\2", plain)))
    if not re.match(r"[^0-9]*(?:直営|委託)", flat):
        flat = _RE.kind_behind.sub(r"\2:\1、", flat)
    counts = _count_sites(flat)
    for m in _RE.kind_none.finditer(flat):
        counts.setdefault(m["kind"], 0.0)
    if _RE.none_stated.match(flat):
        counts = {"直営": 0.0, "委託": 0.0}
    for kind, suffix in (("直営", "direct"), ("委託", "commissioned")):
        unit, line = _RE.declared["units"][code], cell.line if cell else heading_line
        value = ProfileValue(f"{code}_{suffix}", unit, line, written)
        value.value = counts.get(kind)
        value.unread = () if counts or kind == "委託" else tuple(numbers_left(flat, []))
        if kind == "直営" and _RE.sites_in_doubt.search(plain):
            value.unread = (written,)
        value.unit_written = "か所" if kind in counts else ""
        if value.value is None:
            value.missing_reason = "blank" if cell and not flat else "not_stated"
        yield value
