"""Compare facts with an answer key and with the lines of their document."""

import re

from loaders.text.normalise import folded


def flat(text):
    """Return a text as keys and documents are compared: without white space and markdown marks."""
    return re.sub(r"[*#<>]", "", folded(text))


def own_facts(document):
    """Yield (table, row) of the facts with lines in this document."""
    for table, rows in document.tables.items():
        for row in rows:
            if table not in {"issues", "records", "parser_coverage"} and row.get("line_start"):
                yield table, row


def assert_every_quote_stands_where_it_says(document):
    """Every fact has a phrase of at most 60 characters that stands on its lines."""
    facts = list(own_facts(document))
    assert facts
    for table, row in facts:
        passage = flat("".join(document.lines[row["line_start"] - 1 : row["line_end"]]))
        assert row["quote"], (table, row)
        assert len(row["quote"]) <= 60, (table, row)
        assert flat(row["quote"]) in passage, (table, row)
