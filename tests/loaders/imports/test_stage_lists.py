"""Lists of stages as offices hold them become statements with their source, and what is not used is named with its row."""

from __future__ import annotations

import pytest

from data import answers
from data.store.engine import close_all
from loaders.errors import LoaderError
from loaders.imports import desk
from loaders.imports.stage_lists import read_stages
from loaders.lookups import Lookups

LOOKUPS = Lookups()  # read once; its tables are not changed

COUNCIL = """令和7年度概況一覧,,,,,
①重層的支援体制整備事業(令和6年)実績,,,,,
ブロック,,社協名,実施状況,開始年度,委託事業
,,,,,多機関協働
北摂,1,豊中市,実施,,○
2,池田市,未実施,,×,
,3,高槻市社会福祉協議会,実施,令和5年度,○
,4,枚方市,実施,R3.10~移行準備/R4~本格実施,○
,5,ない町,未実施,,×
,6,交野市,よく分からない,令和5年度,○
,7,大東市,移行準備,2024/11/1,○
"""
REVIEW = """事業年度,予算事業ID,事業名,支出先名,法人番号,所在地,支出先の合計支出額,金額
2025,5722,重層的支援体制整備事業交付金,名古屋市,3000020231002,愛知県,"2,850,298,000",
2025,5722,重層的支援体制整備事業交付金,名古屋市,3000020231002,愛知県,,2850298000
2025,5722,重層的支援体制整備事業交付金,堺市,,大阪府堺市,803949000,
2025,5722,重層的支援体制整備事業交付金,その他,,,49497933000,
2025,5722,重層的支援体制整備事業交付金,ある協会,,東京都,5000,
2025,1,別の事業,札幌市,9000020011002,北海道,100,
"""


