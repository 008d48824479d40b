"""A table of towns with the state of a programme in each: its heading is found by its words, its year in the title above.

The heading may stand in several rows, with merged cells in front of the name; so a town is looked for in each row, and the
other columns move along with it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from loaders.document import Row
from loaders.errors import LoaderError, refusal
from loaders.imports.sheets import FIRST_ROWS, Sheet, cell_at, read_sheets, text_at
from loaders.lookups import Lookups
from loaders.text.area_names import DISTRICT, NOTE_MARK, ResolvedArea
from loaders.text.era_dates import western_year
from loaders.text.normalise import folded
from loaders.text.patterns import Patterns

_RE = Patterns(__file__)

_HEADINGS, _STATES = dict(_RE.table("headings")), _RE.table("states")
_MOST_BESIDE = 300


@dataclass(frozen=True)
class StageReading:
    """A list that was understood: rows of the imported tables, without list and number."""

    list_kind: str
    title_ja: str
    stages: Sequence[Row]
    grants: Sequence[Row] = ()
    # severity, place and message_ja of what was not used or was read otherwise than written
    findings: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True)
class _Heading:
    last: int  # Its last row
    columns: Mapping[str, int]  # Keys of _HEADINGS → column


def read_town_table(path: Path, name: str, lookups: Lookups, fiscal_year: int | None = None) -> StageReading | None:
    """Return what the first sheet with such a heading states, None where no sheet has one.

    Raises:
        LoaderError: The file cannot be read, its year is not known, or no row can be used.
    """
    try:
        sheets = read_sheets(path, name)
    except LoaderError as error:  # what is wrong with the file is said of a list, not of a statistic
        raise refusal("unreadable.stage_list/file", error.place, found=error.found) from None
    for sheet in sheets:
        if heading := _heading(sheet):
            return _read(sheet, heading, name, lookups, fiscal_year)
    return None


def _heading(sheet: Sheet) -> _Heading | None:
    for number in range(min(FIRST_ROWS, len(sheet.rows))):
        columns: dict[str, int] = {}
        for row in (number, number + 1, number + 2):
            cells = sheet.rows[row] if row < len(sheet.rows) else ()
            for at, cell in enumerate(cells):
                text = re.sub(r"\s", "", folded(str(cell or "")))
                for key, words in _HEADINGS.items():
                    if words.fullmatch(text) and (row == number or key != "name"):
                        columns.setdefault(key, at)
            if {"name", "state"} <= columns.keys():
                return _Heading(number, columns)
            if "name" not in columns:
                break
    return None


def _read(sheet: Sheet, heading: _Heading, name: str, lookups: Lookups, fiscal_year: int | None) -> StageReading:
    above = [str(cell) for row in sheet.rows[: heading.last] for cell in row if cell is not None]
    year = fiscal_year or _year_of([*above, sheet.name, name])
    if year is None and "year" not in heading.columns:
        raise refusal("unreadable.stage_list/no_year", name)
    towns = _towns(sheet, heading, " ".join([*above, sheet.name, name]), lookups)
    if not towns:
        raise refusal("unreadable.stage_list/no_towns", name)
    title = f"{' '.join(above[-2:]) or sheet.name}（{name}）"
    programmes = {row["name_ja"]: row["programme_code"] for row in lookups.table("programmes")}
    rows: dict[tuple[object, ...], Row] = {}
    findings: list[Mapping[str, str]] = []
    kept, about_columns = _service_columns(sheet, heading, towns)
    for number, shift, area in towns:
        cells = {key: text_at(sheet.rows[number], at + shift) for key, at in heading.columns.items()}
        start = cell_at(sheet.rows[number], heading.columns.get("start", 10**6) + shift)
        own_year = _year_of([cells.get("year", "")]) or year
        found, wrong = _stages_of(cells.get("state", ""), start, own_year)
        programme = programmes.get(cells.get("programme", ""))
        place = sheet.row_place(number)
        findings += [{"severity": "warning", "place": place, "message_ja": f"{area.name_ja}: {one}"} for one in wrong]
        if area.remark_ja:
            findings.append({"severity": "info", "place": place, "message_ja": area.remark_ja})
        said = _said_beside(sheet.rows[number], kept, shift)
        for stage in found:
            rows[area.area_code, programme or stage["programme_code"], stage["fiscal_year"]] = {
                "area_code": area.area_code, "evidence": "named_list", "source_title": title, **stage,
                **({"programme_code": programme} if programme else {}),
                **({"quote": said} if said and stage["fiscal_year"] == own_year else {}),
            }  # fmt: skip
    findings += _unused(sheet, heading, {number for number, _, _ in towns})
    findings += about_columns
    if not rows:
        raise refusal("unreadable.stage_list/no_towns", name)
    return StageReading("council", title, list(rows.values()), findings=findings)


def _unused(sheet: Sheet, heading: _Heading, used: set[int]) -> Iterator[Mapping[str, str]]:
    for number in range(heading.last + 1, len(sheet.rows)):
        state = folded(text_at(sheet.rows[number], heading.columns["state"]))
        if number not in used and state and _state(state):
            written = "・".join(str(cell) for cell in sheet.rows[number][:4] if cell is not None)
            words = f"「{written[:40]}」を市町村として読めない。この行は使わない。正式な名称に直してください。"
            yield {"severity": "warning", "place": sheet.row_place(number), "message_ja": words}


def _service_columns(
    sheet: Sheet, heading: _Heading, towns: Sequence[tuple[int, int, ResolvedArea]]
) -> tuple[dict[int, str], list[Mapping[str, str]]]:
    """Return column → name of those that say who carries out which service, and a finding on the other columns."""
    kept, rest = {}, []
    filled = {at - shift for row, shift, _ in towns for at, cell in enumerate(sheet.rows[row]) if cell is not None}
    above = sheet.rows[heading.last : towns[0][0]]
    for at in sorted(filled - set(heading.columns.values())):
        words = [_heading_at(row, at, heading) for row in above[:-1]] + [text_at(above[-1], at)]
        name = "・".join(dict.fromkeys(re.sub(r"\s", "", word) for word in words if word))
        if name := name or _heading_at(above[-1], at, heading):
            if _RE.service.search(name):
                kept[at] = name
            else:
                rest.append(name)
    found = [f"「{'、'.join(kept.values())[:120]}」の列は、段階の出典に添えて残す。"] if kept else []
    found += [f"段階のほかの列（{'、'.join(dict.fromkeys(rest))[:120]}）は使わない。"] if rest else []
    place = sheet.row_place(heading.last)
    return kept, [{"severity": "info", "place": place, "message_ja": "".join(found)}] if found else []


def _heading_at(row: tuple[object, ...], at: int, heading: _Heading) -> str:
    """Return what stands above a column, in a merged cell also further left."""
    others = set(heading.columns.values())
    for left in range(min(at, len(row) - 1), -1, -1):
        if left in others:
            return ""
        if row[left] is not None:
            return str(row[left])
    return ""


def _said_beside(row: tuple[object, ...], kept: Mapping[int, str], shift: int) -> str:
    """Return what a row says in the columns that are kept: 「委託事業・多機関協働 ○」."""
    said = {name: re.sub(r"\s+", " ", text_at(row, at + shift)).strip() for at, name in kept.items()}
    return "、".join(f"{name} {text}" for name, text in said.items() if not _RE.blank.fullmatch(text))[:_MOST_BESIDE]


def _year_of(texts: Sequence[str]) -> int | None:
    """Return the fiscal year of a title: that of the results, else the last one that is named."""
    of_results = [text for text in texts if _RE.results.search(text)]
    for titles in (of_results, texts):
        if years := [_fiscal_year(m) for text in titles for m in _RE.year.finditer(folded(text))]:
            return years[-1]
    return None


def _fiscal_year(found: re.Match[str]) -> int:
    year = int(found["western"] or western_year(found["era"].upper(), found["year"]))
    return year - (1 if found["month"] and int(found["month"]) < 4 else 0)


def _towns(sheet: Sheet, heading: _Heading, about: str, lookups: Lookups) -> list[tuple[int, int, ResolvedArea]]:
    """Return (row, how far its cells moved, town) of the rows that name a town of the table's prefecture."""
    names = lookups.area_names
    prefectures = {a["name_ja"]: a["prefecture_code"] for a in lookups.table("areas") if a["level"] == "prefecture"}
    rows = range(heading.last + 1, len(sheet.rows))
    named = next((code for name, code in prefectures.items() if name in folded(about)), "")
    if not named and "prefecture" not in heading.columns:
        votes = Counter(
            code for row in rows for code in prefectures.values()
            if names.resolved(code, _plain(text_at(sheet.rows[row], heading.columns["name"])))
        )  # fmt: skip
        named = votes.most_common(1)[0][0] if votes else ""
    found = []
    for row in rows:
        cells = sheet.rows[row]
        own = prefectures.get(folded(text_at(cells, heading.columns.get("prefecture", 10**6))), named)
        for at in (heading.columns["name"], *(n for n in range(len(cells)) if n != heading.columns["name"])):
            written = _plain(text_at(cells, at))
            if written and own and (area := names.resolved(own, written)):
                found.append((row, at - heading.columns["name"], area))
                break
    return found


