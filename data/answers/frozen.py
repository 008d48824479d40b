"""Answers as of a frozen edition: inside `as_frozen` every answer is that of the edition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from data import dataset


@dataclass(frozen=True)
class InForce:
    """The edition that answers are given from."""

    name: str  # Its name
    frozen_at: str  # What was recorded up to this moment belongs to it (ISO, Japan time)


_in_force: ContextVar[InForce | None] = ContextVar("edition_in_force", default=None)


@contextmanager
def as_frozen(edition: str | None) -> Iterator[InForce | None]:
    """Answer everything that this thread asks for inside from a frozen edition; None = from now.

    Raises:
        UnknownEditionError: No edition has this name.
        StoreUnavailableError: The store cannot be reached.
    """
    if edition is None:
        yield None
        return
    from data import store  # loads the database, which answers about documents do without

    found = store.edition_named(edition)
    with dataset.answering_from(store.edition_snapshot(found)):
        token = _in_force.set(InForce(found.name, found.frozen_at))
        try:
            yield _in_force.get()
        finally:
            _in_force.reset(token)


def in_force() -> InForce | None:
    """Return the edition that answers are given from here; None = now."""
    return _in_force.get()
