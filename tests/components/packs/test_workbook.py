"""A report as a workbook: numbers that can be used, native charts, filters, sources, and nothing that runs."""

from __future__ import annotations

import io
import subprocess
import zipfile

import openpyxl
import pandas as pd
import pytest

from components.drawing.map_classes import MapClass
from components.drawing.marks import PILLARS
from components.drawing.model import AreaMap, Bars
from components.packs import files
from components.packs.listings import typed
from components.packs.model import Listing, Section
from components.packs.workbook import workbook
from tests.components.packs.sample_pack import SMUGGLED, TOWNS, counted, figure, pack
from tests.components.packs.test_slides import charts_in, opened, workbook_of


@pytest.fixture(scope="module")
def sent():
    """Files full of texts that look like formulas, by name."""
    chart = charts_in(opened(pack()))["高齢化率と支援カバー率"]
    return {
        "workbook.xlsx": workbook.to_xlsx(pack()),
        "chart.xlsx": chart.part.chart_workbook.xlsx_part.blob,
        "table.csv": files.to_csv(pd.DataFrame({"市町村": SMUGGLED, "=1+1": SMUGGLED})),
    }


@pytest.fixture(scope="module")
def computed(sent, libreoffice_path, tmp_path_factory):
    """The same files as LibreOffice computes and saves them, all at once: it takes long to start."""
    folder = tmp_path_factory.mktemp("sent")
    for name, data in sent.items():
        (folder / name).write_bytes(data)
    home, kind = f"-env:UserInstallation=file://{folder}/home", "xlsx:Calc MS Excel 2007 XML"
    command = [libreoffice_path, "--headless", home, "--convert-to", kind, "--outdir", folder / "out"]
    subprocess.run([*command, *(folder / name for name in sent)], check=True, capture_output=True, timeout=120)
    return {name: openpyxl.load_workbook(folder / "out" / f"{name.partition('.')[0]}.xlsx") for name in sent}


@pytest.fixture(params=["openpyxl", "LibreOffice"])
def read(request, sent):
    """Read one of these files, as it was written or as LibreOffice saved it."""
    if request.param == "LibreOffice":
        return request.getfixturevalue("computed").__getitem__
    return lambda name: openpyxl.load_workbook(io.BytesIO(sent[name]))


def cells_of(book) -> list:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(workbook.to_xlsx(pack())))


def test_the_sheets_are_a_front_the_figures_their_tables_and_the_lists(book):
    assert book.sheetnames == [
        "説明", "要点", "図1 高齢化率と支援カバー率", "表1 高齢化率と支援カバー率", "図2 目標の数", "表2 目標の数",
        "図3 達成割合", "表3 達成割合", "一覧 報告していない市町村", "注記と数字の出どころ", "想定される質問", "用語と指標の定義", "出典",
    ]  # fmt: skip


def test_the_front_says_place_edition_times_and_version_and_leads_to_every_sheet(book):
    front = {row[0].value: row[1].value for row in book["説明"].iter_rows(min_row=3, max_col=2)}
    assert (front["場所"], front["版"], front["データ版"]) == ("見本県", "いまのデータ", "1a2b3c4d")
    links = [cell.hyperlink.location for cell in cells_of(book) if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_a_figure_stands_with_reading_unit_number_time_source_and_note(book):
    sheet = book["図2 目標の数"]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2, max_row=8, max_col=2)}
    assert facts == {
        "読み取れること": "目標の数は、14市町村のうち3（21.4%）です。",
        "単位": "%（市町村ごと）", "数": "14市町村", "値なし": "2市町村", "時点": "令和元年度（2019年度）",
        "出典": "計画書（文書001）", "注": "対象とされた区域の割合であり、届いた人の割合ではありません。",
    }  # fmt: skip


def test_the_numbers_of_a_chart_are_numbers_in_cells_with_their_unit_in_the_heading(book):
    rows = list(book["図2 目標の数"].iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == "区分")
    assert rows[start][1] == f"{PILLARS['community'].label_ja}（件）"
    read = [row[1] for row in rows[start + 1 : start + 1 + len(TOWNS)]]
    assert read == counted()["community"].tolist()


@pytest.mark.parametrize(
    ("sheet", "kind"), [("図1 高齢化率と支援カバー率", "scatterChart"), ("図2 目標の数", "barChart")]
)
def test_charts_are_native_and_draw_from_the_cells(sheet, kind):
    with zipfile.ZipFile(io.BytesIO(workbook.to_xlsx(pack()))) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/")]
    assert [chart for chart in charts if f"<c:{kind}>" in chart and f"'{sheet}'!" in chart]


def test_a_map_becomes_bars_of_its_classes():
    classes = (MapClass("両方の事業", "#0F4C81"), MapClass("情報なし", "#FFFFFF", "/", "#687481"))
    chart = AreaMap({"012068": 0, "012025": 1, "011002": 1}, classes, "計画書にある事業")
    section = Section("map", "地図", (figure("map", "地図", chart, pd.DataFrame()),), (), ())
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.to_xlsx(pack(sections=(section,)))))["図1 地図"]
    rows = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    assert (rows["両方の事業"], rows["情報なし"]) == (1, 2)


