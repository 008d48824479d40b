"""Offer damaged files at every door and count what goes wrong: `make fuzz`, or `python -m tests.fuzz [N] [seed]`.

An input is a whole file, damaged by a generator with the seed and the number of the input, so that each can be made again:
`python -m tests.fuzz 1 SEED NUMBER` offers that one only and shows its traceback. FUZZ_WORKERS (cores) and FUZZ_MINUTES
(no end) bound a run; what was offered until then is counted. With FUZZ_KEPT, a folder, each part's figures are kept there,
and the next run with the same seed goes on behind them: 100,000 inputs take nearly an hour.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.fuzz.offering import Tally, kept, offered, offered_and_kept

SLOW_SECONDS, MOST_MEGABYTES = 20, 700
STEP = 500  # inputs of one process


def main(count: int, seed: int, only: int | None) -> int:
    """Offer so many inputs on all cores; return 1 where something went wrong."""
    root = Path(__file__).resolve().parents[2] / os.environ.get("MONITOR_SHARED", "../shared")
    shared = str(root) if (root / "sources").is_dir() else ""
    tally, started = Tally(), time.monotonic()
    if only is not None:
        tally = offered([only], seed, shared, is_shown=True)
    else:
        parts = [range(first, min(first + STEP, count)) for first in range(0, count, STEP)]
        workers = int(os.environ.get("FUZZ_WORKERS") or os.cpu_count() or 1)
        # A process ends after each part: what one part holds on to is none of the next one's.
        with ProcessPoolExecutor(workers, get_context("spawn"), max_tasks_per_child=1) as pool:
            found = [kept(part, seed) or pool.submit(offered_and_kept, part, seed, shared) for part in parts]
            for done in found:
                tally.add(done if isinstance(done, Tally) else done.result())
                if time.monotonic() - started > 60 * float(os.environ.get("FUZZ_MINUTES", "inf")):
                    pool.shutdown(cancel_futures=True)
                    break
                print(f"{tally.inputs.total():,}", end=" ", file=sys.stderr, flush=True)
    print("\n".join([*tally.lines(), f"種 {seed}、{(time.monotonic() - started) / 60:.1f}分"]))
    too_much = tally.slowest[0] > SLOW_SECONDS or tally.megabytes > MOST_MEGABYTES
    return 1 if tally.tracebacks or tally.half_written or too_much else 0


if __name__ == "__main__":
    given = dict(enumerate(map(int, sys.argv[1:])))
    sys.exit(main(given.get(0, 100_000), given.get(1, 1), given.get(2)))
