"""What single cells say: their state, the numbers that no rule took (each an issue), and service areas."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from loaders.document import ParsedDocument, Row
from loaders.quality import row_key
from loaders.readers.text_sections import Field
from loaders.text.era_dates import without_dates
from loaders.text.japanese_numbers import SCALED, counted_in_digits, is_approximate, value_of
from loaders.text.normalise import folded, tidy
from loaders.text.patterns import Patterns

_RE = Patterns(__file__, scaled=SCALED)
_LENGTH_OF_WORDS = 24


def numbers_left(text: str, taken: Iterable[float | None]) -> list[str]:
    """Return the words around every number of a text that counts something and is not among the values taken."""
    known = {value for value in taken if value is not None}
    flat = _RE.product.sub("", _RE.no_count.sub("、", without_dates(_RE.circled.sub("、", text))))
    left = []
    for m in _RE.number.finditer(flat):
        if len(m.group()) < 16 and m.group()[0] != "数" and value_of(m.group()) in known:
            continue
        words = re.split(r"[。、()]", flat[max(0, m.start() - 8) : m.start()])[-1] + m.group()
        left.append((words + re.split(r"[。、()\d]", flat[m.end() : m.end() + 8])[0])[:_LENGTH_OF_WORDS])
    return left


def note_unread(
    out: ParsedDocument, table: str, row: Row, cells: Iterable[Field | None], taken: Iterable[float | None]
) -> None:
    """Note the numbers of the cells behind a row that are not among the values taken."""
    known = list(taken)
    for cell in filter(None, cells):
        for line, parts in groupby(cell.parts, key=lambda part: part[0]):
            text = " ".join(part for _, part in parts)
            text = text if table == "meetings" else counted_in_digits(text)
            place = {"table": table, "row_key": row_key(table, row), "line_start": line}
            for words in numbers_left(folded(text) if table == "staffing" else text, known):
                out.notes["cell_number_not_read"].append({**place, "words": words})


_STATES = _RE.table("states")
_BRACKET_ENDS = "。.、 "


def without_template(text: str) -> str:
    """Return the folded text without the words that the form itself prints."""
    template = _RE.template.match(folded(text))
    return folded(text)[template.end() if template else 0 :]


def cell_state(text: str) -> str:
    """Return the state of a cell: filled, blank, placeholder, undecided, none or same_as.

    「特になし。体制の充実。」 is none: what counts is the first sentence.
    """
    flat = without_template(text)
    if not flat:
        return "blank"
    first = re.split(r"[。※]", flat, maxsplit=1)[0].strip(_BRACKET_ENDS)
    for state, pattern in _STATES:
        is_first = state in {"none", "undecided"} and pattern.fullmatch(first)
        if is_first or pattern.fullmatch(flat.strip(_BRACKET_ENDS)):
            return state
    return "filled"


def range_ends(written: str) -> list[float]:
    """Return both ends of the range that stands for the population, if one does and no total."""
    text = without_dates(_RE.circled.sub("、", written))
    m = None if _RE.total.search(text) else _RE.range.search(text)
    return [value_of(m["a"]), value_of(m["b"])] if m else []


@dataclass(frozen=True)
class AreaPopulation:
    """The population that an area cell states."""

    population: int | None  # Persons; None for a range, for a figure per unit without a total, and for a blank
    population_max: int | None  # Upper end of a range
    kind: str  # total, per_unit, approx or blank
    part_name: str = ""  # Name of a part whose population stands beside it in brackets, with `part_population`
    part_population: int | None = None
    summed: tuple[float, ...] = ()  # The areas that were added up


def read_population(written: str) -> AreaPopulation:
    """Return the population of a (人口) cell; dates in it are no numbers, circled numbers are no digits.

    Areas beside each other add up (「東地区8,200人、西地区3,100人」), unless a total stands with them.
    """
    text = _RE.remark.sub("", without_dates(_RE.circled.sub("、", counted_in_digits(written))))
    if not re.search(r"\d", text) or re.search(r"\d{10}", text):
        return AreaPopulation(None, None, "blank")
    certain = "approx" if is_approximate(text) else "total"
    if m := _RE.total.search(text):
        return AreaPopulation(_persons(m["n"]), None, certain)
    if m := _RE.range.search(text):
        return AreaPopulation(None, _persons(m["b"]), "per_unit")
    bracket = _RE.bracket.search(text)
    head = text[: bracket.start()] if bracket else text
    if (areas := _areas_beside(head)) and not _RE.per_unit.search(head):
        return AreaPopulation(int(sum(areas)), None, certain, summed=areas)
    m = _RE.single.search(head)
    if not m:
        return AreaPopulation(None, None, "blank")
    part = _RE.single.search(bracket["rest"]) if bracket else None
    kind = "per_unit" if _RE.per_unit.search(text) else certain
    name = bracket["name"].removeprefix("うち") if bracket and part else ""
    return AreaPopulation(_persons(m["n"]), None, kind, name, _persons(part["n"]) if part else None)


def _areas_beside(text: str) -> tuple[float, ...]:
    """Return the populations of two or more areas with names of their own, without a total in front of them."""
    named = {m["name"]: value_of(m["n"]) for m in _RE.named.finditer(text)}
    first = _RE.single.search(text)
    if first and len(named) > 2 and sum(named.values()) == 2 * value_of(first["n"]):
        named.pop(next(name for name, value in named.items() if value == value_of(first["n"])))
    return tuple(named.values()) if len(named) > 1 else ()


def _persons(written: str) -> int:
    return int(value_of(written))


def read_scope(area: str, range_: str, names: tuple[str, ...]) -> str:
    """Return how far an area reaches: whole, part, conditional or unknown."""
    text = folded(_RE.circled.sub("", area))
    if not text:
        return "unknown"
    if _RE.conditional.search(text):
        return "conditional"
    if _RE.units_of.search(text) or _RE.units_of_all.search(text):
        return "part"
    if _RE.whole.search(text) or any(text == folded(name) for name in names):
        return "whole"
    if folded(range_) in {"市内全域", "町内全域", "村内全域", "区内全域"} or re.search(r"市内全域及び", folded(range_)):
        return "whole"
    return "part"


@dataclass(frozen=True)
class AreaUnits:
    """Service areas covered and in all, in the municipality's own kind of unit; None where not stated."""

    unit_kind: str | None
    covered: int | None
    total: int | None