def _plain(written: str) -> str:
    return DISTRICT.sub("", NOTE_MARK.sub("", _RE.council.sub("", re.sub(r"^\d+\s*", "", folded(written)))))


def _state(written: str) -> str | None:
    text = re.sub(r"[\s()]", "", folded(written))
    return next((code for code, words in _STATES if words.fullmatch(text)), None)


def _stages_of(written: str, start: object, year: int | None) -> tuple[list[Row], list[str]]:
    """Return the stages that a row states, in the table's year and in that of the start, and what cannot be read."""
    if _RE.blank.fullmatch(folded(written)):
        return [], []
    if year is None:
        return [], ["年度が空欄か、読めない。この行は使わない。令和6年度 の形で書いてください。"]
    state = _state(written)
    if state is None:
        words = "、".join(("実施", "移行準備", "検討中", "未実施", "別の手法"))
        return [], [f"状態「{written[:30]}」の意味を決められない。この行は使わない。{words}などに直してください。"]
    found = [_stage(state, year)]
    began, unread = _starts(start, state)
    found += [stage for stage in began if stage["fiscal_year"] != year or stage["stage"] != state]
    later = [stage for stage in found if stage["fiscal_year"] > year]
    return [one | ({"evidence": "planned"} if one in later else {}) for one in found], unread


def _starts(start: object, state: str) -> tuple[list[Row], list[str]]:
    """Return the stages that a start names: 「R3.10～移行準備/R4～本格実施」 names two."""
    if state not in ("implementing", "preparing") or start is None:
        return [], []
    if isinstance(start, date | datetime):
        return [_stage(state, start.year - (start.month < 4))], []
    text = folded(str(start))
    years = list(_RE.year.finditer(text))
    if not years:
        is_note = _RE.blank.fullmatch(text) is not None
        return [], [] if is_note else [
            f"開始「{text[:30]}」を年度として読めない。表の年度の段階だけを使う。令和5年度 の形に直してください。"
        ]
    ends = [*(m.start() for m in years[1:]), len(text)]
    found = []
    for m, end in zip(years, ends, strict=True):
        words = text[m.end() : end]
        stage = "preparing" if "準備" in words else "implementing" if "実施" in words else state
        found.append(_stage(stage, _fiscal_year(m)))
    return found, []


def _stage(stage: str, fiscal_year: int) -> Row:
    programme = "transition_preparation" if stage == "preparing" else "multilayered_support"
    return {"programme_code": programme, "fiscal_year": fiscal_year, "stage": stage}
