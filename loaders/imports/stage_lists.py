"""Lists of stages as offices hold them: our own list, the expenditure of the budget review (支出先), a table of towns.

The review is the CSV 「5-1 支出先_支出情報」 of RS システム: read line by line, since the whole of it is large. A table of towns
names municipality, state and start, mostly below a title with its year (the yearly overview of a council of social welfare).
"""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from loaders.errors import LoaderError, refusal
from loaders.imports.town_tables import StageReading, read_town_table
from loaders.lists import KINDS, read_list
from loaders.lookups import Lookups
from loaders.text.normalise import folded

_PROGRAMME, _PROJECT, _YEAR, _TOTAL = "事業名", "予算事業ID", "事業年度", "支出先の合計支出額"
# 1000020131121: the number of a municipality ends in its code
_OF_TOWN = re.compile(r"\d000020(?P<code>\d{6})", re.ASCII)
_OTHERS = re.compile(r"その他|上位\d+")
_HEADING_BYTES = 4_000


def read_stages(path: Path, name: str, lookups: Lookups, fiscal_year: int | None = None) -> StageReading:
    """Return what a list states.

    Args:
        fiscal_year: The year of a table of towns that names none.

    Raises:
        LoaderError: The file is no such list, or nothing in it can be used.
    """
    if encoding := _review_encoding(path):
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            return _of_review(file, name, lookups)
    try:
        remarks: list[str] = []
        rows = read_list(KINDS["stages"], path, lookups, remarks)
    except LoaderError as error:
        stages = read_town_table(path, name, lookups, fiscal_year)
        if stages is None:
            raise error from None
        return stages
    titles = dict.fromkeys(str(row.get("source_title") or row.get("source_url")) for row in rows)
    title = next(iter(titles)) + (f"ほか{len(titles) - 1:,}件" if len(titles) > 1 else "")
    notes = [{"severity": "info", "place": name, "message_ja": f"{remark}。"} for remark in remarks]
    return StageReading("stages", title, [{k: v for k, v in row.items() if k != "row"} for row in rows], (), notes)


def _review_encoding(path: Path) -> str:
    """Return the encoding of a file whose heading is that of the budget review, "" for any other file."""
    with path.open("rb") as file:
        start = file.read(_HEADING_BYTES)
    for encoding in ("utf-8-sig", "cp932"):
        heading = start.decode(encoding, errors="ignore").partition("\n")[0]
        if all(word in heading for word in (_PROJECT, "支出先名", _TOTAL)):
            return encoding
    return ""


def _of_review(file: IO[str], name: str, lookups: Lookups) -> StageReading:
    programmes = {row["name_ja"]: row["programme_code"] for row in lookups.table("programmes")}
    areas = {row["area_code"]: row for row in lookups.table("areas")}
    stages, grants, findings, titles = [], [], [], []
    for line, row in _payments(file):
        programme = next((code for own, code in programmes.items() if row[_PROGRAMME].startswith(own)), None)
        if programme is None:
            continue
        year, amount = folded(row[_YEAR]), folded(row[_TOTAL]).replace(",", "")
        place = f"{name} {line}行目"
        if not re.fullmatch(r"20\d\d", year) or not re.fullmatch(r"\d{1,13}", amount):
            found = f"「{row['支出先名']}」の事業年度（{row[_YEAR]}）か支出額（{row[_TOTAL]}）を読めない"
            findings.append(_warning(place, f"{found}。この行は使わない。値を原本で確かめてください。"))
            continue
        title = f"行政事業レビュー {year}年度レビューシート「{row[_PROGRAMME]}」支出先（{int(year) - 1}年度実績）"
        source = {"source_title": title, "source_url": f"https://rssystem.go.jp/ （{_PROJECT} {row[_PROJECT]}）"}
        about = {"programme_code": programme, "fiscal_year": int(year) - 1, **source}
        titles.append(title)
        area = _recipient(row, lookups)
        grants.append({**about, "area_code": area, "recipient_ja": row["支出先名"], "grant_yen": int(amount),
                       "corporate_number": row["法人番号"] or None})  # fmt: skip
        if area and areas[area]["level"] == "municipality":
            paid = {"area_code": area, "stage": "implementing", "evidence": "grant_paid", "as_of": f"{year}-03"}
            stages.append({**about, **paid})
        elif not area and not _OTHERS.search(row["支出先名"]):
            words = f"支出先「{row['支出先名']}」は市町村として特定できない。額だけを残す。法人番号か名称を確かめてください。"
            findings.append(_warning(place, words))
    if not grants:
        raise refusal("unreadable.stage_list/no_programme", name, programmes="、".join(programmes))
    return StageReading("expenditure", "、".join(dict.fromkeys(titles)), stages, grants, findings)


def _payments(file: IO[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line and cells of the rows that state what a recipient was paid; rows of single contracts repeat a part."""
    reader = csv.DictReader(file)
    for row in reader:
        cells = {
            str(name).strip(): (value or "").strip() for name, value in row.items() if isinstance(value, str | None)
        }
        if cells.get("支出先名") and cells.get(_TOTAL):
            yield reader.line_num, {"法人番号": "", "所在地": "", _YEAR: "", _PROJECT: "", _PROGRAMME: "", **cells}


def _recipient(row: Mapping[str, str], lookups: Lookups) -> str | None:
    """Return the code of the municipality or prefecture that was paid, by its corporate number or its name and seat."""
    codes = {area["area_code"] for area in lookups.table("areas")}
    numbered = _OF_TOWN.fullmatch(folded(row["法人番号"]))
    if numbered and numbered["code"] in codes:
        return numbered["code"]
    try:
        return lookups.area_names.only_one(row["支出先名"], "", row["所在地"]).area_code
    except LoaderError:
        return None


def _warning(place: str, message_ja: str) -> Mapping[str, str]:
    return {"severity": "warning", "place": place, "message_ja": message_ja}
