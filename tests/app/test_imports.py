"""取り込み through AppTest: what a reader sees without and with the census, and the upload of who may."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from components.views import navigation, roles
from data import answers, dataset
from data.store.engine import close_all
from loaders.imports import desk
from tests.app.test_pages import ODD_WORDS, texts_of
from tests.loaders.imports.census_table import area, rows, sheet_rows, xlsx

PAGES = [entry.name for entry in navigation.entries()]


@pytest.fixture(autouse=True)
def own_imports(tmp_path, monkeypatch):
    """Imports and a store of this test's own."""
    monkeypatch.setenv("MONITOR_IMPORTED", str(tmp_path / "imported"))
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'monitor.sqlite'}")
    yield tmp_path
    close_all()


@pytest.fixture
def opened(project_dir):
    """Open a page at an address."""

    def open_page(name="data_quality", **query):
        page = AppTest.from_file(str(project_dir / "pages" / f"{name}.py"), default_timeout=120)
        for parameter, value in ({"view": "imports"} | query).items():
            page.query_params[parameter] = value
        page.run()
        assert not page.exception
        return page

    return open_page


def uploaded(page, content, name="major_results_2020.xlsx"):
    """Choose a file for the census and press the button."""
    page.file_uploader[0].upload(name, content, "application/octet-stream")
    page.run()
    next(button for button in page.button if button.label == "国勢調査を取り込む").click()
    return page.run()


def taken_back(page):
    """Confirm that an import is to be taken back, and press the button."""
    next(box for box in page.checkbox if "戻ることを確かめました" in box.label).check()
    page.run()
    next(button for button in page.button if button.label == "取り消す").click()
    return page.run()


def said(page):
    """Return what the boxes of a page say."""
    return [box.value for kind in ("error", "success", "info") for box in page.get(kind)]


def test_a_reader_learns_what_is_missing_where_it_is_published_and_who_may_bring_it_in(opened):
    page = opened()
    words = texts_of(page)
    assert "国勢調査と住民基本台帳と市区町村の境界と段階の一覧・支出先の一覧は取り込まれていません。" in words
    assert "e-Stat（政府統計の総合窓口" in words
    assert "都道府県・市区町村別の主な結果" in words
    assert "国土数値情報" in words
    assert "取り込みと取り消しには権限が必要です。" in words
    assert not page.file_uploader
    assert not [button for button in page.button if "取り込む" in button.label]


def test_an_upload_is_in_force_at_once_with_its_findings_and_its_entry_in_the_log(opened, office):
    version = dataset.dataset_version()
    page = uploaded(opened(), xlsx())
    assert said(page) == ["国勢調査（2020-10-01現在）を取り込みました。値のある市区町村は4です。"]
    words = texts_of(page)
    assert "国勢調査（令和2年10月1日現在）を取り込んであります。" in words
    assert "住民基本台帳と市区町村の境界と段階の一覧・支出先の一覧は取り込まれていません。" in words
    assert "政令指定都市の区（市と分けて置き、市町村に数えない） 2" in words
    assert roles.LOCAL_JA in words
    assert f"{version}-" in words
    assert answers.audit_log()[["actor", "action"]].to_numpy().tolist() == [[roles.LOCAL_JA, "import_statistics"]]


def test_the_readers_page_names_nobody(opened, office):
    uploaded(opened(), xlsx())
    office.leave()
    words = texts_of(opened())
    assert "国勢調査（令和2年10月1日現在）を取り込んであります。" in words
    assert "取り込んだ人" not in words


def test_a_file_that_cannot_be_taken_is_refused_in_words_and_changes_nothing(opened, office):
    uploaded(opened(), xlsx())
    state = dataset.state_version()
    page = uploaded(opened(), xlsx(sheet_rows(rows()[:-1])), "<b>cut</b>.xlsx")
    assert said(page)[0] == "**取り込めませんでした。** 前のデータは元のままです。"
    assert "&lt;b&gt;cut&lt;/b&gt;.xlsx: 取り込めない箇所が1件ある" in texts_of(page)
    assert "内訳1行の合計2,000人と合わない" in texts_of(page)
    assert dataset.state_version() == state
    assert len(answers.audit_log()) == 1


def test_the_same_file_again_is_recognised(opened, office):
    content = xlsx()
    uploaded(opened(), content)
    assert said(uploaded(opened(), content)) == ["同じファイルを取り込み済みです。何も変えていません。"]


def test_official_boundaries_are_taken_in_recognised_and_taken_back(opened, office, shared_dir):
    path = shared_dir / "boundaries" / "N03-21_09_210101.json"
    page = opened()
    for expected in ("success", "info"):
        page.file_uploader[2].upload(path.name, path.read_bytes(), "application/json")
        page.run()
        next(button for button in page.button if button.label == "市区町村の境界を取り込む").click()
        page.run()
        assert not page.error
        assert len(page.get(expected)) == 1
    assert "市区町村の境界（令和3年1月1日現在）を取り込んであります。" in texts_of(page)
    assert said(taken_back(page)) == ["市区町村の境界の取り込みを取り消しました。"]
    assert answers.boundaries().sources == ()


