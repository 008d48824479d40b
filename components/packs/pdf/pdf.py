"""The report as a PDF: A4, Japanese font embedded, bookmarks, page numbers, readable in black and white.

Equal reports give equal bytes: the file carries no time of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus.tableofcontents import TableOfContents

from components.packs.model import PRACTICE_JA, PRODUCT_JA, Pack, Section
from components.packs.pdf import parts
from components.packs.pdf.look import BOTTOM, FONT, MARGIN, STYLES, TOP, WIDTH, draw_frame, text, use_font

_READ_THIS_JA = (
    "計画書が述べるのは計画であり、実績ではありません。実績は、市町村の報告と、文書に実績として書かれたものだけです。",
    "わからないことは 0 ではありません。「情報なし」「未報告」「算出不可」は、それぞれの言葉と模様で示します。",
    "どの数にも、単位・対象の数（n）・時点・出典を添えています。「文書001 35～38行目」は、文書の番号と行です。",
    "色は模様・記号・言葉と併せて使っています。白黒で印刷しても読めます。",
)
_NO_SOURCE_JA = "この資料の数の基になった文書はありません。"
_ENOUGH = 100 * mm
_NO_QUESTION_JA = "規則に当てはまる問いはありません。"


def to_pdf(pack: Pack) -> bytes:
    """Return the report as a PDF."""
    use_font()
    buffer = io.BytesIO()
    document = _Document(
        buffer, pagesize=A4, title=pack.title_ja, author=PRODUCT_JA,
        subject=f"{pack.edition_ja}　データ版 {pack.version}", keywords=[pack.place_ja, pack.version], creator=PRODUCT_JA,
        lang="ja-JP", displayDocTitle=1, invariant=1, initialFontName=FONT, pageCompression=1,
    )  # fmt: skip
    frame = Frame(MARGIN, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
    header = f"{pack.title_ja}　{pack.edition_ja}"
    footer = f"{PRODUCT_JA}　データ版 {pack.version}　{pack.judged_ja}現在"
    mark = PRACTICE_JA if pack.is_practice else ""

    def on_page(canvas: Canvas, _: BaseDocTemplate) -> None:
        draw_frame(canvas, document.page, document.whole, header, footer, mark)

    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=on_page)])
    document.multiBuild(list(_story(pack)))
    return buffer.getvalue()


class _Document(BaseDocTemplate):
    """A document that gathers its own contents, bookmarks and number of pages; it is built until they stay the same."""

    whole = 0

    def afterPage(self) -> None:  # noqa: N802  # reportlab's name
        """Count the pages, for the footers of the next round."""
        self.counted = self.page

    def beforeDocument(self) -> None:  # noqa: N802  # reportlab's name
        """Take over what the round before has counted."""
        self.whole = getattr(self, "counted", 0)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # reportlab's name
        """Note a heading in the contents and as a bookmark."""
        if not isinstance(flowable, Paragraph) or flowable.style.name != "section":
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
        yield parts.question(number, asked)
    if not pack.questions:
        yield text(_NO_QUESTION_JA)
    yield from _part("定義", new_page=False)
    for given in pack.definitions:
        yield parts.definition(given)
    yield from _part("出典", new_page=False)
    for source in pack.sources:
        yield from parts.source(source)
    if not pack.sources:
        yield text(_NO_SOURCE_JA)
    yield text(f"地図の境界：{pack.credit_ja}", "small")


def _cover(pack: Pack) -> Iterator[Flowable]:
    yield Spacer(0, 32 * mm)
    yield text("議会説明資料", "subtitle")
    yield text(pack.title_ja, "title")
    yield Spacer(0, 3 * mm)
    yield parts.rule()
    yield Spacer(0, 6 * mm)
    facts = [
        ("文書の時点", pack.as_of_ja),
        ("判定の日", f"{pack.judged_ja}（{pack.made_on}）"),
        ("データ版", pack.version),
    ]
    yield text(pack.edition_ja, "subtitle")
    for name, value in facts:
        yield text(f"{name}　{value}", "subtitle")
    yield Spacer(0, 12 * mm)
    yield text("目次", "figure")
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [STYLES["contents"]]
    yield contents
    yield Spacer(0, 10 * mm)
    lines: list[Flowable] = [text("この資料の読み方", "figure")]
    lines += [text(line, "message", "・") for line in _READ_THIS_JA]
    yield KeepTogether(lines)


def _summary(pack: Pack) -> Iterator[Flowable]:
    yield from _part("要約")
    yield text(pack.headline.title, "figure")
    yield parts.tiles(pack.numbers)
    yield Spacer(0, 2 * mm)
    yield text(parts.facts_of(pack.headline), "small")
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
        yield from parts.figure_block(figure, pack.credit_ja, head)
        head = []
    for table in section.listings:
        yield from parts.listing(table)


def _part(title: str, *, new_page: bool = True) -> Iterator[Flowable]:
    """Head a part: on a new page, or below what stands there where enough of the page is left."""
    if new_page:
        yield PageBreak()
    else:
        yield CondPageBreak(_ENOUGH)
        yield Spacer(0, 6 * mm)
    yield text(title, "section")
