"""Addresses of our own files in static/, told apart by their content, so that browsers may keep them."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from data.folders import PROJECT


@cache
def address_of(name: str, *beside: str) -> str:
    """Return the address of a file in static/; it changes whenever the file does."""
    content = b"".join((PROJECT / "static" / file).read_bytes() for file in (name, *beside))
    return f"app/static/{name}?v={sha256(content).hexdigest()[:8]}"
