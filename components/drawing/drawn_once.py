"""Drawings kept for the next time that they are asked for.

Plotly checks every property of a figure: 5–10 ms each, more than everything else on a page. Equal input gives an equal
figure, so the last drawings are kept, whatever page or reader they were drawn for.
"""

from __future__ import annotations

import functools
import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import ParamSpec

import plotly.graph_objects as go

P = ParamSpec("P")
_MOST = 256  # figures of 5–60 KB


def drawn_once(draw: Callable[P, go.Figure]) -> Callable[P, go.Figure]:
    """Return the drawing function with a memory; its figures are shared and must not be changed afterwards."""
    kept: OrderedDict[bytes, go.Figure] = OrderedDict()
    lock = threading.Lock()

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> go.Figure:
        key = pickle.dumps((tuple(map(_plain, args)), {name: _plain(value) for name, value in kwargs.items()}))
        with lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        figure = draw(*args, **kwargs)
        with lock:
            kept[key] = figure
            if len(kept) > _MOST:
                kept.popitem(last=False)
        return figure

    return drawn


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value
