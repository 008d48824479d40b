"""The derived figures in words, as `definitions.yml` says them, and the words for their codes in `labels.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.folders import yaml_beside


@dataclass(frozen=True)
class Measure:
    """One derived figure: its formula, what it says, and what it does not say."""

    code: str
    name_ja: str
    unit: str
    formula_ja: str
    meaning_ja: str
    caveat_ja: str


LABELS: Mapping[str, dict[str, str]] = yaml_beside(__file__, "labels.yml")
_WRITTEN: dict[str, list[Any]] = yaml_beside(__file__)
SHARED_RULES_JA = tuple(map(str, _WRITTEN["coverage_rules_ja"]))
ATTAINMENT_RULES_JA = tuple(map(str, _WRITTEN["attainment_rules_ja"]))
MEASURES = tuple(Measure(**one) for one in _WRITTEN["coverage"])
ATTAINMENT_MEASURES = tuple(Measure(**one) for one in _WRITTEN["attainment"])
