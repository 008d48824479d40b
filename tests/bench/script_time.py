"""How long the server computes: the whole script of a page, run again in this process (AppTest), warm.

AppTest knows no fragments: it always runs the whole page, so for the map this is more than a change of indicator costs.
"""

from __future__ import annotations

import gc
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from components.figures.aging import COVERAGES
from components.figures.layers import LAYERS
from tests.bench.figures import Measured

PROJECT = Path(__file__).resolve().parent.parent.parent
PLAIN = PROJECT / "tests" / "bench" / "plain_map.py"
# What the reader changes between two runs: name of the choice → the values that take turns.
INDICATORS = (
    "indicator",
    (*(name for name, layer in LAYERS.items() if layer.source == "plans"), "population"),
)  # the last one and 高齢化率 have a value for every town
CHANGES = {"progress_map": INDICATORS, "plain_map": INDICATORS, "aging_coverage": ("by", tuple(COVERAGES)),
           "peers": ("peer_among", ("", "with_plan", "further_on"))}  # fmt: skip
CHANGE_OF_PREFECTURE = ("pref", ("00", "01", "03", "13", "39"))


def rerun_ms(script: Path, repeats: int, prefecture: str = "00") -> Measured:
    """Return the milliseconds of a rerun after a change of the page's own choice, or else of the prefecture.

    Each choice has been made once before the measurement starts.
    """
    name, values = CHANGES.get(script.stem, CHANGE_OF_PREFECTURE)
    page = AppTest.from_file(str(PROJECT / script), default_timeout=120)
    page.query_params["pref"] = prefecture
    times = []
    for run in range(len(values) + repeats):
        page.session_state[f"kept_{name}"] = values[run % len(values)]
        gc.collect()
        start = time.perf_counter()
        page.run()
        times.append(1000 * (time.perf_counter() - start))
        if page.exception or page.error:
            raise RuntimeError(f"{script.name} shows an error: measure nothing that is broken")
    return Measured.of(times[len(values) :])
