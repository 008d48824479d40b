"""What a report form holds: the targets of one municipality and year, with what was reported before (made by `known`)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from data.schema import LIVE_TABLES, framework_of
from loaders.document import Row

REPORT_KINDS = LIVE_TABLES["report_submissions"].column("report_kind").allowed
RATED_PILLARS = ("community", "consultation")


@dataclass(frozen=True)
class FormTarget:
    """One target as its form shows it."""

    target_id: str  # Its stable id; the report comes back by it
    pillar: str  # A key of the schema's pillars
    label_ja: str  # What it is about; for a target without a label, our summary of the statement
    target_type: str  # How it can be reached; decides which cells are filled
    unit: str = ""  # Unit as written, "" where there is none
    per: str = ""
    comparator: str = ""
    value: float | None = None
    value_max: float | None = None
    indicator_code: str = ""
    indicator_kind: str = ""
    minimum: float | None = None
    maximum: float | None = None
    in_doubt: bool = False  # Whether its number is quarantined until somebody decides
    last_value: float | None = None  # The newest earlier result in `last_unit`, None where there is none
    last_unit: str = ""
    last_when_ja: str = ""  # The time of that result in words
    mid_year_value: float | None = None  # What the mid-year report of the same year said, None where there was none
    indicator_ja: str = ""  # Name of its indicator, with definition_ja for the explanation sheet
    definition_ja: str = ""
    options: Mapping[str, str] = field(default_factory=dict)  # Indicators that an own target may choose, by code


@dataclass(frozen=True)
class FormContent:
    """Everything that one form is made from and checked against."""

    area_code: str
    prefecture_ja: str
    area_name_ja: str
    fiscal_year: int
    report_kind: str
    dataset_version: str
    targets: tuple[FormTarget, ...]
    population: float | None = None  # Residents as last known, None where unknown
    revision: int = 0  # The number of the revision in force, 0 before the first
    # target_id → row of the revision in force, to show what a new one changes
    reported: Mapping[str, Row] = field(default_factory=dict)
    reported_areas: Mapping[str, Row] = field(default_factory=dict)  # pillar → row of the revision in force
    # sha256 of every file accepted for this form → its revision
    known_files: Mapping[str, int] = field(default_factory=dict)
    # Of edition 2: counts that are asked, with last year's; the town's own targets as its form shows them
    counts: tuple[FormTarget, ...] = ()
    own_targets: tuple[Row, ...] = ()
    # By live table and key: rows of the revision in force, and what the form is prefilled with (these, or last year's)
    further: Mapping[str, Mapping[str, Row]] = field(default_factory=dict)
    prefilled: Mapping[str, Mapping[str, Row]] = field(default_factory=dict)
    last_year: Mapping[str, Mapping[str, Row]] = field(default_factory=dict)

    @property
    def edition(self) -> int:
        """Return the edition of the form: 1 for the years of the model projects, 2 since the law of 2021."""
        return 1 if framework_of(self.fiscal_year) == "model_2019" else 2

    @property
    def full_name_ja(self) -> str:
        """Return the name with its prefecture: 「北海道釧路市」."""
        return self.prefecture_ja + self.area_name_ja

    @property
    def form_id(self) -> str:
        """Return the id of the form: area, year, kind and the beginning of the hash of its targets."""
        targets = "|".join(target.target_id for target in self.targets)
        digest = hashlib.sha256(f"{self.dataset_version}|{targets}".encode()).hexdigest()[:8]
        return f"{self.area_code}-{self.fiscal_year}-{self.report_kind}-{digest}"

    @property
    def file_name(self) -> str:
        """Return the name of the form's file, sorted by area and readable to its officers."""
        kind = REPORT_KINDS[self.report_kind]
        return f"{self.area_code}_{self.full_name_ja}_{self.fiscal_year}年度_{kind}.xlsx"
