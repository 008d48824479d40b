"""Where points and their names go so that none hides another. Pure geometry in pixels; no value is changed."""

from collections.abc import Sequence
from dataclasses import dataclass

_LETTER, _LINE = 14.5, 17.0  # size of a Japanese character and of a line, in pixels
_STEP = 4.0
ORDER = ("top center", "middle right", "bottom center", "middle left")


@dataclass(frozen=True)
class Spot:
    """A circle with a name: centre, diameter and number of Japanese characters; a digit counts half."""

    x: float
    y: float
    size: float
    letters: float


Box = tuple[float, float, float, float]  # left, bottom, right, top


def label_positions(spots: Sequence[Spot], order: Sequence[str] = ORDER) -> list[str]:
    """Return for each circle the plotly textposition at which its name hides least; of equal ones the first in the order."""
    circles = [_around(spot.x, spot.y, spot.size, spot.size) for spot in spots]
    taken: list[Box] = []
    positions: list[str] = []
    for number, spot in enumerate(spots):
        others = circles[:number] + circles[number + 1 :] + taken
        boxes = _label_boxes(spot)
        best = min(order, key=lambda position: sum(_overlap(boxes[position], other) for other in others))
        positions.append(best)
        taken.append(boxes[best])
    return positions


def keep_apart(x: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Return heights from -1 to 1 that keep circles apart, large ones first; x is not touched (a bee swarm)."""
    heights = [0.0] * len(x)
    done: list[int] = []
    for i in sorted(range(len(x)), key=lambda i: (-sizes[i], x[i])):
        near = [j for j in done if abs(x[i] - x[j]) < _distance(sizes[i], sizes[j])]
        step = 0
        while any(
            (x[i] - x[j]) ** 2 + (heights[i] - heights[j]) ** 2 < _distance(sizes[i], sizes[j]) ** 2 for j in near
        ):
            step += 1
            heights[i] = (step + 1) // 2 * _STEP * (1 if step % 2 else -1)
        done.append(i)
    reach = max([60.0, *map(abs, heights)])
    return [height / reach for height in heights]


def _distance(size: float, other: float) -> float:
    return (size + other) / 2 + 1


def _label_boxes(spot: Spot) -> dict[str, Box]:
    width, away = spot.letters * _LETTER, spot.size / 2 + 2
    return {
        "top center": _around(spot.x, spot.y + away + _LINE / 2, width, _LINE),
        "middle right": _around(spot.x + away + width / 2, spot.y, width, _LINE),
        "bottom center": _around(spot.x, spot.y - away - _LINE / 2, width, _LINE),
        "middle left": _around(spot.x - away - width / 2, spot.y, width, _LINE),
    }


def _around(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _overlap(box: Box, other: Box) -> float:
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    return max(width, 0.0) * max(height, 0.0)
