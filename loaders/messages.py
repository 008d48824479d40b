"""What the loaders say about a file or a form that is not as it must be: every text stands in messages.yml, under a key.

A rule or reader names its message and fills in values, so that wording is read and corrected in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from loaders.errors import LoaderError, UnreadableFileError

MESSAGES = Path(__file__).with_name("messages.yml")


@cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))
    return loaded


def message(key: str, **values: object) -> dict[str, str]:
    """Return the texts under a key, such as `report.period/order`, with values filled in."""
    return {part: text.format(**values) for part, text in _messages()[key].items()}


def refusal(key: str, place: str, **values: object) -> LoaderError:
    """Return the error that refuses a file; messages that begin with `unreadable` say that it cannot be read at all.

    Args:
        place: Name of the file, with the line where there is one.
    """
    texts = message(key, **values)
    kind = UnreadableFileError if key.startswith("unreadable") else LoaderError
    return kind(place, texts["found"], texts["expected"], texts["remedy"])
