"""The doors through which files come in, each with the whole files that are damaged before they are offered."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import geopandas as gpd
import openpyxl
import shapely

from data.folders import imported_folder
from loaders.errors import LoaderError
from loaders.imports import desk as imports
from loaders.lists import KINDS, import_list
from loaders.lookups import REFERENCE
from loaders.office_files import SentFile, unpacked
from loaders.pipeline import parse_documents
from loaders.reports.batch import read_reports
from loaders.reports.desk import Examined
from loaders.reports.form_writing import make_form
from tests.fuzz.damage import Damage, cut, doubled, flipped, lines, within_zip
from tests.loaders.imports import census_table, register_table
from tests.loaders.reports.conftest import TARGETS, FormContent

CONTENT = FormContent("990019", "見本県", "見本町", 2019, "full_year", "0123456789ab", TARGETS, 10_000)
UNFORESEEN_JA = "想定外"
HALF_WRITTEN_JA = "書きかけ"
ZIPPED: Sequence[Damage] = (
    within_zip,
    within_zip,
    within_zip,
    within_zip,
    within_zip,
    within_zip,
    cut,
    flipped,
    doubled,
)
TEXT: Sequence[Damage] = (lines, lines, lines, lines, lines, cut, flipped, doubled)


@dataclass(frozen=True)
class Reader:
    """A door: the files that it takes, how they are damaged, and what is done with one; it returns what was left half written."""

    name_ja: str
    files: Sequence[tuple[str, bytes]]
    take: Callable[[str, bytes, Random], str]
    share: int  # Of all inputs, in parts
    damages: Sequence[Damage] = field(default=TEXT)


def readers(shared: Path | None) -> list[Reader]:
    """Return all doors; the real files of the customer are damaged too where they are there."""
    cases = shared / "cases" / "files" if shared else Path("/nowhere")
    forms = [("様式.xlsx", form()), *_of(cases, "C0[3-9]*.xlsx", "C[1-3][0-9]*form*.xlsx", "C30*.xlsx")]
    tables = [("国調.xlsx", census_table.xlsx()), ("住基.xlsx", census_table.xlsx(register_table.sheet_rows(), "総計")),
              *_of(cases, "C01*.xlsx", "C13*.xlsx", "C18b*.xlsx", "C36a*.xlsx", "C40a*.xlsx")]  # fmt: skip
    csv = [("国調.csv", census_table.csv_bytes()), ("国調.csv", census_table.csv_bytes(encoding="cp932")),
           ("住基.csv", census_table.csv_bytes(register_table.sheet_rows())), *_of(cases, "C01*.csv", "N01*.csv")]  # fmt: skip
    texts = _of(shared / "sources", "00[0234]*.txt") if shared else []
    texts += _of(cases, "C[0-4]*.txt")
    return [
        Reader("様式", forms, _take_form, 34, ZIPPED),
        Reader("様式の zip", [("束.zip", archive(forms))], _take_archive, 6, ZIPPED),
        Reader("統計（Excel）", tables, _take_statistics, 16, ZIPPED),
        Reader("統計（CSV）", csv, _take_statistics, 12),
        Reader("一覧", _lists(cases), _take_list, 12),
        Reader(
            "境界", [("境界.geojson", _geojson()), ("境界.zip", _shapefile())], _take_boundaries, 6, (*TEXT, within_zip)
        ),
        *([Reader("文書", texts, _take_document, 14)] if texts else []),
    ]


def form() -> bytes:
    """Return a filled form."""
    book = openpyxl.load_workbook(io.BytesIO(make_form(CONTENT)))
    for row, value in enumerate((5, "30名", "約12", 3, "70%", 4, "1割", "", ""), start=7):
        book["実績報告"].cell(row, 9).value = value
        book["実績報告"].cell(row, 17).value = "コメント"
    book["圏域と人口"]["E7"].value, book["圏域と人口"]["F7"].value = 1000, "R2.3.31"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a zip of files, with one zip in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for number, (name, data) in enumerate(files[:4]):
            out.writestr(f"県/{number}_{name}", data)
        if len(buffer.getvalue()) < 60_000:
            out.writestr("中.zip", b"PK\x03\x04")
    return buffer.getvalue()


def _of(folder: Path, *patterns: str) -> list[tuple[str, bytes]]:
    paths = sorted({path for pattern in patterns for path in folder.glob(pattern)})
    return [(path.name, path.read_bytes()) for path in paths if path.stat().st_size < 100_000]


def _lists(cases: Path) -> list[tuple[str, bytes]]:
    found = [(f"{kind.name}.csv", REFERENCE / f"{kind.table}.csv") for kind in KINDS.values()]
    heads = [(name, b"\n".join(path.read_bytes().split(b"\n")[:40])) for name, path in found if path.is_file()]
    return heads + [("stages.csv", data) for _, data in _of(cases, "C20*.csv")]


def _towns() -> gpd.GeoDataFrame:
    squares = [shapely.box(139.5 + 0.1 * n, 36.3, 139.6 + 0.1 * n, 36.4) for n in range(4)]
    codes = ["09201", "09202", "09203", "09204"]
    return gpd.GeoDataFrame({"N03_007": codes, "N03_004": ["市"] * 4}, geometry=squares, crs="EPSG:4326")


def _geojson() -> bytes:
    whole = json.loads(_towns().to_json(drop_id=True))
    return "\n".join(
        [json.dumps({**whole, "features": []})[:-2], ",\n".join(map(json.dumps, whole["features"])), "]}"]
    ).encode()


def _shapefile() -> bytes:
    with TemporaryDirectory() as folder:
        _towns().to_file(Path(folder) / "N03.shp", encoding="cp932")
        return archive(
            [(path.name, path.read_bytes()) for path in sorted(Path(folder).iterdir()) if path.suffix != ".cpg"]
        )


def _take_form(name: str, data: bytes, random: Random) -> str:
    for sent, reading in read_reports(list(unpacked(SentFile(name, data))), _content_of):
        if random.random() < 0.1:
            Examined(sent, reading).returned_file()
        if any(one.rule_id == "report.unreadable" for one in reading.findings):
            return UNFORESEEN_JA
    return ""


def _take_archive(name: str, data: bytes, random: Random) -> str:
    return _take_form(name, data, random)


def _content_of(area_code: str, fiscal_year: int, report_kind: str) -> FormContent:
    return replace(CONTENT, area_code=area_code, fiscal_year=fiscal_year, report_kind=report_kind)


def _take_statistics(name: str, data: bytes, random: Random) -> str:
    code = "resident_register" if name.startswith(("住基", "C01", "C13", "C40")) else "census"
    return _import(code, name, data)


def _import(code: str, name: str, data: bytes) -> str:
    before = _state(imported_folder())
    outcome = imports.take_in(code, name, io.BytesIO(data), by="試験")
    if not outcome.is_new and _state(imported_folder()) != before:
        return HALF_WRITTEN_JA
    return UNFORESEEN_JA if "想定していない" in outcome.sentence_ja else ""


def _take_boundaries(name: str, data: bytes, random: Random) -> str:
    return _import("boundaries", name, data)


def _take_list(name: str, data: bytes, random: Random) -> str:
    with TemporaryDirectory() as folder:
        path, target = Path(folder) / name, Path(folder) / "reference"
        path.write_bytes(data)
        target.mkdir()
        for kind in KINDS.values():
            if (REFERENCE / f"{kind.table}.csv").is_file():
                shutil.copy(REFERENCE / f"{kind.table}.csv", target)
        before = _state(target)
        try:
            import_list(name.partition(".")[0], path, target)
        except LoaderError as error:
            if _state(target) != before:
                return HALF_WRITTEN_JA
            return UNFORESEEN_JA if "想定していない" in str(error) else ""
    return ""


def _take_document(name: str, data: bytes, random: Random) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            parse_documents([path], strict=False)
        except LoaderError as error:
            return UNFORESEEN_JA if "想定していない" in str(error) else ""
    return ""


def _state(folder: Path) -> Mapping[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