def test_an_import_is_taken_back_after_a_confirmation(opened, office):
    page = uploaded(opened(), xlsx())
    back = next(button for button in page.button if button.label == "取り消す")
    assert back.disabled
    assert said(taken_back(page)) == ["国勢調査の取り込みを取り消しました。"]
    assert dataset.state_version() == dataset.dataset_version()
    assert list(answers.audit_log()["action"]) == ["remove_statistics", "import_statistics"]


def test_the_real_census_goes_in_shows_in_the_scatter_and_comes_out_again(opened, office, census_path):
    page = opened()
    assert "国勢調査と住民基本台帳と市区町村の境界と段階の一覧・支出先の一覧は取り込まれていません。" in texts_of(page)
    page = uploaded(page, census_path.read_bytes())
    assert said(page) == ["国勢調査（2020-10-01現在）を取り込みました。値のある市区町村は1,740です。"]
    assert "国勢調査（令和2年10月1日現在）を取り込んであります。" in texts_of(page)
    assert "このリンクはデータ版" not in texts_of(page)
    scatter = opened("aging_coverage", pref="01")
    assert "高齢化率（国勢調査）と支援カバー率（相談の受け止め）" in texts_of(scatter)
    names = [trace["name"] for trace in json.loads(scatter.get("plotly_chart")[0].proto.spec)["data"]]
    assert "カバー率の値なし（横の位置だけ）" in names
    assert said(taken_back(page)) == ["国勢調査の取り込みを取り消しました。"]
    assert "国勢調査は、この環境に取り込まれていません。" in texts_of(opened("aging_coverage", pref="01"))


@pytest.fixture(scope="module")
def few_towns(tmp_path_factory):
    """A folder into which a census of a few towns was brought once; not to be changed."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "census.xlsx").write_bytes(xlsx())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_IMPORTED", str(folder / "imported"))
        patch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{folder / 'monitor.sqlite'}")
        desk.import_file("census", folder / "census.xlsx", by="係長")
        close_all()
    return folder / "imported"


@pytest.mark.parametrize("prefecture", ["00", "47"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_a_census_of_a_few_towns(opened, few_towns, monkeypatch, name, prefecture):
    monkeypatch.setenv("MONITOR_IMPORTED", str(few_towns))
    page = opened(name, pref=prefecture)
    assert not page.error
    assert not ODD_WORDS.search(texts_of(page))


@pytest.mark.usefixtures("imported_census")
class TestWithTheRealCensus:
    @pytest.mark.parametrize("name", PAGES)
    def test_every_page_opens(self, opened, name):
        page = opened(name, pref="12", area="124095")
        assert not page.error
        assert not ODD_WORDS.search(texts_of(page))

    def test_a_town_shows_the_plan_and_the_census_side_by_side_with_their_dates(self, opened):
        words = texts_of(opened("municipality", pref="12", area="124095"))
        assert "芝山町の高齢化率は、国勢調査で37.6%で、計画書の値（33.6%）より4.0ポイント高い値です。" in words
        assert "国勢調査（令和2年10月1日現在）" in words
        assert "国勢調査と離れた高齢化率" in opened(view="issues", pref="12").dataframe[0].value.to_csv()

    def test_a_town_without_a_plan_has_its_population(self, opened):
        words = texts_of(opened("municipality", pref="01", area="012025"))
        assert "函館市の高齢化率は、国勢調査で36.0%です。" in words
        assert "251,084人" in words

    def test_the_only_town_without_residents_says_so(self, opened):
        words = texts_of(opened("municipality", pref="07", area="075469"))
        assert "双葉町の高齢化率は、国勢調査に値がありません。" in words

    def test_the_residents_of_a_prefecture_are_those_of_the_census(self, opened):
        words = texts_of(opened("progress_map", pref="13"))
        assert "国勢調査（令和2年10月1日現在）の値です。" in words
        assert "14,047,594人のうち" in words

    @pytest.mark.parametrize(
        ("source", "title"),
        [("census", "高齢化率（国勢調査）と支援カバー率"), ("document", "高齢化率（計画書）と支援カバー率")],
    )
    def test_the_scatter_says_which_source_it_uses(self, opened, source, title):
        words = texts_of(opened("aging_coverage", aging_source=source))
        assert title in words
        assert ("カバー率の値がない1,693市町村の高齢化率です。" in words) is (source == "census")


def test_a_town_that_the_census_counts_twice_as_old_is_an_issue(opened, own_imports):
    data = [area("01000", "北海道", "a", 5000, 4000, 200, 2000), area("01100", "札幌市", 1, 5000, 4000, 200, 2000)]
    path = own_imports / "census.xlsx"
    path.write_bytes(xlsx(sheet_rows(data)))
    desk.import_file("census", path, by="係長")
    assert "差が3ポイントを超えるのは1市町村です（札幌市）。" in texts_of(opened(pref="01"))
