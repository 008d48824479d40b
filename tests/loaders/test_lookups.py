"""Reference tables beside the parsers: indicators by the words of a label, summaries guarded by their passage."""

import shutil

import pytest

from loaders.document import provenance, read_document
from loaders.lookups import Lookups, unit_family
from loaders.quality import run_checks
from loaders.sources import programme_plans
from loaders.text.normalise import passage_sha


@pytest.fixture
def reference(project_dir, tmp_path):
    """A copy of the invented reference tables."""
    return shutil.copytree(project_dir / "tests" / "fixtures" / "reference", tmp_path / "reference")


@pytest.fixture
def parse(reference, project_dir):
    """Return a function that reads the fixture html_table with a summary for its first statement."""
    document = read_document(project_dir / "tests/fixtures/sources/programme_plans/html_table.txt")
    statement_id = f"{document.doc_id}-L0002-community"

    def with_summary(passage):
        line = f"{statement_id},{passage_sha(passage)},研修に延べ200人が参加する。\n"
        path = reference / "target_summaries.csv"
        path.write_text(f"statement_id,passage_sha,summary_ja\n{line}", encoding="utf-8")
        parsed = programme_plans.parse(document, Lookups(reference))
        run_checks(parsed)
        row = next(r for r in parsed.tables["target_statements"] if r["statement_id"] == statement_id)
        return row["summary_ja"], [i["rule_id"] for i in parsed.tables["issues"] if i["rule_id"] == "summary.stale"]

    return with_summary


@pytest.mark.parametrize(
    ("label", "unit", "code"),
    [
        ("新たなサロン数", "か所", "salons"),
        ("サロン 数", "箇所", "salons"),
        ("研修会の参加者数", "名", "training_participants"),
        ("サロンの参加者数", "人", "participants"),
        ("研修の開催", "回", "training_sessions"),
        ("見守り", "回", ""),
        ("", "回", ""),
    ],
)
def test_a_label_names_its_indicator_by_the_longest_synonym(reference, label, unit, code):
    assert Lookups(reference).indicator_of(label, unit) == code


def test_a_label_with_a_profile_word_is_no_profile_figure(reference):
    assert Lookups(reference).indicator_of("高齢化率", "%") == ""


@pytest.mark.parametrize(("unit", "family"), [("名", "人"), ("箇所", "か所"), ("ケース", "件"), ("トン", "トン")])
def test_units_that_count_the_same_are_one_family(unit, family):
    assert unit_family(unit) == family


def test_a_summary_is_shown_with_the_passage_that_it_was_written_for(parse):
    assert parse("研修会の参加者数:200人") == ("研修に延べ200人が参加する。", [])


def test_spaces_in_the_passage_do_not_make_a_summary_stale(parse):
    assert parse("研修会の 参加者数：２００人")[1] == []


def test_a_summary_of_another_wording_is_held_back_and_reported(parse):
    assert parse("研修会の参加者数:100人") == (None, ["summary.stale"])


def test_a_quote_holds_at_most_sixty_characters():
    assert provenance("001-L0003", 5, 6, "あ " * 80)["quote"] == ("あ " * 30)
