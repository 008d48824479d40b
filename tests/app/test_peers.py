"""類似自治体 through AppTest: peers with reasons, what the reader chooses, and what is said where something is missing."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from components.views.peers import NO_CENSUS_JA
from data import answers

KUSHIRO, MIYAKO, FUTABA = "012068", "032026", "075469"
READING = re.compile(r'<h2 class="km-title">(.*?)</h2><p class="km-reading">(.*?)</p>')
PEER = re.compile(r'<a href="municipality\?([^"]*)" target="_self">([^<]+)</a>')


@pytest.fixture
def opened(project_dir):
    """Open the page with an address."""

    def open_page(name="peers", **query):
        test = AppTest.from_file(str(project_dir / "pages" / f"{name}.py"), default_timeout=120)
        for parameter, value in query.items():
            test.query_params[parameter] = value
        test.run()
        assert not test.exception
        assert not test.error
        return test

    return open_page


def html_of(page):
    words = "\n".join(str(element.proto.body) for element in page.get("html"))
    return re.sub("</?abbr[^>]*>", "", words)


def readings(page):
    """Return title → sentence of the figures."""
    return dict(READING.findall(html_of(page)))


def listed(page):
    """Return the names of the peers in their order."""
    lists, *_ = re.findall(r'<ol class="km-peers">(.*?)</ol>', html_of(page))
    return [name for _, name in PEER.findall(lists)]


def words(page):
    return html_of(page) + "\n".join(caption.value for caption in page.caption)


class TestWithoutTheCensus:
    def test_the_page_says_what_is_missing_and_how_it_comes_in(self, opened):
        assert NO_CENSUS_JA in words(opened(area=KUSHIRO))

    def test_a_town_with_a_plan_has_ten_peers_each_with_a_reason(self, opened):
        page = opened(area=KUSHIRO)
        assert len(listed(page)) == 10
        assert "釧路市に最も近いのは" in readings(page)["釧路市に似た市町村"]

    def test_a_town_without_a_plan_says_that_it_cannot_be_compared(self, opened):
        assert readings(opened(area=MIYAKO)) == {"宮古市に似た市町村": "宮古市と値を比べられる市町村がありません。"}

    def test_every_town_can_be_found_by_its_kana(self, opened):
        page = opened(pref="03")
        labels = page.main.selectbox(key="choice_area").options
        assert len(labels) == len(answers.municipalities("03"))
        assert "宮古市（みやこし・岩手県）" in labels

    def test_conditions_that_nobody_meets_are_said_so(self, opened):
        page = opened(area="011002", peer_scope="prefecture", peer_kind="same")
        assert readings(page) == {"札幌市に似た市町村": "条件に合う市町村がないため、札幌市と比べる相手がいません。"}

    def test_nothing_is_compared_when_every_variable_is_dropped(self, opened):
        names = answers.peer_variables().query("known_count > 0")["variable"]
        page = opened(area=KUSHIRO, **{f"use_{name}": "0" for name in names})
        assert list(readings(page)) == ["釧路市に似た市町村"]

    def test_the_page_of_a_municipality_shows_three_peers_and_its_quartile_among_them(self, opened):
        page = opened("municipality", area=KUSHIRO)
        assert len(listed(page)) == 3
        assert "似た市町村：21市町村の" in html_of(page)

    def test_the_scatter_rings_the_peers_of_the_marked_town(self, opened):
        notes = html_of(opened("aging_coverage", area=KUSHIRO, mark="peers"))
        assert "六角形で囲んだ点は、似た市町村（" in notes
        assert "六角形で囲んだ点" not in html_of(opened("aging_coverage", area=KUSHIRO))


@pytest.mark.shared
@pytest.mark.usefixtures("imported_census")
class TestWithTheCensus:
    def test_a_town_without_a_plan_has_peers_and_nothing_is_said_to_be_missing(self, opened):
        page = opened(area=MIYAKO)
        assert len(listed(page)) == 10
        assert NO_CENSUS_JA not in words(page)

    def test_a_town_without_residents_is_not_compared(self, opened):
        assert list(readings(opened(area=FUTABA))) == ["双葉町に似た市町村"]

    def test_the_whole_state_is_in_the_address(self, opened):
        asked = {
            "peer_among": "further_on", "peer_scope": "prefecture", "peer_kind": "same", "peer_group": "kind",
            "use_aging_rate_pct": "2", "use_area_km2": "0", "peer_shown": "012041",
        }  # fmt: skip
        page = opened(area=KUSHIRO, **asked)
        assert {name: page.query_params[name] for name in asked} == asked
        assert "旭川市" in listed(page)

    def test_a_reader_chooses_who_is_drawn_without_changing_who_is_near(self, opened):
        page = opened(area=KUSHIRO)
        before = listed(page)
        page.multiselect(key="choice_peer_shown").select("011002").run()
        assert listed(page) == before
        assert page.query_params["peer_shown"] == "011002"
        assert "札幌市のカルテ" in words(page)

    def test_a_dropped_variable_is_in_no_reason(self, opened):
        page = opened(area=KUSHIRO, use_area_km2="0")
        (peers,) = re.findall(r'<ol class="km-peers">(.*?)</ol>', html_of(page))
        assert "面積" not in peers
        assert "高齢化率" in peers

    def test_the_comparison_group_changes_the_statistic_alone(self, opened):
        all_of_japan, same_prefecture = (opened(area=KUSHIRO, peer_group=group) for group in ("", "prefecture"))
        assert listed(all_of_japan) == listed(same_prefecture)
        title = "並べて見る：基本情報と計画の範囲"
        assert "全国では1,740市町村の" in readings(all_of_japan)[title]
        assert "同じ都道府県では179市町村の" in readings(same_prefecture)[title]

    def test_every_figure_says_n_time_and_source(self, opened):
        words = html_of(opened(area=KUSHIRO))
        openers = re.findall(r'<p class="km-meta"><b>単位</b>(.*?)</p>', words)
        feet = re.findall(r'<p class="km-meta">[^\n]*<b>時点</b>(.*?)</p>', words)
        assert len(openers) == len(feet) == 7
        assert all("<b>数</b>" in opener for opener in openers)
        assert all("<b>出典</b>" in foot for foot in feet)

    def test_stages_from_the_start_claim_no_cause(self, opened):
        text = html_of(opened(area="033227"))
        assert "ある取組がほかの結果を生んだことを示すものではありません" in text
        assert "矢巾町（2021年度）" in text
