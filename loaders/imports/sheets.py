"""Published tables, Excel or CSV, as plain rows of cells, in bounded memory; and what their cells say."""

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from openpyxl.utils import get_column_letter

from loaders.document import csv_rows
from loaders.errors import LoaderError, UnreadableFileError, refusal
from loaders.office_files import open_workbook
from loaders.office_limits import Limits, OfficeFileError
from loaders.text.normalise import folded

MAX_FILE_BYTES = 50_000_000
MAX_CSV_BYTES = 10_000_000  # the whole census has 2 MB
MAX_ROWS, MAX_COLUMNS = 20_000, 300
_MOST_CELLS, _MOST_TEXTS = 1_500_000, 300_000
LIMITS = Limits(
    bytes=MAX_FILE_BYTES, unpacked=150_000_000, xml=150_000_000, elements=4 * _MOST_CELLS,
    counts={"c": _MOST_CELLS, "row": _MOST_TEXTS, "si": _MOST_TEXTS},
)  # fmt: skip
FIRST_ROWS = 40  # where title and heading of a table stand
# - なし（該当する数値がない） · X 秘匿 · … 不詳 · *** 算出できない
NONE_SIGNS = re.compile(r"[-—―ー─━]+")
_SIGNS = re.compile(r"[-—―ー─━]+|[xχ]|\.{2,3}|…|\*{1,3}", re.IGNORECASE)
_NUMBER = re.compile(r"[-△▲]?\d{1,3}(,\d{3})*(\.\d+)?|[-△▲]?\d+(\.\d+)?", re.ASCII)
_TWO_NUMBERS = re.compile(r"\d\s+\d")  # 「10⏎20」 is not 1020
_MINUS = str.maketrans("△▲", "--")
COUNTED = ("人", "世帯")  # units of which there are only whole ones
TOO_LARGE = 1e12
_SHOWN = 20  # characters of a wrong cell

