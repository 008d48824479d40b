"""`python -m loaders export pack`: the report for a council, as PDF, slides and workbook, for one place or for all.

The one command that goes the whole way, from the dataset to finished files: data.answers answers, components draw.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from components.packs import content, files
from components.packs.model import Pack
from data import answers
from loaders.errors import UnknownAreaError


@dataclass(frozen=True)
class Place:
    """What a report is about: a prefecture, or one of its municipalities."""

    prefecture_code: str
    area_code: str | None = None


def export(places: Sequence[Place], edition: str | None, out: Path) -> int:
    """Write the files of every place that was asked for; return 0."""
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    steps = len(places) * len(files.FORMATS)
    with tqdm(total=steps, desc="議会説明資料を作成中", unit="ファイル", disable=None, file=sys.stderr) as bar:
        for place in places:
            for file in files.files(report(place, edition)):
                path = out / file.name
                path.write_bytes(file.content)
                written.append(path)
                bar.update()
    sys.stdout.write("".join(f"{path}\n" for path in written))
    return 0


def report(place: Place, edition: str | None) -> Pack:
    """Return the report of a place, of now or of a frozen edition."""
    boundaries = answers.boundaries()
    facts = answers.pack_facts(place.prefecture_code, place.area_code, edition)
    return content.pack(facts, boundaries.credit_ja, boundaries.geojson(place.prefecture_code))


def places(prefecture: str | None, area: str | None, everywhere: bool) -> list[Place]:
    """Return the places that the command line names.

    Raises:
        UnknownAreaError: None is named, or a municipality is not in the prefecture that was given.
    """
    if not (everywhere or area or prefecture):
        raise UnknownAreaError(
            "export pack", "対象の指定がない", "--prefecture、--area、--all のどれか", "対象を指定してください"
        )
    if everywhere:
        rows = answers.prefectures()
        return [Place(str(code)) for code in rows.loc[rows["record_count"] > 0, "prefecture_code"]]
    if area and prefecture and area[:2] != prefecture:
        raise UnknownAreaError(
            "--area",
            f"団体コード {area} は都道府県 {prefecture} の市町村ではない",
            "先頭2桁が都道府県コードと同じ6桁のコード",
            "--area か --prefecture のどちらかを直してください",
        )
    return [Place(prefecture or str(area)[:2], area)]
