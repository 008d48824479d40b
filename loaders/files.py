"""Files of this program: their hash, their rows, writing one whole or not at all, and the moment of doing so."""

import csv
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, BinaryIO

JAPAN_TIME = timezone(timedelta(hours=9))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file aside and move it in, so that no interruption leaves half a file, nor the file aside."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


@contextmanager
def copy_of(file: BinaryIO, name: str) -> Iterator[Path]:
    """Give an upload as a file with the ending of its name; it is removed afterwards."""
    with tempfile.NamedTemporaryFile(prefix="monitor-upload-", suffix=Path(name).suffix) as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        yield Path(copy.name)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a UTF-8 CSV file, every value as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def csv_of(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as a CSV file in UTF-8 with LF line ends; what a row has beside the names is left out."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def moment_now() -> str:
    """Return the moment in Japan's time, to the second."""
    return datetime.now(JAPAN_TIME).isoformat(timespec="seconds")
