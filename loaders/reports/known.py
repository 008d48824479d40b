"""The tables that forms are made from: `Known` gives the content of the form of one municipality, year and kind."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data.schema import FRAMEWORKS, framework_of
from loaders.document import Row
from loaders.reports.contents import REPORT_KINDS, FormContent, FormTarget
from loaders.text.normalise import folded

NOT_ASKED = "not_set"
UNFINISHED = "quarantined"
_YEAR = re.compile(r"(\d{4})年度")
# The column by which a row of a live table of edition 2 is known within its form
KEYS = {
    "report_roads": "area_code", "report_services": "pillar", "report_counts": "indicator_code",
    "report_process": "item", "reported_targets": "target_id",
}  # fmt: skip
# What lasts from one year to the next
LASTING = {
    "report_roads": ("road", "since_date"),
    "report_services": ("state", "start_date", "delivery", "contractor_ja", "scope"),
}


@dataclass(frozen=True)
class Known:
    """The tables that forms are made from, as rows of plain values (None where missing)."""

    dataset_version: str
    areas: Mapping[str, Row]  # The municipalities: area_code, name_ja, prefecture_code, prefecture_ja, population
    targets: Mapping[str, list[Row]]  # Table `targets` with summary_ja
    indicators: Mapping[str, Row]
    results: Mapping[str, list[Row]]  # Table `achievements`, and what was reported, with report_kind and revision
    # Accepted submissions: area_code, fiscal_year, report_kind, revision, file_sha256
    submissions: Mapping[str, list[Row]]
    reported_areas: Mapping[str, list[Row]]
    # Of edition 2, by live table and area, with fiscal_year, report_kind and revision
    further: Mapping[str, Mapping[str, list[Row]]] = field(default_factory=dict)

    def content(self, area_code: str, fiscal_year: int, report_kind: str) -> FormContent | None:
        """Return the content of one form, or None where there is no such municipality."""
        area = self.areas.get(area_code)
        if area is None:
            return None
        form = (fiscal_year, report_kind)
        own = [row for row in self.submissions.get(area_code, []) if (row["fiscal_year"], row["report_kind"]) == form]
        revision = max((int(row["revision"]) for row in own), default=0)
        results = self.results.get(area_code, [])
        reported = _by(_in_force(results, fiscal_year, report_kind, revision), "target_id")
        asked = [row for row in self.targets.get(area_code, []) if _is_asked(row, fiscal_year)]
        return FormContent(
            area_code,
            area["prefecture_ja"],
            area["name_ja"],
            fiscal_year,
            report_kind,
            self.dataset_version,
            tuple(self._target(row, fiscal_year, results) for row in asked),
            area["population"],
            revision,
            reported,
            _by(_in_force(self.reported_areas.get(area_code, []), fiscal_year, report_kind, revision), "pillar"),
            {str(row["file_sha256"]): int(row["revision"]) for row in own},
            **self._of_second_edition(area_code, fiscal_year, report_kind, revision, reported),
        )

    def _of_second_edition(
        self, area_code: str, fiscal_year: int, report_kind: str, revision: int, reported: Mapping[str, Row]
    ) -> dict[str, Any]:
        """Return the parts of a form of edition 2: counts, own targets, what it is prefilled with."""
        if framework_of(fiscal_year) == "model_2019":
            return {}
        forms = [row for row in self.submissions.get(area_code, []) if row["report_kind"] == "full_year"]
        earlier = [(int(row["fiscal_year"]), int(row["revision"])) for row in forms if row["fiscal_year"] < fiscal_year]
        year, last_revision = max(earlier, default=(0, 0))
        now, before = {}, {}
        for name, rows in self.further.items():
            own = rows.get(area_code, [])
            now[name] = _by(_in_force(own, fiscal_year, report_kind, revision), KEYS[name])
            before[name] = _by(_in_force(own, year, "full_year", last_revision), KEYS[name])
        values = _by(_in_force(self.results.get(area_code, []), year, "full_year", last_revision), "target_id")
        if revision:
            own_targets = [_with_result(row, reported) for row in now.get("reported_targets", {}).values()]
        else:
            own_targets = list(_next_targets(before.get("reported_targets", {}).values(), values, fiscal_year))
        return {
            "counts": tuple(self._counts(fiscal_year, before.get("report_counts", {}))),
            "further": now,
            "last_year": before,
            "prefilled": now if revision else _carried(before),
            "own_targets": tuple(own_targets),
        }

    def _counts(self, fiscal_year: int, before: Mapping[str, Row]) -> Iterator[FormTarget]:
        """Yield what is counted of each pillar, with last year's value."""
        for pillar, one in FRAMEWORKS[framework_of(fiscal_year)].pillars.items():
            for code in one.counts:
                of_indicator, last = self._of_indicator(code), before.get(code, {})
                label, unit = of_indicator["indicator_ja"] or code, self.indicators.get(code, {}).get("unit") or ""
                when = f"{last['fiscal_year']}年度" if last else ""
                known: Row = {"last_value": last.get("value"), "last_unit": unit, "last_when_ja": when}
                yield FormTarget(code, pillar, label, "numeric", unit, **of_indicator, **known)

    def _of_indicator(self, code: str) -> dict[str, Any]:
        indicator = self.indicators.get(code, {})
        return {
            "indicator_code": code,
            "indicator_ja": indicator.get("name_ja") or "",
            "definition_ja": indicator.get("definition_ja") or "",
            "indicator_kind": indicator.get("kind") or "",
            "minimum": indicator.get("min_plausible"),
            "maximum": indicator.get("max_plausible"),
        }

    def _target(self, row: Row, fiscal_year: int, results: Sequence[Row]) -> FormTarget:
        # The targets of other years that ask for the same thing
        others = self.targets.get(row["area_code"] or "", [])
        same_aim = {other["target_id"] for other in others if _aim(other) == _aim(row)}
        own = [result for result in results if result["target_id"] == row["target_id"]]
        mid_year = [result for result in own if result.get("report_kind") == "mid_year"]
        return FormTarget(
            target_id=row["target_id"],
            pillar=row["pillar"],
            label_ja=row["label_ja"] or row["summary_ja"] or "（文書の成果目標）",
            target_type=row["target_type"],
            unit=row["unit"] or "",
            per=row["per"] or "",
            comparator=row["comparator"] or "",
            value=row["value"],
            value_max=row["value_max"],
            **self._of_indicator(row["indicator_code"] or ""),
            in_doubt=row["fact_status"] == UNFINISHED,
            mid_year_value=max(mid_year, key=_when)["value"] if mid_year else None,
            **_last_result(row, fiscal_year, results, same_aim),
        )


