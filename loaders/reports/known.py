"""What is known before a form is made: targets, earlier results, accepted submissions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from loaders.document import Row
from loaders.reports.contents import FormContent, FormTarget
from loaders.text.normalise import folded

NOT_ASKED = "not_set"
UNFINISHED = "quarantined"


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

    def content(self, area_code: str, fiscal_year: int, report_kind: str) -> FormContent | None:
        """Return the content of one form, or None where there is no such municipality."""
        area = self.areas.get(area_code)
        if area is None:
            return None
        own = [
            row
            for row in self.submissions.get(area_code, [])
            if (row["fiscal_year"], row["report_kind"]) == (fiscal_year, report_kind)
        ]
        revision = max((int(row["revision"]) for row in own), default=0)
        results = self.results.get(area_code, [])
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
            _by(_in_force(results, fiscal_year, report_kind, revision), "target_id"),
            _by(_in_force(self.reported_areas.get(area_code, []), fiscal_year, report_kind, revision), "pillar"),
            {str(row["file_sha256"]): int(row["revision"]) for row in own},
        )

    def _target(self, row: Row, fiscal_year: int, results: Iterable[Row]) -> FormTarget:
        indicator = self.indicators.get(row["indicator_code"] or "", {})
        rows = list(results)
        last = _last_result(row, fiscal_year, rows, self._same_aim(row))
        mid_year = [
            result
            for result in rows
            if result["target_id"] == row["target_id"] and result.get("report_kind") == "mid_year"
        ]
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
            indicator_code=row["indicator_code"] or "",
            indicator_ja=indicator.get("name_ja") or "",
            definition_ja=indicator.get("definition_ja") or "",
            indicator_kind=indicator.get("kind") or "",
            minimum=indicator.get("min_plausible"),
            maximum=indicator.get("max_plausible"),
            in_doubt=row["fact_status"] == UNFINISHED,
            mid_year_value=max(mid_year, key=_when)["value"] if mid_year else None,
            **last,
        )

    def _same_aim(self, row: Row) -> set[str]:
        """Return the ids of the targets of other years that ask for the same thing."""
        others = self.targets.get(row["area_code"] or "", [])
        return {other["target_id"] for other in others if _aim(other) == _aim(row)}


def _is_asked(row: Row, fiscal_year: int) -> bool:
    """Return whether a target has its own row: factors of another target and repeated aims are not asked twice."""
    own = not row["part_of"] and not row["duplicate_of"]
    return own and row["target_fy"] == fiscal_year and row["target_type"] != NOT_ASKED


def _aim(row: Row) -> tuple[Any, ...]:
    return (
        row["pillar"],
        row["indicator_code"] or folded(row["label_ja"] or row["target_id"]),
        row["unit"],
        row["per"],
    )


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
