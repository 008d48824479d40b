"""Open a file of shapes and match its codes with the registry: wards to their city, 北方領土 apart, odd ones named."""

from __future__ import annotations

import errno
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pandas as pd

from loaders import reference_areas
from loaders.errors import LoaderError, refusal

MEGABYTE = 1_000_000
MAX_BYTES = 200 * MEGABYTE
MAX_MEMBERS = 2_000
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# Of several files in a zip the first kind found is read: they hold the same shapes.
PREFERRED = (".geojson", ".json", ".topojson", ".shp", ".gml", ".xml")


@dataclass(frozen=True)
class ShapeSet:
    """One set of shapes of a file."""

    file: Path  # Under an ending that tells its kind, in a folder of its own
    name: str  # Its name as the reader knows it
    is_only: bool = True  # Whether the file holds no other set


@contextmanager
def opened(path: Path, name: str) -> Iterator[Iterator[list[ShapeSet]]]:
    """Hand out the sets of shapes that a file holds, kind by kind; those of a zip are unpacked when asked for.

    Raises:
        LoaderError: The file is too large, packed too large, or holds no boundaries.
        UnreadableFileError: It is missing, empty or not of a kind that can be read.
    """
    if not path.is_file():
        raise refusal("unreadable.boundaries/missing", name)
    _refuse_large(path.stat().st_size, name, "ファイル")
    with TemporaryDirectory(prefix="monitor-boundaries-") as folder:
        with path.open("rb") as file:
            start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"PK"):
            yield _unpacked(path, name, Path(folder))
        elif start[:1] in (b"{", b"<"):
            # A link: GDAL writes notes beside the files that it reads.
            link = Path(folder) / ("shapes.json" if start.startswith(b"{") else "shapes.gml")
            link.symlink_to(path.resolve())
            yield iter([[ShapeSet(link, name)]])
        else:
            raise refusal(f"unreadable.boundaries/{_strange(start, name)}", name)


def _strange(start: bytes, name: str) -> str:
    """Return what a file is that is none of the kinds that can be read."""
    if not start:
        return "empty"
    if start.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")) or b"-lh" in start[:5]:
        return "packed"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "encoding"
    is_part = start[:4] == b"\x00\x00\x27\x0a" or Path(name).suffix.lower() in SHAPEFILE_PARTS
    return "part" if is_part else "other"


def _refuse_large(size: int, name: str, what_ja: str) -> None:
    if size > MAX_BYTES:
        megabytes = {"size": f"{size / MEGABYTE:,.0f}", "most": f"{MAX_BYTES // MEGABYTE:,}"}
        raise refusal("boundaries.too_large", name, what=what_ja, **megabytes)


