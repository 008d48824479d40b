"""The form of edition 2: services, counts, own targets and the checklist, filled in as an officer would and read again."""

import io
from dataclasses import replace
from functools import cache

import openpyxl
import pytest

from loaders.office_files import SentFile
from loaders.reports.annotate import annotated
from loaders.reports.contents import FormTarget
from loaders.reports.csv_form import csv_of_form
from loaders.reports.form_reading import read_report
from loaders.reports.form_writing import make_form
from loaders.reports.known import Known
from loaders.reports.layout import HEADER_ROW
from loaders.reports.sheets import COUNTS, OWN_TARGETS, PROCESS, SERVICES, SHEETS

AREA = {
    "area_code": "990019",
    "name_ja": "見本町",
    "prefecture_code": "99",
    "prefecture_ja": "見本県",
    "population": 10_000.0,
}
INDICATORS = {
    code: {"name_ja": name, "unit": unit, "kind": "flow", "min_plausible": 0.0, "max_plausible": None, "definition_ja": "定義"}
    for code, name, unit in (
        ("consultations", "相談件数", "件"), ("new_consultations", "新規相談件数", "件"),
        ("continued_consultations", "継続相談件数", "件"), ("support_plans", "プラン数", "件"),
        ("closed_plans", "終結したプラン数", "件"), ("bases", "拠点数", "か所"), ("participation_cases", "参加支援", "人"),
    )
}  # fmt: skip
ROAD = {"road": "implementing", "since_date": "2022-04-01", "comment_ja": None}
SERVICE = {
    "pillar": "coordination", "state": "implementing", "start_date": "2022-04-01", "delivery": "contracted",
    "contractor_ja": "見本町社会福祉協議会", "scope": "whole", "covered_population": None, "population": None, "staff_count": 2.0,
    "cost_yen": 1_000_000.0, "grant_yen": 750_000.0, "grade": 3, "reason_ja": "定着した", "next_year_ja": None,
}  # fmt: skip
AIM = {
    "target_id": "own-990019-2024-01", "pillar": "outreach", "label_ja": "訪問した世帯", "indicator_code": None, "unit": "世帯",
    "baseline_value": 10.0, "value": 20.0, "value_max": None, "comparator": "ge", "target_fy": 2024, "withdrawn": None,
}  # fmt: skip


def known_after(rows, *, year=2024, results=(), revisions=(1,)):
    """Return the tables after a report with rows by live table."""
    form = {"area_code": "990019", "fiscal_year": year, "report_kind": "full_year"}
    further = {name: {"990019": [{**form, "revision": 1, **row} for row in given]} for name, given in rows.items()}
    sent = [{**form, "revision": revision, "file_sha256": f"{revision}"} for revision in revisions]
    results = [
        {**form, "revision": 1, "evidence": "report", "fact_status": "stated", "period_end": None, **one}
        for one in results
    ]
    return Known(
        "0123456789ab",
        {"990019": AREA},
        {},
        INDICATORS,
        {"990019": results},
        {"990019": sent if rows else []},
        {},
        further,
    )


EMPTY = known_after({})


def content_of(known=EMPTY, year=2024):
    return known.content("990019", year, "full_year")


def cell_of(sheet, key, field, content):
    """Return sheet and address of a field in the row of a key; a number means a row to be added."""
    names = [column.name for column in sheet.columns]
    keys = [subject.target_id for subject, _ in sheet.rows(content)]
    place = keys.index(key) if isinstance(key, str) else keys.index("") + key
    return sheet.name, f"{openpyxl.utils.get_column_letter(names.index(field) + 1)}{HEADER_ROW + 1 + place}"


@cache
def new_form():
    """Return the form of a town that has never reported, made once."""
    return make_form(content_of())


def filled(answers, content, change=None):
    """Return the form with answers: {(sheet, key, field): value}."""
    form = new_form() if content == content_of() else make_form(content)
    book = openpyxl.load_workbook(io.BytesIO(form))
    for (sheet, key, field), value in answers.items():
        name, address = cell_of(sheet, key, field, content)
        book[name][address] = value
    if change:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(answers, content=None, change=None):
    content = content or content_of()
    return read_report(SentFile("f.xlsx", filled(answers, content, change)), lambda *key: content)


def messages(reading):
    return [(finding.cell, finding.severity, finding.rule_id) for finding in reading.findings]


def a_target(key=0, **values):
    given = {"pillar": "④ アウトリーチ等を通じた継続的支援", "label_ja": "訪問した世帯", "unit": "世帯", "target_value": 20,
             "comparator": "以上", "target_fy": "令和6年度", **values}  # fmt: skip
    return {(OWN_TARGETS, key, name): value for name, value in given.items()}


