"""The derived figures in words, as `definitions.yml` says them, and the words for their codes in `labels.yml`."""

from collections.abc import Mapping
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


def _read(name: str) -> Any:
    return yaml.load(Path(__file__).with_name(name).read_text(encoding="utf-8"), yaml.CSafeLoader)


LABELS: Mapping[str, dict[str, str]] = _read("labels.yml")
_WRITTEN: dict[str, list[Any]] = _read("definitions.yml")
SHARED_RULES_JA = tuple(map(str, _WRITTEN["coverage_rules_ja"]))
ATTAINMENT_RULES_JA = tuple(map(str, _WRITTEN["attainment_rules_ja"]))
MEASURES = tuple(Measure(**one) for one in _WRITTEN["coverage"])
ATTAINMENT_MEASURES = tuple(Measure(**one) for one in _WRITTEN["attainment"])
