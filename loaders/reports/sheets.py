"""The sheets of edition 2 of the form beside 実績報告: one row for each service, count, own target and item of the checklist.

Each is one declaration in layout.yml, a `FormSheet`; writing, reading, checking, explaining and comparing ask it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import data.schema as schema
from data.schema import LIVE_TABLES
from loaders.document import Row
from loaders.reports.contents import FormContent, FormTarget
from loaders.reports.layout import DECLARED, FormColumn, declared_columns

SPARE_TARGETS = 10
Rows = Sequence[tuple[FormTarget, Row]]


@dataclass(frozen=True)
class FormSheet:
    """A sheet of the form and the live table that its rows become."""

    name: str
    table: str
    key: str  # Column of the table that tells its rows apart; in the sheet, the hidden first column
    columns: tuple[FormColumn, ...]
    rows: Callable[[FormContent], Rows]  # What each row is about, and what it is prefilled with
    about: tuple[tuple[str, str], ...] = ()  # What the sheet of explanations says first: item and explanation
    top: tuple[FormColumn, ...] = ()  # Cells above the headings, behind their labels
    top_table: str = ""  # The live table of these

    @property
    def inputs(self) -> tuple[FormColumn, ...]:
        """The columns to fill in."""
        return tuple(column for column in self.columns if column.kind != "fixed")


def _sheet(name: str, rows: Callable[[FormContent], Rows]) -> FormSheet:
    declared = DECLARED["sheets"][name]
    about = tuple((item, text.format(spare=SPARE_TARGETS)) for item, text in declared.get("about", ()))
    columns, top = (declared_columns(declared.get(part, ())) for part in ("columns", "top"))
    return FormSheet(**{**declared, "columns": columns, "top": top, "about": about}, rows=rows)


def _subject(key: str, label: str, pillar: str = "") -> FormTarget:
    return FormTarget(key, pillar, label, "stated")


def _services(content: FormContent) -> Rows:
    before = content.prefilled.get("report_services", {})
    return [(_subject(code, one.name_ja, code), before.get(code, {})) for code, one in schema.SERVICES.items()]


def _counts(content: FormContent) -> Rows:
    before = content.prefilled.get("report_counts", {})
    return [(target, before.get(target.target_id, {})) for target in content.counts]


def _aims(content: FormContent) -> Rows:
    blank = blank_target(content)
    own = [
        (FormTarget(row["target_id"] or "", row["pillar"], row["label_ja"], "numeric", options=blank.options), row)
        for row in content.own_targets
    ]
    return [*own, *[(blank, {})] * SPARE_TARGETS]


def blank_target(content: FormContent) -> FormTarget:
    """Return what a row is about that the municipality itself gives a target."""
    return FormTarget("", "", "", "numeric", options={one.indicator_code: one.label_ja for one in content.counts})


def _process(content: FormContent) -> Rows:
    before = content.prefilled.get("report_process", {})
    items = LIVE_TABLES["report_process"].column("item").allowed
    return [(_subject(code, label), before.get(code, {})) for code, label in items.items()]


SERVICES = _sheet("services", _services)
COUNTS = _sheet("counts", _counts)
OWN_TARGETS = _sheet("own_targets", _aims)
PROCESS = _sheet("process", _process)
SHEETS = (SERVICES, COUNTS, OWN_TARGETS, PROCESS)
