"""All files that readers take with them: a report as PDF, slides and workbook, the three in one archive, a table as CSV."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from components.drawing.model import Figure
from components.packs.file_safety import harmless_table, same_bytes
from components.packs.model import PRACTICE_COLUMN, PRACTICE_MARK_JA, Pack


@dataclass(frozen=True)
class Format:
    """One kind of file."""

    ending: str  # Ending of its name
    name_ja: str  # What readers call it
    make: Callable[[Pack], bytes]  # Makes it of a report


# The libraries that draw take seconds to import: only when a file is made, not when a page merely shows the buttons.
def _pdf(pack: Pack) -> bytes:
    from components.packs.pdf import pdf

    return pdf.to_pdf(pack)


def _slides(pack: Pack) -> bytes:
    from components.packs.slides import slides

    return slides.to_pptx(pack)


def _workbook(pack: Pack) -> bytes:
    from components.packs.workbook import workbook

    return workbook.to_xlsx(pack)


_OFFICE = "application/vnd.openxmlformats-officedocument"
MIMES: Mapping[str, str] = {
    "pdf": "application/pdf", "pptx": f"{_OFFICE}.presentationml.presentation",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet", "csv": "text/csv", "zip": "application/zip",
    "atom": "application/atom+xml",
}  # fmt: skip
FORMATS: Mapping[str, Format] = {
    "pdf": Format("pdf", "PDF（A4）", _pdf),
    "pptx": Format("pptx", "スライド（PowerPoint）", _slides),
    "xlsx": Format("xlsx", "データ（Excel）", _workbook),
}


@dataclass(frozen=True)
class PackFile:
    """One finished file."""

    name: str
    content: bytes
    kind: Format


def files(pack: Pack, kinds: Sequence[str] = tuple(FORMATS)) -> Iterator[PackFile]:
    """Make the files of a report, one at a time, so that the caller can show the progress."""
    for kind in kinds:
        made = FORMATS[kind]
        yield PackFile(f"{pack.file_stem}.{made.ending}", made.make(pack), made)


def sheet(figure: Figure, widths: Sequence[float], version: str, *, is_practice: bool) -> bytes:
    """Return one figure with its whole table as a PDF (A4)."""
    from components.packs.pdf import pdf

    return pdf.to_sheet(figure, widths, version, is_practice=is_practice)


def zipped(made: Sequence[PackFile]) -> bytes:
    """Return the files in one archive; equal files give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in made:
            archive.writestr(file.name, file.content)
    return same_bytes(buffer.getvalue())


def to_csv(table: pd.DataFrame, *, is_practice: bool = False) -> bytes:
    """Return a table as CSV for Japanese Excel: UTF-8 with BOM, CRLF, harmless; invented data say so in a column."""
    if is_practice:
        heading, words = PRACTICE_COLUMN
        table = table.assign(**{heading: words})
    text: str = harmless_table(table).to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def file_name(
    name: str, prefecture_code: str | None, version: str, ending: str = "csv", *, is_practice: bool = False
) -> str:
    """Return a file name that says what, where and of which data version: kyosei_targets_01_1a2b3c.csv."""
    mark = f"{PRACTICE_MARK_JA}_" if is_practice else ""
    return f"{mark}kyosei_{name}_{prefecture_code or 'japan'}_{version}.{ending}"
