"""One target, one result and one form in the shape of the tables, to change where a test needs it."""

from datetime import date
from pathlib import Path

import pandas as pd

from data.measures.attainment import rate_targets

AREA = "033227"
AFTER_DUE = date(2020, 7, 1)
BANDS = pd.read_csv(Path(__file__).parents[2] / "data" / "reference" / "attainment_bands.csv")
INDICATORS = pd.DataFrame(
    [
        ("bases", "higher", "stock", "community"),
        ("participants", "higher", "flow", "community"),
        ("training_participants", "higher", "flow", "workforce"),
        ("closure_rate", "higher", "rate", "case_work"),
        ("resolved_cases", "higher", "flow", "case_work"),
        ("waiting_cases", "lower", "stock", "case_work"),
        ("new_consultations", "none", "flow", "consultation"),
    ],
    columns=["indicator_code", "direction", "kind", "domain"],
)


def target(target_id="T1", **values):
    """Return a row of `targets`: 拠点 10か所 in FY2019 unless said otherwise."""
    return {
        "target_id": target_id, "statement_id": "S1", "record_id": "001-L1091", "area_code": AREA,
        "pillar": "community", "target_type": "numeric", "label_ja": "拠点", "indicator_code": "bases", "value": 10,
        "value_max": None, "comparator": "eq", "unit": "か所", "per": None, "baseline_value": None,
        "target_fy": 2019, "part_of": None, "duplicate_of": None, "counts_in_rate": True, "fact_status": "stated",
    } | values  # fmt: skip


def result(value=None, achievement_id="A1", **values):
    """Return a row of `achievements`: reported for the whole of FY2019 with the id of the target."""
    return {
        "achievement_id": achievement_id, "record_id": None, "statement_id": None, "area_code": AREA,
        "pillar": "community", "label_ja": "拠点", "indicator_code": None, "value": value, "unit": None,
        "fiscal_year": 2019, "period_end": "2020-03-31", "period_kind": "full_year", "evidence": "report",
        "target_id": "T1", "fact_status": "stated",
    } | values  # fmt: skip


def stated(value, **values):
    """Return a result that a document states, without the id of a target."""
    return result(value, **{"evidence": "document", "statement_id": "S1", "target_id": None,
                            "indicator_code": "bases", "unit": "か所"} | values)  # fmt: skip


def form(**values):
    """Return a row of submissions: submitted in time."""
    return {
        "area_code": AREA, "fiscal_year": 2019, "state": "submitted", "due_date": "2020-05-31",
        "submitted_at": "2020-05-20",
    } | values  # fmt: skip


def frame(rows, like):
    """Return the rows as a frame that has the columns of `like` even without a row."""
    return pd.DataFrame(rows, columns=list({**like, **(rows[0] if rows else {})})).astype(object)


def ratings(targets, results=(), forms=None, on=AFTER_DUE):
    """Return the ratings of these targets."""
    forms = [form()] if forms is None else forms
    columns = {name: None for row in results for name in row}
    return rate_targets(
        frame(list(targets), target()), pd.DataFrame(list(results), columns=list(columns or result())).astype(object),
        frame(forms, form()), INDICATORS, BANDS, on,
    )  # fmt: skip


def rating(target_row, *results, forms=None, on=AFTER_DUE):
    """Return the rating of one target."""
    return ratings([target_row], results, forms, on).iloc[0]


def rated_together(pairs):
    """Return the rating of each target with its one result, in the order of the pairs, all rated at once."""
    targets = [aim | {"target_id": f"T{number}"} for number, (aim, _) in enumerate(pairs)]
    results = [
        reached | {"target_id": f"T{number}", "achievement_id": f"A{number}"}
        for number, (_, reached) in enumerate(pairs)
    ]
    rated = ratings(targets, results).set_index("target_id")
    return [rated.loc[aim["target_id"]] for aim in targets]
