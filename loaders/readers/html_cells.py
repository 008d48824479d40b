"""Read the HTML that PDF conversion leaves inside table cells: paragraphs, lists, small tables, radio buttons."""

import html
import re
from html.parser import HTMLParser

# <input type="radio"/> stands where the page had a ○
_RADIO = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \u00a0]+")
_PARAGRAPH_BREAK = re.compile(r"</p>\s*<p>", re.IGNORECASE)
# Known tag names only: 「<常勤者の経歴>」 and 「<人の変化>」 are brackets of the text.
_KNOWN_TAG = re.compile(
    r"</?(?:p|br|div|span|ul|ol|li|small|sub|sup|b|i|u|strong|em|a|input|table|thead|tbody|tr|td|th)"
    r"(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)


def has_table(cell: str) -> bool:
    """Return whether a cell holds a whole table as HTML."""
    return "<table" in cell.lower()


def plain_text(cell: str) -> str:
    """Return a cell's text: radio buttons as ○, known tags as one space, entities decoded, brackets kept.

    Paragraphs are kept apart by line ends: a later one may begin with a label of its own (L4681).
    """
    text = cell
    if "<" in text:
        text = _KNOWN_TAG.sub(" ", _PARAGRAPH_BREAK.sub("\n", _RADIO.sub("○", text)))
    return _BLANKS.sub(" ", html.unescape(text)).strip()


class _RowCollector(HTMLParser):
    """Collects paragraphs and table rows of a cell, in reading order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._cells: list[str] | None = None
        self._text: list[str] = []

    def _take(self) -> str:
        text = re.sub(r"\s+", " ", "".join(self._text)).strip()
        self._text = []
        return text

    def _flush(self) -> None:
        text = self._take()
        if text and self._cells is None:
            self.rows.append([text])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._flush()
            self._cells = []
        elif tag in {"td", "th"}:
            self._text = []
        elif tag in {"p", "table"} and self._cells is None:
            self._flush()
        elif tag == "input":
            self._text.append("○")
        else:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cells is not None:
            self._cells.append(self._take())
        elif tag == "tr" and self._cells is not None:
            self.rows.append(self._cells)
            self._cells = None
        elif tag == "p" and self._cells is None:
            self._flush()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def close(self) -> None:
        super().close()
        self._flush()


def table_rows(cell: str) -> list[list[str]]:
    """Return the rows of a cell that holds HTML tables: a paragraph is a row of one cell.

    Rows in reading order, each a list of plain texts; empty rows are left out.
    """
    collector = _RowCollector()
    collector.feed(cell)
    collector.close()
    return [row for row in collector.rows if any(row)]