Row = tuple[object, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a published table."""

    name: str  # Its name, that of the file in a CSV file
    rows: Sequence[Row]  # Its cells; text is stripped, an empty cell is None

    def place(self, row: int, column: int) -> str:
        """Return where a cell is, as a reader finds it (row and column from 0): 「E12」."""
        return f"{get_column_letter(column + 1)}{row + 1}"

    def row_place(self, row: int) -> str:
        """Return where a row is, as a reader finds it (from 0): 「シート名 12行目」."""
        return f"{self.name} {row + 1}行目".strip()

    @property
    def title_ja(self) -> str:
        """Return the first text of the sheet: the title of the table."""
        return next((str(cell) for row in self.rows[:FIRST_ROWS] for cell in row if isinstance(cell, str)), "")


def read_sheets(path: Path, name: str) -> list[Sheet]:
    """Return the sheets of an Excel file or of a CSV file (UTF-8 or Shift_JIS).

    Raises:
        UnreadableFileError: The file is missing, too large, protected, broken, or neither Excel nor CSV.
    """
    if not path.is_file():
        raise refusal("unreadable.table/missing", name)
    try:
        with path.open("rb") as file:
            return _sheets_of_workbook(file, name)
    except OfficeFileError as error:
        if error.fault == "other":
            return [_csv(path, name)]
        limits = {"most": f"{MAX_FILE_BYTES / 1e6:,.0f}", "most_unpacked": f"{LIMITS.unpacked / 1e6:,.0f}"}
        shown = {"size": error.megabytes, "detail": error.detail_ja, **limits}
        raise refusal(f"unreadable.table/{error.fault}", name, **shown) from error


def cell_at(row: Row, column: int) -> object:
    """Return a cell of a row; rows end where their last cell stands."""
    return row[column] if column < len(row) else None


def text_at(row: Row, column: int) -> str:
    """Return a cell as text, "" where it is empty."""
    cell = cell_at(row, column)
    return "" if cell is None else str(cell)


def _sheets_of_workbook(file: BinaryIO, name: str) -> list[Sheet]:
    try:
        return _sheets(file, name)
    except OfficeFileError as error:
        if error.fault != "broken":
            raise
        try:
            plain = _values_only(file)
        except Exception:  # the zip itself is damaged, in one of many ways
            raise error from None
    return _sheets(plain, name)


def _sheets(file: BinaryIO, name: str) -> list[Sheet]:
    book, found = open_workbook(file, LIMITS, read_only=True, data_only=True), list[Sheet]()
    if not book.worksheets:
        raise OfficeFileError("strict" if _is_strict(file) else "no_sheet")
    try:
        for one in book.worksheets:
            one.reset_dimensions()  # the size that a sheet states may be wrong
            shown = one.title.strip() or name
            found.append(Sheet(shown, _limited(one.iter_rows(values_only=True), name, shown)))
        return found
    except (LoaderError, MemoryError):
        raise
    except Exception as error:  # sheets are read row by row: a fault may show only now
        raise OfficeFileError("broken") from error


def _values_only(file: BinaryIO) -> BinaryIO:
    """Return a workbook without what says how it looks and who made it: a fault there does not touch its values."""
    kept = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            if not info.filename.startswith(("xl/styles", "xl/theme/", "docProps/")):
                target.writestr(info.filename, source.read(info))
    return kept


def _is_strict(file: BinaryIO) -> bool:
    """Return whether a workbook was saved as 「Strict Open XML」, whose names openpyxl does not know."""
    with zipfile.ZipFile(file) as archive:
        return b"purl.oclc.org/ooxml" in archive.read("xl/workbook.xml")


def _limited(rows: Iterable[Sequence[object]], name: str, sheet: str) -> list[Row]:
    """Return the rows up to the last that holds anything, each up to its last cell that does."""
    kept: list[Row] = []
    for number, row in enumerate(_named(rows, name, sheet)):
        cells = [value.replace("_x000D_", "").strip() or None if isinstance(value, str) else value for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        if number >= MAX_ROWS or len(cells) > MAX_COLUMNS:
            limits = {"rows": f"{MAX_ROWS:,}", "columns": MAX_COLUMNS}
            raise refusal("unreadable.table/cells", name, sheet=sheet, **limits)
        kept += [()] * (number - len(kept))
        kept.append(tuple(cells))
    return kept


def _named(rows: Iterable[Sequence[object]], name: str, sheet: str) -> Iterator[Sequence[object]]:
    """Yield the rows; name the one that holds a number that no program can read."""
    number = 0
    try:
        for row in rows:
            yield row
            number += 1
    except ValueError as error:
        raise refusal("unreadable.table/digits", name, sheet=sheet, row=number + 1) from error


def _csv(path: Path, name: str) -> Sheet:
    if path.stat().st_size > MAX_CSV_BYTES:
        size, most = (f"{number / 1e6:,.0f}" for number in (path.stat().st_size, MAX_CSV_BYTES))
        raise refusal("unreadable.table/too_large", name, size=size, most=most)
    try:
        reader = csv_rows(path)
    except LoaderError as error:
        raise UnreadableFileError(name, error.found, error.expected, error.remedy) from error
    try:
        return Sheet(name, _limited(reader, name, name))
    except csv.Error as error:
        raise refusal("unreadable.table/csv", name, line=reader.line_num) from error


@dataclass(frozen=True)
class Value:
    """A cell of a table."""

    written: str  # The cell as written
    number: float | None = None  # Its value, None where there is none
    missing_reason: str | None = None  # `blank` or `not_collected`; None where there is a value
    fault_ja: str = ""  # Why it is neither a number that can stand there nor a sign for none; "" where it is

    @property
    def may_be_zero(self) -> bool:
        """Whether it is blank or a dash, so that 0 may be meant; X and the other signs keep a number secret."""
        return self.missing_reason == "blank" or bool(NONE_SIGNS.fullmatch(folded(self.written)))


def read_value(cell: object, *, is_count: bool = False, may_be_negative: bool = False) -> Value:
    """Return the value of a cell: a number, or text with thousands separators, or a sign that there is none.

    Args:
        is_count: Whether only a whole number can stand there.
    """
    if cell is None:
        return Value("空欄", missing_reason="blank")
    written = str(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = float(cell) if abs(cell) < TOO_LARGE else math.inf
    else:
        text = folded(written)
        if _SIGNS.fullmatch(text):
            return Value(written, missing_reason="not_collected")
        if _TWO_NUMBERS.search(written) or not _NUMBER.fullmatch(text):
            return Value(_shortened(written), fault_ja="数ではない")
        number = float(text.replace(",", "").translate(_MINUS))
    fault = _fault(number, is_count, may_be_negative)
    return Value(_shortened(written), fault_ja=fault) if fault else Value(written, number)


def _fault(number: float, is_count: bool, may_be_negative: bool) -> str:
    """Return why a number cannot stand there, "" where it can."""
    if not abs(number) < TOO_LARGE:  # also what is no number at all (NaN)
        return "大きすぎる"
    if number < 0 and not may_be_negative:
        return "0より小さい"
    return "整数ではない" if is_count and number != int(number) else ""


def _shortened(written: str) -> str:
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…（{len(written):,}字）"
