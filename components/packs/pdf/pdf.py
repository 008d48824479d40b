"""The report as a PDF: A4, Japanese font embedded, bookmarks, page numbers, readable in black and white.

Equal reports give equal bytes: the file carries no time of its own.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import reportlab.platypus as rl
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle
from reportlab.platypus.tableofcontents import TableOfContents

from components.drawing.model import Bars, Chart, Figure, Number, Tiles
from components.packs.model import PRACTICE_JA, PRODUCT_JA, Listing, Pack, Question, Section
from components.packs.pdf import paper, pictures
from components.packs.pdf.paper import WIDTH, text

_PICTURE_WIDTH = 1340  # px: the width of the text at 200 px to an inch
_TILES_IN_ROW = 3
_FIRST_ROWS = 45 * mm  # room for the head of a table and its first rows
_PLAIN = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, 0), 0.8, paper.ACCENT),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, paper.LINE), ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
)  # fmt: skip


def _tiles(numbers: Sequence[Number]) -> Flowable:
    cells = [[text(n.label, "tile"), text(f"{n.value}{n.unit}", "value"), text(n.note, "small")] for n in numbers]
    cells += [[]] * (-len(cells) % _TILES_IN_ROW)
    rows = [cells[i : i + _TILES_IN_ROW] for i in range(0, len(cells), _TILES_IN_ROW)]
    table = Table(rows, colWidths=[WIDTH / _TILES_IN_ROW] * _TILES_IN_ROW)
    looks = (("BOX", 0.6, paper.LINE), ("INNERGRID", 0.6, paper.LINE), ("BACKGROUND", paper.SURFACE), ("VALIGN", "TOP"))
    table.setStyle(TableStyle([(name, (0, 0), (-1, -1), *look) for name, *look in looks]))
    return table


def _figure_block(figure: Figure, credit_ja: str, above: Sequence[Flowable] = ()) -> list[Flowable]:
    """Return a figure with all that it owes its reader, kept on one page together with what stands above it."""
    head = [*above, text(figure.title, "figure"), text(figure.reading, "reading")]
    notes = [f"※ {note}" for note in (*figure.notes, *figure.drawn_notes)]
    foot = [text(line, "small") for line in (_facts_of(figure), *notes)]
    drawn = _pictures(figure.chart, credit_ja)
    if len(drawn) <= 1:
        return [KeepTogether([*head, *drawn, *foot, Spacer(0, 5 * mm)])]
    return [KeepTogether([*head, drawn[0]]), *drawn[1:], *foot, Spacer(0, 5 * mm)]


def _facts_of(figure: Figure) -> str:
    return "　".join(f"{name} {value}" for name, value in figure.facts)


def _pictures(chart: Chart | None, credit_ja: str) -> list[Flowable]:
    if chart is None:
        return []
    if isinstance(chart, Tiles):
        return [_tiles(chart.numbers)]
    drawn: list[Flowable] = []
    for part in chart.pages(pictures.MOST_BARS) if isinstance(chart, Bars) else [chart]:
        height = pictures.height_of(part, _PICTURE_WIDTH)
        content = pictures.picture(part, _PICTURE_WIDTH, height, credit_ja)
        drawn.append(_Picture(io.BytesIO(content), WIDTH, WIDTH * height / _PICTURE_WIDTH))
    return drawn


class _Picture(rl.Image):
    """A picture that is packed once: the first round of a document only counts its pages."""

    def draw(self) -> None:
        """Draw it where the pages are counted."""
        document: Any = vars(self.canv)["_doctemplate"]
        if document.whole:
            super().draw()


def _listing(table: Listing) -> list[Flowable]:
    styles = ["number" if heading in table.numeric else "cell" for heading in table.headings]
    head = [text(heading, "number_heading" if heading in table.numeric else "heading") for heading in table.headings]
    rows = [[text(cell, style) for cell, style in zip(row, styles, strict=True)] for row in table.rows]
    whole = sum(table.widths)
    drawn = rl.LongTable(
        [head, *rows], colWidths=[WIDTH * width / whole for width in table.widths], repeatRows=1, splitInRow=1
    )
    drawn.setStyle(_PLAIN)
    title = text(f"{table.title_ja}（{len(table.rows):,}行）", "figure")
    return [rl.CondPageBreak(_FIRST_ROWS), title, drawn, Spacer(0, 5 * mm)]


def _question(number: int, asked: Question) -> Flowable:
    rows = [
        (f"問 {number}", asked.question_ja, "figure"), ("答（案）", asked.answer_ja, "body"),
        ("選んだ規則", asked.rule_ja, "small"), ("出典", asked.source_ja, "small"),
    ]  # fmt: skip
    cells = [[text(head, "small"), text(words, style)] for head, words, style in rows]
    table = Table(cells, colWidths=[18 * mm, WIDTH - 18 * mm], splitInRow=1)
    looks = (("VALIGN", "TOP"), ("TOPPADDING", 1), ("BOTTOMPADDING", 1))
    above = ("LINEABOVE", (0, 0), (-1, 0), 0.8, paper.ACCENT)
    table.setStyle(TableStyle([above, *((name, (0, 0), (-1, -1), *look) for name, *look in looks)]))
    return KeepTogether([table, Spacer(0, 3 * mm)])


_READ_THIS_JA = (
    "計画書が述べるのは計画であり、実績ではありません。実績は、市町村の報告と、文書に実績として書かれたものだけです。",
    "わからないことは 0 ではありません。「情報なし」「未報告」「算出不可」は、それぞれの言葉と模様で示します。",
    "どの数にも、単位・対象の数・時点・出典を添えています。「文書001 35～38行目」は、文書の番号と行です。",
    "色は模様・記号・言葉と併せて使っています。白黒で印刷しても読めます。",
)
_NO_SOURCE_JA = "この資料の数の基になった文書はありません。"
_ENOUGH = 100 * mm
_NO_QUESTION_JA = "規則に当てはまる問いはありません。"


def to_pdf(pack: Pack) -> bytes:
    """Return the report as a PDF."""
    paper.use_font()
    footer = f"{PRODUCT_JA}　データ版 {pack.version}　{pack.judged_ja}現在"
    header = f"{pack.title_ja}　{pack.edition_ja}"
    about: dict[str, Any] = {"title": pack.title_ja, "subject": f"{pack.edition_ja}　データ版 {pack.version}",
             "keywords": [pack.place_ja, pack.version]}  # fmt: skip
    return _written(list(_story(pack)), about, header, footer, is_practice=pack.is_practice)[0]


def to_sheet(figure: Figure, widths: Sequence[float], version: str, *, is_practice: bool) -> bytes:
    """Return one figure with all rows of its table as a PDF of few pages."""
    paper.use_font()
    table = figure.table().fillna("").astype(str)
    rows = tuple(tuple(row) for row in table.itertuples(index=False))
    listed = Listing("一覧", tuple(table.columns), rows, tuple(widths))
    footer, pages = f"{PRODUCT_JA}　データ版 {version}　{figure.as_of}", 0
    for _ in range(2):  # the first time to count the pages
        above = [text(figure.title, "section"), text(figure.reading, "body")]
        small = [text(line, "small") for line in (_facts_of(figure), *(f"※ {note}" for note in figure.notes))]
        story = [*above, *small, Spacer(0, 4 * mm), *(_listing(listed) if rows else [])]
        data, pages = _written(
            story, {"title": figure.title}, figure.title, footer, is_practice=is_practice, whole=pages
        )
    return data


def _written(
    story: list[Flowable], about: dict[str, Any], header: str, footer: str, *, is_practice: bool, whole: int = 0
) -> tuple[bytes, int]:
    """Return the pages of a story as a PDF, and their number."""
    buffer = io.BytesIO()
    document = _Document(
        buffer, pagesize=A4, author=PRODUCT_JA, creator=PRODUCT_JA, lang="ja-JP", displayDocTitle=1, invariant=1,
        initialFontName=paper.FONT, pageCompression=1, **about,
    )  # fmt: skip
    document.counted = whole
    frame = rl.Frame(paper.MARGIN, paper.BOTTOM, WIDTH, A4[1] - paper.TOP - paper.BOTTOM, 0, 0, 0, 0)
    mark = PRACTICE_JA if is_practice else ""

    def on_page(canvas: Canvas, _: rl.BaseDocTemplate) -> None:
        paper.draw_frame(canvas, document.page, document.whole, header, footer, mark)

    document.addPageTemplates([rl.PageTemplate(id="page", frames=[frame], onPage=on_page)])
    document.multiBuild(story)
    return buffer.getvalue(), document.counted


class _Document(rl.BaseDocTemplate):
    """A document that gathers its own contents, bookmarks and number of pages; it is built until they stay the same."""

    whole = 0
    counted = 0

    def afterPage(self) -> None:  # noqa: N802  # reportlab's name
        """Count the pages, for the footers of the next round."""
        self.counted = self.page

    def beforeDocument(self) -> None:  # noqa: N802  # reportlab's name
        """Take over what the round before has counted."""
        self.whole = self.counted

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # reportlab's name
        """Note a heading in the contents and as a bookmark."""
        if not isinstance(flowable, rl.Paragraph) or flowable.style.name != "section":
            return
        words = flowable.getPlainText()
        key = f"page-{self.page}-{words}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(words, key, 0)
        self.notify("TOCEntry", (0, words, self.page, key))


def _story(pack: Pack) -> Iterator[Flowable]:
    yield from _cover(pack)
    yield from _summary(pack)
    for section in pack.sections:
        yield from _section(section, pack)
    yield from _part("想定される問い", new_page=False)
    yield text("データから規則で選んだ問いと、答えの案です。選んだ規則と出典を添えています。")
    for number, asked in enumerate(pack.questions, start=1):
        yield _question(number, asked)
    if not pack.questions:
        yield text(_NO_QUESTION_JA)
    yield from _part("定義", new_page=False)
    for given in pack.definitions:
        unit = f"（{given.unit_ja}）" if given.unit_ja else ""
        lines = [text(f"{given.name_ja}{unit}", "figure"), text(given.formula_ja, "reading")]
        lines += [text(words, "body") for words in (given.meaning_ja,) if words]
        lines += [text(f"※ {given.caveat_ja}", "small")] if given.caveat_ja else []
        yield KeepTogether([*lines, Spacer(0, 2 * mm)])
    yield from _part("出典", new_page=False)
    for source in pack.sources:
        name = f"文書{source.doc_id}　{source.title_ja}" if source.doc_id else source.title_ja
        head: list[Flowable] = [text(name, "figure"), text(f"{source.kind_ja}　{source.year_ja}", "body")]
        fingerprint = [text(f"ファイルの SHA-256：{source.sha256}", "small")] if source.sha256 else []
        yield from [KeepTogether(head), text("、".join(source.used_ja), "body"), *fingerprint, Spacer(0, 3 * mm)]
    if not pack.sources:
        yield text(_NO_SOURCE_JA)
    yield text(f"地図の境界：{pack.credit_ja}", "small")


def _cover(pack: Pack) -> Iterator[Flowable]:
    yield Spacer(0, 32 * mm)
    yield text("議会説明資料", "subtitle")
    yield text(pack.title_ja, "title")
    yield Spacer(0, 3 * mm)
    table = Table([[""]], colWidths=[WIDTH], rowHeights=[1])
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 2, paper.TEXT)]))
    yield table
    yield Spacer(0, 6 * mm)
    yield text(pack.edition_ja, "subtitle")
    yield text(f"文書の時点　{pack.as_of_ja}", "subtitle")
    yield text(f"判定の日　{pack.judged_ja}（{pack.made_on}）", "subtitle")
    yield text(f"データ版　{pack.version}", "subtitle")
    yield Spacer(0, 12 * mm)
    yield text("目次", "figure")
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [paper.STYLES["contents"]]
    yield contents
    yield Spacer(0, 10 * mm)
    lines: list[Flowable] = [text("この資料の読み方", "figure")]
    lines += [text(line, "message", "・") for line in _READ_THIS_JA]
    yield KeepTogether(lines)


def _summary(pack: Pack) -> Iterator[Flowable]:
    yield from _part("要約")
    yield text(pack.headline.title, "figure")
    yield _tiles(pack.numbers)
    yield Spacer(0, 2 * mm)
    yield text(_facts_of(pack.headline), "small")
    for note in pack.headline.notes:
        yield text(f"※ {note}", "small")
    yield Spacer(0, 5 * mm)
    for message in pack.messages:
        yield text(message, "message", "・")


def _section(section: Section, pack: Pack) -> Iterator[Flowable]:
    *breaks, heading = _part(section.title_ja, new_page=section.code == "map")
    yield from breaks
    head = [heading]
    if section.say_ja and section.say_ja[0] not in {figure.reading for figure in section.figures}:
        head.append(text(section.say_ja[0]))
    if not section.figures:
        yield from head
    for figure in section.figures:
        yield from _figure_block(figure, pack.credit_ja, head)
        head = []
    for table in section.listings:
        yield from _listing(table)


def _part(title: str, *, new_page: bool = True) -> Iterator[Flowable]:
    """Head a part: on a new page, or below what stands there where enough of the page is left."""
    if new_page:
        yield rl.PageBreak()
    else:
        yield rl.CondPageBreak(_ENOUGH)
        yield Spacer(0, 6 * mm)
    yield text(title, "section")
