"""The blocks of the PDF: main numbers, figures, tables that break over pages, questions, definitions, sources."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Image, KeepTogether, LongTable, Spacer, Table, TableStyle

from components.drawing.model import Bars, Chart, Figure, Number, Tiles
from components.packs.model import Definition, Listing, Question, Source
from components.packs.pdf import pictures
from components.packs.pdf.look import ACCENT, LINE, SURFACE, TEXT, WIDTH, text

_PICTURE_WIDTH = 1340  # px: the width of the text at 200 px to an inch
_TILES_IN_ROW = 3
_FIRST_ROWS = 45 * mm  # room for the head of a table and its first rows
_PLAIN = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, ACCENT),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
)


def tiles(numbers: Sequence[Number]) -> Flowable:
    """Return the main numbers, three in a row."""
    cells = [[text(n.label, "tile"), text(f"{n.value}{n.unit}", "value"), text(n.note, "small")] for n in numbers]
    cells += [[]] * (-len(cells) % _TILES_IN_ROW)
    rows = [cells[i : i + _TILES_IN_ROW] for i in range(0, len(cells), _TILES_IN_ROW)]
    table = Table(rows, colWidths=[WIDTH / _TILES_IN_ROW] * _TILES_IN_ROW)
    table.setStyle(
        TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 0.6, LINE),
                ("INNERGRID", (0, 0), (-1, -1), 0.6, LINE),
                ("BACKGROUND", (0, 0), (-1, -1), SURFACE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return table


def figure_block(figure: Figure, credit_ja: str, above: Sequence[Flowable] = ()) -> list[Flowable]:
    """Return a figure with all that it owes its reader, kept on one page together with what stands above it."""
    head = [*above, text(figure.title, "figure"), text(figure.reading, "reading")]
    foot = [
        text(facts_of(figure), "small"),
        *(text(f"※ {note}", "small") for note in (*figure.notes, *figure.drawn_notes)),
    ]
    drawn = _pictures(figure.chart, credit_ja)
    if len(drawn) <= 1:
        return [KeepTogether([*head, *drawn, *foot, Spacer(0, 5 * mm)])]
    return [KeepTogether([*head, drawn[0]]), *drawn[1:], *foot, Spacer(0, 5 * mm)]


def facts_of(figure: Figure) -> str:
    """Return unit, n, n missing, as-of and source in one line."""
    return "　".join(f"{name} {value}" for name, value in figure.facts)


def _pictures(chart: Chart | None, credit_ja: str) -> list[Flowable]:
    if chart is None:
        return []
    if isinstance(chart, Tiles):
        return [tiles(chart.numbers)]
    parts: Iterable[Chart] = pictures.pages(chart) if isinstance(chart, Bars) else [chart]
    return [_picture(part, credit_ja) for part in parts]


def _picture(chart: Chart, credit_ja: str) -> Flowable:
    height = pictures.height_of(chart, _PICTURE_WIDTH)
    content = pictures.picture(chart, _PICTURE_WIDTH, height, credit_ja)
    return Image(io.BytesIO(content), WIDTH, WIDTH * height / _PICTURE_WIDTH)


def listing(table: Listing) -> list[Flowable]:
    """Return a table whose headings are repeated on every page."""
    styles = ["number" if heading in table.numeric else "cell" for heading in table.headings]
    head = [text(heading, "number_heading" if heading in table.numeric else "heading") for heading in table.headings]
    rows = [[text(cell, style) for cell, style in zip(row, styles, strict=True)] for row in table.rows]
    whole = sum(table.widths)
    drawn = LongTable([head, *rows], colWidths=[WIDTH * width / whole for width in table.widths], repeatRows=1)
    drawn.setStyle(_PLAIN)
    title = text(f"{table.title_ja}（{len(table.rows):,}行）", "figure")
    return [CondPageBreak(_FIRST_ROWS), title, drawn, Spacer(0, 5 * mm)]


def question(number: int, asked: Question) -> Flowable:
    """Return a question with its proposed answer, the rule that chose it and the source."""
    rows = [
        ("問", asked.question_ja, "figure"),
        ("答（案）", asked.answer_ja, "body"),
        ("選んだ規則", asked.rule_ja, "small"),
        ("出典", asked.source_ja, "small"),
    ]
    cells = [
        [text(f"問 {number}" if head == "問" else head, "small"), text(words, style)] for head, words, style in rows
    ]
    table = Table(cells, colWidths=[18 * mm, WIDTH - 18 * mm])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEABOVE", (0, 0), (-1, 0), 0.8, ACCENT),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        )
    )
    return KeepTogether([table, Spacer(0, 3 * mm)])


def definition(given: Definition) -> Flowable:
    """Return how a figure is computed and how it is to be read."""
    unit = f"（{given.unit_ja}）" if given.unit_ja else ""
    lines = [text(f"{given.name_ja}{unit}", "figure"), text(given.formula_ja, "reading")]
    lines += [text(words, "body") for words in (given.meaning_ja,) if words]
    lines += [text(f"※ {given.caveat_ja}", "small")] if given.caveat_ja else []
    return KeepTogether([*lines, Spacer(0, 2 * mm)])


def source(given: Source) -> list[Flowable]:
    """Return a document with the lines that the report rests on."""
    name = f"文書{given.doc_id}　{given.title_ja}" if given.doc_id else given.title_ja
    head: list[Flowable] = [text(name, "figure"), text(f"{given.kind_ja}　{given.year_ja}", "body")]
    fingerprint = [text(f"ファイルの SHA-256：{given.sha256}", "small")] if given.sha256 else []
    return [KeepTogether(head), text("、".join(given.used_ja), "body"), *fingerprint, Spacer(0, 3 * mm)]


def rule(width: float = WIDTH) -> Flowable:
    """Return a thick line across the page."""
    table = Table([[""]], colWidths=[width], rowHeights=[1])
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 2, TEXT)]))
    return table
