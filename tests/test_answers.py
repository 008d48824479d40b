"""What the committed dataset answers: the figures that dataset.md and the documents name, through the access functions."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import answers
from data.answers import stages as stage_answers
from data.errors import UnknownRecordError


@pytest.fixture(autouse=True, scope="module")
def committed_dataset():
    """Read the committed dataset, whatever the machine is set to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MONITOR_DATA", raising=False)
        yield


def plan_of(name):
    return answers.plans().set_index("area_name_ja").at[name, "plan_id"]


def test_the_measures_of_hatsukaichi_answer_to_nine_of_at_least_ten_action_targets():
    row = answers.plan_action_coverage(plan_of("廿日市市")).iloc[0]
    assert (row["fiscal_year"], row["numerator"], row["denominator"]) == (2022, 9, 10)
    assert row["denominator_is_minimum"]
    assert (row["uncovered_numbers_ja"], row["outside_count"]) == ("4", 4)
    assert row["reading_ja"].startswith(
        "令和4年度（2022年度）の施策は、少なくとも10ある行動目標のうち9に応える（多くとも90%）。応える施策の記載がないのは行動目標4。"
    )


def test_the_matrix_of_hatsukaichi_has_fourteen_measures_and_seventeen_cells():
    plan_id = plan_of("廿日市市")
    measures, cells = answers.measures(plan_id), answers.measure_matrix(plan_id)
    assert (len(measures), len(cells), cells["measure_id"].nunique()) == (14, 17, 14)
    again = cells[cells["via_repost"]].iloc[0]
    assert (again["measure_ja"], again["target_ja"], again["page"]) == ("基本目標3（5）", "行動目標10", 37)
    assert list(measures.loc[measures["reposted_ja"] != "", "reposted_ja"]) == ["基本目標4（3）に再掲"]
    tree = answers.plan_tree(plan_id).set_index("path")
    assert (
        tree.at["行動目標2", "measures_ja"] == "「第3期計画」理念の普及啓発、「つなぐシート」を活用した地域情報の共有"
    )


def test_the_draft_of_omitama_has_its_whole_tree_and_does_not_count_as_in_force():
    plan = answers.plans("082368").set_index("status").loc["draft"]
    assert plan[["basic_goal_count", "basic_measure_count", "direction_count"]].to_list() == [3, 12, 39]
    assert not plan["counts_as_in_force"]
    tree = answers.plan_tree(plan["plan_id"])
    assert (len(tree), tree["leaf_count"].max(), tree["branch_without_measure"].any()) == (54, 21, False)
    assert stage_answers.plan_coverage(2026, "08").set_index("weight").at["municipalities", "basis"] == "none"


def test_integrated_plans_carry_their_law():
    rows = answers.plan_relations(plan_of_draft := answers.plans("082368").iloc[0]["plan_id"])
    one = rows[rows["relation"] == "integrated_with"]
    assert set(one["plan_id"]) == {plan_of_draft}
    assert one[["law_ja", "article_ja"]].notna().all(axis=None)


def test_the_tree_of_an_unknown_plan_is_refused_in_words():
    with pytest.raises(UnknownRecordError) as raised:
        answers.plan_tree("099-plan")
    assert str(raised.value) == (
        "計画「099-plan」はこのデータにありません。 該当する内容は表示できません。 一覧から選び直してください。"
    )


def test_a_plan_without_a_stated_start_says_so():
    assert answers.plans("016918").at[0, "period_ja"] == "7年間（開始年度の記載なし）"


def test_seven_of_thirty_four_municipalities_of_kochi_prepare_the_transition_in_2021():
    rows = stage_answers.stage_coverage("transition_preparation", 2021, prefecture_code="39").set_index("weight")
    row = rows.loc["municipalities"]
    assert (row["numerator"], row["denominator"]) == (7, 34)
    assert row["coverage_pct"] == pytest.approx(20.6, abs=0.05)
    assert row["reading_ja"] == "34市町村のうち7市町村（20.6%）。市町村名の記載がない数による。"
    assert rows.loc[["residents", "residents_65"], "numerator"].isna().all()


