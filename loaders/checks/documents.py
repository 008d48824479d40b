"""Whole documents: lines that were not read, and what their layout did to the text."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.quality import Finding, Notes, Tables, rule


@rule("document.line_not_read", "warning", "読めていない行")
def every_line_is_read(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A line in which a fact may stand, and which no rule took, is pointed out."""
    records = {row["record_id"]: row for row in tables["records"]}
    for note in notes["line_not_read"]:
        row = {**records[note["record_id"]], "line_start": note["line_start"]}
        yield Finding("records", row, "", f"{note['line_start']}行目は、書き方がどの規則にも当てはまらず、読めていない")


@rule("document.layout", "info", "文書の体裁")
def layouts_are_pointed_out(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """What was undone in the layout of a text before it was read is told, with its first line."""
    for note in notes["layout"]:
        inside = [
            row
            for row in tables["records"]
            if row["doc_id"] == note["doc_id"] and row["line_start"] <= note["line_start"] <= row["line_end"]
        ]
        for row in inside[:1] or [row for row in tables["records"] if row["doc_id"] == note["doc_id"]][:1]:
            yield Finding("records", {**row, "line_start": note["line_start"]}, "", note["remark"])


@rule("document.truncated", "warning", "途中で終わる文書")
def documents_end_properly(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A document that breaks off inside a table may lack facts."""
    for row in tables["documents"]:
        if row["truncated"]:
            yield Finding("documents", row, "truncated", "文書が表の途中で終わっている。以降の内容は読み取れない")
