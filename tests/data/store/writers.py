"""Other processes of the application on the same store: each is split off from one that has loaded it and opened nothing."""

import os
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from sqlalchemy import event

from data.store.engine import engine
from tests.data.report_rows import accept

_FROM_SERVER = get_context("forkserver")
_FROM_SERVER.set_forkserver_preload([__name__])


def started(work: Callable[..., None], *arguments: str) -> BaseProcess:
    """Start a process with the settings of this moment."""
    process = _FROM_SERVER.Process(target=_with_settings, args=(dict(os.environ), work, *arguments))
    process.start()
    return process


def ended(process: BaseProcess) -> int | None:
    """Wait for the end of a process and return its code."""
    process.join()
    return process.exitcode


def _with_settings(settings: dict[str, str], work: Callable[..., None], *arguments: str) -> None:
    os.environ.update(settings)
    work(*arguments)


def accept_in_turn(*names: str) -> None:
    """Accept forms of these names, one after the other."""
    for name in names:
        accept(name)


def die_in_the_middle() -> None:
    """Accept a form and end before the last of its rows is written."""

    @event.listens_for(engine(), "after_cursor_execute")
    def die(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO report_findings"):
            os._exit(9)

    accept("second")
