"""Kill the process that accepts forms and imports statistics, again and again, and look at what is left: `make kill`.

`python -m tests.fuzz.kill [N] [seed]` kills N times (1,000), half of them on SQLite and half on PostgreSQL where it is
installed. A process says what it has done as soon as that is done; what was said must be there once, and nothing by half.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from data import dataset, store
from data.store.engine import close_all
from loaders import apart
from loaders.imports import desk
from tests.data.conftest import tiny_tables
from tests.data.report_rows import accept
from tests.loaders.imports import census_table
from tests.postgresql_server import newest_programs, running_postgresql

IMPORT_EACH = 6  # every sixth work is an import
MOST_WORKS, LONGEST = 4, 0.1  # works that are waited for, and seconds after the last of them, until a kill


@dataclass
class Damage:
    """What was found after the kills."""

    kills: int = 0
    works: int = 0  # Works that were said to be done
    lost: int = 0
    doubled: int = 0
    halved: int = 0

    def line(self, name: str) -> str:
        """Return the figures for the terminal."""
        return f"{name}: 中断 {self.kills:,}回、済んだ処理 {self.works:,}、失われた {self.lost}、二重 {self.doubled}、書きかけ {self.halved}"


def killed(times: int, seed: int, url: str, folder: Path) -> Damage:
    """Kill so many times on a store, each time going on behind the last work that was said to be done."""
    os.environ |= {
        "MONITOR_DATA": str(folder),
        "MONITOR_DATABASE_URL": url,
        "MONITOR_IMPORTED": str(folder / "imported"),
    }
    dataset.publish(tiny_tables(), folder / "normalized")
    tables = [_table(folder, number) for number in range(2)]
    store.submissions()
    random, damage, following = Random(seed), Damage(), 0
    for _ in range(times):
        done = _killed_once(following, tables, random)
        damage.kills += 1
        damage.works += len(done)
        following = max(done, default=following - 1) + 1
        _look(following, tables, damage)
    close_all()
    return damage


def _table(folder: Path, number: int) -> Path:
    path = folder / f"census_{number}.xlsx"
    path.write_bytes(census_table.xlsx(name=f"第{number + 1}面事項_2020年"))
    return path


def _killed_once(first: int, tables: list[Path], random: Random) -> list[int]:
    """Return the works that a process had said to be done when it was killed."""
    close_all()  # no connection is shared with the process that follows
    read_end, write_end = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            for number in _works(first, tables):
                os.write(write_end, f"{number}\n".encode())
        finally:
            os._exit(1)
    os.close(write_end)
    said, wanted = b"", random.randint(0, MOST_WORKS)
    while said.count(b"\n") < wanted and (block := os.read(read_end, 1_000)):
        said += block
    time.sleep(random.uniform(0, LONGEST))
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    with os.fdopen(read_end, "rb") as rest:
        return [int(line) for line in (said + rest.read()).splitlines(keepends=True) if line.endswith(b"\n")]


def _works(first: int, tables: list[Path]) -> Iterator[int]:
    number = first
    while True:
        if number % IMPORT_EACH == 0:
            desk.import_file("census", tables[number // IMPORT_EACH % 2], by="試験")
        else:
            accept(f"form {number}")
        yield number
        number += 1


def _look(following: int, tables: list[Path], damage: Damage) -> None:
    """Count what is lost, doubled or half written; the work behind the last one may be done or not."""
    forms = store.submissions()
    there = forms["file_sha256"].value_counts()
    hashes = [hashlib.sha256(f"form {n}".encode()).hexdigest() for n in range(following) if n % IMPORT_EACH]
    damage.lost += sum(sha not in there for sha in hashes)
    damage.doubled += int((there > 1).sum()) + (len(forms) - len(set(forms["revision"])))
    rows = (store.reported_achievements(), store.reported_areas(), store.report_findings())
    damage.halved += any(len(one) != len(forms) for one in rows)
    if following == 0:
        return
    last = (following - 1) // IMPORT_EACH
    shas = [hashlib.sha256(tables[n % 2].read_bytes()).hexdigest() for n in (last, last + 1)]
    sources, values = dataset.read_imported("statistics_sources"), dataset.read_imported("area_statistics")
    damage.lost += not set(sources["sha256"]) <= set(shas) or sources.empty
    damage.halved += len(sources) != 1 or values.empty or set(values["source_code"]) != {"census"}
    desk.complete_log()
    entries = store.audit_log()
    damage.lost += not (entries["action"] == "import_statistics").any()


def main(times: int, seed: int) -> int:
    """Kill on both kinds of store; return 1 where something is lost, doubled or half written."""
    apart.read_file = lambda task, name, **_: task()  # reading is not what is looked at here
    started, found = time.monotonic(), {}
    with ExitStack() as stack:
        programs = newest_programs()
        for name in ("SQLite", "PostgreSQL"):
            folder = Path(tempfile.mkdtemp(prefix="monitor-kill-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            url = f"sqlite:///{folder}/store.sqlite"
            if name == "PostgreSQL":
                if programs is None:
                    continue
                url = stack.enter_context(stack.enter_context(running_postgresql(programs)).database())
            found[name] = killed(times // 2, seed, url, folder)
            sys.stdout.write(found[name].line(name) + "\n")
    sys.stdout.write(f"種 {seed}、{(time.monotonic() - started) / 60:.1f}分\n")
    return int(any(one.lost or one.doubled or one.halved for one in found.values()))


if __name__ == "__main__":
    given = dict(enumerate(map(int, sys.argv[1:])))
    sys.exit(main(given.get(0, 1_000), given.get(1, 1)))
