"""Plans, roadmap and cases through AppTest: alone and through app.py, with facts of the committed dataset."""

from __future__ import annotations

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

SCOPES = {"all prefectures": {}, "one prefecture": {"pref": "01"}, "one without data": {"pref": "47"}}
PAGES = {"plans": "計画の体系", "roadmap": "都道府県ロードマップ", "good_practices": "取組事例"}


@pytest.fixture
def run(project_dir):
    """Run a page alone with an address, and return it."""

    def start(name, **query):
        page = AppTest.from_file(str(project_dir / "pages" / f"{name}.py"), default_timeout=120)
        for key, value in query.items():
            page.query_params[key] = value
        page.run()
        assert not page.exception
        assert not page.error
        return page

    return start


def drawn(page):
    """Return everything that the page draws as HTML."""
    return "\n".join(element.proto.body for element in page.get("html"))


def text_of(page):
    """Return the words of it."""
    return html.unescape(re.sub(r"<[^>]+>", "", drawn(page)))


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_works_alone_for_every_scope(run, name, scope):
    page = run(name, **SCOPES[scope])
    assert f"<h1>{PAGES[name]}</h1>" in drawn(page)
    assert "nan" not in text_of(page).lower()
    assert "<NA>" not in text_of(page)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_works_through_the_menu(project_dir, name):
    app = AppTest.from_file(str(project_dir / "app.py"), default_timeout=120).run()
    app.switch_page(f"pages/{name}.py").run()
    assert not app.exception
    assert not app.error
    assert f"<h1>{PAGES[name]}</h1>" in drawn(app)


@pytest.mark.parametrize("name", PAGES)
def test_every_card_has_unit_n_time_source_and_download(run, name):
    page = run(name, pref="39" if name == "roadmap" else "34" if name == "plans" else "01")
    openers = re.findall(r'<p class="km-meta"><b>単位</b>(.*?)</p>', drawn(page))
    feet = re.findall(r'<p class="km-meta">[^\n]*<b>時点</b>(.*?)</p>', drawn(page))
    assert len(openers) >= 1
    assert all("<b>数</b>" in opener for opener in openers)
    assert all("<b>出典</b>" in foot for foot in feet)
    assert len(page.get("download_button")) == len(openers) == len(feet)


@pytest.mark.parametrize("name", PAGES)
def test_a_place_without_data_gets_words_and_no_empty_figure(run, name):
    page = run(name, pref="47")
    assert page.info
    assert "沖縄県" in page.info[0].value


def test_a_draft_is_shown_as_a_draft_and_counted_nowhere_as_in_force(run):
    page = run("plans", pref="08")
    words = text_of(page)
    assert "案（決定前。計画期間中の計画には数えません）" in words
    assert "この計画は案で、文書から分かる体系は、" in words
    assert "文書から分かる体系は、基本目標3件、基本施策12件、施策の方向39件です。" in words
    assert "計画期間中" not in words.replace("計画期間中の計画", "")


def test_integrated_plans_stand_with_law_and_article(run):
    words = text_of(run("plans", pref="08"))
    assert "社会福祉法第106条の5（努力義務）" in words
    assert "再犯の防止等の推進に関する法律第8条（努力義務）" in words
    assert "成年後見制度の利用の促進に関する法律第14条（努力義務）" in words
    assert words.count("を兼ねる") == 3


def test_a_repeated_measure_is_drawn_once_and_number_four_is_hatched(run):
    page = run("plans", pref="34")
    tree = next(part for part in drawn(page).split("\n") if "km-icicle" in part)
    assert tree.count("「地域福祉カルテ」の見直し") == 1
    matrix = next(part for part in drawn(page).split("\n") if "km-matrix" in part)
    assert matrix.count("◇") == 1
    assert matrix.count('class="km-hatched" title') == 14
    assert matrix.count("●") == 16


