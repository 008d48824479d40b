"""Reports in a real browser, on the practice prefecture: start page, town, scatter, and the office's decisions."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import expect

from loaders.practice.__main__ import EDITION
from tests.browser.reader import drawn_share
from tests.browser.test_pictures import saved, words_of
from tests.browser.test_visits import HEIGHT


@pytest.fixture
def office(new_reader, practice_server):
    """Somebody at this machine's screen."""
    return new_reader(size=(1366, 1400), address=practice_server)


def card(reader, name):
    return reader.page.locator(f".st-key-card_{name}")


def choose_history_row(reader, town, which=0):
    """Tick a row of a town in the history, the newest one first; the cells stand as text beside the drawing."""
    heading = reader.page.locator(".km-heading").filter(has_text=town)
    for _ in range(20):  # a table that is being mounted anew forgets a click, or stands elsewhere
        reader.wait_until_drawn()
        table = reader.page.get_by_test_id("stDataFrame").first
        table.locator("canvas[data-testid='data-grid-canvas']").wait_for(state="attached")
        rows = table.locator("table[role='grid'] tr").evaluate_all(
            "rows => rows.map(row => [row.innerText, row.ariaSelected === 'true'])"
        )
        position = [number for number, (text, _) in enumerate(rows) if town in text][which]
        if rows[position][1] and heading.count():
            break
        if not rows[position][1]:
            table.scroll_into_view_if_needed()
            corner = table.locator("canvas[data-testid='data-grid-canvas']").bounding_box()
            reader.page.mouse.click(corner["x"] + 16, corner["y"] + 35 * position + 17)
        reader.page.wait_for_timeout(100)
    heading.wait_for()


def decide(reader, button, state):
    reader.page.get_by_role("button", name=button, exact=True).click()
    reader.page.get_by_text(f"状態を「{state}」にしました。").wait_for()
    reader.wait_until_drawn()


def test_the_start_page_leads_to_who_is_late_and_on_to_the_town_whose_unreported_year_is_hatched(office):
    office.open()
    office.page.get_by_role("link", name="期限を過ぎて未提出").click()
    office.page.wait_for_url("**/reports?**")
    office.wait_until_drawn()
    reporting = card(office, "reporting")
    expect(reporting).to_contain_text("期限の来た12市町村のうち9（75.0%）が報告しました。")
    expect(reporting.locator("tbody tr")).to_have_count(3)
    reporting.get_by_role("link", name="下書町").click()
    office.page.wait_for_url("**/municipality?**")
    office.wait_until_drawn()
    assert office.page.locator(".km-heading").first.inner_text().startswith("下書町")
    gap = card(office, "town_ratings").locator(".km-year-none").filter(has_text="未報告").first
    assert gap.locator("i").count() == 0
    assert 0.05 < drawn_share(office.picture(gap.locator("> span"))) < 0.95


def test_the_page_of_reports_says_what_changed_since_the_last_edition(office):
    office.open("reports", task="editions")
    since = card(office, "since_edition")
    expect(since).to_contain_text(f"「{EDITION}」からの変化")
    expect(since).to_contain_text("新たに報告77件")
    assert since.locator("tbody tr").count() == 8
    expect(card(office, "edition_changes")).to_contain_text("77件の目標に変化があります")


def test_the_page_of_a_town_draws_every_target_over_the_years(office):
    office.open("municipality", area="992011")
    rated = card(office, "town_ratings")
    assert rated.locator("tbody").count() == 15
    charts = rated.locator(".km-years")
    assert charts.count() >= 9
    bars = charts.first.locator("i").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().height)")
    assert len(bars) == 3
    assert min(bars) > 10
    assert rated.locator(".km-year-part").count() > 0
    expect(card(office, "reported_areas")).to_contain_text("計画書の申告は")
    assert office.page.evaluate(HEIGHT) <= 3_000
    office.page.set_viewport_size({"width": 390, "height": 844})
    office.wait_until_drawn()
    assert office.page.evaluate(HEIGHT) <= 6_000


def test_reported_and_declared_coverage_are_told_apart_and_can_be_switched(office):
    office.open("aging_coverage", framework_fy="plans")
    figure = card(office, "aging_coverage_consultation")
    expect(figure).to_contain_text("が市町村の報告値です。")
    expect(figure.locator(".legendtext").filter(has_text="（報告値）").first).to_be_visible()
    office.page.get_by_role("radio", name="申告値のみ").click()
    expect(figure).not_to_contain_text("報告値です。")
    expect(figure.locator(".legendtext").filter(has_text="（報告値）")).to_have_count(0)


def test_a_report_is_returned_with_a_reason_taken_back_and_confirmed(office):
    office.open("reports", task="history", report_fy="2023")
    choose_history_row(office, "例示市")
    back = office.page.get_by_role("button", name="差し戻す", exact=True)
    expect(back).to_be_disabled()
    office.page.get_by_label("差戻しの理由").fill("分母を確かめてください。")
    office.page.get_by_label("差戻しの理由").press("Tab")
    expect(back).to_be_enabled()
    decide(office, "差し戻す", "差戻し")
    choose_history_row(office, "例示市")
    expect(office.page.locator(".km-heading").last).to_contain_text("差戻し")
    decide(office, "提出済に戻す", "提出済")
    choose_history_row(office, "例示市")
    expect(office.page.locator(".km-heading").last).to_contain_text("提出済")
    decide(office, "確定する", "確定")
    choose_history_row(office, "例示市")
    expect(office.page.get_by_role("button", name="確定する")).to_be_disabled()


def test_an_older_revision_can_be_looked_at_and_not_decided(office):
    office.open("reports", task="history", report_fy="2024")
    choose_history_row(office, "例示市", which=1)
    expect(office.page.locator(".km-heading").last).to_contain_text("第1版")
    expect(office.page.get_by_text("その後の第2版が今の報告です。")).to_be_visible()
    expect(office.page.get_by_role("button", name="確定する")).to_have_count(0)


def test_a_file_of_the_practice_data_says_so_in_its_name_and_in_every_row(office):
    office.open("targets")
    with office.page.expect_download() as download:
        office.page.get_by_role("button", name="CSV").first.click()
    assert download.value.suggested_filename.startswith("練習用_kyosei_attainment_")
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert rows
    assert {row["データの種類"] for row in rows} == {"練習用（架空の見本県）"}


def test_a_picture_of_practice_data_says_that_they_are_invented(office):
    office.open()
    _, svg = saved(office, card(office, "first_look"), "svg")
    assert "練習用データ" in words_of(svg)
