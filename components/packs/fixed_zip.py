"""Office files and archives with fixed dates inside: the same content always gives the same bytes."""

from __future__ import annotations

import io
import zipfile

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip archive knows


def same_bytes(data: bytes) -> bytes:
    """Return a zip archive (xlsx, pptx, zip) whose entries carry no time, in the order in which they stand."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _FIRST_DAY)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            new.writestr(fixed, old.read(entry))
    return buffer.getvalue()