def test_the_duty_in_tokyo_is_counted_apart_from_the_voluntary_programme():
    rows = stage_answers.declared_coverage("13").set_index("subject")
    shares = rows[["municipalities", "denominator"]].astype(int).apply(tuple, axis=1).to_dict()
    assert shares == {"duty": (42, 62), "plan": (53, 62)}
    assert stage_answers.stage_coverage("multilayered_support", 2018, prefecture_code="13")["numerator"].isna().all()


def test_everything_known_of_the_coverage_stands_in_one_answer():
    rows = answers.known_coverage()
    assert (rows["basis"] != "none").all()
    heads = rows[(rows["weight"] == "municipalities") & ~rows["is_lower_bound"]]
    known = set(zip(heads["prefecture_code"], heads["what_ja"], heads["numerator"], strict=True))
    assert {("39", "移行準備事業", 7), ("13", "地域福祉計画", 53), ("13", "包括的な支援体制（努力義務）", 42)} <= known
    assert set(answers.known_coverage("13")["prefecture_code"]) == {"13"}


def test_what_became_known_after_a_date_does_not_count_on_that_date():
    before = stage_answers.stage_coverage("multilayered_support", 2023, prefecture_code="02", on_date="2022-10-31")
    after = stage_answers.stage_coverage("multilayered_support", 2023, prefecture_code="02", on_date="2022-11-30")
    assert (set(before["basis"]), set(after["basis"])) == ({"none"}, {"named"})


def test_the_ladder_has_every_municipality_in_every_year():
    rows = answers.stage_ladder()
    assert len(rows) == len(answers.municipalities()) * len(answers.stage_years())
    assert not rows["furthest_stage"].isna().any()
    stated = rows[rows["furthest_stage"] == "not_implementing"]
    assert (len(stated), set(stated["fiscal_year"])) == (10, {2024})


@pytest.mark.parametrize(
    ("area_code", "fiscal_year", "phrase", "source"),
    [
        ("016314", 2022, "重層的支援体制整備事業: 実施中", "文書000 84行目"),
        ("072028", 2024, "移行準備事業: 移行準備中", "https://www.city.aizuwakamatsu.fukushima.jp/docs/2025040100013"),
        ("012068", 2019, "多機関の協働による包括的支援体制構築事業: 実施中", "文書001 70～71行目"),
        ("012068", 2023, "情報なし", ""),
    ],
)
def test_each_stage_stands_in_the_ladder_with_its_source(area_code, fiscal_year, phrase, source):
    row = answers.stage_ladder(area_code=area_code).set_index("fiscal_year").loc[fiscal_year]
    assert row["furthest_ja"] == phrase
    sources = [value for name, value in row.items() if name.endswith("_source_ja")]
    assert source in sources


def test_the_three_plans_whose_mark_and_description_disagree_are_named():
    rows = answers.stage_ladder()
    rows = rows[rows["conflict_ja"] != ""]
    assert dict(zip(rows["name_ja"], rows["conflict_ja"], strict=True)) == dict.fromkeys(
        ["京極町", "湯沢市", "大潟村"], "記述があるが○印がない"
    )


def test_seventeen_of_twenty_nine_models_are_on_the_later_list():
    row = answers.model_outcome().iloc[0]
    members = answers.model_outcome_members()
    assert (row["model_count"], row["listed_count"]) == (29, 17)
    assert (len(members), members["is_listed"].sum()) == (29, 17)
    assert row["reading_ja"] == (
        "北海道から茨城県までのモデル事業実施29市町村のうち17が、令和5年度（2023年度）の重層的支援体制整備事業の一覧に載る（58.6%）。"
    )
    assert "実施予定" in row["caveat_ja"]
    assert "北海道から茨城県までに限られる" in row["caveat_ja"]


