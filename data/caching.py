"""Results kept as long as the dataset stays the same."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pandas as pd

P = ParamSpec("P")
R = TypeVar("R")


def kept_per_version(version: Callable[[], str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that computes once per dataset version and arguments.

    Frames are handed out as shallow copies: pandas copies on write, so a caller cannot change what is kept.

    Args:
        version: Returns the present version of the dataset; it must be cheap.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept: dict[object, R] = {}
        state = {"version": ""}
        lock = threading.Lock()

        @functools.wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            present = version()
            key = (args, tuple(sorted(kwargs.items())))
            with lock:
                if state["version"] != present:
                    kept.clear()
                    state["version"] = present
                if key in kept:
                    return _handed_out(kept[key])
            result = function(*args, **kwargs)
            with lock:
                if state["version"] == present:
                    kept[key] = result
            return _handed_out(result)

        return answer

    return decorate


def _handed_out(result: R) -> R:
    return result.copy(deep=False) if isinstance(result, pd.DataFrame) else result
