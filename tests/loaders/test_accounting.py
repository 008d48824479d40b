"""What became of the lines of a record."""

from loaders.document import LineAccount, ParsedDocument

LINES = ("題", "", "表\t灯り", "灯り", "縁側")


def closed(account, own=range(1, 6)):
    out = ParsedDocument()
    account.close(out, "900-L0001", own, LINES)
    return out


def test_a_line_in_no_set_was_ignored_on_purpose():
    row = closed(LineAccount({3}, {1})).tables["parser_coverage"][0]
    assert row == {
        "record_id": "900-L0001", "lines_total": 5, "lines_read": 1, "lines_heading": 1, "lines_ignored": 3,
        "lines_picture": 0, "lines_unclaimed": 0,
    }  # fmt: skip


def test_a_line_that_no_rule_took_is_reported_and_counted_once():
    out = closed(LineAccount({3, 4}, {1, 3}, {4}))
    assert out.unclaimed == [("900-L0001", 4, "灯り")]
    row = out.tables["parser_coverage"][0]
    assert (row["lines_read"], row["lines_heading"], row["lines_unclaimed"]) == (1, 1, 1)


def test_lines_of_a_record_inside_are_left_to_it():
    row = closed(LineAccount({3, 4}, {1}), own={1, 2, 3}).tables["parser_coverage"][0]
    assert (row["lines_total"], row["lines_read"]) == (3, 1)
