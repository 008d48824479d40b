"""見本県: its invented municipalities, their shapes for the map, and their plans of three years as the tables of a dataset.

Names and aims stand in prefecture.yml; the codes are outside the official range, the shapes on the open sea.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from data.folders import yaml_beside
from loaders.lookups import Lookups
from loaders.reference_areas import check_digit

PREFECTURE_CODE = "99"  # the official codes end at 47
ROWS, COLUMNS = 3, 4
SOUTH, WEST, STEP = 30.2, 143.0, 0.3  # open sea, far from every real municipality
FISCAL_YEARS = (2022, 2023, 2024)
LINES = 60  # of one plan in the invented documents
COPIED_TABLES = ("programmes", "functions", "indicators", "attainment_bands")
Row = dict[str, object]


@dataclass(frozen=True)
class Town:
    """A municipality of 見本県, as prefecture.yml declares it."""

    number: int
    name_ja: str
    name_kana: str
    kind: str
    size: int
    aging_pct: float
    strength: float

    @property
    def area_code(self) -> str:
        """Six digits, with a valid check digit."""
        return area_code(self.number)


@dataclass(frozen=True)
class Aim:
    """A target that every municipality of 見本県 sets, at its own height."""

    pillar: str
    label_ja: str
    target_type: str = "numeric"
    indicator_code: str | None = None
    unit: str | None = None
    comparator: str | None = "ge"
    per: str | None = None
    per_10k: float = 0  # Height per 10,000 residents; 0 = the same `floor` for all
    floor: int = 0  # Lowest height
    baseline: float | None = None

    @property
    def has_number(self) -> bool:
        """Whether the target states a number."""
        return self.target_type == "numeric"

    def row(self, height: int, fiscal_year: int) -> Row:
        """Return what its row of `targets` says of it in a municipality and year."""
        return {"pillar": self.pillar, "target_type": self.target_type, "label_ja": self.label_ja, "indicator_code": self.indicator_code,
                "value": height if self.has_number else None, "comparator": self.comparator, "unit": self.unit, "per": self.per,
                "baseline_value": self.baseline, "target_fy": fiscal_year, "counts_in_rate": self.has_number}  # fmt: skip


DECLARED = yaml_beside(__file__)
TOWNS = tuple(Town(**town) for town in DECLARED["towns"])
AIMS = tuple(Aim(**aim) for aim in DECLARED["aims"])
SUMMARIES: dict[str, str] = DECLARED["summaries"]


def area_code(number: int) -> str:
    """Return a code of 見本県 with its check digit, as the official codes have one."""
    digits = f"{PREFECTURE_CODE}{number:03}"
    return digits + check_digit(digits)


def areas() -> list[Row]:
    """Return the rows of the table `areas`: the prefecture and its municipalities."""
    prefecture: Row = {"area_code": area_code(0), "level": "prefecture", "name_ja": "見本県", "name_kana": "みほんけん",
                  "prefecture_code": PREFECTURE_CODE, "kind": "prefecture"}  # fmt: skip
    rows = [prefecture]
    for town, ring in zip(TOWNS, rings(), strict=True):
        corners = ring[:-1]
        rows.append(
            {"area_code": town.area_code, "level": "municipality", "name_ja": town.name_ja, "name_kana": town.name_kana,
             "prefecture_code": PREFECTURE_CODE, "kind": town.kind,
             "latitude": round(sum(point[1] for point in corners) / len(corners), 4),
             "longitude": round(sum(point[0] for point in corners) / len(corners), 4)}
        )  # fmt: skip
    return rows


def boundaries() -> str:
    """Return the shapes of the municipalities as the GeoJSON file that the map loads."""
    features = [
        {"type": "Feature", "properties": {"code": town.area_code, "name": town.name_ja},
         "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for town, ring in zip(TOWNS, rings(), strict=True)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n"


def rings() -> list[list[list[float]]]:
    """Return the outline of each municipality: quarters of an uneven grid, so that neighbours share their edges."""
    chance = Random("見本県の境界")

    def corner(row: int, column: int) -> list[float]:
        shift = [chance.uniform(-0.3, 0.3) * STEP for _ in range(2)]
        return [round(WEST + column * STEP + shift[0], 4), round(SOUTH + row * STEP + shift[1], 4)]

    grid = [[corner(row, column) for column in range(COLUMNS + 1)] for row in range(ROWS + 1)]
    return [
        [grid[r][c], grid[r][c + 1], grid[r + 1][c + 1], grid[r + 1][c], grid[r][c]]
        for r in range(ROWS)
        for c in range(COLUMNS)
    ]


def record_id(town: Town, fiscal_year: int) -> str:
    """Return the number of a plan: document of its year and first line."""
    return f"{document_id(fiscal_year)}-L{_first_line(town):04}"


def document_id(fiscal_year: int) -> str:
    """Return the number of the invented document of a year."""
    return f"9{fiscal_year - 2000}"


def target_id(town: Town, fiscal_year: int, number: int) -> str:
    """Return the number of a target."""
    return f"{record_id(town, fiscal_year)}-{AIMS[number].pillar}-{number + 1:02}"


def target_value(town: Town, aim: Aim, fiscal_year: int) -> int:
    """Return the height of a target; it rises a little every year where more is better."""
    growth = 1 if aim.comparator == "le" else 1 + 0.04 * (fiscal_year - FISCAL_YEARS[0])
    return max(aim.floor, round(aim.per_10k * town.size / 10_000 * growth))


def tables() -> dict[str, list[Row]]:
    """Return the rows of the practice dataset by table."""
    reference = {name: [dict[str, object](row) for row in Lookups().table(name)] for name in COPIED_TABLES}
    documents = [
        document_row(document_id(year), year, "見本県", f"見本県の実施計画（練習用・{year}年度）", LINES * len(TOWNS))
        for year in FISCAL_YEARS
    ]
    rows: dict[str, list[Row]] = {"areas": areas(), **reference, "documents": documents}
    for fiscal_year in FISCAL_YEARS:
        for town in TOWNS:
            for name, more in _plan(town, fiscal_year).items():
                rows.setdefault(name, []).extend(more)
    return rows


def document_row(doc_id: str, fiscal_year: int, publisher_ja: str, title_ja: str, lines: int) -> Row:
    """Return the row of `documents` of an invented document."""
    return {"doc_id": doc_id, "file_name": f"{doc_id}_practice.txt", "sha256": sha256(doc_id.encode()).hexdigest(),
            "line_count": lines, "title_ja": title_ja, "doc_type": "programme_plans", "publisher_ja": f"{publisher_ja}（架空）",
            "fiscal_year": fiscal_year, "status": "final", "truncated": False, "state": "read"}  # fmt: skip


def _first_line(town: Town) -> int:
    return TOWNS.index(town) * LINES + 1


def _plan(town: Town, fiscal_year: int) -> dict[str, list[Row]]:
    record, first = record_id(town, fiscal_year), _first_line(town)
    title = {"record_id": record, "doc_id": document_id(fiscal_year), "record_type": "programme_plan",
             "area_code": town.area_code, "title_raw": f"見本県{town.name_ja}", "line_start": first,
             "line_end": first + LINES - 1, "fiscal_year": fiscal_year}  # fmt: skip
    read = {"record_id": record, "lines_total": LINES, "lines_read": LINES - 20, "lines_heading": 20,
            "lines_ignored": 0, "lines_picture": 0, "lines_unclaimed": 0}  # fmt: skip
    rows = {"records": [title], "parser_coverage": [read], **_targets(town, fiscal_year)}
    # Town pages show one plan: only the latest one describes the town and its programmes, as a three-year plan would.
    if fiscal_year != FISCAL_YEARS[-1]:
        return rows
    return rows | {"profile_values": _profile(town, fiscal_year), **_programmes(town, fiscal_year)}


def _fact(town: Town, year: int, line: int, /, **values: object) -> Row:
    number = _first_line(town) + line
    return {"record_id": record_id(town, year), "line_start": number, "line_end": number,
            "fact_status": "stated", **values}  # fmt: skip


def _profile(town: Town, fiscal_year: int) -> list[Row]:
    later = fiscal_year - FISCAL_YEARS[-1]
    population = round(town.size * (1 - 0.008 * later), -1)
    values = {
        "population": (population, "人"),
        "households": (round(population / 2.3), "世帯"),
        "aging_rate": (round(town.aging_pct + 0.4 * later, 1), "%"),
        "neighborhood_rate": (round(40 + town.aging_pct, 1), "%"),
    }
    return [
        _fact(town, fiscal_year, line, indicator_code=code, area_code=town.area_code, value=value, unit=unit,
              value_as_written=str(value), unit_as_written=unit, modifier="exact")
        for line, (code, (value, unit)) in enumerate(values.items(), 3)
    ]  # fmt: skip


def _programmes(town: Town, fiscal_year: int) -> dict[str, list[Row]]:
    """Return the programmes: two for most, only the second one for the villages."""
    small = town.kind == "village"
    chance = Random(f"事業{town.number}{fiscal_year}")
    names = ["multi_agency"] if small else ["community_capacity", "multi_agency"]
    ids = {name: f"{record_id(town, fiscal_year)}-{name}" for name in names}
    bodies = [
        _fact(town, fiscal_year, 10 + n, implementation_id=key, area_code=town.area_code, programme_code=name,
              fiscal_year=fiscal_year, marked=True, described=True, implementing_body_ja=town.name_ja,
              delivery="direct")
        for n, (name, key) in enumerate(ids.items())
    ]  # fmt: skip
    functions = [
        _fact(town, fiscal_year, 14 + n, implementation_id=ids[name], function_code=row["function_code"],
              state="filled" if chance.random() < 0.7 * town.strength else "blank")
        for n, row in enumerate(Lookups().table("functions"))
        if (name := "multi_agency" if row["pillar"] == "multi_agency" else "community_capacity") in ids
    ]  # fmt: skip
    share = min(1.0, 0.35 + 0.2 * (fiscal_year - FISCAL_YEARS[0]) * town.strength + 0.1 * chance.random())
    covered = [
        _fact(town, fiscal_year, 30 + n, implementation_id=ids["community_capacity"], pillar=pillar, seq=1,
              area_ja="モデル地区", range_ja="小学校区", population=round(town.size * share),
              population_kind="total", scope="part", unit_kind="小学校区", units_covered=round(10 * share),
              units_total=10, covered_population=round(town.size * share), covered_method="stated")
        for n, pillar in enumerate(("community", "consultation"))
        if not small
    ]  # fmt: skip
    coordinators = _fact(town, fiscal_year, 34, implementation_id=ids["multi_agency"], seq=1,
                         role="integrated_consultation_coordinator", headcount=max(1, round(town.size / 25_000)),
                         headcount_kind="exact", basis="planned")  # fmt: skip
    meeting = _fact(town, fiscal_year, 36, implementation_id=ids["multi_agency"], meeting_kind="network", seq=1,
                    name_ja="支援調整会議", per_year_min=6, frequency_kind="stated")  # fmt: skip
    return {"implementations": bodies, "implementation_functions": functions, "service_areas": covered,
            "staffing": [coordinators], "meetings": [meeting]}  # fmt: skip


def _targets(town: Town, fiscal_year: int) -> dict[str, list[Row]]:
    statements = [
        _fact(town, fiscal_year, 40 + n, statement_id=f"{record_id(town, fiscal_year)}-{pillar}",
              area_code=town.area_code, pillar=pillar, has_number=True, summary_ja=f"{fiscal_year}年度：{summary}",
              passage_sha=sha256(summary.encode()).hexdigest()[:16])
        for n, (pillar, summary) in enumerate(SUMMARIES.items())
    ]  # fmt: skip
    targets = [
        _fact(town, fiscal_year, 44 + n, target_id=target_id(town, fiscal_year, n), area_code=town.area_code,
              statement_id=f"{record_id(town, fiscal_year)}-{aim.pillar}", **aim.row(target_value(town, aim, fiscal_year), fiscal_year))
        for n, aim in enumerate(AIMS)
    ]  # fmt: skip
    return {"target_statements": statements, "targets": targets}