def test_a_form_of_a_town_without_any_plan_holds_every_part():
    book = openpyxl.load_workbook(io.BytesIO(make_form(content_of())))
    assert book.sheetnames == [*(sheet.name for sheet in SHEETS), "実績報告", "記入のしかた", "_form"]
    assert [book["件数"].cell(7, column).value for column in (3, 4)] == ["相談件数", "件"]
    assert "記入のしかた" in book["自団体の目標"].data_validations.dataValidation[2].formula1
    assert book["記入のしかた"]["E2"].value == "相談件数"


def test_years_of_the_model_projects_keep_the_first_edition():
    assert content_of(year=2020).edition == 1
    assert "圏域と人口" in openpyxl.load_workbook(io.BytesIO(make_form(content_of(year=2020)))).sheetnames


def test_services_counts_road_and_checklist_become_rows():
    def road(book):
        book["進め方とサービス"]["C4"], book["進め方とサービス"]["E4"] = "別の手法で整備", "R5.4"

    reading = read(
        {
            (SERVICES, "coordination", "state"): "実施している", (SERVICES, "coordination", "cost_yen"): "120万円",
            (SERVICES, "coordination", "grade"): "3", (SERVICES, "coordination", "reason_ja"): "定着した",
            (COUNTS, "support_plans", "value"): 0, (COUNTS, "consultations", "value"): "１２件",
            (PROCESS, "dialogue", "answer"): "はい", (PROCESS, "dialogue", "held_date"): "2024/6/1",
        },
        change=road,
    )  # fmt: skip
    assert reading.further["report_roads"] == [
        {"road": "other_approach", "since_date": "2023-04-01", "comment_ja": None}
    ]
    (service,) = reading.further["report_services"]
    assert {name: value for name, value in service.items() if value is not None} == {
        "pillar": "coordination", "state": "implementing", "cost_yen": 1_200_000, "grade": 3, "reason_ja": "定着した",
    }  # fmt: skip
    assert [(row["indicator_code"], row["value"]) for row in reading.further["report_counts"]] == [
        ("consultations", 12), ("support_plans", 0),
    ]  # fmt: skip
    assert reading.further["report_process"][0]["answer"] == "yes"
    assert reading.can_be_accepted


def test_an_own_target_becomes_a_target_with_its_result():
    reading = read(a_target(value=18, comment_ja="雪のため"))
    (target,) = reading.further["reported_targets"]
    assert {name: target[name] for name in ("target_id", "pillar", "value", "comparator", "target_fy")} == {
        "target_id": "own-990019-2024-01", "pillar": "outreach", "value": 20, "comparator": "ge", "target_fy": 2024,
    }  # fmt: skip
    (result,) = reading.rows
    assert [result[name] for name in ("target_id", "value", "unit", "pillar", "comment_ja")] == [
        "own-990019-2024-01", 18, "世帯", "outreach", "雪のため",
    ]  # fmt: skip


def test_an_own_target_that_was_given_up_is_withdrawn():
    reading = read(a_target(result_state="取下げ", comment_ja="事業をやめた"))
    assert reading.further["reported_targets"][0]["withdrawn"] is True