def read_units(area: str, range_: str, scope: str) -> AreaUnits:
    """Return the units of an area, their kind as it stands beside the numbers.

    「15の生活圏域のうち9圏域」 is 9 of 15, 「生活圏域 4/9」 4 of 9, 「全28地区」 28 of 28; 「地区社協(12地区)」 says only
    how many there are.
    """
    general = _RE.unit_kind.search(tidy(range_)) or _RE.unit_kind.search(tidy(area))
    texts = [_RE.years.sub("", counted_in_digits(folded(_RE.circled.sub("", text)))) for text in (area, range_)]
    for pattern in (_RE.units_of, _RE.units_slash, _RE.units_of_all):
        for text in texts:
            if m := pattern.search(text):
                kind = _kind_beside(m, text)
                fuller = general.group() if general and kind and general.group().endswith(kind) else kind
                return AreaUnits(fuller, int(m["covered"]), int(m["total"]))
    for text in texts:
        if scope == "whole" and (m := _RE.units_all.search(text)):
            return AreaUnits(_kind_beside(m, text), int(m["total"]), int(m["total"]))
    for pattern in (_RE.units_in_bracket, _RE.units_plain):
        for text in texts:
            if m := pattern.search(text):
                kind = _kind_beside(m, text) or (general.group() if general else None)
                if scope == "part" and text is texts[0] and not _RE.of_the_town.search(text):
                    return AreaUnits(kind, int(m["total"]), None)  # 「旧村2か所」: those that are covered
                return AreaUnits(kind, None, int(m["total"]))
    return AreaUnits(general.group() if general else None, None, None)


def _kind_beside(m: re.Match[str], text: str) -> str | None:
    """Return what a number counts: the word beside it, or the noun in front of its bracket where that says more."""
    kinds = [value for name, value in m.groupdict().items() if name.startswith("kind") and value]
    beside = max((kind for kind in kinds if not _RE.place_words.match(kind)), key=len, default=None)
    if beside and not _RE.general_kind.fullmatch(beside):
        return beside
    before = text[: m.start()]
    outside = before[: before.rfind("(")] if before.count("(") > before.count(")") else ""
    noun = m.groupdict().get("noun") or outside
    named = _RE.unit_kind.findall(noun) or [kind.group() for kind in _RE.kind_alone.finditer(noun)]
    return str(named[-1]) if named else beside
