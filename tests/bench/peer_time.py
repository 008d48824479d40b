"""How long it takes to find the peers of a municipality among all of Japan, with the reason of each of the nearest."""

from __future__ import annotations

import time

from data import answers
from data.measures import comparisons
from data.measures.peers import VARIABLES, differences, nearest, scaled
from tests.bench.figures import Measured

WANTED_MS = 50
MUNICIPALITIES = 1741
_DRAWN = 10


def find_ms(repeats: int) -> Measured:
    """Return the milliseconds for scaling, ranking and the reasons, nothing kept from the run before.

    The registry is that of the dataset; the values are spread over it, so that every municipality has all of them
    whether a census was imported or not.
    """
    towns = answers.peer_features()
    for number, name in enumerate(VARIABLES):
        towns[name] = [1.0 + (row * (number + 3)) % 977 for row in range(len(towns))]
    weights = dict.fromkeys(VARIABLES, 1.0)
    times = []
    for run in range(repeats + 1):
        own = str(towns["area_code"].iloc[run * 17 % len(towns)])
        start = time.perf_counter()
        positions = scaled(towns)
        found = nearest(positions, own, weights)
        rows = comparisons.with_words(differences(towns, positions, own, found["area_code"].head(_DRAWN), weights))
        comparisons.reasons(rows)
        times.append(1000 * (time.perf_counter() - start))
    if len(found) != MUNICIPALITIES - 1:
        raise RuntimeError("not every municipality was compared: measure nothing that is broken")
    return Measured.of(times[1:])