def test_an_indicator_gives_an_own_target_its_unit():
    reading = read(a_target(indicator_code="拠点数", unit=None))
    (target,) = reading.further["reported_targets"]
    assert (target["indicator_code"], target["unit"]) == ("bases", "か所")


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        (a_target(comparator=None), "report.own_target/missing"),
        (a_target(target_fy=2020), "report.own_target/year"),
        (a_target(target_fy="いつか"), "report.year"),
        (a_target(comparator="範囲"), "report.own_target/range"),
        (a_target(target_value_max=30), "report.own_target/range"),
        (a_target(indicator_code="拠点数"), "report.own_target/unit"),
        (a_target(label_ja="あ" * 201), "report.too_long"),
        ({**a_target(), **a_target(1)}, "report.repeated_row"),
        ({(SERVICES, "outreach", "cost_yen"): 5}, "report.needed"),
        ({(SERVICES, "outreach", "state"): "実施中"}, "report.choice"),
        ({(SERVICES, "outreach", "state"): "実施している", (SERVICES, "outreach", "cost_yen"): 5, (SERVICES, "outreach", "grant_yen"): 6},
         "report.grant"),
        ({(SERVICES, "outreach", "state"): "実施している", (SERVICES, "outreach", "covered_population"): 20_000,
          (SERVICES, "outreach", "population"): 10_000}, "report.covered_population"),
        ({(SERVICES, "outreach", "state"): "実施している", (SERVICES, "outreach", "scope"): "全域",
          (SERVICES, "outreach", "covered_population"): 500, (SERVICES, "outreach", "population"): 10_000}, "report.scope"),
        ({(SERVICES, "outreach", "state"): "実施している", (SERVICES, "outreach", "start_date"): "2026/4/1"}, "report.later"),
        ({(COUNTS, "bases", "value"): -1}, "report.range"),
        ({(COUNTS, "bases", "value"): 1.5}, "report.range"),
        ({(COUNTS, "bases", "value"): "=1+1"}, "report.formula"),
        ({(COUNTS, "bases", "comment_ja"): "調査中"}, "report.needed"),
        ({(PROCESS, "dialogue", "held_date"): "2024/6/1"}, "report.needed"),
        ({(COUNTS, "support_plans", "value"): 3, (COUNTS, "closed_plans", "value"): 4}, "report.parts_within_whole"),
        ({(COUNTS, "consultations", "value"): 10, (COUNTS, "new_consultations", "value"): 6,
          (COUNTS, "continued_consultations", "value"): 5}, "report.parts_within_whole"),
    ],
)  # fmt: skip
def test_what_contradicts_holds_its_row_back(answers, rule):
    reading = read(answers)
    found = {finding.rule_id for finding in reading.findings if finding.severity == "error"}
    assert rule.partition("/")[0] in found
    assert reading.held_rows >= 1


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({(SERVICES, "outreach", "state"): "実施しない", (SERVICES, "outreach", "cost_yen"): 5}, "report.service_none"),
        ({(SERVICES, "participation_support", "state"): "実施しない", (COUNTS, "participation_cases", "value"): 5}, "report.service_none"),
        ({(SERVICES, "outreach", "state"): "実施している", (SERVICES, "outreach", "grade"): "2"}, "report.reason"),
        (a_target(baseline_value=25, value=22), "report.own_target"),
        (a_target(baseline_value=5, value=16), "report.large_change"),
    ],
)  # fmt: skip
def test_what_is_doubtful_wants_a_comment(answers, rule):
    reading = read(answers)
    assert rule in [finding.rule_id for finding in reading.open_findings if finding.severity == "warning"]
    assert reading.held_rows == 0


def test_a_change_beyond_three_times_last_year_wants_a_comment():
    content = content_of(known_after({"report_services": [SERVICE], "report_counts": [
        {"indicator_code": "bases", "value": 4.0}]}), 2025)  # fmt: skip
    reading = read({(SERVICES, "coordination", "cost_yen"): 4_000_000, (COUNTS, "bases", "value"): 13}, content)
    assert [rule for _, _, rule in messages(reading)] == ["report.large_change", "report.large_change"]


def test_a_target_of_a_document_is_not_entered_twice():
    printed = FormTarget("T-1", "community", "訪問した世帯", "numeric", "世帯", "", "ge", 5)
    reading = read(a_target(), replace(content_of(), targets=(printed,)))
    assert "report.own_target" in [rule for _, _, rule in messages(reading)]


def test_a_new_year_begins_with_what_lasts_and_alone_is_no_report():
    after = known_after(
        {"report_roads": [ROAD], "report_services": [SERVICE], "reported_targets": [AIM, AIM | {
            "target_id": "own-990019-2024-02", "label_ja": "ひろば", "target_fy": 2026}]},
        results=[{"target_id": "own-990019-2024-01", "value": 16.0}],
    )  # fmt: skip
    content = content_of(after, 2025)
    assert content.prefilled["report_services"]["coordination"] == {
        "state": "implementing", "start_date": "2022-04-01", "delivery": "contracted",
        "contractor_ja": "見本町社会福祉協議会", "scope": "whole",
    }  # fmt: skip
    assert [(row["target_id"], row["target_fy"], row["baseline_value"]) for row in content.own_targets] == [
        (None, 2025, 16), ("own-990019-2024-02", 2026, 10),
    ]  # fmt: skip
    assert [rule for _, _, rule in messages(read({}, content))] == ["report.empty"]
    reading = read({(COUNTS, "bases", "value"): 3}, content)
    assert sorted(row["target_id"] for row in reading.further["reported_targets"]) == [
        "own-990019-2024-02", "own-990019-2025-01",
    ]  # fmt: skip