def test_a_plan_seen_before_is_not_drawn_anew(run, monkeypatch):
    before = text_of(run("plans", pref="34"))
    for name in ("head", "tree", "gaps"):
        monkeypatch.delattr(f"components.figures.plans.{name}")
    assert text_of(run("plans", pref="34")) == before


def test_uncertain_milestones_differ_in_shape(run):
    page = run("roadmap", pref="39")
    timeline = next(part for part in drawn(page).split("\n") if "移行準備事業" in part and "km-schedule" in part)
    assert timeline.count("km-span km-sure") == 2  # the seven towns, and those that consider
    assert timeline.count("km-span km-cell") == 9
    assert timeline.count("≈ ") == 10  # nine bars and the legend


def test_the_target_of_a_prefecture_is_not_reported_rather_than_missed(run):
    words = text_of(run("roadmap", pref="39"))
    assert "未報告" in words
    assert "34市町村" in words
    assert "未達成" not in words.replace("達成とも未達成とも言えません", "")


def test_all_municipalities_of_a_prefecture_stand_on_the_ladder(run):
    page = run("roadmap", pref="39")
    ladder = next(part for part in drawn(page).split("\n") if "km-ladder" in part)
    assert ladder.count('<th scope="row">') == 34


@pytest.mark.parametrize(
    "query", ["断らない相談", "中間的就労", "居場所", "居場所作り", "居場所ヅクリ", "フマネット", "ﾌﾏﾈｯﾄ"]
)
def test_the_search_finds_spelling_variants_and_marks_them(run, query):
    page = run("good_practices", search=query)
    assert "<mark>" in drawn(page)
    assert "件が見つかりました" in text_of(page)


def test_a_search_without_a_result_says_what_to_do(run):
    page = run("good_practices", search="ありえないことば")
    assert "見つかりません" in page.info[0].value


def test_what_a_reader_types_is_never_html(run):
    page = run("good_practices", search="<script>alert(1)</script>")
    assert "<script>alert" not in drawn(page)


def test_the_search_field_speaks_japanese(run):
    assert run("good_practices").text_input[0].placeholder == "例：断らない相談　中間的就労　居場所"


def test_a_hit_opens_its_lines(run):
    page = run("good_practices", search="居場所")
    (choice,) = [box for box in page.selectbox if box.label == "原文を開く"]
    choice.select_index(0).run()
    assert not page.exception
    assert any(element.label.startswith("原文（文書") for element in page.expander)


def test_a_town_page_shows_stage_plan_and_case(run):
    words = text_of(run("municipality", pref="01", area="016314"))
    assert "実施予定" in words
    assert "断らない相談窓口の徹底" in words
    plan = text_of(run("municipality", pref="08", area="082368"))
    assert "案が1件あり、決定を伝える文書はまだありません" in plan


def test_the_roadmap_carries_the_later_list_with_its_caveat(run):
    words = text_of(run("roadmap"))
    assert "29市町村のうち17" in words
    assert "実績ではない" in words


def test_the_map_of_stages_changes_with_the_year(run):
    first = text_of(run("progress_map", indicator="stage", fy="2022"))
    second = text_of(run("progress_map", indicator="stage", fy="2023"))
    assert "令和4年度（2022年度）の段階が分かるのは" in first
    assert "令和5年度（2023年度）の段階が分かるのは" in second


def test_two_years_of_ones_own_choice_are_compared_on_the_roadmap(run):
    page = run("roadmap")
    one, other = (
        next(box for box in page.selectbox if box.label == label) for label in ("比べる年度", "もう一方の年度")
    )
    assert (one.value, other.value) == ("2025", "2024")
    assert "令和6年度も令和7年度も段階が分かる" in text_of(page)
    other.select("2022").run()
    assert not page.exception
    assert "令和4年度から令和7年度へ" in text_of(page)
    assert page.query_params["year_other"] == "2022"
    one = next(box for box in page.selectbox if box.label == "比べる年度")
    one.select("2022").run()
    assert "令和3年度から令和4年度へ" in text_of(page)
    assert "段階の情報のある年度が2つないため" in text_of(run("roadmap", pref="39"))
