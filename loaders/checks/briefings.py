"""Roadmaps, events and timetables whose cells lost their place in conversion."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.quality import Finding, Notes, Tables, rule


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
        yield Finding(
            "records", row, "area_code", f"「{town}」の例は、この資料の都道府県のものではない。{town}の記録として読んだ"
        )