def test_a_resubmission_begins_with_the_revision_in_force_and_keeps_the_numbers_of_targets():
    after = known_after(
        {"reported_targets": [AIM], "report_counts": [{"indicator_code": "bases", "value": 4.0, "comment_ja": None}]},
        results=[{"target_id": AIM["target_id"], "value": 16.0, "result_state": "reported", "comment_ja": None}],
    )
    same = read({}, content_of(after))
    assert same.further["reported_targets"] == [AIM]
    assert same.rows[0]["value"] == 16
    # The form as it was first handed out, filled in once more, has no number for its target
    again = read_report(SentFile("f.xlsx", filled(a_target(value=17), content_of())), lambda *key: content_of(after))
    assert again.further["reported_targets"][0]["target_id"] == AIM["target_id"]
    assert "拠点数" in next(one.happened_ja for one in again.findings if one.rule_id == "report.lost_value")


def test_hidden_numbers_that_are_lost_are_known_by_their_words():
    def without_numbers(book):
        for sheet in SHEETS:
            book[sheet.name].delete_cols(1)

    reading = read({(COUNTS, "bases", "value"): 3, (SERVICES, "outreach", "state"): "準備中"}, change=without_numbers)
    assert reading.further["report_counts"][0]["indicator_code"] == "bases"
    assert reading.further["report_services"][0]["pillar"] == "outreach"


def test_a_row_that_somebody_added_is_named():
    def add(book):
        book["件数"]["C40"], book["件数"]["F40"] = "新しい項目", 5

    reading = read({(COUNTS, "bases", "value"): 3}, change=add)
    assert ("C40", "error", "report.added_row") in messages(reading)


def test_findings_go_back_into_their_cells():
    content = content_of()
    sent = SentFile("f.xlsx", filled({(COUNTS, "bases", "value"): -1, **a_target(target_fy=2019)}, content))
    reading = read_report(sent, lambda *key: content)
    book = openpyxl.load_workbook(io.BytesIO(annotated(sent, reading.findings)))
    for key in ((COUNTS, "bases", "value"), (OWN_TARGETS, 0, "target_fy")):
        name, address = cell_of(*key, content)
        assert "要修正" in book[name][address].comment.text
    assert book.sheetnames[0] == "指摘"


def in_csv(data, answers, content, encoding="utf-8-sig"):
    """Fill a CSV form in by the cells that the Excel form has."""
    import csv

    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for (sheet, key, field), value in answers.items():
        name, address = cell_of(sheet, key, field, content)
        row, column = openpyxl.utils.cell.coordinate_to_tuple(address)
        begin = next(n for n, one in enumerate(rows) if one[:2] == ["■", name])
        heading = next(n for n in range(begin, len(rows)) if rows[n][:1] == ["番号"])
        line = rows[heading + row - HEADER_ROW]
        line += [""] * (column - len(line))
        line[column - 1] = value
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16"])
def test_a_csv_says_the_same_as_the_excel_file(encoding):
    content = content_of()
    answers = {(COUNTS, "bases", "value"): "1,234", (SERVICES, "outreach", "state"): "準備中", **a_target(value="18")}
    data = in_csv(csv_of_form(make_form(content)), answers, content, encoding)
    from_csv = read_report(SentFile("f.csv", data), lambda *key: content)
    from_excel = read(answers)
    assert from_csv.findings == from_excel.findings == ()
    assert (from_csv.further, from_csv.rows) == (from_excel.further, from_excel.rows)


def test_a_csv_goes_back_with_its_findings_below_and_can_be_sent_again():
    content = content_of()
    answers = {(COUNTS, "bases", "value"): "たくさん", (PROCESS, "dialogue", "comment_ja"): "=1+1"}
    data = in_csv(csv_of_form(make_form(content)), answers, content, "cp932")
    for _ in range(2):
        reading = read_report(SentFile("f.csv", data), lambda *key: content)
        assert "report.number" in [one.rule_id for one in reading.findings]
        data = annotated(SentFile("f.csv", data), reading.findings)
    text = data.decode("cp932")
    assert text.count("■,指摘") == 1
    assert '"たくさん"' not in text
    assert ",'=1+1" in text


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", '■,_form\n"'.encode(), b"\xff\xfe\x00"])
def test_another_csv_is_no_form(data):
    reading = read_report(SentFile("f.csv", data), lambda *key: content_of())
    assert reading.is_refused
    assert not reading.further


def test_a_form_of_the_first_edition_for_a_year_of_today_is_still_read(monkeypatch):
    content = content_of()
    monkeypatch.setattr("loaders.reports.contents.framework_of", lambda year: "model_2019")
    old = make_form(content)
    monkeypatch.undo()
    book = openpyxl.load_workbook(io.BytesIO(old))
    for column, value in zip("BCDEF", (3, 4, 700, 980, "2025/3/31"), strict=True):
        book["圏域と人口"][f"{column}7"] = value
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read_report(SentFile("f.xlsx", buffer.getvalue()), lambda *key: content)
    assert reading.areas[0]["covered_population"] == 700
    assert not reading.further
