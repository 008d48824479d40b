"""Measured numbers in a row: median and 95th percentile."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """Median and 95th percentile (nearest rank) of repeated measurements."""

    median: float
    p95: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Measured:
        """Return both of at least one number."""
        ordered = sorted(numbers)
        return cls(statistics.median(ordered), ordered[max(0, round(0.95 * len(ordered)) - 1)])
