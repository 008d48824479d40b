"""A report as slides: everything native, readable, described, spoken for, and the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Pt

from components.drawing.map_classes import MapClass
from components.drawing.marks import PILLARS, PROGRAMME_GROUPS
from components.drawing.model import AreaMap, Bars
from components.drawing.theme import LIGHT
from components.packs.model import Listing, Pack, Section
from components.packs.slides import slides, text_fit
from components.packs.slides.deck import (
    COVER,
    FIGURE,
    FOOTER,
    FOOTER_SIZE,
    LEAD,
    LEAD_SIZE,
    TEMPLATE,
    TITLE,
    TITLE_SIZE,
    Box,
)
from tests.components.packs.sample_pack import SMUGGLED, TOWNS, counted, figure, pack, scattered

WHOLE_SLIDE = (Pt(960), Pt(540))


def opened(report: Pack):
    return Presentation(io.BytesIO(slides.to_pptx(report)))


def charts_in(deck) -> dict[str, Chart]:
    """The first chart of each name."""
    shapes = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    return {shape.name: shape.chart for shape in reversed(shapes)}


def values_of(element, tag: str) -> list[str]:
    return [point.find(qn("c:v")).text for point in element.find(qn(f"c:{tag}")).iter(qn("c:pt"))]


def workbook_of(chart: Chart):
    return openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))


@pytest.fixture(scope="module")
def deck():
    return opened(pack())


def test_slides_are_wide(deck):
    assert (deck.slide_width, deck.slide_height) == WHOLE_SLIDE


def test_every_slide_has_its_title_in_the_title_placeholder(deck):
    assert all(slide.shapes.title.text_frame.text for slide in deck.slides)


def test_every_slide_has_a_footer_with_the_data_version_and_a_page_number(deck):
    for slide in deck.slides:
        kinds = {shape.placeholder_format.type: shape for shape in slide.placeholders if shape.is_placeholder}
        assert "データ版 1a2b3c4d" in kinds[PP_PLACEHOLDER.FOOTER].text_frame.text
        field = next(kinds[PP_PLACEHOLDER.SLIDE_NUMBER].element.iter(qn("a:fld")))
        assert field.get("type") == "slidenum"


def test_practice_data_are_marked_on_every_slide():
    for slide in opened(pack(is_practice=True)).slides:
        assert "練習用データ（架空の県です）" in " ".join(
            shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
        )


def test_every_slide_says_what_to_say_and_a_figure_where_its_numbers_come_from(deck):
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert all("【話すこと】" in text and "データ版 1a2b3c4d" in text for text in notes)
    told = next(text for text in notes if "【この図について】\n単位: %（市町村ごと）" in text and "散布図" in text)
    assert "散布図の右下を見ます。" in told
    assert "・14市町村 … 文書001 1～9行目" in told
    assert "出典: 計画書（文書001）" in told


def test_a_figure_stands_with_unit_number_time_source_and_caveat(deck):
    slide = next(slide for slide in deck.slides if slide.shapes.title.text == "目標の数")
    text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert (
        "単位: %（市町村ごと）　数: 14市町村　値なし: 2市町村　時点: 令和元年度（2019年度）　出典: 計画書（文書001）"
        in text
    )
    assert "※ 対象とされた区域の割合であり、届いた人の割合ではありません。" in text


def test_charts_tables_and_pictures_are_described_for_those_who_do_not_see_them(deck):
    described = [
        next(shape.element.iter(qn("p:cNvPr"))).get("descr", "")
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart or shape.has_table
    ]
    assert len(described) >= 8
    assert all(text.endswith("。") for text in described)


def test_all_text_is_marked_as_japanese_and_set_in_a_japanese_font(deck):
    runs = [run for slide in deck.slides for run in slide.element.iter(qn("a:r"))]
    assert {run.find(qn("a:rPr")).get("lang") for run in runs} == {"ja-JP"}
    with zipfile.ZipFile(io.BytesIO(slides.to_pptx(pack()))) as parts:
        theme = parts.read("ppt/theme/theme1.xml").decode()
    assert theme.count('<a:ea typeface="BIZ UDPゴシック"/>') == 2
    assert "Calibri" not in theme


def test_nothing_of_the_english_template_is_left(deck):
    texts = [text.text for layout in deck.slide_layouts for text in layout.element.iter(qn("a:t")) if text.text]
    assert [layout.name for layout in deck.slide_layouts] == ["表紙", "図とひとこと"]
    assert not [text for text in texts if "Click" in text]


def test_bars_are_a_native_chart_with_the_counts_of_the_model(deck):
    series = list(charts_in(deck)["目標の数"]._chartSpace.iter(qn("c:ser")))
    part, rest = (PILLARS[code].label_ja for code in ("community", "consultation"))
    names = [values_of(one, "tx")[0] for one in series]
    assert names[:2] == [part, rest]
    first = [float(value) for value in values_of(series[0], "val")]
    assert first == [float(number) for number in range(1, 13)]  # twelve bars on a slide, the others on the next


def test_bars_that_do_not_fit_go_on_on_the_next_slide(deck):
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles.count("目標の数") == 2
    shown = [
        label
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart and shape.name == "目標の数"
        for label in shape.chart.plots[0].categories
    ]
    assert len(shown) == len(TOWNS)
    assert shown[0] == "音威子府村（計3）"


def test_groups_of_bars_differ_by_pattern_not_only_by_colour(deck):
    patterns = [fill.get("prst") for fill in charts_in(deck)["目標の数"]._chartSpace.iter(qn("a:pattFill"))]
    assert len(set(patterns)) == 2  # the third group is plain


def test_the_axes_of_a_chart_have_numbers_that_every_office_program_knows(deck):
    for chart in charts_in(deck).values():
        axes = [int(number.get("val")) for number in chart._chartSpace.iter(qn("c:axId"))]
        crossed = {int(number.get("val")) for number in chart._chartSpace.iter(qn("c:crossAx"))}
        assert len(set(axes)) == 2
        assert set(axes) == crossed
        assert all(0 < number < 2**31 for number in axes)


def test_the_scatter_is_native_and_its_points_are_exact(deck):
    space = charts_in(deck)["高齢化率と支援カバー率"]._chartSpace
    found = [
        (float(x), float(y))
        for one in list(space.iter(qn("c:ser")))[:5]  # four groups of programmes, one of them also reported
        for x, y in zip(values_of(one, "xVal"), values_of(one, "yVal"), strict=True)
    ]
    points = scattered()
    wanted = list(zip(points["aging_rate_pct"], points["coverage_pct"], strict=True))
    assert sorted(found) == sorted(wanted)


def test_reported_values_are_a_series_of_their_own_with_hollow_marks(deck):
    space = charts_in(deck)["高齢化率と支援カバー率"]._chartSpace
    series = list(space.iter(qn("c:ser")))[:5]
    hollow = [
        values_of(one, "tx")[0]
        for one in series
        if one.find(f"{qn('c:marker')}/{qn('c:spPr')}/{qn('a:noFill')}") is not None
    ]
    assert [name for name in hollow if "報告" in name]


def test_the_medians_of_the_scatter_are_lines_with_their_value(deck):
    names = [values_of(one, "tx")[0] for one in charts_in(deck)["高齢化率と支援カバー率"]._chartSpace.iter(qn("c:ser"))]
    points = scattered()
    assert f"横軸の中央値 {points['aging_rate_pct'].median():.1f}%" in names
    assert f"縦軸の中央値 {points['coverage_pct'].median():.1f}%" in names


def test_the_marked_municipality_carries_its_name(deck):
    space = charts_in(deck)["高齢化率と支援カバー率"]._chartSpace
    assert "つるぎ町" in [text.text for text in space.iter(qn("a:t"))]


def test_bounds_of_a_share_are_whiskers_and_a_missing_share_stays_empty(deck):
    space = charts_in(deck)["達成割合"]._chartSpace
    series = next(space.iter(qn("c:ser")))
    assert values_of(series, "val") == ["75.0"]
    bars = series.find(qn("c:errBars"))
    assert values_of(bars, "plus")[0] == "8.3"
    assert values_of(bars, "minus")[0] == "25.0"


def test_the_workbook_inside_a_chart_holds_what_the_chart_shows(deck):
    chart = charts_in(deck)["高齢化率と支援カバー率"]
    sheet = workbook_of(chart)["Sheet1"]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for one in chart._chartSpace.iter(qn("c:ser")):
        assert {f"{float(value):g}" for value in values_of(one, "xVal")} <= {
            f"{float(cell):g}" for cell in cells if cell.replace(".", "").isdigit()
        }
    assert {"つるぎ町", "市町村", "人口（人）"} <= cells


def test_no_workbook_inside_a_chart_holds_a_formula(deck):
    found = charts_in(deck)
    assert len(found) == 3
    for chart in found.values():
        for row in workbook_of(chart)["Sheet1"].iter_rows():
            assert [cell.data_type for cell in row if cell.data_type == "f"] == []
    texts = [
        cell
        for row in workbook_of(found["高齢化率と支援カバー率"])["Sheet1"].iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]
    smuggled = [cell for cell in texts if cell.value in SMUGGLED]
    assert len(smuggled) == 5  # those with a tab or a line break are written without it
    assert all(cell.quotePrefix for cell in smuggled)


def test_control_characters_do_not_break_the_file():
    counts = counted().rename(index={"つるぎ町": "つる\x0bぎ\x1f町"})
    section = Section(
        "targets", "目標", (figure("t", "目標の数", Bars(counts, PILLARS, "件"), pd.DataFrame()),), (), ()
    )
    deck = opened(pack(sections=(section,), title_ja="見本\x07県"))
    assert deck.slides[0].shapes.title.text == "見本県"
    assert "つるぎ町（計7）" in list(charts_in(deck)["目標の数"].plots[0].categories)


def test_a_table_goes_on_on_the_next_slide_with_its_headings(deck):
    tables = [
        shape.table
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table and shape.name.startswith("報告していない市町村")
    ]
    assert len(tables) > 1
    assert {table.cell(0, 0).text for table in tables} == {"市町村"}
    shown = [table.cell(row, 2).text for table in tables for row in range(1, len(table.rows))]
    assert shown == [str(number) for number in range(len(TOWNS * 3))]


def test_a_table_longer_than_four_slides_says_how_many_rows_are_elsewhere():
    listing = Listing("名簿", ("市町村",), tuple((f"{number}番町",) for number in range(200)), (1,))
    deck = opened(pack(sections=(Section("s", "名簿", (), (), (), (listing,)),)))
    named = [s for slide in deck.slides for s in slide.shapes if s.has_table and s.name.startswith("名簿")]
    assert len(named) == 4
    rest = 200 - sum(len(shape.table.rows) - 1 for shape in named)
    assert named[0].name == f"名簿（1／4、全200行。残り{rest}行は Excel ファイルにあります）"


def test_short_tables_share_a_slide():
    listings = tuple(Listing(title, ("市町村",), (("見本市",),), (1,)) for title in ("一", "二"))
    deck = opened(pack(sections=(Section("s", "名簿", (), (), (), listings),)))
    counts = [sum(shape.has_table for shape in slide.shapes) for slide in deck.slides]
    assert 2 in counts


def test_every_shape_of_a_slide_has_a_number_of_its_own(deck):
    for slide in deck.slides:
        numbers = [properties.get("id") for properties in slide.element.iter(qn("p:cNvPr"))]
        assert len(set(numbers)) == len(numbers)


def test_nothing_leaves_the_slide(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + height <= deck.slide_height


def test_the_cells_of_a_table_are_high_enough_for_their_text(deck):
    for slide in deck.slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            for row in table.rows:
                for cell, column in zip(row.cells, table.columns, strict=True):
                    assert text_fit.height(cell.text, 12, column.width.pt - 10) <= row.height.pt


def test_a_long_lead_becomes_smaller_rather_than_longer():
    long = "高齢化率が中央値以上で、カバー率が中央値を下回る市町村があります。" * 6
    section = Section(
        "s", "題", (replace(figure("t", "題", Bars(counted(), PILLARS, "件"), pd.DataFrame()), reading=long),), (), ()
    )
    lead = opened(pack(sections=(section,))).slides[2].placeholders[1]
    size = lead.text_frame.paragraphs[0].font.size.pt
    assert size < 17
    assert text_fit.height(long, size, lead.width.pt) <= lead.height.pt


def test_sections_with_nothing_to_show_are_named_on_one_slide(deck):
    slide = next(slide for slide in deck.slides if slide.shapes.title.text == "手元に情報のない項目")
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert "実績報告: 実績報告は求めていません。" in texts


def test_a_question_stands_with_answer_rule_and_source(deck):
    slide = next(slide for slide in deck.slides if slide.shapes.title.text == "想定される質問")
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    assert [cell.text for cell in table.rows[0].cells] == ["質問", "答えの案", "選んだ規則", "出典"]
    assert [cell.text for cell in table.rows[1].cells] == [
        "=なぜ報告がないのか", "期限前だからです。", "未報告が1以上", "報告台帳",
    ]  # fmt: skip


def test_the_map_is_a_picture_with_a_description():
    chart = AreaMap({"012068": 0}, (MapClass("両方の事業", "#0F4C81"),), "計画書にある事業")
    section = Section("map", "地図", (figure("map", "地図", chart, pd.DataFrame()),), (), ())
    pictures = [
        shape for slide in opened(pack(sections=(section,))).slides for shape in slide.shapes if shape.shape_type == 13
    ]
    assert len(pictures) == 1
    assert next(pictures[0].element.iter(qn("p:cNvPr"))).get("descr").startswith("地図。地図は、")
    assert pictures[0].image.content_type == "image/png"


def test_equal_reports_give_equal_bytes():
    assert slides.to_pptx(pack()) == slides.to_pptx(pack())


def test_the_dates_inside_the_file_are_those_of_the_report(deck):
    assert str(deck.core_properties.created.date()) == "2020-05-01"
    assert str(deck.core_properties.modified.date()) == "2020-05-01"
    with zipfile.ZipFile(io.BytesIO(slides.to_pptx(pack()))) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.fixture(scope="module")
def template():
    return Presentation(str(TEMPLATE))


def test_the_template_is_wide_has_no_slide_and_the_layouts_that_the_slides_ask_for(template):
    assert (template.slide_width, template.slide_height) == WHOLE_SLIDE
    assert len(template.slides) == 0
    assert [layout.name for layout in template.slide_layouts] == [COVER, FIGURE]


def test_the_places_of_the_template_are_those_that_the_texts_are_fitted_to(template):
    """Position and size in points of title, lead and footer."""
    layout = template.slide_layouts.get_by_name(FIGURE)
    places = {place.placeholder_format.type: place for place in layout.placeholders}
    kinds = {
        PP_PLACEHOLDER.TITLE: (TITLE, TITLE_SIZE),
        PP_PLACEHOLDER.BODY: (LEAD, LEAD_SIZE),
        PP_PLACEHOLDER.FOOTER: (FOOTER, FOOTER_SIZE),
    }
    for kind, (box, size) in kinds.items():
        place = places[kind]
        assert Box(place.left.pt, place.top.pt, place.width.pt, place.height.pt) == box
        assert next(place.element.iter(qn("a:defRPr"))).get("sz") == str(size * 100)


def test_the_colours_of_the_template_are_those_of_the_product(template):
    """Fonts and colours of both themes, of slides and of notes: what officers add by hand looks like the rest."""
    for master in (template.slide_master, template.notes_master):
        theme = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
        words = theme.blob.decode("utf-8")
        assert "BIZ UDPゴシック" in words
        for colour in (LIGHT.text, LIGHT.accent, LIGHT.surface, *(mark.light for mark in PROGRAMME_GROUPS.values())):
            assert colour[1:] in words
