"""Whole documents, area codes and names, the parts of briefings and cases, and the stages that lists and documents state."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from data.folders import yaml_beside
from data.measures.stage_conflicts import in_one_year, over_years
from data.schema import TABLES
from loaders.document import Row
from loaders.quality import Check, Finding, Notes, Tables, row_key, rule
from loaders.reference_areas import is_area_code


@rule("document.layout", "info", "文書の体裁")
def layouts_are_pointed_out(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """What was undone in the layout of a text before it was read is told, with its first line."""
    for note in notes["layout"]:
        line, records = note["line_start"], [row for row in tables["records"] if row["doc_id"] == note["doc_id"]]
        inside = [row for row in records if row["line_start"] <= line <= row["line_end"]]
        for row in (inside or records)[:1]:
            yield Finding("records", {**row, "line_start": line}, "", note["remark"])


@rule("summary.case_stale", "warning", "原文が変わった事例の要約")
def case_summaries_match_their_passage(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A summary is written for each point of a case, and for the wording that stands there now."""
    by_key = {row_key("case_points", row): row for row in tables["case_points"]}
    for note in notes["case_summary"]:
        what = "要約の後に原文が変わったため、要約を表示しない" if note["stale"] else "要約がまだ書かれていない"
        yield Finding("case_points", by_key[note["row_key"]], "summary_ja", what)


