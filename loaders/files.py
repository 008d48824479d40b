"""Files of this program: their hash, and writing one whole or not at all; and the moment of doing so."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

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


def moment_now() -> str:
    """Return the moment in Japan's time, to the second."""
    return datetime.now(JAPAN_TIME).isoformat(timespec="seconds")
