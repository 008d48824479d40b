"""What stays in memory for good is taken out of Python's garbage collection.

The tables and figures that are kept between runs are many objects. A full collection visits all of them, again and
again: about 0.2 s, in the middle of some reader's click. Frozen, they are passed over.
"""

from __future__ import annotations

import gc
from functools import cache


@cache
def after_first_run(_page: str) -> None:
    """Freeze what the first run of a page has left in memory; later runs of that page do nothing."""
    gc.collect()
    gc.freeze()
