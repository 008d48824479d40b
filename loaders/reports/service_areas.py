"""Read and check service areas and population: with them C1 and C2 become reported facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.schema import label_of
from loaders.reports.cells import Cell, short
from loaders.reports.contents import RATED_PILLARS, FormContent
from loaders.reports.entries import Entry, filled, read_entry
from loaders.reports.findings import ReportError
from loaders.reports.layout import AREA_INPUTS, AREA_NUMBERS, AREA_SHEET, shown_number
from loaders.text.normalise import folded

POPULATION_RANGE = (100, 4_000_000)
LARGER_THAN_POPULATION, FAR_LARGER = 1.0, 1.2
POPULATION_CHANGE = 0.2
LARGEST = 1_000_000_000
_EXPLAIN = "正しければ、その理由をコメントに書いてください。誤りなら、値を直してください。"


def read_areas(rows: Sequence[tuple[int, Mapping[str, Cell]]], content: FormContent) -> list[Entry]:
    """Return the checked rows of the pillars; a row left blank is left out."""
    entries: list[Entry] = []
    names = {folded(label_of("targets", "pillar", pillar)): pillar for pillar in RATED_PILLARS}
    for row, cells in rows:
        if not any(filled(cells, AREA_INPUTS)):
            continue
        entry = Entry(AREA_SHEET, row, cells)
        pillar = names.pop(folded(cells["pillar"].text), None)
        entries.append(entry)
        if pillar is None:
            entry.note(_strange_pillar(cells["pillar"].text), "pillar")
            continue
        entry.values["pillar"] = pillar
        read_entry(entry, AREA_INPUTS, content)
        check_area(entry, content)
    return entries


def _strange_pillar(text: str) -> ReportError:
    return ReportError(
        f"柱「{short(text)}」の行は様式にないか、二つあります。",
        "どの取組の圏域かがわかりません。",
        "行を加えず、配布した様式の行に書いてください。",
        "report.added_row",
    )


def check_area(entry: Entry, content: FormContent) -> None:
    """Run all checks of one pillar's row; what they find is added to it."""
    for check in (_whole_numbers, _units, _population, _covered, _as_of):
        for column, problem in check(entry, content):
            entry.note(problem, column)


def _whole_numbers(entry: Entry, content: FormContent) -> Iterator[tuple[str, ReportError]]:
    """Areas and residents are counted in whole numbers from 0."""
    for name in AREA_NUMBERS:
        value = entry.get(name)
        if value is not None and (not 0 <= value < LARGEST or value != int(value)):
            yield (
                name,
                ReportError(
                    f"{shown_number(value)} は数えた数ではありません。",
                    "圏域や人は、0以上10億未満の整数で数えます。",
                    "数えた数に直してください。",
                    "report.range",
                ),
            )


def _units(entry: Entry, content: FormContent) -> Iterator[tuple[str, ReportError]]:
    """The areas covered are some of all areas."""
    covered, total = entry.get("units_covered"), entry.get("units_total")
    if covered is not None and total is not None and covered > total:
        yield (
            "units_covered",
            ReportError(
                f"対象圏域数 {shown_number(covered)} が全圏域数 {shown_number(total)} より多くなっています。",
                "対象は全体を超えません。",
                "二つの数が入れ替わっていないか確かめてください。",
                "report.area_units",
            ),
        )
    elif (covered is None) != (total is None):
        yield (
            "units_total" if total is None else "units_covered",
            ReportError(
                "対象圏域数と全圏域数の片方が空欄です。",
                "圏域カバー率を計算できません。",
                "両方を書いてください。全圏域数が決まっていないときは、その旨をコメントに書いてください。",
                "report.area_units",
                "warning",
            ),
        )


def _population(entry: Entry, content: FormContent) -> Iterator[tuple[str, ReportError]]:
    """The population is that of a municipality, and near to what was known."""
    value, known = entry.get("population"), content.population
    if value is None:
        return
    if not POPULATION_RANGE[0] <= value <= POPULATION_RANGE[1]:
        yield (
            "population",
            ReportError(
                f"人口 {shown_number(value)}人 は市町村の人口として考えられない大きさです。",
                "桁の誤りとみられます。",
                "人の単位で、千人・万人に丸めずに書いてください。",
                "report.population",
            ),
        )
    elif known and abs(value / known - 1) > POPULATION_CHANGE:
        yield (
            "population",
            ReportError(
                f"人口 {shown_number(value)}人 は、登録されている {shown_number(known)}人 と2割を超えて違います。",
                "桁や団体の取り違えかもしれません。",
                _EXPLAIN,
                "report.population",
                "warning",
            ),
        )


def _covered(entry: Entry, content: FormContent) -> Iterator[tuple[str, ReportError]]:
    """The residents covered are some of all residents; a little more comes from different dates and is capped."""
    covered = entry.get("covered_population")
    population = entry.get("population")
    if covered is None:
        return
    if population is None:
        yield (
            "population",
            ReportError(
                "対象人口がありますが、人口が空欄です。",
                "対象人口カバー率は、同じ時点の人口で割ります。",
                "人口を書いてください。",
                "report.covered_population",
            ),
        )
    elif population > 0 and covered / population > LARGER_THAN_POPULATION:
        is_far = covered / population > FAR_LARGER
        yield (
            "covered_population",
            ReportError(
                f"対象人口 {shown_number(covered)}人 が人口 {shown_number(population)}人 より多くなっています。",
                "2割を超えて多く、数え方の誤りとみられます。" if is_far else "時点の違いとみて、人口を上限とします。",
                "延べ人数や、重なる圏域を足した数でないか確かめてください。" if is_far else _EXPLAIN,
                "report.covered_population",
                "error" if is_far else "warning",
            ),
        )


def _as_of(entry: Entry, content: FormContent) -> Iterator[tuple[str, ReportError]]:
    """Numbers have a date, not one after the year."""
    day = entry.values.get("as_of_date")
    if day is None and any(name in entry.values for name in AREA_NUMBERS) and not entry.is_held:
        yield (
            "as_of_date",
            ReportError(
                "時点が空欄です。",
                "いつの数かを示せません。",
                "数を調べた日を書いてください（例: 2020/3/31）。",
                "report.as_of",
            ),
        )
    elif day is not None and not f"{content.fiscal_year - 1}-04-01" <= day <= f"{content.fiscal_year + 1}-12-31":
        yield (
            "as_of_date",
            ReportError(
                f"時点 {day.replace('-', '/')} が {content.fiscal_year}年度から離れています。",
                "別の年度の数かもしれません。",
                _EXPLAIN,
                "report.as_of",
                "warning",
            ),
        )
