"""The report of every kind of place: its parts, its numbers, its words, and where they come from."""

import re
from dataclasses import replace
from functools import cache

import pytest

from components.drawing.model import AreaMap, Bars, Points, Shares, Tiles
from components.packs import content
from data import answers

pytestmark = pytest.mark.usefixtures("committed_dataset")

PLACES = [("01", None), ("13", None), ("10", None), ("20", None), ("01", "012068"), ("01", "016420"), ("01", "012025")]
CODES = {"prefecture": ["map", "aging", "functions", "targets", "reports"],
         "town": ["map", "aging", "plan", "targets", "reports"]}  # fmt: skip


@cache
def report(place):
    """The report of a place, made once for all that is asked of it."""
    return content.pack(answers.pack_facts(*place), "気象庁")


def sentences(pack):
    """Return every sentence that is said somewhere."""
    said = [*pack.messages, *(q.question_ja for q in pack.questions), *(q.answer_ja for q in pack.questions)]
    for section in pack.sections:
        said += [*section.say_ja, *(figure.reading for figure in section.figures)]
    return said


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_place_has_all_parts_in_order_each_with_something_to_show(place):
    pack = report(place)
    wanted = CODES["prefecture" if place[1] is None else "town"]
    assert [section.code for section in pack.sections] == [
        code for code in wanted if code != "functions" or place[0] != "20"
    ]
    for section in pack.sections:
        assert section.figures or section.listings or section.empty_ja
        assert section.say_ja
        assert len(section.origins) == len(section.figures)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_everything_said_is_a_whole_sentence_without_a_missing_value(place):
    for sentence in sentences(report(place)):
        assert sentence.endswith(("。", "。）"))
        assert not re.search(r"nan|None|<NA>|NaT|（）|のの|がが|をを|、、|。。", sentence)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_the_summary_says_nothing_twice(place):
    pack = report(place)
    assert len(set(pack.messages)) == len(pack.messages) >= 4


def test_the_numbers_are_those_of_the_dataset():
    pack = report(("01", None))
    towns = answers.municipalities("01")
    assert pack.numbers[0].value == str(towns["has_record"].sum())
    charts = {figure.name: figure.chart for section in pack.sections for figure in section.figures}
    assert isinstance(charts["progress_map"], AreaMap)
    assert sum(charts["progress_map"].counts) == len(towns)
    assert isinstance(charts["aging_coverage_consultation"], Points)
    assert isinstance(charts["functions"], Shares)
    assert sum(charts["results"].totals) == len(answers.targets(prefecture_code="01"))
    (listing,) = next(section for section in pack.sections if section.code == "targets").listings
    assert len(listing.rows) == len(answers.targets(prefecture_code="01"))


def test_every_listed_row_names_its_document_and_line():
    for place in PLACES:
        for section in report(place).sections:
            for listing in section.listings:
                if "出典" in listing.headings:
                    column = listing.headings.index("出典")
                    assert all(re.match(r"文書\d{3} \d+(～\d+)?行目", row[column]) for row in listing.rows)


def test_sources_name_the_lines_of_every_municipality_with_a_plan():
    used = [line for source in report(("01", None)).sources for line in source.used_ja]
    towns = answers.municipalities("01")
    for row in towns[towns["has_record"]].to_dict("records"):
        assert f"{row['name_ja']} 文書001 {row['line_start']}～{row['line_end']}行目" in used


def test_a_town_without_a_plan_is_told_so_and_not_as_zero():
    pack = report(("01", "012025"))
    assert pack.place_ja == "北海道函館市"
    assert pack.headline.reading == "函館市の計画書は手元にないため、値を示せません。"
    assert "函館市は計画書がないため、図にありません（0 ではありません）。" in pack.messages


def test_reports_take_the_place_of_what_documents_say_about_results(practised):
    pack = content.pack(practised[0], "練習用")
    assert isinstance(pack.headline.chart, Tiles)
    assert [number.label for number in pack.numbers[-2:]] == ["報告率", "達成割合（S＋A）"]
    assert not [message for message in pack.messages if "すべて未報告" in message]
    figures = {figure.name: figure for section in pack.sections for figure in section.figures}
    heat = figures["attainment_heat"].chart
    assert isinstance(heat, Bars)
    assert sum(heat.totals) == figures["attainment_heat"].n
    late = next(section for section in pack.sections if section.code == "reports")
    assert [row[1] for row in late.listings[0].rows][:3] == ["未提出", "未提出", "差戻し"]
    assert pack.is_practice


def test_files_of_two_editions_of_the_same_data_have_names_of_their_own_that_any_disk_takes():
    pack = report(("20", None))
    assert pack.file_stem == f"kyosei_pack_20_{answers.dataset_version()}"
    assert replace(pack, edition="6月/第1回：定例会").file_stem == f"{pack.file_stem}_6月_第1回：定例会"
    assert replace(pack, is_practice=True).file_stem.startswith("練習用_")


def test_the_edition_and_its_day_are_said_in_words():
    assert content.edition_ja("第1回定例会", "2026-06-01T10:00:00+09:00") == "版「第1回定例会」（令和8年6月1日に固定）"
    assert content.edition_ja(None, None) == content.NOW_JA
