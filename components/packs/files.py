"""All files that readers take with them: a report as PDF, slides and workbook, the three in one archive, CSV, an Atom feed."""

import io
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import pandas as pd

from components.drawing.model import Figure
from components.packs.file_safety import harmless_table, in_one_line, same_bytes
from components.packs.model import PRACTICE_COLUMN, PRACTICE_JA, PRACTICE_MARK_JA, PRODUCT_JA, Pack


def _make(ending: str, pack: Pack) -> bytes:
    """Return a report as one kind of file.

    The libraries that draw take seconds to import: only when a file is made, not when a page merely shows the buttons.
    """
    match ending:
        case "pdf":
            from components.packs.pdf.pdf import to_pdf as write
        case "pptx":
            from components.packs.slides.slides import to_pptx as write
        case _:
            from components.packs.workbook.workbook import to_xlsx as write
    return write(pack)


_OFFICE = "application/vnd.openxmlformats-officedocument"
MIMES: Mapping[str, str] = {
    "pdf": "application/pdf", "pptx": f"{_OFFICE}.presentationml.presentation",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet", "csv": "text/csv", "zip": "application/zip",
    "atom": "application/atom+xml",
}  # fmt: skip
# Ending of a report's file → what readers call it
FORMATS: Mapping[str, str] = {"pdf": "PDF（A4）", "pptx": "スライド（PowerPoint）", "xlsx": "データ（Excel）"}


@dataclass(frozen=True)
class PackFile:
    """One finished file."""

    name: str
    content: bytes
    ending: str  # A key of FORMATS


def files(pack: Pack) -> Iterator[PackFile]:
    """Make the files of a report, one at a time, so that the caller can show the progress."""
    for ending in FORMATS:
        yield PackFile(f"{pack.file_stem}.{ending}", _make(ending, pack), ending)


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


ATOM = "http://www.w3.org/2005/Atom"


def feed_title_ja(place_ja: str, *, is_practice: bool) -> str:
    """Return the title of the feed of a place."""
    return f"{PRODUCT_JA}：{place_ja}の動き" + (f"【{PRACTICE_JA}】" if is_practice else "")


def to_atom(rows: pd.DataFrame, title_ja: str, moment: str) -> bytes:
    """Return the rows of a digest as an Atom feed; the same event always has the same id.

    Args:
        title_ja: Title of the feed, which also is its identity.
        moment: When it was made (ISO, with offset).
    """
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "ja"})
    _feed_head(feed, title_ja, title_ja, moment)
    ElementTree.SubElement(ElementTree.SubElement(feed, f"{{{ATOM}}}author"), f"{{{ATOM}}}name").text = PRODUCT_JA
    for row in rows.to_dict("records"):
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        place = f"{row['prefecture_ja']}{row['area_name_ja']}：" if row["area_code"] else ""
        title = f"{place}{row['kind_ja']} {row['what_ja']}"
        # A stage moved at some moment of the period: its end is no part of what tells events apart.
        when = "" if row["kind"] == "stage" else row["moment"]
        _feed_head(entry, title, f"{when} {row['area_code']} {title}", row["moment"])
        ElementTree.SubElement(entry, f"{{{ATOM}}}category", {"term": row["kind"], "label": row["kind_ja"]})
        ElementTree.SubElement(entry, f"{{{ATOM}}}content", {"type": "text"}).text = in_one_line(title)
    data: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data


def _feed_head(parent: ElementTree.Element, title: str, identity: str, moment: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}id").text = uuid.uuid5(uuid.NAMESPACE_URL, identity).urn
    ElementTree.SubElement(parent, f"{{{ATOM}}}title").text = in_one_line(title)
    ElementTree.SubElement(parent, f"{{{ATOM}}}updated").text = moment
