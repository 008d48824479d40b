"""Offer damaged files, one after the other, and count what happens."""

from __future__ import annotations

import logging
import os
import pickle
import resource
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import psutil

from loaders import apart
from tests.fuzz.readers import UNFORESEEN_JA, readers


@dataclass
class Tally:
    """What happened so far."""

    inputs: Counter[str] = field(default_factory=Counter)  # By door
    tracebacks: list[str] = field(default_factory=list)  # What reached the person who offered the file
    half_written: list[str] = field(default_factory=list)
    unforeseen: Counter[str] = field(
        default_factory=Counter
    )  # What only the last net caught: one message, one log entry
    slowest: tuple[float, str] = (0.0, "")  # Processor time, which other work on the machine does not lengthen
    megabytes_of_reader: int = 0  # The most that the process which reads held
    megabytes: int = 0  # The most that this process and the one that reads held at a time

    def add(self, other: Tally) -> None:
        """Add what happened elsewhere."""
        self.inputs += other.inputs
        self.tracebacks += other.tracebacks
        self.half_written += other.half_written
        self.unforeseen += other.unforeseen
        self.slowest = max(self.slowest, other.slowest)
        self.megabytes_of_reader = max(self.megabytes_of_reader, other.megabytes_of_reader)
        self.megabytes = max(self.megabytes, other.megabytes)

    def lines(self) -> list[str]:
        """Return the figures for the terminal."""
        shares = "、".join(f"{name} {count:,}" for name, count in self.inputs.items())
        return [
            f"入力 {self.inputs.total():,}（{shares}）",
            f"利用者に届く例外 {len(self.tracebacks):,}、書きかけ {len(self.half_written):,}、想定外として断ったもの {self.unforeseen.total():,}",
            f"最も長い計算 {self.slowest[0]:.1f}秒（{self.slowest[1]}）、メモリの最大 {self.megabytes:,} MB",
            *(f"  想定外 {count:,}回: {what}" for what, count in self.unforeseen.most_common(20)),
            *(f"  例外: {one}" for one in self.tracebacks[:20]),
            *(f"  書きかけ: {one}" for one in self.half_written[:20]),
        ]


class _Unforeseen(logging.Handler):
    """Counts what the loaders log as unforeseen."""

    def __init__(self, counts: Counter[str]) -> None:
        super().__init__(logging.ERROR)
        self.counts = counts

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[2]:
            last = traceback.extract_tb(record.exc_info[2])[-1]
            self.counts[f"{record.exc_info[0].__name__} {Path(last.filename).name}:{last.lineno}"] += 1
        else:
            self.counts[" ".join(str(one) for one in record.args[1:])] += 1


def _processor_seconds() -> float:
    """Return what this process and those that it started have used, ended ones too."""
    total = 0.0
    for one in _family(os.getpid()):
        with suppress(psutil.NoSuchProcess):  # it ended just now: then its parent counts it
            total += sum(psutil.Process(one).cpu_times()[:4])
    return total


def _family(number: int) -> Iterator[int]:
    """Yield a process and those below it; psutil would look at every process of the machine for that."""
    yield number
    for thread in Path(f"/proc/{number}/task").glob("*/children"):
        with suppress(OSError):  # a thread that ended just now
            for child in thread.read_text().split():
                yield from _family(int(child))


def _most_held() -> int:
    """Return the most megabytes that this process held since its mark was set back."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) // 1024


def offered(numbers: Sequence[int], seed: int, shared: str, is_shown: bool = False) -> Tally:
    """Offer the inputs of these numbers, in a store and folders of their own."""
    with TemporaryDirectory(prefix="monitor-fuzz-") as folder:
        os.environ |= {
            "MONITOR_DATABASE_URL": f"sqlite:///{folder}/store.sqlite",
            "MONITOR_IMPORTED": f"{folder}/imported",
        }
        warnings.simplefilter("ignore")
        tally = Tally()
        logger = logging.getLogger("loaders")
        handler = _Unforeseen(tally.unforeseen)
        logger.addHandler(handler)
        logger.propagate = is_shown
        doors = readers(Path(shared) if shared else None)
        most = 0
        for number in numbers:
            random = Random(f"{seed}/{number}")
            door = random.choices(doors, [one.share for one in doors])[0]
            name, data = random.choice(door.files)
            for _ in range(random.choice((1, 1, 1, 2))):
                try:
                    data = random.choice(door.damages)(random, data)
                except Exception:  # a zip that is damaged already
                    data = data[::2]
                data = data or b"\n"
            before = _processor_seconds()
            Path("/proc/self/clear_refs").write_text("5")  # what making the damage took is none of the reader's
            try:
                outcome = door.take(name, data, random)
                if outcome == UNFORESEEN_JA:
                    tally.unforeseen[door.name_ja] += 1
                    sys.stderr.write(f"unforeseen: {seed}/{number} {door.name_ja} {name}\n")
                elif outcome:
                    tally.half_written.append(f"{seed}/{number} {outcome}")
            except Exception as error:
                last = traceback.extract_tb(error.__traceback__)[-1]
                tally.tracebacks.append(
                    f"{seed}/{number} {door.name_ja}: {error!r:.200} {Path(last.filename).name}:{last.lineno}"
                )
                if is_shown:
                    traceback.print_exc()
            tally.inputs[door.name_ja] += 1
            most = max(most, _most_held())
            tally.slowest = max(tally.slowest, (_processor_seconds() - before, f"{seed}/{number} {door.name_ja}"))
        logger.removeHandler(handler)
        apart.stop()
    tally.megabytes_of_reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    tally.megabytes = most + tally.megabytes_of_reader
    return tally


def kept(part: range, seed: int) -> Tally | None:
    """Return the figures of a part that an earlier run kept, or None."""
    file = _kept_file(part, seed)
    if file is None or not file.is_file():
        return None
    tally: Tally = pickle.loads(file.read_bytes())  # from a run of ours
    return tally


def offered_and_kept(part: range, seed: int, shared: str) -> Tally:
    """Offer the inputs of a part, and keep the figures where the run asks for it."""
    tally = offered(part, seed, shared)
    if file := _kept_file(part, seed):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(tally))
    return tally


def _kept_file(part: range, seed: int) -> Path | None:
    folder = os.environ.get("FUZZ_KEPT")
    return Path(folder) / f"fuzz-{seed}-{part.start}-{part.stop}.pickle" if folder else None
