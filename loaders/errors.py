"""Errors of the loaders: each says where, what was found, what was expected, and what to do next.

What is said about documents, forms, tables and boundaries stands in messages.yml: a rule or reader names its message and fills
in values, so that wording is read and corrected in one place.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.errors import DatasetError
from data.folders import yaml_beside

_LOG = logging.getLogger(__name__)
_MESSAGES: Mapping[str, Mapping[str, str]] = yaml_beside(__file__, "messages.yml")


def _again(kind: type[LoaderError], texts: Sequence[str], attributes: Mapping[str, Any]) -> LoaderError:
    error = kind.__new__(kind, *texts)
    vars(error).update(attributes)
    return error


class LoaderError(Exception):
    """A document or file cannot be taken in; nothing has been written.

    Attributes:
        place: Document or file, with the line where there is one.
        found: What stands there.
        expected: What was expected instead.
        remedy: What the reader can do next.
    """

    def __init__(self, place: str, found: str, expected: str, remedy: str) -> None:
        self.place, self.found, self.expected, self.remedy = place, found, expected, remedy
        super().__init__(f"{place}: {found}。本来は{expected}。対処: {remedy}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error come back from another process as it is: its texts are not what it was made from."""
        return _again, (type(self), self.args, vars(self))

    @property
    def reason_ja(self) -> str:
        """What stands there and what was expected, without place and remedy."""
        return f"{self.found}。本来は{self.expected}。"


class UnreadableFileError(LoaderError):
    """The file is not text (empty, binary, an unknown encoding)."""


class UnknownDocumentError(LoaderError):
    """The content matches no known document type; the message has three lines: what, what is missing, what to do."""

    @property
    def reason_ja(self) -> str:
        """What kind of document is nearest, and which of its lines are missing."""
        return f"{self.found}。\n見つからない行: {self.expected}。"

    def __str__(self) -> str:
        return f"{self.place}: {self.reason_ja}\n対処: {self.remedy}"


class NoDocumentReadError(LoaderError):
    """None of several documents could be read; `errors` names each with what is wrong with it."""

    def __init__(self, place: str, errors: Sequence[LoaderError]) -> None:
        self.errors = tuple(errors)
        found = f"{len(errors):,}件の文書のどれも読めない"
        super().__init__(place, found, "読める文書が一つはあるフォルダー", "文書ごとの対処に従ってください")

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"- {error}" for error in self.errors)])


class BrokenDocumentError(LoaderError):
    """The document is of a known type, but a heading, a row or its end is missing."""


class UnknownAreaError(LoaderError):
    """A place name resolves to no area, or to more than one."""


class InvalidListError(LoaderError):
    """A list of facts has rows that cannot be taken in; all of them are named.

    Attributes:
        problems: One sentence per problem, with the row of the file, what stands there, and the remedy.
    """

    SHOWN = 20

    def __init__(self, place: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        found, remedy = f"取り込めない箇所が{len(problems):,}件ある", "次の箇所を直してから、もう一度取り込んでください"
        super().__init__(place, found, "すべての行が正しい一覧", remedy)

    def __str__(self) -> str:
        more = len(self.problems) - self.SHOWN
        lines = [super().__str__(), *(f"- {problem}" for problem in self.problems[: self.SHOWN])]
        return "\n".join([*lines, f"- ほか{more:,}件"] if more > 0 else lines)


KINDS = {
    "unreadable": UnreadableFileError, "unknown": UnknownDocumentError, "broken": BrokenDocumentError,
    "area": UnknownAreaError,
}  # fmt: skip


def message(key: str, **values: object) -> dict[str, str]:
    """Return the texts under a key, such as `report.period/order`, with values filled in."""
    return {part: text.format(**values) for part, text in _MESSAGES[key].items()}


def refusal(key: str, place: str, **values: object) -> LoaderError:
    """Return the error that refuses a file; how its message begins says which one, see KINDS."""
    texts = message(key, **values)
    kind = KINDS.get(key.partition(".")[0], LoaderError)
    return kind(place, texts["found"], texts["expected"], texts["remedy"])


@contextmanager
def refused_if_unforeseen(
    place: str, key: str = "unreadable.file/unforeseen", of: type[Exception] = Exception
) -> Iterator[None]:
    """Make one refusal of this file of every error that its reader was not made for; the log says where it arose.

    Args:
        key: The message of the refusal.
        of: Which errors; of all, those that say something to a reader go on as they are.

    Raises:
        UnreadableFileError: Something unforeseen happened inside.
    """
    try:
        yield
    except (LoaderError, MemoryError):
        raise
    except of as error:
        if of is Exception and isinstance(error, DatasetError):
            raise
        last = traceback.extract_tb(error.__traceback__)[-1]
        _LOG.error("%s cannot be read: %s at %s:%s", place, type(error).__name__, Path(last.filename).name, last.lineno)
        raise refusal(key, place) from error
