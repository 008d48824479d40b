"""How many readers a server carries: `python -m tests.bench.load`, readers without a browser over Streamlit's own protocol.

Readers open pages and prefectures at random and look at each for 8 seconds. The driver starts a server of its own, with
the census and an empty store, or asks one that runs (`--address`). With `--packs` one further reader makes council packs
all the time, with `--forms N` another one uploads and accepts N report forms; `--memory` watches what 20 readers leave behind.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle

import psutil
from websockets.exceptions import ConnectionClosed, WebSocketException

from components.views.navigation import entries
from components.views.operations import WARM
from loaders.reports import desk
from loaders.reports.form_writing import make_form
from tests.bench import report
from tests.bench.figures import Measured
from tests.bench.imported import imported_statistics
from tests.bench.report_time import FISCAL_YEAR, fill_in
from tests.bench.wire import PageError, WireReader, connected
from tests.browser.server import LOCAL_ROLE, TOKEN, server_process

ALONE_IN = ("00", "01", "03", "13", "27", "39", "47")
PREFECTURES = tuple(f"{number:02}" for number in range(48))  # 00 is all of Japan
THINK_SECONDS = 8.0
WANTED_P95 = 1.0
CROWDS = (20, 50, 80)
MADE_PACKS_OF = ("01", "03", "39")


@dataclass
class Times:
    """What readers waited, in seconds, by page; what went wrong; seconds until one whose server died was back."""

    pages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    returns: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def all(self) -> list[float]:
        """Return the waiting times of all pages."""
        return [one for times in self.pages.values() for one in times]


async def alone(address: str, rounds: int) -> tuple[Times, Times]:
    """Return what one reader waits: for each page and prefecture the first time (cold), and in further rounds (warm)."""
    cold, warm = Times(), Times()
    visits = [(entry.name, code) for entry in entries() for code in ALONE_IN]
    async with connected(address) as reader:
        await _visit(reader, "", "00", Times())  # the server's very first run loads the libraries
        for times in [cold, *[warm] * rounds]:
            random.Random(15).shuffle(visits)
            for page, code in visits:
                await _visit(reader, page, code, times)
    return cold, warm


async def crowd(address: str, readers: int, seconds: float, think: float = THINK_SECONDS) -> Times:
    """Return what many readers wait; each opens a page of a prefecture at random and looks at it."""
    times, end = Times(seconds=seconds), time.monotonic() + seconds
    await asyncio.gather(*(_read(address, number, end, think, times) for number in range(readers)))
    return times


async def _read(address: str, number: int, end: float, think: float, times: Times) -> None:
    choose, lost = random.Random(number), 0.0
    await asyncio.sleep(choose.uniform(0, think))
    while time.monotonic() < end:
        try:
            async with connected(address) as reader:
                while time.monotonic() < end:
                    await _visit(reader, choose.choice(entries()).name, choose.choice(PREFECTURES), times)
                    if lost:
                        times.returns.append(time.monotonic() - lost)
                        lost = 0.0
                    await asyncio.sleep(choose.uniform(think / 2, think * 1.5))
        except (ConnectionClosed, WebSocketException, OSError):
            lost = lost or time.monotonic()
            await asyncio.sleep(0.2)


async def _visit(reader: WireReader, page: str, prefecture: str, times: Times) -> None:
    try:
        times.pages[page].append(await reader.open("" if page == entries()[0].name else page, f"pref={prefecture}"))
    except PageError as error:
        times.faults.append(f"{page} {prefecture}: {error}")


async def make_packs(address: str, end: float) -> list[float]:
    """Make one council pack after the other and return the seconds of each."""
    seconds = []
    async with connected(address) as reader:
        for code in cycle(MADE_PACKS_OF):
            if time.monotonic() > end:
                return seconds
            await reader.open("briefing", f"pref={code}")
            label = next(one.button.label for one in reader.elements if one.WhichOneof("type") == "button")
            seconds.append(await reader.press(label))
    return seconds


async def accept_forms(address: str, forms: dict[str, bytes]) -> float:
    """Upload forms and accept them all; return the seconds."""
    async with connected(address) as reader:
        start = time.monotonic()
        await reader.open("reports", f"pref=00&task=upload&token={TOKEN}")
        await reader.upload(forms)
        await reader.tick("変わる内容")
        label = next(
            one.button.label for one in reader.elements
            if one.WhichOneof("type") == "button" and one.button.label.endswith("受け付ける")
        )  # fmt: skip
        await reader.press(label)
        return time.monotonic() - start


def filled_forms(count: int) -> dict[str, bytes]:
    """Return that many filled forms by their file names."""
    contents = [one for group in desk.contents_by_prefecture(FISCAL_YEAR).values() for one in group][:count]
    return {one.file_name: fill_in(make_form(one), one) for one in contents}


async def beside(
    address: str, readers: int, seconds: float, *, packs: bool, forms: dict[str, bytes]
) -> tuple[Times, str]:
    """Return what a crowd waits while others make packs and accept forms, and what those did, in words."""
    end = time.monotonic() + seconds
    reading = asyncio.create_task(crowd(address, readers, seconds))
    making = asyncio.create_task(make_packs(address, end)) if packs else None
    accepting = asyncio.create_task(accept_forms(address, forms)) if forms else None
    words = []
    if making:
        made = Measured.of(await making)
        words.append(f"資料の作成 {made.median:.1f}／{made.p95:.1f} 秒")
    if accepting:
        words.append(f"様式{len(forms):,}件の検査と受付 {await accepting:.0f} 秒")
    return await reading, "、".join(words)


async def memory(address: str, process: psutil.Process, readers: int = 20, minutes: float = 10) -> list[list[str]]:
    """Return rows of minutes and megabytes: before, while readers come, and six minutes after they left."""
    await alone(address, 1)
    rows, start = [["0（全画面を一度開いた後）", _megabytes(process)]], time.monotonic()
    reading = asyncio.create_task(crowd(address, readers, minutes * 60))
    while not reading.done():
        await asyncio.wait([reading], timeout=60)
        rows.append([f"{(time.monotonic() - start) / 60:.0f}", _megabytes(process)])
    await asyncio.sleep(360)
    return [*rows, ["去ってから6分", _megabytes(process)]]


def _megabytes(process: psutil.Process) -> str:
    return f"{process.memory_info().rss / 1e6:,.0f}"


def alone_table(cold: Times, warm: Times) -> str:
    """Return the table of every page for a single reader, in milliseconds."""
    titles = {entry.name: entry.title for entry in entries()}
    rows = [
        [titles[name], *(f"{one.median * 1000:.0f}／{one.p95 * 1000:.0f}" for one in map(Measured.of, pair))]
        for name in titles
        for pair in [(warm.pages[name], cold.pages[name])]
    ]
    means = [
        f"{1000 * sum(times.all) / len(times.all):.0f}（最大 {1000 * max(times.all):,.0f}）" for times in (warm, cold)
    ]
    return report.table(["画面", "2回目から ms", "はじめて ms"], [*rows, ["全画面の平均", *means]])


def crowd_table(crowds: dict[str, Times]) -> str:
    """Return the table of the crowds."""
    rows = []
    for name, times in crowds.items():
        waited = Measured.of(times.all)
        verdict = "○" if waited.p95 < WANTED_P95 else "×"
        rows.append([name, f"{waited.median * 1000:,.0f}", f"{waited.p95 * 1000:,.0f} {verdict}",
                     f"{len(times.all) / times.seconds:.1f}", f"{len(times.faults)}"])  # fmt: skip
    return report.table(["読者", "中央値 ms", "95%点 ms（1秒未満 ○）", "画面／秒", "誤り"], rows)


def table(rounds: int, seconds: float, crowds: tuple[int, ...] = CROWDS, forms: int = 200) -> str:
    """Return all tables for docs/performance.md, from servers of its own."""
    filled = filled_forms(forms)
    with _server() as (address, _):
        parts = [alone_table(*asyncio.run(alone(address, rounds)))]
        times = {f"{readers}人": asyncio.run(crowd(address, readers, seconds)) for readers in crowds}
        mixed, words = asyncio.run(beside(address, 30, seconds, packs=True, forms=filled))
        return "\n\n".join([*parts, crowd_table(times | {f"30人（{words}）": mixed})])


@contextmanager
def _server() -> Iterator[tuple[str, psutil.Process]]:
    with server_process(environment=LOCAL_ROLE | {WARM: "1"}) as (address, process):
        yield address.replace("127.0.0.1", "localhost"), psutil.Process(process.pid)


def main() -> None:
    """Measure as the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--address", help="a server that runs (http://… or https://…)")
    parser.add_argument("--readers", type=lambda text: tuple(map(int, text.split(","))), default=CROWDS)
    parser.add_argument("--seconds", type=float, default=90, help="how long each crowd reads")
    parser.add_argument("--rounds", type=int, default=3, help="warm rounds of the single reader; 0 leaves them out")
    parser.add_argument("--packs", action="store_true", help="another reader makes council packs meanwhile")
    parser.add_argument("--forms", type=int, default=0, help="another reader accepts that many forms meanwhile")
    parser.add_argument("--memory", action="store_true", help="watch memory for 16 minutes instead")
    asked = parser.parse_args()
    if asked.address:
        _measure(asked, asked.address)
        return
    with imported_statistics(), _server() as (address, process):
        if asked.memory:
            rows = asyncio.run(memory(address, process))
            sys.stdout.write(report.table(["分", "メモリー MB"], rows) + "\n")
        else:
            _measure(asked, address)


def _measure(asked: argparse.Namespace, address: str) -> None:
    if asked.rounds:
        cold, warm = asyncio.run(alone(address, asked.rounds))
        sys.stdout.write(alone_table(cold, warm) + "\n\n")
        _complain(cold, warm)
    forms = filled_forms(asked.forms) if asked.forms else {}
    for readers in asked.readers:
        times, words = asyncio.run(beside(address, readers, asked.seconds, packs=asked.packs, forms=forms))
        sys.stdout.write(crowd_table({f"{readers}人": times}) + f"\n{words}\n")
        if times.returns:
            sys.stdout.write(f"切れてから戻るまで 最大 {max(times.returns):.1f} 秒（{len(times.returns)}人）\n")
        _complain(times)


def _complain(*all_times: Times) -> None:
    for times in all_times:
        for fault in sorted(set(times.faults))[:10]:
            sys.stderr.write(fault + "\n")


if __name__ == "__main__":
    main()