@rule("milestone.group_sum", "warning", "市町村数の合計")
def groups_make_up_the_prefecture(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The groups that a roadmap sets apart by their size add up to the municipalities of the prefecture."""
    records = {row["record_id"]: row for row in tables["records"]}
    for note in notes["milestone_groups"]:
        sizes, total = note["groups"].values(), note["municipalities"]
        if sizes and sum(sizes) != total:
            row = {**records[note["record_id"]], "line_start": note["line_start"]}
            message = f"工程表の区分 {'＋'.join(map(str, sizes))} が県内の市町村の数 {total} と一致しない"
            yield Finding("records", row, "", message, str(total))


@rule("support_event.months_win", "info", "月と表の位置の食い違い")
def months_win_over_cells(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """An event whose months begin in another quarter than that of its cell is placed by its months."""
    for row in tables["support_events"]:
        month, cell = row.get("month_start"), row.get("quarter_by_cell")
        quarter = None if month is None else (month - 4) % 12 // 3 + 1
        if quarter is not None and cell is not None and quarter != cell:
            message = f"表の位置は第{cell}四半期だが、{month}月は第{quarter}四半期である。書かれた月に従う"
            yield Finding("support_events", row, "month_start", message)


@rule("timetable.moved_cell", "warning", "曜日と表の位置の食い違い")
def moved_cells_follow_the_description(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A cell that stands under another day than its description names was shifted in conversion."""
    for row in tables["timetable_slots"]:
        if row["weekday"] and row["weekday"] != row["cell_weekday"]:
            message = f"「{row['activity_ja']}」の曜日は説明に従い、表の位置には従わない"
            yield Finding("timetable_slots", row, "weekday", message)


@rule("timetable.open_day", "warning", "定まらない曜日")
def open_days_are_pointed_out(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Behind a shifted cell, a day that the description does not settle stays open."""
    for row in tables["timetable_slots"]:
        if row["position"] == "ambiguous":
            days = row.get("weekday_candidates_ja")
            message = f"「{row['activity_ja']}」の欄は位置がずれているおそれがあり、曜日は"
            message += f"{days}のどちらかとしか言えない" if days else "確かではない"
            yield Finding("timetable_slots", row, "weekday", message)


@rule("example.other_prefecture", "info", "別の都道府県の例")
def examples_of_other_prefectures_are_pointed_out(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """An example of a town of another prefecture is kept under that town."""
    records = {row["record_id"]: row for row in tables["records"]}
    names = {row["area_code"]: row["name_ja"] for row in tables["areas"]}
    for note in notes["other_prefecture"]:
        row = {**records[note["record_id"]], "line_start": note["line_start"]}
        town = names.get(note["area_code"], note["area_code"])
        message = f"「{town}」の例は、この資料の都道府県のものではない。{town}の記録として読んだ"
        yield Finding("records", row, "area_code", message)


@rule("list.conflict", "warning", "一覧どうしの食い違い")
def lists_agree_with_documents(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Where an imported list contradicts a document, the document's value stays."""
    for note in notes["list_conflict"]:
        column = TABLES[note["table"]].column(note["column"])
        stated, listed = (column.label_of(str(value)) for value in (note["row"][column.name], note["listed"]))
        message = f"取り込んだ一覧では「{listed}」、文書では「{stated}」である"
        yield Finding(note["table"], note["row"], column.name, message, str(note["listed"]))


@rule("stage.sources_differ", "warning", "段階の出典の食い違い")
def sources_of_a_stage_agree(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """All sources of a town, programme and year state the same stage; all of them stay."""
    return _contradictions(tables, "stage.sources_differ", in_one_year)


@rule("stage.preparing_while_implementing", "warning", "実施中の移行準備")
def stages_of_one_year_agree(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Nobody prepares for a programme in a year in which it already runs."""
    return _contradictions(tables, "stage.preparing_while_implementing", over_years)


@rule("stage.order", "warning", "実施の後の段階")
def stages_do_not_go_back(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A programme that runs is not prepared, considered or left out in a later year, unless it ended."""
    return _contradictions(tables, "stage.order", over_years)


def _contradictions(
    tables: Tables, rule_id: str, contradictions: Callable[[pd.DataFrame], Iterator[tuple[Any, str, str]]]
) -> Iterator[Finding]:
    stages = sorted(tables["programme_stages"], key=lambda row: int(row.get("seq", 1)))
    columns = ["area_code", "programme_code", "fiscal_year", "stage", "evidence"]
    statements = pd.DataFrame(stages, columns=columns).assign(source_ja=[_source_of(row) for row in stages])
    for number, found, message in contradictions(statements):
        if found == rule_id:
            yield Finding("programme_stages", stages[number], "stage", message)


def _source_of(row: Row) -> str:
    if row.get("record_id"):
        return f"文書 {row['record_id']} {row['line_start']}行"
    return str(row.get("source_title") or row.get("source_url"))


@rule("registry.check_digit", "error", "団体コードの検査数字")
def codes_have_valid_check_digits(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """Every area code has six digits and a valid check digit."""
    for row in tables["areas"]:
        code = str(row["area_code"])
        if not is_area_code(code):
            yield Finding("areas", row, "area_code", f"団体コード {code} の検査数字が合わない")


@rule("registry.area_twice", "warning", "同じ自治体の重複")
def areas_occur_once(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """The same area has one programme plan in a document."""
    first: dict[tuple[Any, Any], Row] = {}
    for row in tables["records"]:
        if row["record_type"] == "programme_plan":
            seen = first.setdefault((row["doc_id"], row["area_code"]), row)
            if seen is not row:
                yield Finding("records", row, "area_code", f"同じ自治体の記録が {seen['record_id']} にもある")


def _check_of(
    table: str, message: str, column: str = "", notes: str = "", suggested: str = "", where: Row | None = None,
    once_per: str = "",
) -> Check:  # fmt: skip
    def check(tables: Tables, noted: Notes) -> Iterator[Finding]:
        rows, told = {row_key(table, row): row for row in tables[table]}, set()
        for note in noted[notes] if notes else tables[table]:
            row = rows.get(note.get("row_key") or note["record_id"]) if notes else note
            if row is None or any(note.get(name) != value for name, value in (where or {}).items()):
                continue
            if not once_per or row[once_per] not in told:
                told.add(row.get(once_per))
                # Found in a copy with the line of the note: the row itself stays usable.
                found = {**row, "line_start": note.get("line_start") or row.get("line_start")} if notes else row
                yield Finding(table, found, column, message.format(**row | note), suggested.format(**row | note))

    return check


# The rules that put a parser's notes, or what stands in a column, into words
for noted in yaml_beside(__file__, "noted.yml"):
    rule(*(noted.pop(name) for name in ("rule_id", "severity", "name_ja")))(_check_of(**noted))