def test_the_gap_to_the_national_counts_is_a_number():
    rows = answers.reconciliation().set_index(["fiscal_year", "programme_code"])
    models = rows.loc[(2019, "model_projects")]
    assert (models["national_count"], models["known_count"], models["gap"]) == (208, 57, 151)
    listed = rows.loc[(2023, "multilayered_support")]
    assert (listed["national_count"], listed["list_count"], listed["known_count"], listed["gap"]) == (189, 29, 42, 147)
    assert listed["reading_ja"] == (
        "全国189市町村のうち、市町村名がわかるのは42、うち名簿によるもの29。残り147市町村は名前がわからない。"
    )


def test_the_roadmap_of_kochi_has_its_milestones_events_and_target():
    milestones, events = answers.milestones("39"), answers.support_events("39")
    assert (len(milestones), len(events)) == (11, 8)
    assert set(events["quarter_basis"]) == {"month", "cell"}
    assert milestones["reading_ja"].str.contains("表の位置から").sum() == (milestones["position"] == "by_cell").sum()
    target = answers.prefecture_targets("39").iloc[0]
    assert (target["value"], target["target_fy"], target["state"]) == (34, 2023, "not_reported")


def test_a_slot_whose_description_names_another_day_is_marked_as_moved():
    slots = answers.timetable_slots("392049")
    moved = slots[slots["is_moved"]]
    assert set(zip(moved["weekday_ja"], moved["cell_weekday_ja"], strict=True)) == {("金", "土")}


def test_a_case_about_a_whole_area_belongs_to_its_prefecture_and_to_no_municipality():
    cases = answers.good_cases(prefecture_code="01")
    wide = cases[cases["area_code"].isna()].iloc[0]
    assert (len(cases), wide["place_ja"].startswith("釧路総合振興局管内")) == (3, True)
    assert answers.good_cases(area_code="012068").empty


@pytest.mark.parametrize(
    ("query", "case", "word"),
    [
        ("断らない相談", "音更町による重層的支援体制整備事業の取組", "断らない相談"),
        ("中間的就労", "釧路総合振興局管内における生活困窮者支援の取組", "中間的就労"),
        ("居場所", "釧路総合振興局管内における生活困窮者支援の取組", "居場所"),
        ("就労", "釧路総合振興局管内における生活困窮者支援の取組", "就労"),
    ],
)
def test_the_words_of_the_officers_find_the_cases(query, case, word):
    rows = answers.search(query, kinds=["case", "case_point"])
    assert case in set(rows["heading_ja"])
    assert {row.text_ja[a:b] for row in rows.itertuples() for a, b in row.matches} == {word}


def test_spellings_find_the_same_rows_in_the_same_order():
    rows = [answers.search(query) for query in ("居場所づくり", "居場所作り", "居場所ヅクリ")]
    assert len(rows[0]) > 0
    assert all(list(other["row_id"]) == list(rows[0]["row_id"]) for other in rows)


def test_search_ranks_filters_and_says_how_many_there_were():
    rows = answers.search("相談", limit=5)
    assert list(rows["rank"]) == [1, 2, 3, 4, 5]
    assert rows["score"].is_monotonic_decreasing
    assert rows.attrs["total"] > 5
    assert set(answers.search("相談", prefecture_code="08")["prefecture_ja"]) == {"茨城県"}
    assert set(answers.search("相談", kinds=["measure"])["kind_ja"]) == {"施策"}


def test_every_found_text_knows_where_it_stands():
    rows = answers.search("相談", limit=1_000)
    assert rows[["doc_id", "record_id", "line_start", "line_end", "row_id", "heading_ja"]].notna().all(axis=None)
    assert set(rows["kind"]) <= set(answers.SEARCH_KINDS)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_any_query_gives_a_table(query):
    assert isinstance(answers.search(query), pd.DataFrame)