def named_in(title_ja: str, towns: pd.DataFrame) -> tuple[str, int, str] | None:
    """Return town, year and kind that the first line of a form's sheet names, None where it names none.

    `towns` are the municipalities, with area_code, name_ja and prefecture_ja.
    """
    names = zip(towns["area_code"], "　" + towns["prefecture_ja"] + towns["name_ja"] + "　", strict=True)
    code = next((code for code, name in names if name in title_ja), "")
    kind = next((kind for kind, words in REPORT_KINDS.items() if title_ja.endswith(words)), "")
    year = _YEAR.search(title_ja)
    return (str(code), int(year[1]), kind) if code and kind and year else None


def _is_asked(row: Row, fiscal_year: int) -> bool:
    """Return whether a target has its own row: factors of another target and repeated aims are not asked twice."""
    own = not row["part_of"] and not row["duplicate_of"]
    return own and row["target_fy"] == fiscal_year and row["target_type"] != NOT_ASKED


def _aim(row: Row) -> tuple[Any, ...]:
    counted = row["indicator_code"] or folded(row["label_ja"] or row["target_id"])
    return row["pillar"], counted, row["unit"], row["per"]


def _last_result(row: Row, fiscal_year: int, results: Iterable[Row], same_aim: set[str]) -> dict[str, Any]:
    """Return the newest earlier value of a target: reported for the same aim, stated in the document, or its baseline."""
    found = [
        result
        for result in results
        if result["target_id"] in same_aim
        and result["value"] is not None
        and result["fact_status"] != UNFINISHED
        and (result["evidence"] != "report" or (result["fiscal_year"] or 0) < fiscal_year)
    ]
    if found:
        newest = max(found, key=_when)
        return {"last_value": newest["value"], "last_unit": newest["unit"] or "", "last_when_ja": _when_ja(newest)}
    if row["baseline_value"] is not None:
        return {"last_value": row["baseline_value"], "last_unit": row["unit"] or "", "last_when_ja": "計画の基準値"}
    return {}


def _when(result: Row) -> tuple[str, int]:
    return result["period_end"] or f"{result['fiscal_year'] or 0}", int(result.get("revision") or 0)


def _when_ja(result: Row) -> str:
    if result["period_end"]:
        return f"{result['period_end'].replace('-', '/')}現在"
    return f"{result['fiscal_year']}年度" if result["fiscal_year"] else "計画書に記載"


def _in_force(rows: Iterable[Row], fiscal_year: int, report_kind: str, revision: int) -> list[Row]:
    key = (fiscal_year, report_kind, revision)
    return [row for row in rows if (row["fiscal_year"], row.get("report_kind"), row.get("revision")) == key]


def _by(rows: Iterable[Row], name: str) -> dict[str, Row]:
    return {str(row[name]): row for row in rows}


def _carried(before: Mapping[str, Mapping[str, Row]]) -> dict[str, Mapping[str, Row]]:
    """Return what a new form takes over from last year's: what lasts, no number of a year and no judgement."""
    return {
        table: {key: {name: row[name] for name in LASTING[table]} for key, row in before.get(table, {}).items()}
        for table in LASTING
    }


def _next_targets(rows: Iterable[Row], results: Mapping[str, Row], fiscal_year: int) -> Iterator[Row]:
    """Yield the own targets that go on; one whose year is over is proposed for the new year, from where it has got."""
    for row in rows:
        if row["withdrawn"]:
            continue
        if row["target_fy"] >= fiscal_year:
            yield row
            continue
        reached = results.get(str(row["target_id"]), {}).get("value")
        baseline = row["baseline_value"] if reached is None else reached
        yield {**row, "target_id": None, "target_fy": fiscal_year, "baseline_value": baseline}


def _with_result(row: Row, reported: Mapping[str, Row]) -> Row:
    """Return an own target of the revision in force with the result that was reported beside it."""
    found = reported.get(str(row["target_id"]), {})
    return {**row, **{name: found.get(name) for name in ("result_state", "comment_ja")}, "result": found.get("value")}
