"""Lines of the documents, read at run time from the documents folder, with private passages masked."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import pandas as pd

MASK = "（個人の経歴のため表示しません）"


def document_lines(folder: Path, file_name: str, sha256: str) -> list[str] | None:
    """Return the lines of a document, or None where the folder holds no file with exactly this content.

    The file is looked for under its name first, then by its content under any name: line numbers hold for the very
    text that was parsed and for no other.
    """
    if not folder.is_dir():
        return None
    others = sorted(path for path in folder.glob("*.txt") if path.name != file_name)
    for path in (folder / file_name, *others):
        if path.is_file():
            stat = path.stat()
            lines = _lines_of(path, stat.st_mtime_ns, stat.st_size, sha256)
            if lines is not None:
                return list(lines)
    return None


@lru_cache(maxsize=32)
def _lines_of(path: Path, _modified: int, _size: int, sha256: str) -> tuple[str, ...] | None:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        return None
    return tuple(content.decode("utf-8-sig", errors="replace").split("\n"))


def masked_excerpt(lines: list[str], line_start: int, line_end: int, masked: pd.DataFrame) -> list[tuple[int, str]]:
    """Return numbered lines of a range (1-based, inclusive); a masked line carries a notice instead of its text.

    Args:
        masked: line_start and line_end of the passages of this document that must not be shown.
    """
    first, last = max(line_start, 1), min(line_end, len(lines))
    hidden = {
        number
        for passage in masked.itertuples()
        for number in range(int(str(passage.line_start)), int(str(passage.line_end)) + 1)
    }
    return [(number, MASK if number in hidden else lines[number - 1].rstrip("\r")) for number in range(first, last + 1)]
