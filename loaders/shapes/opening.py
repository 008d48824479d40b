"""Open a file of boundaries safely: size first, then its kind by content; out of a zip only what is needed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from loaders.errors import LoaderError, UnreadableFileError

MEGABYTE = 1_000_000
MAX_BYTES = 200 * MEGABYTE
MAX_MEMBERS = 2_000
KINDS_JA = "国土数値情報 N03（GeoJSON、Shapefile の zip、GML）か、市区町村の TopoJSON・GeoJSON"
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
        raise UnreadableFileError(name, "ファイルがない", KINDS_JA, "ファイルの場所と名前を確かめてください")
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
            raise UnreadableFileError(name, *_strange(start, name))


def _strange(start: bytes, name: str) -> tuple[str, str, str]:
    if not start:
        return "中身がない", KINDS_JA, "ダウンロードし直してください"
    if start[:4] == b"\x00\x00\x27\x0a" or Path(name).suffix.lower() in SHAPEFILE_PARTS:
        return (
            "Shapefile の一部だけが渡された",
            ".shp・.shx・.dbf・.prj をまとめた zip",
            "ダウンロードした zip をそのまま渡してください",
        )
    return "境界のファイルではない", KINDS_JA, "ファイルを選び直してください"


def _refuse_large(size: int, name: str, what_ja: str) -> None:
    if size > MAX_BYTES:
        raise LoaderError(
            name,
            f"{what_ja}が大きすぎる（{size / MEGABYTE:,.0f} MB）",
            f"{MAX_BYTES // MEGABYTE:,} MB まで",
            "全国を1つにしたものではなく、都道府県ごとのファイルを1つずつ取り込んでください。読み込みは行っていません",
        )


def _unpacked(path: Path, name: str, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise LoaderError(
                    name, f"zip の中のファイルが多すぎる（{len(members):,}）", f"{MAX_MEMBERS:,} まで",
                    "1つの都道府県の zip を取り込んでください",
                )  # fmt: skip
            chosen = _chosen(members, name)
            _refuse_large(sum(info.file_size for info in chosen), name, "zip を開いた中身")
            for info in chosen:
                _extract(archive, info, folder / f"shapes{_suffix(info)}", name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise UnreadableFileError(name, "zip が壊れている", KINDS_JA, "ダウンロードし直してください") from error
    except RuntimeError as error:  # what zipfile raises for a password
        raise UnreadableFileError(
            name, "zip にパスワードがかかっている", "パスワードのない zip", "パスワードを外してください"
        ) from error
    return folder / f"shapes{_suffix(chosen[0])}"


def _chosen(members: Sequence[zipfile.ZipInfo], name: str) -> list[zipfile.ZipInfo]:
    """Return the members to read: one file of shapes, with the parts beside it if it is a Shapefile."""
    # KS-META-….xml describes the data and holds no shapes.
    shapes = [info for info in members if not PurePosixPath(info.filename).name.startswith(("KS-META", ".", "_"))]
    for ending in PREFERRED:
        found = [info for info in shapes if _suffix(info) == ending]
        if len(found) > 1:
            raise LoaderError(
                name,
                f"zip の中に境界のファイルが{len(found)}つある（{', '.join(_base(info) for info in found[:3])}など）",
                "1つ",
                "取り込むものを1つだけ入れた zip を渡してください",
            )
        if found:
            stem = PurePosixPath(found[0].filename).with_suffix("")
            beside = [
                info for info in shapes
                if PurePosixPath(info.filename).with_suffix("") == stem and _suffix(info) in SHAPEFILE_PARTS
            ]  # fmt: skip
            return found + ([info for info in beside if info is not found[0]] if ending == ".shp" else [])
    raise LoaderError(name, "zip の中に境界のファイルがない", KINDS_JA, "ファイルを選び直してください")


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
