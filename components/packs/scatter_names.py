"""Which points of a scatter carry their name on slides and sheets. Pure."""

from __future__ import annotations

from typing import Final

from components.drawing.model import Points

_NAMED: Final = 20  # most points below the whole area that carry their name
_ALL_NAMED: Final = 6  # so few points all carry it
_NEARLY_WHOLE: Final = 95.0  # from here up points stand side by side on one line


def named_codes(points: Points) -> frozenset[str]:
    """Return the area_code of each point that is named: those below the whole area, where few, and the marked one."""
    members = [point for _, group in points.groups for point in group]
    below = [point for point in members if point.y < _NEARLY_WHOLE or len(members) <= _ALL_NAMED]
    codes = {point.area_code for point in below} if len(below) <= _NAMED else set()
    return frozenset(codes | ({points.highlighted} if points.highlighted else set()))