def _unpacked(path: Path, name: str, folder: Path) -> Iterator[list[ShapeSet]]:
    """Yield the sets of each kind, unpacked; a kind that is too large is passed over if another one is not."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise refusal("boundaries.members", name, count=f"{len(members):,}", most=f"{MAX_MEMBERS:,}")
            if any(info.filename in ("[Content_Types].xml", "mimetype") for info in members):
                raise refusal("unreadable.boundaries/other", name)  # an office file is a zip, too
            kinds = _sets_by_kind(members, name)
            sizes = {kind: sum(info.file_size for parts in sets for info in parts) for kind, sets in kinds.items()}
            _refuse_large(min(sizes.values()), name, "zip を開いた中身")
            stems = [Path(_base(parts[0])).stem.lower() for sets in kinds.values() for parts in sets]
            is_only = len(set(stems)) == 1 and len(stems) == len(kinds)
            for kind, sets in kinds.items():
                if sizes[kind] <= MAX_BYTES:
                    found = []
                    for number, parts in enumerate(sets):
                        for info in parts:
                            _extract(archive, info, folder / f"{number}{_suffix(info)}", name)
                        found.append(ShapeSet(folder / f"{number}{kind}", _base(parts[0]), is_only))
                    yield found
    # A name that says to be UTF-8 and is not, too: zipfile reads the names first.
    except (zipfile.BadZipFile, EOFError, NotImplementedError, UnicodeDecodeError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:  # a place before the start of the file
            raise
        raise refusal("unreadable.boundaries/zip", name) from error
    except RuntimeError as error:  # what zipfile raises for a password
        raise refusal("unreadable.boundaries/password", name) from error


def _sets_by_kind(members: Sequence[zipfile.ZipInfo], name: str) -> Mapping[str, list[list[zipfile.ZipInfo]]]:
    """Return kind → its sets of shapes, each with the parts beside it if it is a Shapefile."""
    # KS-META-….xml describes the data and holds no shapes.
    shapes = [info for info in members if not _base(info).startswith(("KS-META", ".", "_"))]
    by_stem: dict[str, list[zipfile.ZipInfo]] = defaultdict(list)
    for info in shapes:
        if _suffix(info) in SHAPEFILE_PARTS:
            by_stem[_stem(info)].append(info)
    kinds: dict[str, list[list[zipfile.ZipInfo]]] = {}
    for kind in PREFERRED:
        for info in shapes:
            if _suffix(info) == kind:
                beside = [part for part in by_stem[_stem(info)] if part is not info] if kind == ".shp" else []
                kinds.setdefault(kind, []).append([info, *beside])
    if not kinds:
        inner = [_base(info) for info in members if _suffix(info) == ".zip"]
        raise refusal("boundaries.zip_in_zip" if inner else "boundaries.none_in_zip", name, names="、".join(inner[:3]))
    return kinds


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, name: str) -> None:
    """Write one member under our own name; what it says of its size is not believed."""
    left = MAX_BYTES
    with archive.open(info) as packed, target.open("wb") as file:
        while block := packed.read(MEGABYTE):
            left -= len(block)
            if left < 0:
                _refuse_large(MAX_BYTES + 1, name, "zip を開いた中身")
            file.write(block)


def _suffix(info: zipfile.ZipInfo) -> str:
    return _path(info).suffix.lower()


def _base(info: zipfile.ZipInfo) -> str:
    return _path(info).name


def _stem(info: zipfile.ZipInfo) -> str:
    return str(_path(info).with_suffix("")).lower()


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(info.filename.replace("\\", "/"))  # some programs write the path as Windows does


# 北方領土 is drawn on the map, never counted.
NORTHERN_TERRITORIES = ("hoppo", "北方領土")
HOKKAIDO = "01"
NORTHERN_CODES = range(1_695, 1_701)  # 色丹村 to 蘂取村
USUAL_COLUMNS = ("N03_007", "lg_code", "lg_code_5", "code", "area_code", "JCODE")
ENOUGH = 0.5  # of the values of a column of codes; ground of no municipality has none


@lru_cache(maxsize=1)
def registry() -> Mapping[str, tuple[str, str]]:
    """Return five-digit code → six-digit code and name of every municipality."""
    rows = [area for area in reference_areas.read() if area["level"] == "municipality"]
    return {row["area_code"][:5]: (row["area_code"], row["name_ja"]) for row in rows}


@lru_cache(maxsize=1)
def _designated_cities() -> tuple[int, ...]:
    cities = [row for row in reference_areas.read() if row["kind"] == "designated_city"]
    return tuple(sorted(int(row["area_code"][:5]) for row in cities))


def prefecture_count() -> int:
    """Return the number of prefectures of the registry."""
    return len({code[:2] for code in registry()})


def prefecture_of(code: str) -> str:
    """Return the prefecture of a municipality's code; 北方領土 belongs to 北海道."""
    return HOKKAIDO if code.startswith(NORTHERN_TERRITORIES[0][:5]) else code[:2]


def municipality_of(code: str) -> str:
    """Return the five-digit code of the municipality: that of the city for a ward, "hoppo" for 北方領土, else itself."""
    if code in registry():
        return code
    number = int(code)
    if number in NORTHERN_CODES:
        return NORTHERN_TERRITORIES[0]
    # Wards stand behind their city and before the next one: 札幌市 01100, its wards 01101–01110.
    cities = [city for city in _designated_cities() if city < number and city // 1_000 == number // 1_000]
    return f"{cities[-1]:05}" if cities and number % 1_000 < 200 else code


def five_digits(values: pd.Series[str]) -> pd.Series[str]:
    """Return codes of five digits, without the check digit; missing where there is no code."""
    text = values.astype("string").str.normalize("NFKC").str.replace(",", "").str.strip()
    text = text.str.removesuffix(".0").str.extract(r"^(\d{4,6})$")[0]
    return text.map(_five_digits, na_action="ignore").reset_index(drop=True)


def _five_digits(text: str) -> str:
    """Return the first five digits of a code that may have lost the zero in front, as numbers do."""
    with_zero = f"0{text}"
    lost_zero = len(text) == 4 or registry().get(with_zero[:5], ("",))[0] == with_zero
    return (with_zero if lost_zero else text)[:5]


def code_column(areas: pd.DataFrame, name: str) -> str:
    """Return the column that holds the codes of the municipalities; LoaderError where there is none."""
    columns = [str(column) for column in areas.columns if column != "geometry"]
    shares = {column: _known_share(areas[column]) for column in columns}
    usual = [column for column in USUAL_COLUMNS if shares.get(column, 0) >= ENOUGH]
    best = usual[0] if usual else max(shares, key=lambda column: shares[column], default="")
    if not best or shares[best] < ENOUGH:
        raise refusal("boundaries.no_codes", name, columns="、".join(columns[:6]) or "なし")
    return best


def municipal_codes(areas: pd.DataFrame) -> set[str]:
    """Return the codes of the municipalities that a table of features is about; none where it is about others."""
    try:
        column = code_column(areas, "")
    except LoaderError:
        return set()
    return {municipality_of(code) for code in five_digits(areas[column]).dropna()}


def _known_share(values: pd.Series[str]) -> float:
    codes = five_digits(values)
    places = {*registry(), NORTHERN_TERRITORIES[0]}
    return sum(municipality_of(code) in places for code in codes.dropna()) / max(len(codes), 1)
