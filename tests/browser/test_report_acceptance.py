"""Many forms through the page, with the server killed in between."""

from __future__ import annotations

import io
import re
import sqlite3
import time
import zipfile
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import expect

from components.views.filters import LOST_FILES_JA
from data import store as reports
from data.store.engine import close_all
from loaders.reports import desk
from loaders.reports.form_writing import make_form
from tests.bench.report_time import fill_in
from tests.browser.server import LOCAL_ROLE, free_port, server_process

FORMS, YEAR, PREFECTURE = 24, 2024, "01"


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
