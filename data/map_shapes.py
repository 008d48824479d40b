"""The boundaries of the maps: imported ones, else the committed ones, with whom to credit."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.errors import DamagedDatasetError
from data.folders import PROJECT, imported_folder

COMMITTED = PROJECT / "data" / "boundaries" / "municipalities.parquet"
COMMITTED_CREDIT_JA = "気象庁ホームページの区域データを加工して作成"
STATIC_GEO = PROJECT / "static" / "geo"
MANIFEST = "boundaries.json"
VERSION_DIGITS = 12


@dataclass(frozen=True)
class Boundaries:
    """The boundaries in force."""

    version: str  # Hash of their file; also the folder in static/geo from which the browser loads them
    file: Path  # The GeoParquet file
    credit_ja: str  # Whom every map has to credit
    # One entry per imported file, the latest last: file_name, title_ja, credit_ja, as_of_date ("" where
    # unknown), sha256, imported_at, imported_by, prefecture_codes. Empty for the committed boundaries.
    sources: tuple[Mapping[str, Any], ...] = ()

    def credit_of(self, prefecture_code: str | None) -> str:
        """Return whom a map of one prefecture has to credit; None = all of Japan."""
        if prefecture_code is None or not self.sources:
            return self.credit_ja
        credits_ja = [str(s["credit_ja"]) for s in self.sources if prefecture_code in s["prefecture_codes"]]
        return credits_ja[-1] if credits_ja else COMMITTED_CREDIT_JA

    def geojson(self, prefecture_code: str | None) -> Path | None:
        """Return the GeoJSON file of a prefecture, or of all Japan; None where `make setup` did not write it."""
        name = f"{prefecture_code or 'JP'}.geojson"
        candidates = (STATIC_GEO / self.version / name, STATIC_GEO / name)  # the second is that of 見本県
        return next((path for path in candidates if path.is_file()), None)


def shapes_folder() -> Path:
    """Return the folder of imported boundaries."""
    return imported_folder() / "boundaries"


def boundaries_in_force() -> Boundaries:
    """Return the boundaries in force; DamagedDatasetError where what was imported cannot be read."""
    manifest = shapes_folder() / MANIFEST
    return _imported(manifest, *_stamp(manifest)) if manifest.is_file() else committed_boundaries()


def committed_boundaries() -> Boundaries:
    """Return the boundaries that come with the program."""
    return _committed(*_stamp(COMMITTED))


def version_of(content: bytes) -> str:
    """Return the version of a file of boundaries."""
    return hashlib.sha256(content).hexdigest()[:VERSION_DIGITS]


def _stamp(path: Path) -> tuple[int, int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


@lru_cache(maxsize=1)
def _committed(*_stamps: int) -> Boundaries:
    return Boundaries(version_of(COMMITTED.read_bytes()), COMMITTED, COMMITTED_CREDIT_JA)


@lru_cache(maxsize=4)
def _imported(manifest: Path, *_stamps: int) -> Boundaries:
    try:
        noted = json.loads(manifest.read_text(encoding="utf-8"))
        version, sources = str(noted["version"]), tuple(noted["sources"])
        credit = str(noted["credit_ja"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedDatasetError(MANIFEST, "内容を解釈できません") from error
    file = manifest.with_name(f"{version}.parquet")
    if not file.is_file():
        raise DamagedDatasetError(file.name, "ファイルがありません")
    return Boundaries(version, file, credit, sources)