@pytest.fixture
def offered(tmp_path):
    """Return a function that writes a file and returns its path."""

    def write(text, name="一覧.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return write


def read(path, year=None):
    return read_stages(path, path.name, LOOKUPS, year)


def stated(reading):
    return [(row["area_code"], row["fiscal_year"], row["stage"]) for row in reading.stages]


def test_a_table_of_towns_states_its_year_and_the_year_of_the_start(offered):
    reading = read(offered(COUNCIL))
    assert sorted(stated(reading)) == [
        ("272035", 2024, "implementing"), ("272043", 2024, "not_implementing"), ("272078", 2023, "implementing"),
        ("272078", 2024, "implementing"), ("272108", 2021, "preparing"), ("272108", 2022, "implementing"),
        ("272108", 2024, "implementing"), ("272183", 2024, "preparing"),
    ]  # fmt: skip
    assert {row["evidence"] for row in reading.stages} == {"named_list"}
    assert "(令和6年)実績" in reading.stages[0]["source_title"]


def test_what_a_table_of_towns_does_not_tell_is_named_with_row_reason_and_remedy(offered):
    found = {one["place"]: one["message_ja"] for one in read(offered(COUNCIL)).findings}
    assert "正式な名称に直してください" in found["一覧.csv 9行目"]
    assert found["一覧.csv 10行目"].startswith("交野市: 状態「よく分からない」の意味を決められない。この行は使わない。")
    kept = "「委託事業・多機関協働」の列は、段階の出典に添えて残す。"
    assert found["一覧.csv 3行目"] == f"{kept}段階のほかの列（ブロック）は使わない。"


def test_who_carries_out_which_service_stays_with_the_stage_of_the_year_of_the_table(offered):
    table = "大阪府の状況（令和6年度）\n市町村,実施状況,開始年度,委託先,,備考\n,,,多機関協働,参加支援\n枚方市,実施,令和4年度,市社協,-,○\n"
    reading = read(offered(table))
    assert {row["fiscal_year"]: row.get("quote") for row in reading.stages} == {
        2024: "委託先・多機関協働 市社協", 2022: None,
    }  # fmt: skip


def test_a_table_without_a_year_asks_for_it_and_takes_the_one_that_is_given(offered):
    path = offered("栃木県の状況\n市町村,実施状況,開始年度\n栃木市,実施中,\n市貝町,検討中,R9.4\n")
    with pytest.raises(LoaderError, match="表の年度が分からない"):
        read(path)
    assert stated(read(path, 2025)) == [("092037", 2025, "implementing"), ("093441", 2025, "considering")]


def test_a_table_with_year_and_programme_in_each_row_keeps_them(offered):
    rows = "都道府県,市町村,団体コード,年度,事業,段階\n岩手県,矢巾町,033227,令和3年度（2021年度）,移行準備事業,移行準備中\n岩手県,矢巾町,033227,2022,重層的支援体制整備事業,別の手法で整備\n"
    assert stated(read(offered(rows))) == [("033227", 2021, "preparing"), ("033227", 2022, "other_approach")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_the_expenditure_of_the_review_is_read_by_corporate_number_or_seat(offered, encoding):
    reading = read(offered(REVIEW, encoding=encoding))
    assert stated(reading) == [("231002", 2024, "implementing"), ("271403", 2024, "implementing")]
    assert [(row["recipient_ja"], row["area_code"], row["grant_yen"]) for row in reading.grants] == [
        ("名古屋市", "231002", 2_850_298_000), ("堺市", "271403", 803_949_000), ("その他", None, 49_497_933_000),
        ("ある協会", None, 5_000),
    ]  # fmt: skip
    (finding,) = reading.findings
    assert finding["place"] == "一覧.csv 6行目"
    assert "法人番号か名称を確かめてください" in finding["message_ja"]


def test_an_expenditure_list_without_the_programme_is_refused_with_what_to_choose(offered):
    with pytest.raises(LoaderError, match="予算事業ID 5722"):
        read(offered(REVIEW.replace("重層的支援体制整備事業交付金", "別の交付金")))


@pytest.mark.parametrize("case", ["C20a_lost_zero", "C20b_excel_date", "C20d_empty_columns", "C20e_all_of_it"])
def test_our_own_list_saved_by_a_spreadsheet_is_read(shared_dir, case):
    (row,) = read(shared_dir / "cases" / "files" / f"{case}.csv").stages
    assert (row["area_code"], row["stage"], row["fiscal_year"]) == ("012068", "preparing", 2022)


def test_a_table_that_is_none_of_them_is_refused_as_a_list(offered):
    with pytest.raises(LoaderError, match="見出し"):
        read(offered("品名,数\nりんご,3\n"))


def test_imported_lists_stand_beside_the_committed_sources_until_they_are_taken_back(offered, tmp_path, monkeypatch):
    monkeypatch.setenv("MONITOR_IMPORTED", str(tmp_path / "imported"))
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'monitor.sqlite'}")
    before, doubts = answers.programme_stages(area_code="272108"), len(answers.issues())
    done = desk.import_file("stages", offered(COUNCIL.replace("枚方市,実施", "枚方市,未実施")), by="係長")
    assert done.is_new
    assert not desk.import_file("stages", offered(COUNCIL.replace("枚方市,実施", "枚方市,未実施")), by="係長").is_new
    desk.import_file("stages", offered(REVIEW, "支出先.csv"), by="係長")
    rows = answers.programme_stages(area_code="272108", fiscal_year=2024)
    assert rows.set_index("evidence")["is_shown"].to_dict() == {"stated": True, "named_list": False}
    assert set(rows["conflict_ja"]) == {"出典により段階が異なる"}
    assert rows.set_index("evidence")["source_ja"]["named_list"].endswith("（一覧.csv）、委託事業・多機関協働 ○")
    words = "".join(answers.issues(area_code="272108")["message_ja"])
    assert "出典により段階が異なる: 「実施中」（明記・大阪府社会福祉協議会" in words
    (paid,) = answers.programme_stages(area_code="231002", fiscal_year=2024)["source_ja"].unique()[-1:]
    assert paid.endswith("、交付額2,850,298,000円")
    first = answers.imported_sources().iloc[0]
    assert desk.take_back("stages", by="係長", list_id=first["sha256"][:12])
    assert desk.take_back("stages", by="係長")
    assert len(answers.programme_stages(area_code="272108")) == len(before)
    assert len(answers.issues()) == doubts
    log = answers.audit_log()["action"].value_counts().to_dict()
    assert log == {"import_stages": 2, "remove_stages": 2}
    close_all()


def test_a_list_that_is_too_wide_is_refused_as_a_list(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"鳥{n}" for n in range(400)) + "\n" + ",".join(["1"] * 400), encoding="utf-8")
    with pytest.raises(LoaderError, match="市町村と段階の一覧") as refused:
        read_stages(path, path.name, LOOKUPS)
    assert "e-Stat" not in str(refused.value)
