"""Good practices and their summaries."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.quality import Finding, Notes, Tables, row_key, rule


@rule("summary.case_stale", "warning", "原文が変わった事例の要約")
def case_summaries_match_their_passage(tables: Tables, notes: Notes) -> Iterator[Finding]:
    """A summary is written for each point of a case, and for the wording that stands there now."""
    by_key = {row_key("case_points", row): row for row in tables["case_points"]}
    for note in notes["case_summary"]:
        what = "要約の後に原文が変わったため、要約を表示しない" if note["stale"] else "要約がまだ書かれていない"
        yield Finding("case_points", by_key[note["row_key"]], "summary_ja", what)
