"""Cells of section 4: who is placed, which meetings are held, and what says nothing."""

import pytest

from loaders.sources.programme_plans.bodies import read_bodies, read_headcounts
from loaders.sources.programme_plans.plan_cells import cell_state


@pytest.mark.parametrize(
    ("written", "headcount", "full_time", "part_time", "kind"),
    [
        ("各圏域1名（5圏域）", 5, None, None, "per_site"),
        ("1圏域1名×5圏域", 5, None, None, "per_site"),
        ("センター5か所に1名ずつ", 5, None, None, "per_site"),
        ("4拠点に各2人", 8, None, None, "exact"),
        ("各拠点に2名ずつ（全3拠点）", 6, None, None, "per_site"),
        ("各圏域に1名", None, None, None, "per_site"),
        ("9人(各あかりの家1名)", 9, None, None, "exact"),
        ("2拠点に1名配置", None, None, None, "per_site"),
        ("専任1名、兼任2名", 3, 1, 2, "sum"),
        ("三名(うち専従一名)", 3, 1, None, "exact"),
        ("2名→3名(令和2年度)", 3, None, None, "exact"),
        ("20人(専任1名、兼任19人)", 20, 1, 19, "exact"),
        ("令和元年度3名、令和2年度5名", 3, None, None, "exact"),
        ("H30:3名→R1:4名", 4, None, None, "exact"),
        ("2名または3名", None, None, None, "range"),
        ("2～3名", None, None, None, "range"),
        ("2、3名", None, None, None, "range"),
        ("常勤1名、非常勤2～3名", None, 1, None, "range"),
        ("令和2～3年度 2名", 2, None, None, "exact"),
        ("弐名", 2, None, None, "exact"),
        ("2名増員し5名", 5, None, None, "exact"),
        ("5圏域×各2名=10名", 10, None, None, "exact"),
        ("常勤1人、非常勤1人", 2, 1, 1, "sum"),
        ("計5名（専従2名、兼務3名）", 5, 2, 3, "sum"),
    ],
)  # fmt: skip
def test_a_headcount_is_read_with_what_it_counts(written, headcount, full_time, part_time, kind):
    head = read_headcounts(written, 2019)[0]
    assert (head.headcount, head.full_time, head.part_time) == (headcount, full_time, part_time)
    assert head.kind == kind


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("", "blank"),
        ("※会議の開催回数や参加者等を記載", "blank"),
        ("同上", "same_as"),
        ("上記と同様", "same_as"),
        ("個別事例検討と兼ねて実施", "same_as"),
        ("別紙2（平成31年度 実施（案））参照", "placeholder"),
        ("別添のとおり", "placeholder"),
        ("－", "placeholder"),
        ("今後検討", "undecided"),
        ("今後検討。現時点では行えていない。", "undecided"),
        ("検討中", "undecided"),
        ("特になし。 体制の充実（人員確保）。", "none"),
        ("現在行っていない", "none"),
        ("該当なし", "none"),
        ("検討会を月1回開く", "filled"),
        ("特に高齢者の見守りを行う", "filled"),
        ("別紙の名簿の人に声をかける", "filled"),
    ],
)
def test_words_that_say_nothing_give_a_state(written, state):
    assert cell_state(written) == state


def meetings(tables, kind):
    """Return name, lowest number a year and kind of frequency of the meetings."""
    rows = [row for row in tables["meetings"] if row["meeting_kind"] == kind]
    return [(row["name_ja"], row["per_year_min"], row["frequency_kind"]) for row in rows]


def functions(tables):
    """Return the state of each function."""
    return {row["function_code"]: row["state"] for row in tables["implementation_functions"]}


def test_who_a_programme_is_commissioned_to_may_stand_with_a_particle():
    bodies = read_bodies("小鳥町（社協へ委託）")
    assert (bodies.implementing_body, bodies.contractor, bodies.delivery) == ("小鳥町", "社協", "contracted")


def test_both_parts_of_the_form_since_2021_are_one_programme(read_plan):
    parts = (
        ("地域力強化推進事業", "重層的支援体制整備事業（地域づくり事業）"),
        ("多機関の協働による包括的支援体制構築事業", "重層的支援体制整備事業（多機関協働事業）"),
    )
    tables = read_plan(parts)
    assert [(row["programme_code"], row["marked"], row["described"]) for row in tables["implementations"]] == [
        ("multilayered_support", True, True)
    ]
    assert len(tables["implementation_functions"]) == 13
    assert {row["pillar"] for row in tables["targets"]} == {"community", "multi_agency"}


def test_each_named_meeting_of_a_cell_has_a_row(read_plan):
    tables = read_plan(network="代表者会議は年1回、実務者会議は年2回、個別会議は随時。", network_name="")
    assert meetings(tables, "network") == [
        ("代表者会議", 1, "stated"), ("実務者会議", 2, "stated"), ("個別会議", None, "as_needed")
    ]  # fmt: skip


@pytest.mark.parametrize(("written", "named"), [("上記と同様", "同上"), ("同上", ""), ("個別事例と兼ねて開催", "同上")])
def test_the_same_as_above_takes_name_and_frequency(read_plan, written, named):
    tables = read_plan(network=written, network_name=named)
    assert meetings(tables, "network") == [("ともしび会議", 12, "stated")]
    assert functions(tables)["multi_agency.network"] == "same_as"


def test_another_sheet_is_no_content(read_plan):
    tables = read_plan(network="別紙2参照", network_name="(今年度の会議の案)参照")
    assert meetings(tables, "network") == [(None, None, "not_stated")]
    assert functions(tables)["multi_agency.network"] == "placeholder"


def test_words_of_the_form_alone_are_blank(read_plan):
    assert functions(read_plan(case_review="", case_review_name=""))["multi_agency.case_review"] == "blank"
