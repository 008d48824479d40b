"""Open a file of boundaries safely: size first, then its kind by content; out of a zip only what is needed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from loaders.errors import refusal

MEGABYTE = 1_000_000
MAX_BYTES = 200 * MEGABYTE
MAX_MEMBERS = 2_000
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# Of several files in a zip the first kind found is read: they hold the same shapes.
PREFERRED = (".geojson", ".json", ".topojson", ".shp", ".gml", ".xml")


@contextmanager
def opened(path: Path, name: str) -> Iterator[Path]:
    """Hand out the file that holds the shapes, under an ending that tells its kind, in a folder of its own.

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
            yield link
        else:
            raise refusal(f"unreadable.boundaries/{_strange(start, name)}", name)


def _strange(start: bytes, name: str) -> str:
    """Return what a file is that is none of the kinds that can be read."""
    if not start:
        return "empty"
    is_part = start[:4] == b"\x00\x00\x27\x0a" or Path(name).suffix.lower() in SHAPEFILE_PARTS
    return "part" if is_part else "other"


def _refuse_large(size: int, name: str, what_ja: str) -> None:
    if size > MAX_BYTES:
        megabytes = {"size": f"{size / MEGABYTE:,.0f}", "most": f"{MAX_BYTES // MEGABYTE:,}"}
        raise refusal("boundaries.too_large", name, what=what_ja, **megabytes)


def _unpacked(path: Path, name: str, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise refusal("boundaries.members", name, count=f"{len(members):,}", most=f"{MAX_MEMBERS:,}")
            chosen = _chosen(members, name)
            _refuse_large(sum(info.file_size for info in chosen), name, "zip を開いた中身")
            for info in chosen:
                _extract(archive, info, folder / f"shapes{_suffix(info)}", name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise refusal("unreadable.boundaries/zip", name) from error
    except RuntimeError as error:  # what zipfile raises for a password
        raise refusal("unreadable.boundaries/password", name) from error
    return folder / f"shapes{_suffix(chosen[0])}"


def _chosen(members: Sequence[zipfile.ZipInfo], name: str) -> list[zipfile.ZipInfo]:
    """Return the members to read: one file of shapes, with the parts beside it if it is a Shapefile."""
    # KS-META-….xml describes the data and holds no shapes.
    shapes = [info for info in members if not PurePosixPath(info.filename).name.startswith(("KS-META", ".", "_"))]
    for ending in PREFERRED:
        found = [info for info in shapes if _suffix(info) == ending]
        if len(found) > 1:
            names = ", ".join(_base(info) for info in found[:3])
            raise refusal("boundaries.several", name, count=len(found), names=names)
        if found:
            stem = PurePosixPath(found[0].filename).with_suffix("")
            beside = [
                info for info in shapes
                if PurePosixPath(info.filename).with_suffix("") == stem and _suffix(info) in SHAPEFILE_PARTS
            ]  # fmt: skip
            return found + ([info for info in beside if info is not found[0]] if ending == ".shp" else [])
    raise refusal("boundaries.none_in_zip", name)


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
    return PurePosixPath(info.filename).suffix.lower()


def _base(info: zipfile.ZipInfo) -> str:
    return PurePosixPath(info.filename).name
