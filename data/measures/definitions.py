"""The derived figures in words, as `definitions.yml` says them: for the data dictionary, the pages and the packs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Measure:
    """One derived figure: its formula, what it says, and what it does not say."""

    code: str
    name_ja: str
    unit: str
    formula_ja: str
    meaning_ja: str
    caveat_ja: str


_WRITTEN: dict[str, list[Any]] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
SHARED_RULES_JA = tuple(map(str, _WRITTEN["coverage_rules_ja"]))
ATTAINMENT_RULES_JA = tuple(map(str, _WRITTEN["attainment_rules_ja"]))
MEASURES = tuple(Measure(**one) for one in _WRITTEN["coverage"])
ATTAINMENT_MEASURES = tuple(Measure(**one) for one in _WRITTEN["attainment"])
