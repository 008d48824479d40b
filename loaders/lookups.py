"""Reference tables beside the parsers: areas, aliases, indicators, summaries."""

from functools import cached_property
from operator import itemgetter
from pathlib import Path

from loaders.files import read_csv
from loaders.text.area_names import AreaNames
from loaders.text.normalise import folded

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"
REFERENCE_TABLES = (
    "areas",
    "area_aliases",
    "area_changes",
    "programmes",
    "functions",
    "indicators",
    "attainment_bands",
)

_FAMILIES = (("人", "人 名"), ("件", "件 ケース 事例 世帯"), ("か所", "か所 カ所 ヶ所 ヵ所 箇所 拠点 サロン 会場 地区 圏域 区域 行政区 地区部会 校区 小学校区 中学校区 協議体 つ"), ("回", "回"),
             ("団体", "団体 法人 社 機関 自治会 組織 グループ"), ("%", "% 割 点"))  # fmt: skip


def unit_family(unit: str) -> str:
    """Return the unit that stands for all that count the same kind of thing (「名」 → 「人」)."""
    return next((name for name, units in _FAMILIES if unit in units.split()), unit)


class Lookups:
    """The reference tables of one folder, read when first needed."""

    def __init__(self, folder: Path = REFERENCE) -> None:
        self.folder = folder
        self._tables: dict[str, list[dict[str, str]]] = {}

    def table(self, name: str) -> list[dict[str, str]]:
        """Return a reference table as rows of text, not to be changed."""
        if name not in self._tables:
            self._tables[name] = read_csv(self.folder / f"{name}.csv")
        return self._tables[name]

    @cached_property
    def area_names(self) -> AreaNames:
        """Return the names of areas, of today and of earlier days."""
        return AreaNames(self.table("areas"), self.table("area_aliases"), self.table("area_changes"))

    @cached_property
    def _words_of_indicators(self) -> list[tuple[str, str, str]]:
        """Return (word, code, family of the unit) of the indicators of targets and results; those of the profile have labels."""
        return [
            (folded(word), row["indicator_code"], unit_family(row["unit"]))
            for row in self.table("indicators")
            if row["domain"] != "profile"
            for word in (row["name_ja"], *row["synonyms"].split("|"))
        ]

    def indicator_of(self, label: str, unit: str | None) -> str:
        """Return the code of the indicator with the longest synonym inside a label, or "".

        Only among those whose unit fits: 「学習会の実施 5回」 counts sessions, 「学習会の実施 100名」 participants.

        Args:
            unit: The unit; None where any fits.
        """
        text, family = folded(label), None if unit is None else unit_family(unit.split("/")[0])
        found = [
            (len(word), code)
            for word, code, own in self._words_of_indicators
            if len(word) > 1 and word in text and family in {None, own}
        ]
        return max(found, key=itemgetter(0), default=(0, ""))[1]

    @cached_property
    def summaries(self) -> dict[str, tuple[str, str]]:
        """Return statement_id → (passage hash, summary in our own words)."""
        path = self.folder / "target_summaries.csv"
        if not path.is_file():
            return {}
        return {row["statement_id"]: (row["passage_sha"], row["summary_ja"]) for row in read_csv(path)}

    @cached_property
    def case_point_summaries(self) -> dict[tuple[str, str, int], tuple[str, str]]:
        """Return (case_id, kind, seq) → (passage hash, summary in our own words)."""
        path = self.folder / "case_point_summaries.csv"
        rows = read_csv(path) if path.is_file() else []
        return {(r["case_id"], r["kind"], int(r["seq"])): (r["passage_sha"], r["summary_ja"]) for r in rows}
