"""The fiscal year of a plan comes from the plan."""

import pytest

from loaders.errors import BrokenDocumentError
from loaders.sources.programme_plans.records import split_records
from loaders.text.era_dates import fiscal_years_in
from tests.loaders.sources.programme_plans.conftest import CELLS, FORM


def years(tables):
    """Return every fiscal year that the tables hold."""
    return (
        {row["fiscal_year"] for name in ("records", "implementations", "_about") for row in tables[name]}
        | {row["target_fy"] for row in tables["targets"]}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "year"),
    [("平成30年度 事業実施計画書\n\n", 2018), ("令和3年度　地域共生社会の実現に向けた事業実施計画\n", 2021),
     ("2022年度 実施計画書（案）\n\n", 2022)],
)  # fmt: skip
def test_a_heading_dates_the_plan_and_its_targets(read_plan, issues_of, heading, year):
    tables = read_plan(heading=heading, population="8,400人(R1.10.1 現在)")
    assert years(tables) == {year}
    assert issues_of(tables, "programme.fiscal_year") == []


@pytest.mark.parametrize(
    ("written", "year"),
    [("8,400人 (令和3年4月1日現在)", 2021), ("8,400人(R3.9.30時点)", 2021), ("8,400人(平成31年3月31日現在)", 2019),
     ("8,400人(H31.1.1現在)", 2018)],
)  # fmt: skip
def test_dated_figures_date_a_plan_without_a_heading(read_plan, issues_of, written, year):
    tables = read_plan(population=written)
    assert years(tables) == {year}
    assert "見出しになく" in issues_of(tables, "programme.fiscal_year_inferred")[0]


def test_a_plan_without_any_date_has_no_year_and_asks(read_plan, issues_of):
    tables = read_plan()
    assert years(tables) == {None}
    assert "令和○年度" in issues_of(tables, "programme.fiscal_year_unknown")[0]


def test_years_of_targets_do_not_date_the_plan(read_plan):
    assert {row["fiscal_year"] for row in read_plan(target="相談件数 令和2年度10件")["records"]} == {None}


@pytest.mark.parametrize(
    ("written", "near", "year"),
    [("31年度", 2019, 2019), ("3年度", 2019, 2021), ("30年度", 2019, 2018), ("7年度", 2023, 2025), ("元年度", 2019, 2019),
     ("9年度", 2026, 2027), ("28年度", 2018, 2016)],
)  # fmt: skip
def test_a_bare_year_lies_near_the_year_of_the_document(written, near, year):
    assert fiscal_years_in(written, near) == [year]


def test_the_form_since_2021_is_refused_by_its_name(read_plan):
    text = "となり近所のあかり。\n\n3. 重層的支援体制整備事業（地域づくり事業）について\n"
    with pytest.raises(BrokenDocumentError) as refused:
        read_plan(vision=text)
    assert "重層的支援体制整備事業の様式" in str(refused.value)
    assert "切れ" not in str(refused.value)


@pytest.mark.parametrize("blank", ["\n", "\n\n\n\n"])
def test_headings_stay_with_their_plan_however_many_blank_lines_stand_between(blank):
    plan = FORM.format(**{**CELLS, "heading": "令和3年度 事業実施計画書\n\n"}).strip().replace("\n", blank)
    lines = f"{plan}\n{plan}".split("\n")
    first, second = split_records(lines, "900")
    assert lines[first.last_line - 1] == lines[-1]
    assert lines[second.first_line - 1] == "令和3年度 事業実施計画書"
