"""Forms through the page: many, with the server killed in between; and one of a town that has no document at all."""

from __future__ import annotations

import io
import re
import sqlite3
import time
import zipfile
from contextlib import closing, contextmanager

import openpyxl
import pytest
from playwright.sync_api import expect

from components.views.filters import LOST_FILES_JA
from components.views.report_tasks import XLSX
from data import answers
from data import store as reports
from data.store.engine import close_all
from loaders.reports import desk
from loaders.reports.form_writing import make_form
from loaders.reports.layout import HEADER_ROW
from tests.bench.report_time import fill_in
from tests.browser.server import LOCAL_ROLE, free_port, server_process

FORMS, YEAR, PREFECTURE = 24, 2024, "01"
FIRST_ROW = HEADER_ROW + 1


@pytest.fixture(scope="module")
def filled():
    """A zip with filled forms of the first municipalities of a prefecture."""
    (contents,) = desk.contents_by_prefecture(YEAR, "full_year", PREFECTURE, with_reports=False).values()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for content in contents[:FORMS]:
            archive.writestr(content.file_name, fill_in(make_form(content), content))
    return buffer.getvalue()


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store of this test's own, for the server and for the test."""
    url = f"sqlite:///{tmp_path / 'monitor.sqlite'}"
    monkeypatch.setenv("MONITOR_DATABASE_URL", url)
    yield {"MONITOR_DATABASE_URL": url} | LOCAL_ROLE
    close_all()


def upload_and_start(reader, filled):
    """Upload the forms, look at the preview and press the button; return what the button says."""
    reader.open("reports", task="upload", pref=PREFECTURE)
    files = {"name": "北海道.zip", "mimeType": "application/zip", "buffer": filled}
    reader.page.locator("input[type=file]").set_input_files(files)
    sure = reader.page.get_by_text("を確かめました")
    sure.wait_for(timeout=120_000)
    sure.click()
    accept = reader.page.get_by_role("button", name="件を受け付ける")
    expect(accept).to_be_enabled()
    words = accept.inner_text()
    accept.click()
    return words


@contextmanager
def paused_after_the_first(file):
    """Wait for the first form in a store, and keep the server from recording more for as long as what is inside takes."""
    with closing(sqlite3.connect(file, timeout=60, isolation_level=None)) as store:
        while not store.execute("SELECT count(*) FROM report_submissions").fetchone()[0]:
            time.sleep(0.005)
        store.execute("BEGIN IMMEDIATE")
        yield


def accepted():
    """Return the revisions in the store by municipality."""
    rows = reports.submissions()
    return rows.groupby("area_code")["revision"].agg(list).to_dict()


def test_a_server_that_dies_while_it_accepts_leaves_whole_forms_and_the_repeat_doubles_nothing(
    new_reader, store, filled, tmp_path
):
    port = free_port()
    with server_process(environment=store, port=port) as (address, process):
        before_the_cut = reader = new_reader(address=address)
        assert upload_and_start(reader, filled) == f"{FORMS}件を受け付ける"
        with paused_after_the_first(tmp_path / "monitor.sqlite"):
            reader.page.get_by_text(re.compile(r"受付中 \d+/")).wait_for()
            reader.loses_its_server = True
            process.kill()
            process.wait()
    before = accepted()
    assert 0 < len(before) < FORMS
    with server_process(environment=store, port=port) as (address, _):
        # The page of before does not go on showing files that the server no longer has.
        before_the_cut.page.get_by_text(LOST_FILES_JA).wait_for()
        expect(before_the_cut.page.get_by_text("北海道.zip")).to_have_count(0)
        before_the_cut.page.close()
        reader = new_reader(address=address)
        assert upload_and_start(reader, filled) == f"{FORMS - len(before)}件を受け付ける"
        reader.page.get_by_text("件を受け付けました。").wait_for(timeout=120_000)
        reader.wait_until_drawn()
        reader.page.close()
    after = accepted()
    assert len(after) == FORMS
    assert set(map(tuple, after.values())) == {(1,)}


TARGETS = ("サロンの数", "出張相談の回数", "訪問した世帯")


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
    return str(town["area_code"]), str(town["name_ja"]), {"name": name, "mimeType": XLSX, "buffer": buffer.getvalue()}


def test_a_town_without_any_document_reports_and_stands_everywhere(new_reader, store, census_folder):
    area, name, file = form_of_a_town_without_a_plan()
    with server_process(environment=store | {"MONITOR_IMPORTED": str(census_folder)}) as (address, _):
        reader = new_reader(address=address)
        text = reader.page.get_by_test_id("stMain")
        reader.open("reports", task="upload", pref=PREFECTURE)
        reader.page.locator("input[type=file]").set_input_files(file)
        reader.page.get_by_text("を確かめました").click()
        reader.page.get_by_role("button", name="件を受け付ける").click()
        reader.page.get_by_text("1件を受け付けました。").wait_for()
        reader.open("municipality", pref=PREFECTURE, area=area)
        expect(reader.page.locator(".st-key-card_town_ratings")).to_contain_text("（報告様式）")
        for label in TARGETS:
            expect(text).to_contain_text(label)
        expect(text).to_contain_text("別の手法で整備")
        reader.open("progress_map", pref=PREFECTURE, indicator="stage", fy=str(YEAR))
        expect(text).to_contain_text(f"令和6年度（{YEAR}年度）の段階が分かるのは")
        reader.open("aging_coverage", pref=PREFECTURE, framework_fy=str(YEAR))
        expect(reader.page.get_by_role("link", name=name).first).to_be_visible()
        reader.open("targets", pref=PREFECTURE, q=TARGETS[0])
        expect(text).to_contain_text("概ね達成")
        reader.open("briefing", pref=PREFECTURE)
        expect(text).to_contain_text("評価できた3件のうち0件（0.0%）が達成です。")
        expect(text).to_contain_text("報告のあった1市町村のうち、五つすべてを実施（別の手法を含む）しているのは1です。")
        reader.page.close()
