"""What a person is told about a briefing that cannot be read, and what it says of itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from loaders.document import read_document
from loaders.errors import BrokenDocumentError
from loaders.lookups import Lookups
from loaders.sources.prefectural_briefing import SOURCE, parse, recognise

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
REMEDY = "対処: 原本と見比べ、行が抜けていれば書き足してください。原本がこの書き方であれば、この文と文書を開発担当に渡してください"


def briefing(name):
    return replace(read_document(FIXTURES / "sources" / "prefectural_briefing" / name), doc_id="900")


def parsed(name="whole.txt", old="", new=""):
    """Parse a fixture with one phrase replaced by another."""
    document = briefing(name)
    lines = tuple("\n".join(line.replace(old, new) if old else line for line in document.lines).split("\n"))
    return parse(replace(document, lines=lines), Lookups(FIXTURES / "reference"))


def left_over(read):
    return [line for _, line, _ in read.unclaimed]


def test_the_document_is_recognised_by_its_content():
    assert recognise(briefing("whole.txt")) == []
    assert recognise(briefing("shorter.txt")) == []


def test_each_missing_sign_is_named():
    document = briefing("shorter.txt")
    lines = tuple(line.replace("第4四半期", "冬") for line in document.lines)
    assert recognise(replace(document, lines=lines)) == ["四半期の列がある表（見出し「第1四半期 … 第4四半期」）"]
    assert recognise(replace(document, lines=("灯り",))) == list(SOURCE.signs)


def test_title_and_year_of_the_document_are_those_that_it_states():
    assert parsed().about == {"title_ja": "となりの縁側 みんなの灯り", "fiscal_year": 2021, "truncated": True}


def test_a_last_row_with_all_its_cells_is_no_broken_end():
    assert parsed("shorter.txt").about["truncated"] is False


def test_the_groups_of_the_roadmap_are_noted_for_their_sum():
    note = parsed().notes["milestone_groups"][0]
    assert (note["groups"], note["municipalities"]) == ({"4市町": 4, "8市町村": 8}, 12)


def test_a_roadmap_without_a_row_has_no_group():
    document = briefing("shorter.txt")
    lines = tuple("" if number in (8, 9) else line for number, line in enumerate(document.lines, 1))
    read = parse(replace(document, lines=lines), Lookups(FIXTURES / "reference"))
    assert read.notes["milestone_groups"][0]["groups"] == {}


def test_an_item_of_the_roadmap_that_is_not_understood_is_reported():
    assert left_over(parsed(old="市町村計画改定予定 (5市町村)", new="灯りまつり")) == [49]


def test_a_bar_of_an_unknown_programme_is_reported():
    assert left_over(parsed(old="\t移行準備事業\t重層", new="\t灯り事業\t重層")) == [50]


def test_a_year_in_a_remark_holds_for_its_programme_only():
    read = parsed(old="各市町村灯り計画 策定の予定", new="各市町村 ※令和3年度 灯り調べ")
    assert [row["position"] for row in read.tables["milestones"][:4]] == ["by_cell"] * 4


@pytest.mark.parametrize("written", ["(五市町村)", "(約5市町村)", "（５市町村）"])
def test_the_number_of_municipalities_is_read_in_any_sign(written):
    read = parsed(old="(5市町村)", new=written)
    assert read.tables["milestones"][1]["municipality_count"] == 5


@pytest.mark.parametrize("written", ["（月曜 9時半～16時）", "〈月・火 午前9時30分から午後4時〉"])
def test_the_hours_of_an_activity_are_read_in_any_words(written):
    slot = parsed(old="〈月曜日 9:30～16:00〉", new=written).tables["timetable_slots"][0]
    assert (slot["weekday"], slot["starts_at"], slot["ends_at"]) == ("mon", "09:30", "16:00")


def test_an_activity_described_otherwise_is_left_over():
    assert 29 in left_over(parsed(old="〈月曜日 9:30～16:00〉", new="…月曜9時より"))


def test_years_of_the_roadmap_may_be_western():
    read = parsed(old="\tR3\tR4\tR5", new="\t2021\t2022\t2023")
    assert [row["start_fy"] for row in read.tables["milestones"]] == [
        row["start_fy"] for row in parsed().tables["milestones"]
    ]


@pytest.mark.parametrize(
    ("written", "kind"),
    [("2023年度までに全市町村における", "all_units"), ("令和5年度末までに県内12市町村すべてで", "all_units"),
     ("令和5年度末時点で全市町村における", "all_units"),
     ("令和5年度までに全市町村の半数における", None), ("今後3年間で全市町村における", None)],
)  # fmt: skip
def test_the_target_of_the_prefecture_is_read_or_left_over(written, kind):
    read = parsed(old="令和5年度までに全市町村における", new=written)
    assert [row["target_type"] for row in read.tables["targets"]] == ([kind] if kind else [])
    assert bool(kind) != any("までに" in line or "年間" in line for _, _, line in read.unclaimed)


def test_an_event_of_an_unknown_kind_is_reported():
    assert left_over(parsed(old="三者協議(6月～9月)", new="灯りまつり(6月～9月)")) == [58]


def test_an_event_without_a_mark_is_reported():
    assert left_over(parsed(old="⑤灯りセミナー", new="灯りセミナー")) == [57]


def test_a_number_of_municipalities_in_running_text_is_reported():
    assert left_over(parsed(old="灯りとは", new="灯りをともす3市町村")) == [4]


def test_an_activity_without_a_free_day_has_none_but_candidates():
    read = parsed(old="〈水曜日・金曜日 14:00～18:00〉", new="〈水曜日 14:00～18:00〉")
    slots = {row["slot_id"]: row for row in read.tables["timetable_slots"]}
    slot = slots["900-L0024-afternoon-sat"]
    assert (slot["weekday"], slot["weekday_candidates_ja"], slot["position"]) == (None, "水", "ambiguous")


def test_a_base_of_two_named_towns_belongs_to_none():
    read = parsed(old="白波町の灯り", new="白波町、花筏市の灯り")
    assert {row["area_code"] for row in read.tables["timetable_slots"]} == {None}


def test_a_summary_of_another_wording_is_not_shown(tmp_path):
    for path in (FIXTURES / "reference").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "target_summaries.csv").write_text(
        "statement_id,passage_sha,summary_ja\n900-L0002-prefecture,0000,縁側をすべての町に\n", encoding="utf-8"
    )
    read = parse(briefing("whole.txt"), Lookups(tmp_path))
    assert read.tables["target_statements"][0]["summary_ja"] is None
    assert read.notes["stale_summary"][0]["row_key"] == "900-L0002-prefecture"


def test_coordinators_without_a_town_are_left_over_and_stop_nothing():
    read = parsed(old="若草町灯り関係", new="灯り関係")
    assert (left_over(read), read.tables["staffing"]) == ([16], [])
    assert len(read.tables["milestones"]) == 9


def test_coordinators_of_a_town_of_another_prefecture_are_kept_and_told():
    read = parsed(old="日和県の取組", new="夕凪県の取組")
    assert {row["area_code"] for row in read.tables["implementations"]} == {"902101"}
    assert [(note["area_code"], note["line_start"]) for note in read.notes["other_prefecture"]] == [("902101", 11)]


def test_an_aim_of_a_number_of_municipalities_is_that_number():
    (target,) = parsed(old="全市町村における", new="20市町村における").tables["targets"]
    wanted = {"target_type": "numeric", "value": 20.0, "unit": "市町村", "fact_status": "stated"}
    assert wanted.items() <= target.items()
    assert "20" not in target["label_ja"]


def test_an_aim_in_other_words_is_left_over():
    assert parsed(old="までに全市町村における", new="までに町々の").unclaimed


@pytest.mark.parametrize(
    ("months", "span"),
    [
        ("（通年）", (4, 3)),
        ("(11月)", (11, 11)),
        ("(2月15日)", (2, 2)),
        ("(6月上旬～8月)", (6, 8)),
        ("(6月から8月)", (6, 8)),
        ("(随時)", (None, None)),
    ],
)
def test_an_event_has_its_months_in_common_spellings(months, span):
    events = {row["number"]: row for row in parsed(old="(6月～9月)", new=months).tables["support_events"]}
    assert (events["3"]["month_start"], events["3"]["month_end"]) == span


def test_a_group_that_considers_a_programme_is_told_with_its_number():
    (row,) = [row for row in parsed().tables["milestones"] if row["milestone_type"] == "considering"]
    assert (row["municipality_count"], row["group_ja"]) == (8, "8市町村")


def test_coordinators_of_an_unknown_programme_stop_the_reading():
    with pytest.raises(BrokenDocumentError) as error:
        parsed(old="多機関の協働による包", new="灯りを包")
    assert str(error.value) == (
        "文書900（whole.txt） 16行目: どの事業の配置かが読み取れない。本来は事業名と「A: (所属) 役職」の一覧。" + REMEDY
    )


def test_an_unknown_part_of_the_day_stops_the_reading():
    with pytest.raises(BrokenDocumentError) as error:
        parsed(old="午後\t", new="夕方\t")
    assert str(error.value) == (
        "文書900（whole.txt） 26行目: 時間帯「夕方」がわからない。本来は午前、午後、夜、夜間のいずれか。" + REMEDY
    )


def test_events_without_a_year_stop_the_reading():
    with pytest.raises(BrokenDocumentError) as error:
        parsed(old="3. 令和3年度重層的支援体制後方支援事業 年間スケジュール", new="3. 年間スケジュール")
    assert str(error.value) == (
        "文書900（whole.txt） 56行目: 表のすぐ上に年度を含む見出しがない。本来は「令和○年度…年間スケジュール」の見出し。"
        + REMEDY
    )


def test_a_meeting_is_read_with_the_post_of_who_leads_it():
    duties = "- A: 灯り会議のリーダー、風の会議のサブ\n- B: 風の会議のリーダー\n\n- 【相談支援包括化推進員】"
    step = "\n- 灯り会議の実施\n- 個別の事例を集めてケース検討を行う\n"
    rows = parsed(old="- 【相談支援包括化推進員】", new=step + duties).tables["meetings"]
    assert [(row["name_ja"], row["meeting_kind"]) for row in rows] == [
        ("灯り会議", "case_review"),
        ("風の会議", "network"),
    ]
    assert all(row["leader_ja"] for row in rows)


def test_an_example_without_a_town_is_a_generic_case():
    example = "広場の展開イメージ（広場がきっかけになった取組例）\n\n取り組みの経過\n\n- 広場に集まる。\n\n"
    (row,) = parsed(old="3. 令和3年度重層的", new=f"{example}3. 令和3年度重層的").tables["good_cases"]
    assert (row["is_generic"], row.get("area_code"), row["line_end"] > row["line_start"]) == (True, None, True)
    assert len(parsed(old="3. 令和3年度重層的", new=f"{example * 2}3. 令和3年度重層的").tables["good_cases"]) == 1
