"""A municipality that has no document at all sends a form, and stands on every page from then on."""

from __future__ import annotations

import io

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from components.views.report_tasks import XLSX
from data import answers
from loaders.reports import desk
from loaders.reports.layout import HEADER_ROW
from tests.app.test_pages import texts_of

YEAR, PREFECTURE = 2024, "01"
FIRST_ROW = HEADER_ROW + 1
TARGETS = ("サロンの数", "出張相談の回数", "訪問した世帯")


pytestmark = pytest.mark.usefixtures("fresh_store")


@pytest.fixture
def opened(project_dir):
    """Open a page at an address; alone it has no links to others."""

    def open_page(name, how="alone", **query):
        file = f"pages/{name}.py"
        page = AppTest.from_file(str(project_dir / ("app.py" if how == "app" else file)), default_timeout=120)
        for parameter, value in ({"pref": PREFECTURE} | query).items():
            page.query_params[parameter] = value
        return settled(page.switch_page(file) if how == "app" else page)

    return open_page


def settled(page):
    page.run()
    assert not page.exception
    assert not page.error
    return page


def form_of_a_town_without_a_plan():
    """Return a municipality without any document and its form, with a road, five services and three targets of its own."""
    towns = answers.municipalities(PREFECTURE)
    town = towns[~towns["has_record"]].iloc[0]
    name, form = desk.form_of(str(town["area_code"]), YEAR)
    book = openpyxl.load_workbook(io.BytesIO(form))
    services = book["進め方とサービス"]
    services["C4"] = "別の手法で整備"
    for row in range(FIRST_ROW, FIRST_ROW + 5):
        for column, value in zip("CGHI", ("実施している", "一部", 3_000, 9_000), strict=True):
            services[f"{column}{row}"] = value
    for row, label in enumerate(TARGETS, FIRST_ROW):
        answer = ("③ 地域づくりに向けた支援", label, "回", 10, "以上", YEAR, 9)
        for column, value in zip("BCEGIJK", answer, strict=True):
            book["自団体の目標"][f"{column}{row}"] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return str(town["area_code"]), str(town["name_ja"]), name, buffer.getvalue()


def send(page, name, form):
    """Choose a form, say that the preview is right, and have it accepted."""
    page.file_uploader[0].upload(name, form, XLSX)
    settled(page)
    next(box for box in page.checkbox if "を確かめました" in box.label).check()
    settled(page)
    next(button for button in page.button if button.label == "1件を受け付ける").click()
    settled(page)


def has_together(page, *words):
    """Whether one piece of a page says all of this."""
    return any(all(word in str(element.body) for word in words) for element in page.get("html"))


@pytest.mark.usefixtures("imported_census")
def test_a_town_without_any_document_reports_and_stands_everywhere(opened, office):
    area, name, file_name, form = form_of_a_town_without_a_plan()
    page = opened("reports", task="upload")
    send(page, file_name, form)
    assert page.success[0].value.startswith("1件を受け付けました。")
    page = opened("municipality", area=area)
    for label in TARGETS:
        assert has_together(page, label, "（報告様式）")
    assert "別の手法で整備" in texts_of(page)
    page = opened("progress_map", indicator="stage", fy=str(YEAR))
    assert f"令和6年度（{YEAR}年度）の段階が分かるのは" in texts_of(page)
    page = opened("aging_coverage", "app", framework_fy=str(YEAR))
    assert name in [link.label for link in page.get("page_link")]
    assert "概ね達成" in texts_of(opened("targets", q=TARGETS[0]))
    words = texts_of(opened("briefing"))
    assert "評価できた3件のうち0件（0.0%）が達成です。" in words
    assert "報告のあった1市町村のうち、五つすべてを実施（別の手法を含む）しているのは1です。" in words
