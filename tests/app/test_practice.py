"""The practice dataset on every page: marked as invented, rated, and never mixed with real data."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.views import navigation
from data import answers, dataset, store
from data.errors import DatasetError
from data.store.engine import close_all
from tests.app.test_pages import ODD_WORDS, texts_of

PAGES = [entry.name for entry in navigation.entries()]


@pytest.fixture
def practice(practice_folder, monkeypatch):
    """The practice dataset, in use as `make demo` does it."""
    monkeypatch.setenv("MONITOR_DATA", str(practice_folder))
    monkeypatch.setenv("MONITOR_PRACTICE", "1")
    monkeypatch.delenv("MONITOR_DATABASE_URL", raising=False)
    monkeypatch.delenv("MONITOR_SOURCES", raising=False)
    yield practice_folder
    close_all()


@pytest.fixture
def opened(project_dir):
    """Open a page alone with an address."""

    def open_page(name, **query):
        test = AppTest.from_file(str(project_dir / f"pages/{name}.py"), default_timeout=120)
        for parameter, value in query.items():
            test.query_params[parameter] = value
        test.run()
        assert not test.exception
        return test

    return open_page


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_practice_data_opens_and_carries_the_mark(practice, opened, name):
    page = opened(name)
    words = texts_of(page)
    assert not page.error, [error.value for error in page.error]
    assert "<b>練習用データ</b>" in words
    assert "見本県" in words
    assert not ODD_WORDS.search(words), ODD_WORDS.search(words)


def test_the_practice_data_offers_no_other_prefecture(practice, opened):
    page = opened("overview", pref="13")
    assert page.sidebar.selectbox[0].options == ["見本県（計画書 12件）"]


@pytest.mark.parametrize("name", PAGES)
def test_practice_data_without_its_flag_shows_no_number(practice, opened, monkeypatch, name):
    monkeypatch.delenv("MONITOR_PRACTICE")
    page = opened(name)
    (error,) = page.error
    assert error.value.startswith("**練習用のデータセットが、練習用の指定なしに開かれました。**")
    assert "km-title" not in texts_of(page)


def test_the_flag_of_practice_never_opens_the_real_data(opened, monkeypatch):
    monkeypatch.setenv("MONITOR_PRACTICE", "1")
    (error,) = opened("targets").error
    assert error.value.startswith(r"**練習用の指定（MONITOR\_PRACTICE=1）で、本番のデータセットが開かれました。**")


def test_a_store_of_real_reports_refuses_the_practice_data(practice, opened, monkeypatch, tmp_path):
    monkeypatch.delenv("MONITOR_DATA")
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'real.sqlite'}")
    assert store.submissions().empty
    monkeypatch.setenv("MONITOR_DATA", str(practice))
    with pytest.raises(DatasetError, match="何も読み書きしていません"):
        store.submissions()
    page = opened("targets")
    assert page.warning[0].value.startswith("**練習用のデータセットに、本番の保存先が指定されています。**")
    assert "達成割合" not in texts_of(page)


def test_the_practice_store_refuses_the_real_data(practice, monkeypatch):
    assert len(store.submissions())
    url = f"sqlite:///{practice / 'var' / 'monitor.sqlite'}"
    monkeypatch.delenv("MONITOR_DATA")
    monkeypatch.setenv("MONITOR_DATABASE_URL", url)
    assert not dataset.dataset_snapshot().is_practice
    with pytest.raises(DatasetError, match="何も読み書きしていません"):
        store.submissions()


def test_targets_show_rates_bounds_bands_and_the_rule_beside_them(practice, opened):
    words = texts_of(opened("targets", rated_fy="2024"))
    for text in (
        "報告率",
        "75.0",
        "達成割合",
        "未報告しだいで",
        "100 ×（S + A）÷ 評価できた目標",
        "S 目標超過（110%以上）",
    ):
        assert text in words
    assert 'class="km-chip km-status-unreported"' in words


def test_another_year_can_be_chosen(practice, opened):
    page = opened("targets")
    assert "令和6年度（2024年度）" in texts_of(page)
    page.button_group[0].set_value("2022").run()
    assert page.query_params["rated_fy"] == "2022"
    assert "未報告の目標はありません" in texts_of(page)


def test_the_page_of_a_town_gives_band_and_reason_of_every_target(practice, opened):
    towns = answers.municipalities()
    town = towns[towns["name_ja"] == "仮置市"].iloc[0]
    rated = answers.public_ratings(area_code=town["area_code"])
    words = texts_of(opened("municipality", area=town["area_code"]))
    assert "目標ごとの判定" in words
    assert all(reason in words for reason in rated["reason_ja"])


def test_a_town_that_did_not_report_has_no_band_for_that_year(practice):
    towns = answers.municipalities()
    code = towns.set_index("name_ja").at["下書町", "area_code"]
    rated = answers.public_ratings(2024, area_code=code)
    assert set(rated["status"]) == {"unreported"}
    assert rated["band"].isna().all()


def test_the_real_data_says_honestly_that_nobody_has_reported(opened, monkeypatch, tmp_path):
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    words = texts_of(opened("targets"))
    assert "報告はまだありません。" in words
    assert "km-chip" not in words


def test_the_page_of_reports_shows_who_is_late_and_what_changed_since_the_edition(practice, opened):
    words = texts_of(opened("reports"))
    assert "令和7年度（2025年度）の報告の状況" in words
    assert "期限の来た12市町村のうち9（75.0%）が報告しました。" in words
    assert "「練習：前回の会議」からの変化" in texts_of(opened("reports", task="editions"))


def test_without_a_due_date_the_page_of_reports_says_so_calmly(opened, monkeypatch, tmp_path):
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    words = texts_of(opened("reports"))
    assert "報告の期限はまだ設定されていません。" in words
    assert "の報告の状況" not in words


def test_the_scatter_shows_reported_values_and_can_show_declared_ones_alone(practice, opened):
    assert "令和7年度" in texts_of(opened("aging_coverage"))
    page = opened("aging_coverage", framework_fy="plans")
    assert "が市町村の報告値です。" in texts_of(page)
    assert "報告値です。" not in texts_of(opened("aging_coverage", framework_fy="plans", basis="declared"))


def test_the_page_of_a_town_shows_reported_beside_declared_coverage(practice, opened):
    towns = answers.municipalities().set_index("name_ja")
    words = texts_of(opened("municipality", area=towns.at["練習町", "area_code"]))
    assert "報告された対象圏域と人口" in words
    assert "（計画書の申告は" in words


def test_a_store_out_of_reach_is_said_once_on_the_start_page_and_the_documents_stay(
    practice, opened, monkeypatch, tmp_path
):
    monkeypatch.delenv("MONITOR_DATA")
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'real.sqlite'}")
    assert store.submissions().empty
    monkeypatch.setenv("MONITOR_DATA", str(practice))
    page = opened("overview")
    assert len(page.warning) == 1
    assert page.warning[0].value.startswith("**練習用のデータセットに、本番の保存先が指定されています。**")
    assert "見本県の数" in texts_of(page)


@pytest.mark.parametrize(
    ("indicator", "year", "said"),
    [
        (
            "report_state",
            "2024",
            "報告を求めたのは12（確定が7、提出済が2、差戻しが1、未提出が2）。期限を過ぎたものは3。",
        ),
        ("report_state", "2022", "報告を求めたのは12（確定が12）。期限を過ぎたものはありません。"),
        ("attained", "2024", "合わせて、評価できた69件のうち46件（66.7%）が達成です。割合のない3は、未報告が3です。"),
    ],
)
def test_the_map_shows_who_reported_and_which_share_was_attained_by_year(practice, opened, indicator, year, said):
    page = opened("progress_map", indicator=indicator, rated_fy=year)
    words = texts_of(page)  # a card shows the first sentence, and the others on demand
    assert [sentence for sentence in said.split("。") if sentence not in words] == []
    (component,) = page.get("component_instance")
    assert "municipalMap.paint" in component.proto.json_args
