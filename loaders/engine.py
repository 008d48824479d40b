"""Where many files are read: in processes of this machine, or on the workers of a Dask cluster (`--dask tcp://…`).

Workers need this program in the same version, and nothing else of this machine: files and tables travel to them.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

import click

from data.commands import WrongUsageError

T = TypeVar("T")
R = TypeVar("R")
VARIABLE = "MONITOR_DASK"
MISSING_JA = "--dask には dask.distributed が要ります。deploy/requirements-cluster.txt を導入してください。"
UNREACHABLE_JA = "Dask のスケジューラー「{address}」につながりません。アドレスと、動いているかを確かめてください。"
WAITING_PER_WORKER = 4
CONNECT_SECONDS = 10
FEW = 20  # fewer files are read here: processes take a second to start


def _use(_context: click.Context, _option: click.Parameter, address: str | None) -> None:
    if address:
        os.environ[VARIABLE] = address


option = click.option(
    "--dask", metavar="アドレス", callback=_use, expose_value=False,
    help="Dask のスケジューラー（tcp://名前:8786）。指定すると、その作業者に読ませる（既定はこの端末）",
)  # fmt: skip


def is_cluster() -> bool:
    """Return whether a cluster was named."""
    return bool(os.environ.get(VARIABLE))


def in_processes(work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """Yield what a function of a module makes of items, in their order: a few here, many in processes of this machine."""
    if len(items) < FEW:
        yield from map(work, items)
    else:
        most, spawned = min(os.cpu_count() or 1, 8), get_context("spawn")
        # Behind those who wait for a page on the same machine.
        with ProcessPoolExecutor(most, spawned, initializer=os.nice, initargs=(10,)) as pool:
            yield from pool.map(work, items)


def on_cluster(work: Callable[..., R], items: Iterable[T], *shared: object) -> Iterator[tuple[T, R]]:
    """Yield items with what the workers of the cluster make of them, in their order.

    Args:
        shared: Further arguments of the function, sent to each worker once.

    Raises:
        WrongUsageError: Dask is not installed, or the scheduler cannot be reached.
    """
    address = os.environ[VARIABLE]
    try:
        from distributed import Client
    except ImportError as error:
        raise WrongUsageError(MISSING_JA) from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise WrongUsageError(UNREACHABLE_JA.format(address=address)) from error
    with client:
        given = [client.scatter(one, broadcast=True) for one in shared]
        most = WAITING_PER_WORKER * max(1, len(client.scheduler_info()["workers"]))
        yield from in_order(items, lambda item: client.submit(work, item, *given, pure=False), most)


def in_order(items: Iterable[T], begin: Callable[[T], Any], most: int) -> Iterator[tuple[T, Any]]:
    """Yield items with the results of the futures that `begin` returned, in their order; at most so many wait."""
    waiting: deque[tuple[T, Any]] = deque()
    for item in items:
        waiting.append((item, begin(item)))
        if len(waiting) >= most:
            first, future = waiting.popleft()
            yield first, future.result()
    for first, future in waiting:
        yield first, future.result()