def test_percentages_and_counts_are_shown_in_their_formats(book):
    sheet = book["図1 高齢化率と支援カバー率"]
    heading = next(row for row in sheet.iter_rows() if row[0].value == "計画書にある事業")
    below = [sheet.cell(heading[0].row + 1, cell.column) for cell in heading]
    formats = {head.value: cell.number_format for head, cell in zip(heading, below, strict=True)}
    assert formats["高齢化率（%）"] == "0.0"
    assert formats["人口（人）"] == "#,##0"


def test_tables_filter_and_keep_their_headings_in_sight(book):
    for name in book.sheetnames:
        if name.startswith(("表", "一覧", "出典", "用語", "想定")):
            assert book[name].freeze_panes == "A2"
            assert book[name].auto_filter.ref.startswith("A1:")


def test_practice_data_are_marked_on_the_front_and_on_every_printed_page():
    book = openpyxl.load_workbook(io.BytesIO(workbook.to_xlsx(pack(is_practice=True))))
    assert "練習用データ（架空の県です）" in [cell.value for cell in book["説明"]["B"]]
    assert {sheet.oddHeader.left.text for sheet in book} == {"練習用データ（架空の県です）"}


def test_equal_reports_give_equal_bytes_with_the_date_of_the_report():
    data = workbook.to_xlsx(pack())
    assert data == workbook.to_xlsx(pack())
    assert str(openpyxl.load_workbook(io.BytesIO(data)).properties.created.date()) == "2020-05-01"


def test_long_names_of_sheets_stay_apart():
    figures = tuple(
        figure(f"f{number}", "とても長い図の題名" * 5, Bars(counted(), PILLARS, "件"), counted()) for number in range(2)
    )
    data = workbook.to_xlsx(pack(sections=(Section("s", "題", figures, (), ()),)))
    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 31


def test_a_column_of_quantities_in_one_unit_becomes_numbers():
    listing = Listing(
        "表", ("市町村", "人口", "率", "混在"),
        (("A市", "2,949 人", "46.3%", "3件"), ("B町", "―", "100.0%", "4人")), (1, 1, 1, 1), frozenset({"人口", "率", "混在"}),
    )  # fmt: skip
    table = typed(listing)
    assert list(table.columns) == ["市町村", "人口（人）", "率（%）", "混在"]
    assert table["人口（人）"].tolist()[0] == 2949
    assert pd.isna(table["人口（人）"][1])
    assert table["率（%）"].tolist() == [46.3, 100.0]
    assert table["混在"].tolist() == ["3件", "4人"]


def test_notes_and_the_source_of_each_spoken_number_have_a_sheet(book):
    rows = list(book["注記と数字の出どころ"].iter_rows(values_only=True))
    assert ("高齢化率と支援カバー率", None, "数字の出どころ", "14市町村", "文書001 1～9行目") in rows
    caveat = "対象とされた区域の割合であり、届いた人の割合ではありません。"
    assert ("高齢化率と支援カバー率", "目標の数", "注", caveat, "計画書（文書001）") in rows


def test_no_name_or_comment_runs_as_a_formula_in_the_workbook(read):
    cells = cells_of(read("workbook.xlsx"))
    assert [cell for cell in cells if cell.data_type in ("f", "e")] == []
    texts = {str(cell.value).strip() for cell in cells}
    assert {text.strip() for text in SMUGGLED} <= texts


def test_no_name_or_comment_runs_as_a_formula_in_the_chart_of_a_slide(read):
    cells = cells_of(read("chart.xlsx"))
    assert [cell for cell in cells if cell.data_type in ("f", "e")] == []
    assert SMUGGLED[0] in {cell.value for cell in cells}


def test_every_text_of_a_csv_file_that_looks_like_a_formula_begins_with_an_apostrophe(sent):
    rows = pd.read_csv(io.BytesIO(sent["table.csv"]), dtype=str, keep_default_na=False)
    assert all(value.startswith("'") for value in [*rows.columns[1:], *rows.to_numpy().ravel()])


def test_no_name_or_comment_runs_as_a_formula_in_a_csv_file(computed):
    cells = cells_of(computed["table.csv"])
    assert cells
    assert [cell for cell in cells if cell.data_type in ("f", "e")] == []


def test_what_looks_like_a_formula_keeps_the_mark_of_a_text_when_it_is_edited(book):
    cells = [cell for cell in cells_of(book) if cell.value in SMUGGLED]
    assert cells
    assert all(cell.quotePrefix for cell in cells)


def test_both_files_hold_the_same_questions():
    deck, book = opened(pack()), openpyxl.load_workbook(io.BytesIO(workbook.to_xlsx(pack())))
    slide = next(slide for slide in deck.slides if slide.shapes.title.text == "想定される質問")
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    on_slide = [[cell.text for cell in row.cells] for row in table.rows]
    in_book = [list(row) for row in book["想定される質問"].iter_rows(values_only=True)]
    assert on_slide == in_book


def test_the_workbooks_inside_charts_have_the_date_of_the_report():
    chart = charts_in(opened(pack()))["目標の数"]
    assert str(workbook_of(chart).properties.created.date()) == "2020-05-01"
