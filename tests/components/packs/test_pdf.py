"""The PDF as its readers get it: A4, fonts inside, page numbers, bookmarks, every part, and the same bytes again."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from components.drawing.model import AreaMap, Bars, Points, Shares
from components.packs import content
from components.packs.pdf import pdf, pictures
from data import answers
from tests.components.packs.sample_pack import SMUGGLED
from tests.components.packs.sample_pack import pack as sample_pack

A4 = (595, 842)


@pytest.fixture(scope="module", autouse=True)
def committed_dataset():
    """Read the committed dataset, whatever the machine is set to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MONITOR_DATA", raising=False)
        yield


def report(prefecture, area=None):
    boundaries = answers.boundaries()
    return content.pack(answers.pack_facts(prefecture, area), boundaries.credit_ja, boundaries.geojson(prefecture))


@pytest.fixture(scope="module")
def hokkaido():
    """The report of a prefecture and its PDF."""
    pack = report("01")
    data = pdf.to_pdf(pack)
    return pack, data, PdfReader(io.BytesIO(data))


def words_of(reader):
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_every_page_is_a4_and_says_which_of_how_many_it_is(hokkaido):
    _, _, reader = hokkaido
    whole = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        assert f"{number} / {whole}" in page.extract_text()


def test_the_fonts_that_are_used_are_embedded_as_subsets(hokkaido):
    _, data, reader = hokkaido
    used = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            if "/FontDescriptor" in font:
                used.add(str(font["/BaseFont"]))
                assert "/FontFile2" in font["/FontDescriptor"]
    assert used
    assert all("+IPAexGothic" in name for name in used)
    assert len(data) < 2_000_000


def test_the_file_knows_its_title_its_language_and_its_version(hokkaido):
    pack, _, reader = hokkaido
    assert reader.metadata.title == pack.title_ja
    assert pack.version in reader.metadata.subject
    assert reader.trailer["/Root"]["/Lang"] == "ja-JP"


def test_every_part_has_a_bookmark_and_a_line_in_the_contents(hokkaido):
    pack, _, reader = hokkaido
    parts = ["要約", *(section.title_ja for section in pack.sections), "想定される問い", "定義", "出典"]
    assert [entry.title for entry in reader.outline] == parts
    first = reader.pages[0].extract_text()
    for entry in reader.outline:
        page = reader.get_destination_page_number(entry) + 1
        assert re.search(rf"[ .]{page}\s*{re.escape(entry.title)}", first), entry.title


def test_everything_that_the_report_says_stands_on_its_pages(hokkaido):
    pack, _, reader = hokkaido
    words = words_of(reader)
    said = [pack.title_ja, pack.edition_ja, pack.version, *pack.messages]
    said += [
        text
        for section in pack.sections
        for figure in section.figures
        for text in (figure.title, figure.reading, *figure.notes)
    ]
    said += [cell for section in pack.sections for table in section.listings for row in table.rows for cell in row]
    said += [text for q in pack.questions for text in (q.question_ja, q.answer_ja, q.rule_ja, q.source_ja)]
    said += [text for d in pack.definitions for text in (d.name_ja, d.formula_ja, d.caveat_ja)]
    said += [text for s in pack.sources for text in (s.title_ja, s.sha256, *s.used_ja)]
    assert [text for text in said if squeezed(text) not in words] == []


def test_every_chart_stands_on_its_page_as_a_picture(hokkaido):
    pack, _, reader = hokkaido
    charts = [figure.chart for section in pack.sections for figure in section.figures]
    wanted = sum(len(chart.pages(pictures.MOST_BARS)) for chart in charts if isinstance(chart, Bars))
    wanted += sum(isinstance(chart, (Points, AreaMap, Shares)) for chart in charts)
    assert sum(len(page["/Resources"].get("/XObject", ())) for page in reader.pages) == wanted > 5


def test_the_same_report_gives_the_same_bytes(hokkaido):
    pack, data, _ = hokkaido
    assert pdf.to_pdf(pack) == data


@pytest.mark.parametrize("place", [("20", None), ("10", None), ("01", "012068"), ("01", "012025")], ids=str)
def test_every_kind_of_place_has_a_report_without_a_blank_part(place):
    pack = report(*place)
    reader = PdfReader(io.BytesIO(pdf.to_pdf(pack)))
    words = words_of(reader)
    assert not re.search(r"nan|None|<NA>|NaT", words)
    for section in pack.sections:
        assert section.figures or section.listings or squeezed(section.empty_ja) in words
    for page in reader.pages:
        assert len(squeezed(page.extract_text())) > 80


@pytest.fixture(scope="module")
def invented():
    """The pages of an invented report whose names look like markup, marked as practice data."""
    pack = replace(sample_pack(), title_ja="<b>太字</b> & <img src=x>", place_ja="&lt;", is_practice=True)
    return PdfReader(io.BytesIO(pdf.to_pdf(pack)))


def test_practice_data_are_marked_on_every_page(invented, hokkaido):
    pages = [page.extract_text() for page in invented.pages]
    assert len(pages) > 3
    assert all("練習用データ" in text for text in pages)
    assert "練習用データ" not in words_of(hokkaido[2])


def test_names_from_data_are_text_and_never_markup(invented):
    words = words_of(invented)
    assert squeezed("<b>太字</b> & <img src=x>") in words
    assert squeezed(SMUGGLED[0]) in words
