"""Results kept as long as the dataset stays the same; those of a frozen edition stand beside those of now."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pandas as pd

P = ParamSpec("P")
R = TypeVar("R")
_MOST = 2  # versions whose results are kept: of now, and of the edition looked at last


def kept_per_version(version: Callable[[], str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that computes once per dataset version and arguments.

    Frames are handed out as shallow copies: pandas copies on write, so a caller cannot change what is kept.

    Args:
        version: Returns the present version of the dataset; it must be cheap.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept: OrderedDict[str, dict[object, R]] = OrderedDict()
        lock = threading.Lock()

        @functools.wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            present = version()
            key = (args, tuple(sorted(kwargs.items())))
            with lock:
                results = kept.setdefault(present, {})
                kept.move_to_end(present)
                if len(kept) > _MOST:
                    kept.popitem(last=False)
                if key in results:
                    return _handed_out(results[key])
            result = function(*args, **kwargs)
            if version() == present:  # else it may be a mixture of two versions
                with lock:
                    results[key] = result
            return _handed_out(result)

        return answer

    return decorate


def _handed_out(result: R) -> R:
    return result.copy(deep=False) if isinstance(result, pd.DataFrame) else result
