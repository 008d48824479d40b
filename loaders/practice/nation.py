"""A whole nation for measuring: every municipality with ten years of aims and reports, invented from a seed.

Codes and shapes are those of the registry, so that the maps work; names are numbers, since no invented value may stand beside
a real name.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from data import store
from data.dataset import publish
from data.schema import LIVE_TABLES, SERVICES, framework_of
from loaders.lookups import Lookups
from loaders.practice.prefecture import AIMS, COPIED_TABLES, Aim, Row, document_row

FISCAL_YEARS = tuple(range(2016, 2026))
OFFICE = "全国の練習用"
KINDS_JA = {"town": "町", "village": "村", "special_ward": "区"}
TOWNS_AT_ONCE = 50  # whose reports are written together
LINES = 60  # of one plan in the invented documents


@dataclass(frozen=True)
class Town:
    """A municipality of the registry under an invented name."""

    number: int  # From 1
    area_code: str
    name_ja: str
    kind: str
    size: int  # Residents

    def record_id(self, year: int) -> str:
        """Return the number of its plan of a year."""
        return f"9{year - 2000:02}-L{self.first_line:06}"

    @property
    def first_line(self) -> int:
        """The first line of its plan in the document of each year."""
        return (self.number - 1) * LINES + 1

    def height(self, aim: Aim, year: int) -> int:
        """Return how high it aims; a little higher every year."""
        return max(aim.floor, round(aim.per_10k * self.size / 10_000 * (1 + 0.02 * (year - FISCAL_YEARS[0]))))


def build(folder: Path, count: int | None = None) -> tuple[int, int]:
    """Publish the dataset and write all reports into the empty store in use; return the numbers of reports and of their values.

    Args:
        count: So many municipalities, spread over the country, have aims and reports; all unless given.
    """
    areas = Lookups().table("areas")
    towns = _towns(areas)
    chosen = towns if count is None else towns[:: max(1, len(towns) // count)][:count]
    publish(_tables(areas, towns, chosen), folder / "normalized", {"practice": True})
    written = store.record_in_bulk(_batches(chosen), recorded_by=OFFICE)
    values = sum(written.get(name, 0) * len(of_row) for name, of_row in VALUES.items())
    return written.get("report_submissions", 0), values


def _towns(areas: Sequence[dict[str, str]]) -> list[Town]:
    rows = [row for row in areas if row["level"] == "municipality"]
    chance = Random("全国の人口")
    return [
        Town(n, row["area_code"], f"練習{n:04}{KINDS_JA.get(row['kind'], '市')}", row["kind"], round(10 ** chance.gauss(4.4, 0.5)))
        for n, row in enumerate(rows, 1)
    ]  # fmt: skip


def _tables(areas: Sequence[dict[str, str]], towns: Sequence[Town], chosen: Sequence[Town]) -> dict[str, list[Row]]:
    named = {town.area_code: town.name_ja for town in towns}
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in areas:
        name = named.get(row["area_code"], f"練習{row['prefecture_code']}県")
        known: Row = {key: value for key, value in row.items() if value}
        rows["areas"].append({**known, "name_ja": name, "name_kana": "れんしゅう"})
    for table in COPIED_TABLES:
        rows[table] = [{key: value for key, value in row.items() if value != ""} for row in Lookups().table(table)]
    for year in FISCAL_YEARS:
        number = f"9{year - 2000:02}"
        title, lines = f"実施計画（練習用・{year}年度）", LINES * len(towns)
        rows["documents"].append(document_row(number, year, "全国", title, lines))
        for town in chosen:
            _add_plan(rows, town, year)
    return rows


def _add_plan(rows: dict[str, list[Row]], town: Town, year: int) -> None:
    record, first = town.record_id(year), town.first_line
    fact: Row = {"record_id": record, "line_start": first, "line_end": first, "fact_status": "stated"}
    rows["records"].append(
        {"record_id": record, "doc_id": record[:3], "record_type": "programme_plan", "area_code": town.area_code,
         "title_raw": town.name_ja, "line_start": first, "line_end": first + LINES - 1, "fiscal_year": year}
    )  # fmt: skip
    rows["target_statements"].append(
        {**fact, "statement_id": record, "area_code": town.area_code, "pillar": "community", "has_number": True,
         "summary_ja": f"{year}年度の目標", "passage_sha": sha256(record.encode()).hexdigest()[:16]}
    )  # fmt: skip
    rows["targets"] += [
        {**fact, "target_id": f"{record}-{n:02}", "area_code": town.area_code, "statement_id": record,
         **aim.row(town.height(aim, year), year)}
        for n, aim in enumerate(AIMS, 1)
    ]  # fmt: skip
    if year != FISCAL_YEARS[-1]:
        return
    chance = Random(f"計画{town.number}")
    values = {"population": (town.size, "人"), "aging_rate": (round(chance.gauss(31, 6), 1), "%")}
    rows["profile_values"] += [
        {**fact, "indicator_code": code, "area_code": town.area_code, "value": value, "unit": unit,
         "value_as_written": str(value), "unit_as_written": unit, "modifier": "exact"}
        for code, (value, unit) in values.items()
    ]  # fmt: skip
    key = f"{record}-community_capacity"
    rows["implementations"].append(
        {**fact, "implementation_id": key, "area_code": town.area_code, "programme_code": "community_capacity",
         "fiscal_year": year, "marked": True, "described": True, "delivery": "direct"}
    )  # fmt: skip
    share = round(chance.uniform(0.2, 1), 2)
    rows["service_areas"] += [
        {**fact, "implementation_id": key, "pillar": pillar, "seq": 1, "population": round(town.size * share),
         "population_kind": "total", "scope": "part", "unit_kind": "小学校区", "units_covered": round(10 * share),
         "units_total": 10, "covered_population": round(town.size * share), "covered_method": "stated"}
        for pillar in ("community", "consultation")
    ]  # fmt: skip


def _batches(towns: Sequence[Town]) -> Iterator[dict[str, list[Row]]]:
    for first in range(0, len(towns), TOWNS_AT_ONCE):
        rows: dict[str, list[Row]] = defaultdict(list)
        for town in towns[first : first + TOWNS_AT_ONCE]:
            for year in FISCAL_YEARS:
                asked: Row = {"area_code": town.area_code, "fiscal_year": year, "report_kind": "full_year"}
                due = {"revision": 1, "due_date": f"{year + 1}-05-31", "set_by": OFFICE}
                rows["report_calendar"].append({**asked, **due})
                _add_reports(rows, town, year, asked)
        yield rows


def _add_reports(rows: dict[str, list[Row]], town: Town, year: int, asked: Row) -> None:
    """Add what a town sends for a year: nothing now and then, else a form that is returned and one that is confirmed."""
    chance = Random(f"報告{town.number}-{year}")
    if chance.random() < 0.03:
        return
    for revision in range(1, 4 if chance.random() < 0.2 else 3):
        number = f"{town.area_code}-{year}-full_year-r{revision}"
        rows["report_submissions"].append(
            {**asked, "submission_id": number, "revision": revision, "received_at": f"{year + 1}-05-{18 + revision}T10:00:00.000000+09:00",
             "file_sha256": sha256(number.encode()).hexdigest(), "file_name": f"{number}.xlsx", "accepted_by": OFFICE}
        )  # fmt: skip
        returned = {"state": "returned", "reason_ja": "分母を確かめてください。"}
        decision = {"state": "confirmed"} if revision > 1 else returned
        rows["report_decisions"].append({"submission_id": number, "seq": 1, "decided_by": OFFICE, **decision})
        of_form: Row = {"submission_id": number, "area_code": town.area_code, "fiscal_year": year}
        rows["reported_achievements"] += [
            {**of_form, "achievement_id": f"{number}-{n:03}", "seq": n, "target_id": f"{town.record_id(year)}-{n:02}",
             **_result(aim, town.height(aim, year), chance)}
            for n, aim in enumerate(AIMS, 1)
        ]  # fmt: skip
        rows["report_areas"] += [
            {"submission_id": number, "seq": n, "pillar": pillar, "unit_kind": "小学校区", "units_covered": chance.randint(1, 10),
             "units_total": 10, "covered_population": round(town.size * chance.random()), "population": town.size}
            for n, pillar in enumerate(("community", "consultation"), 1)
        ]  # fmt: skip
        if framework_of(year) != "model_2019":
            _add_services(rows, town, of_form, chance)


def _result(aim: Aim, height: int, chance: Random) -> Row:
    row: Row = {"label_ja": aim.label_ja, "pillar": aim.pillar, "indicator_code": aim.indicator_code, "unit": aim.unit,
                "per": aim.per, "period_kind": "full_year", "result_state": "reported"}  # fmt: skip
    if aim.target_type == "institution":
        return row | {"done": chance.choice(("done", "partly", "not_done"))}
    if aim.target_type == "qualitative":
        return row | {"grade": chance.randint(1, 4)}
    value = max(0, round(height * chance.gauss(0.95, 0.2)))
    if aim.unit == "%":
        return row | {"value": min(100, value), "numerator": min(100, value), "denominator": 100}
    return row | {"value": value, "result_state": "reported" if value else "zero"}


def _add_services(rows: dict[str, list[Row]], town: Town, of_form: Row, chance: Random) -> None:
    rows["report_roads"].append({**of_form, "road": chance.choice(("implementing", "preparing", "considering"))})
    for pillar, declared in SERVICES.items():
        cost = round(town.size * chance.uniform(20, 300))
        rows["report_services"].append(
            {**of_form, "pillar": pillar, "state": chance.choice(("implementing", "implementing", "preparing", "none")),
             "delivery": "direct", "scope": "part", "covered_population": round(town.size * chance.random()),
             "population": town.size, "staff_count": chance.randint(1, 12), "cost_yen": cost, "grant_yen": cost // 2,
             "grade": chance.randint(1, 4)}
        )  # fmt: skip
        rows["report_counts"] += [
            {**of_form, "pillar": pillar, "indicator_code": code, "value": max(0, round(town.size / 500 * chance.gauss(1, 0.6)))}
            for code in declared.counts
        ]  # fmt: skip
    items = LIVE_TABLES["report_process"].column("item").allowed
    rows["report_process"] += [
        {**of_form, "item": item, "answer": chance.choice(("yes", "no", "planned"))} for item in items
    ]


# The columns of a row that hold a value that a town reported; the parts of a rate and empty ones are left out.
VALUES = {
    "reported_achievements": ("value",), "report_roads": ("road",), "report_counts": ("value",),
    "report_areas": ("units_covered", "units_total", "covered_population", "population"), "report_process": ("answer",),
    "report_services": ("state", "delivery", "scope", "covered_population", "population", "staff_count", "cost_yen", "grant_yen", "grade"),
}  # fmt: skip
