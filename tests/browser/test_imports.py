"""The census by upload in a real browser: chosen, taken in, in force in the next figure, taken back."""

from __future__ import annotations

import pytest

from tests.browser.server import LOCAL_ROLE, running_server

TAKEN = "国勢調査（2020-10-01現在）を取り込みました。値のある市区町村は1,740です。"


@pytest.fixture
def office(tmp_path, chromium_path):
    """A server for one person, with imports and a store of its own."""
    environment = {
        "MONITOR_IMPORTED": str(tmp_path / "imported"),
        "MONITOR_DATABASE_URL": f"sqlite:///{tmp_path / 'monitor.sqlite'}",
    }
    with running_server(environment=environment | LOCAL_ROLE) as address:
        yield address


def test_the_census_goes_in_by_upload_shows_in_the_scatter_and_comes_out_again(office, new_reader, census_path):
    reader = new_reader(address=office)
    page = reader.page
    reader.open("data_quality", view="imports")
    page.get_by_text(
        "国勢調査と住民基本台帳と市区町村の境界と段階の一覧・支出先の一覧は取り込まれていません。"
    ).wait_for()
    page.locator("input[type=file]").first.set_input_files(census_path)
    page.get_by_role("button", name="国勢調査を取り込む").click()
    page.get_by_text(TAKEN).wait_for()
    page.get_by_text("国勢調査（令和2年10月1日現在）を取り込んであります。").wait_for()
    assert not page.get_by_text("このリンクはデータ版").count()

    reader.open("aging_coverage", pref="01")
    page.get_by_text("高齢化率（国勢調査）と支援カバー率（相談の受け止め）").wait_for()
    page.get_by_text("カバー率の値なし（横の位置だけ）").first.wait_for()

    reader.open("data_quality", view="imports")
    page.get_by_text("国勢調査の取り込みを取り消す").click()
    page.get_by_text("取り消すと、これを使う値と図が取り込む前に戻ることを確かめました").first.click()
    page.get_by_role("button", name="取り消す", exact=True).click()
    page.get_by_text("国勢調査の取り込みを取り消しました。").wait_for()
    reader.open("aging_coverage", pref="01")
    page.get_by_text("国勢調査は、この環境に取り込まれていません。").wait_for()
