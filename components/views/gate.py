"""The gate in front of every script: one at a time for the whole process, so that readers do not slow each other down.

Python runs one thread at a time. Forty scripts side by side take turns every few milliseconds and all finish late; one
after the other, most finish early. A change of a widget counts as having come a second earlier than the opening of a
page. Long work (files, imports) is done outside the gate. Whoever keeps it longer than the patience is overtaken, so
that no wait is endless.
"""

import functools
import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import streamlit as st

from components.views import running

WIDGET = 1.0  # seconds by which a changed widget goes before a page that is opened
BACKGROUND = -30.0  # the same for pages that the server itself reads: every reader goes before them
PATIENCE = 3.0  # seconds after which the next script runs beside the one that holds the gate
PAUSE = 2.0  # seconds without a reader before the server reads a page itself
OWN_READER = "kyosei-monitor"  # as which it introduces itself

F = TypeVar("F", bound=Callable[..., Any])


class Gate:
    """A lock with an order of its own, which one thread may pass several times and leave for a while."""

    def __init__(self, patience: float = PATIENCE) -> None:
        """Make a gate whose holder is overtaken after so many seconds."""
        self._patience = patience
        self._lock = threading.Lock()
        self._holder: int | None = None
        self._since = 0.0
        self._waiting: list[tuple[float, int, threading.Event]] = []
        self._numbers = itertools.count()
        self._own = threading.local()
        self.reader_at = -PAUSE  # when a reader last came or left

    @contextmanager
    def turn(self, ahead: float = 0.0) -> Iterator[None]:
        """Wait for this thread's turn; leave the gate to the next at the end, whatever ends it.

        Args:
            ahead: How many seconds earlier than now it counts as having come.
        """
        if getattr(self._own, "number", None) is not None:
            yield
            return
        if ahead >= 0:
            self.reader_at = time.monotonic()
        self._enter(ahead)
        try:
            yield
        finally:
            self._leave()
            if ahead >= 0:
                self.reader_at = time.monotonic()

    def is_quiet(self) -> bool:
        """Return whether no reader has come or left for a while."""
        return time.monotonic() - self.reader_at >= PAUSE

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Let others pass while this thread does long work, and wait for a turn again afterwards."""
        if getattr(self._own, "number", None) is None:
            yield
            return
        self._leave()
        try:
            yield
        finally:
            self._enter(WIDGET)

    def _enter(self, ahead: float) -> None:
        number, passed = next(self._numbers), threading.Event()
        with self._lock:
            heapq.heappush(self._waiting, (time.monotonic() - ahead, number, passed))
            if self._holder is None:
                self._let_next()
        with running.waiting():
            while not passed.wait(self._patience):
                with self._lock:
                    if not passed.is_set() and time.monotonic() - self._since >= self._patience:
                        self._let_next()
        self._own.number = number

    def _leave(self) -> None:
        number, self._own.number = self._own.number, None
        with self._lock:
            if self._holder == number:  # else it took so long that another one goes beside it
                self._let_next()

    def _let_next(self) -> None:
        self._holder, self._since = None, time.monotonic()
        if self._waiting:
            _, self._holder, passed = heapq.heappop(self._waiting)
            passed.set()


_GATE = Gate()
turn = _GATE.turn
outside = _GATE.outside
is_quiet = _GATE.is_quiet


def fragment(function: F) -> F:
    """Make a function a fragment that waits for its turn when it runs alone."""

    @functools.wraps(function)
    def in_turn(*args: Any, **kwargs: Any) -> Any:
        with turn(WIDGET):
            return function(*args, **kwargs)

    return st.fragment(in_turn)  # type: ignore[return-value]
