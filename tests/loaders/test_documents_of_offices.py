"""Documents as offices really send them, in one folder through the command: what of each is found, or what is said."""

from __future__ import annotations

import csv
import shutil
import zipfile

import pytest

from loaders.__main__ import main

PLAN_GOALS = ["風を起こす人づくり", "風の通う場づくり"]
CONTROL = {("サロン数", 5.0, "か所", ""), ("相談件数", 40.0, "件", "")}
# case → code of the town, and what else: targets (label, value, unit, fiscal year), period of a plan, words of an issue
TOWNS = {
    "C07a": ("023213", CONTROL), "C11a": ("082082", CONTROL), "C11c": ("122297", CONTROL), "C11g": ("023213", CONTROL),
    "C12a": ("282219", CONTROL), "C12b": ("402311", CONTROL), "C12d": ("032166", CONTROL), "C28a": ("292117", CONTROL),
    "C21_control": ("023213", CONTROL), "C22a": ("023213", CONTROL), "C22b": ("023213", CONTROL),
    "C07c": ("023213", {("民生委員の相談件数", 30.0, "件", "")}), "C28c": ("023213", {("辻立ち相談件数", 30.0, "件", "")}),
    "C21b": ("023213", {("サロン数", 5.0, "か所", "2018"), ("相談件数", 40.0, "件", "2018")}),
    "C41e": ("023213", {("相談件数", 10.0, "件", "2020"), ("相談件数", 15.0, "件", "2021"),
                        ("サロン数", 5.0, "か所", "2020"), ("サロン数", 8.0, "か所", "2021")}),
}  # fmt: skip
PLANS = {
    "C41a": ("282049", 2023, 2027), "C41b": ("282049", 2023, 2027), "C42_control": ("282049", 2024, 2028),
    **{f"C42{one}": ("282049", 2024, 2028) for one in "abcghnp"}, "C42d": ("282049", 2018, 2022), "C07d": ("282049", 2024, 2028),
    "C23a": ("222135", 2024, 2028), "C23c": ("282081", 2024, 2028), "C23d": ("412058", 2024, 2028), "C23g": ("342084", 2024, 2028),
}  # fmt: skip
SAID = {
    "C11a": "「龍ヶ崎市」は「龍ケ崎市」の別表記", "C12b": "今は「那珂川市」になった（当時の団体コードは403059）", "C12d": "今は「滝沢市」になった",
    "C43a": "同じ文字が二重に印字されている。値は読まない", "C43c": "同じ文字が二重に印字されている。値は読まない",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(shared_dir, tmp_path_factory):
    """Build all documents of the cases at once; return name of a table → its rows, each with its `case`."""
    sources, out = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("out") / "normalized"
    cases = {}
    for number, path in enumerate(sorted((shared_dir / "cases" / "files").glob("C*.txt")), start=101):
        cases[str(number)] = path.stem
        shutil.copy(path, sources / f"{number}_{path.name}")
    with zipfile.ZipFile(next((shared_dir / "cases" / "files").glob("C38a*.zip"))) as archive:
        archive.extractall(sources)
    assert main(["build", "--sources", str(sources), "--out", str(out)]) == 0
    with (out / "records.csv").open(encoding="utf-8") as file:
        documents = {row["record_id"]: row["doc_id"] for row in csv.DictReader(file)}
    tables = {}
    for name in ("records", "targets", "plans", "plan_nodes", "issues", "documents"):
        with (out / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            doc_id = row.get("doc_id") or documents.get(row.get("record_id", "")) or (row.get("plan_id") or "")[:3]
            row["case"] = cases.get(doc_id, doc_id)
        tables[name] = rows
    return tables


def of(rows, case):
    return [row for row in rows if row["case"].partition("_")[0] == case or row["case"] == case]


@pytest.mark.parametrize("case", TOWNS)
def test_a_programme_plan_gives_its_town_and_its_targets(built, case):
    code, targets = TOWNS[case]
    assert [row["area_code"] for row in of(built["records"], case)] == [code]
    found = {(r["label_ja"], float(r["value"]), r["unit"], r["target_fy"]) for r in of(built["targets"], case)}
    assert targets <= found


@pytest.mark.parametrize("case", PLANS)
def test_a_plan_outline_gives_its_town_its_period_and_its_goals(built, case):
    (plan,) = of(built["plans"], case)
    assert (plan["area_code"], int(plan["start_fy"]), int(plan["end_fy"])) == PLANS[case]
    nodes = [node["title_ja"] for node in built["plan_nodes"] if node["plan_id"] == plan["plan_id"]]
    assert [title for title in nodes if title in PLAN_GOALS] == PLAN_GOALS


@pytest.mark.parametrize("case", SAID)
def test_what_was_read_otherwise_than_written_is_an_issue(built, case):
    assert any(SAID[case] in issue["message_ja"] for issue in of(built["issues"], case))


def test_no_town_of_a_document_is_lost_and_no_doubled_number_read(built):
    assert [row["area_code"] for row in of(built["records"], "C22g")] == ["023213", "023230"]
    assert {row["label_ja"] for row in of(built["targets"], "C43a")} == {"サロン数"}
    assert {row["label_ja"] for row in of(built["targets"], "C43c")} == {"相談件数"}


def test_documents_with_other_endings_and_in_folders_are_read_too(built):
    names = {row["file_name"] for row in built["documents"] if row["state"] == "read"}
    assert {"001_鰺.txt", "計画.TXT", "計画2.txt"} <= names


def test_a_document_with_damaged_lines_gives_what_the_whole_one_gives(shared_dir, tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    shutil.copy(shared_dir / "cases" / "attacks" / "briefing_damaged.txt", sources / "003_damaged.txt")
    assert main(["build", "--strict", "--sources", str(sources), "--out", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "milestones.csv").open(encoding="utf-8") as file:
        assert sum(1 for _ in csv.DictReader(file)) == 11
