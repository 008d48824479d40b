"""Names in a plan: where the coordinators sit, desks, bases, partners, money, members, plans, and starts."""

import pytest

from loaders.sources.programme_plans.named import names_in


def names(tables, kind, column="name_ja"):
    """Return one column of the names of a kind."""
    return [row.get(column) for row in tables["plan_names"] if row["kind"] == kind]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("小鳥町 福祉課 相談係", ["小鳥町 福祉課 相談係"]),
        ("あかり相談所、東地区社協等", ["あかり相談所", "東地区社協"]),
        ("種類:高齢者の相談機関 名称:東あかり係", ["東あかり係"]),
        ("直営: 小鳥町福祉室 委託: 社会福祉法人ことり会", ["小鳥町福祉室", "社会福祉法人ことり会"]),
        ("・障がい(社会福祉法人つばさ会東あかり支援センター, 社会福祉法人はね園 なぎさ工房)",
         ["社会福祉法人つばさ会東あかり支援センター", "社会福祉法人はね園 なぎさ工房"]),
        ("あかりの里。役場のとなりに窓口を置き、また、誰でも訪れやすい場をつくる。", ["あかりの里"]),
        ("「あかり相談窓口」", ["「あかり相談窓口」"]),
        ("住民が集まれる場所を検討する", []),
    ],
)  # fmt: skip
def test_a_cell_lists_names(text, found):
    assert names_in(text) == found


def test_names_of_every_kind_are_read(read_plan):
    tables = read_plan(
        stationed_at="あかり相談所、東地区社協",
        base="(拠点の場所) 東集会所、西サロン\t(運営主体) 社会福祉法人ことり会",
        partners="生活支援体制整備事業との連携を図る。",
        finance="共同募金や町民会費を活用する。",
        network="年2回開催。参加者:医師会、東地区社協",
    )
    assert names(tables, "coordinator_desk") == ["あかり相談所", "東地区社協"]
    assert names(tables, "community_base") == ["東集会所", "西サロン"]
    assert set(names(tables, "community_base", "operator_ja")) == {"社会福祉法人ことり会"}
    assert "生活支援体制整備事業" in names(tables, "partner")
    assert names(tables, "financing") == ["共同募金", "町民会費"]
    assert names(tables, "meeting_member") == ["医師会", "東地区社協"]


def test_careers_are_never_read(read_plan):
    tables = read_plan(careers="あかり福祉計画(平成30年度～35年度)の担当、つばさ相談室に勤務")
    assert not any("つばさ" in row["name_ja"] or row["kind"] == "named_plan" for row in tables["plan_names"])


def test_a_plan_is_named_with_its_years(read_plan):
    tables = read_plan(summary="小鳥町地域福祉計画(平成30年度～35年度)による。")
    row = next(row for row in tables["plan_names"] if row["kind"] == "named_plan")
    assert (row["name_ja"], row["start_fy"], row["end_fy"]) == ("小鳥町地域福祉計画", 2018, 2023)


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("平成 28 年度(平成 28 年 10 月)から実施(次ページ記載のとおり)", (2016, 10)),
        ("平成28年7月実施済み", (2016, 7)),
        ("令和2年2月から開始", (2019, 2)),
        ("平成 30 年度より実施済。", (2018, None)),
        ("令和元年度も引き続き進める", (None, None)),
    ],
)
def test_the_last_cell_of_a_section_says_when_the_other_programme_began(read_plan, written, start):
    rows = {row["programme_code"]: row for row in read_plan(other_plan=written)["implementations"]}
    row = rows["multi_agency"]
    assert (row.get("start_fy"), row.get("start_month")) == start
    assert "start_fy" not in rows["community_capacity"]
