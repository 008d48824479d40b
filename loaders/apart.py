"""Read what somebody sent in a process of its own: one that runs out of time or memory ends there, and this one goes on.

A process is started with the first task, serves one task after the other, and ends when it has had none for a minute.
Tasks of several threads run beside each other, as many as there are processors.
"""

import os
import pickle
import resource
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from loaders.errors import refusal, refused_if_unforeseen

SECONDS, MEGABYTES = 10, 300
_IDLE_SECONDS = 60
# On a busy machine a second of work takes longer; beyond this the process is taken for stuck.
_WAIT = 12
_ROOT = Path(__file__).resolve().parent.parent
_STATM = Path("/proc/self/statm")

T = TypeVar("T")
_lock = threading.Lock()
_idle: list[subprocess.Popen[bytes]] = []  # processes without a task
MOST_AT_ONCE = min(os.cpu_count() or 1, 4)
_slots = threading.BoundedSemaphore(MOST_AT_ONCE)


class TooMuchError(Exception):
    """A task ran out of time or memory, or its process died of it."""


def run(
    task: Callable[..., T], *, seconds: int = SECONDS, megabytes: int = MEGABYTES, **asked: Callable[..., Any]
) -> T:
    """Return what a task returns, and raise what it raises.

    Args:
        task: A function of a module, or a partial of one; what it is given and returns is pickled. It finds the settings
            (MONITOR_…) of this moment.
        seconds: Of computing time.
        megabytes: Beside what the process holds already.
        asked: Functions that the task gets under these names; they run here.

    Raises:
        TooMuchError: Time or memory ran out.
    """
    with _slots:
        worker = _worker()
        try:
            settings = {name: value for name, value in os.environ.items() if name.startswith("MONITOR_")}
            _send(worker.stdin, (task, tuple(asked), seconds, megabytes, settings))
            while True:
                kind, *content = _answer(worker, seconds * _WAIT)
                if kind != "ask":
                    break
                name, arguments = content
                _send(worker.stdin, asked[name](*arguments))
        except BaseException as error:  # also an interruption: the next task begins with a new process
            _end(worker)
            if isinstance(error, EOFError | OSError | pickle.UnpicklingError):
                raise TooMuchError from error
            raise
        with _lock:
            _idle.append(worker)
    if kind == "raised":
        raise content[0]
    result: T = content[0]
    return result


def read_file(task: Callable[[], T], name: str, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> T:
    """Return what a reader makes of a file.

    Args:
        name: The file's name as the reader knows it.

    Raises:
        LoaderError: The file cannot be taken, reading it took too much, or failed in a way that nobody foresaw.
    """
    with refused_if_unforeseen(name):
        try:
            return run(task, seconds=seconds, megabytes=megabytes)
        except TooMuchError as error:
            raise refusal("unreadable.file/limit", name) from error


def stop() -> None:
    """End the processes without a task; the next task starts another one."""
    with _lock:
        while _idle:
            _end(_idle.pop())


def _worker() -> subprocess.Popen[bytes]:
    """Return a process that has no task, or a new one."""
    with _lock:
        while _idle:
            worker = _idle.pop()
            # It says nothing unasked: what can be read is its end, after a minute without a task.
            if worker.poll() is None and not _speaks(worker, 0):
                return worker
            _end(worker)
    path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "loaders.apart"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    )


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        with suppress(OSError):
            pipe and pipe.close()


def _send(pipe: Any, content: object) -> None:
    pickle.dump(content, pipe)
    pipe.flush()


def _answer(worker: subprocess.Popen[bytes], seconds: float) -> tuple[Any, ...]:
    if not _speaks(worker, seconds):
        raise EOFError
    pipe: Any = worker.stdout
    answer: tuple[Any, ...] = pickle.load(pipe)  # from a process of ours
    return answer


def _speaks(worker: subprocess.Popen[bytes], seconds: float) -> bool:
    pipe: Any = worker.stdout
    return bool(select.select([pipe], [], [], seconds)[0])


# In the process of its own


def _serve() -> None:
    """Do one task after the other, behind those who wait for a page; what the tasks print goes to the errors."""
    os.nice(10)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks = sys.stdin.buffer
    while select.select([tasks], [], [], _IDLE_SECONDS)[0]:
        try:
            task, names, seconds, megabytes, settings = pickle.load(tasks)
        except EOFError:
            return
        os.environ.update(settings)
        proxies = {name: partial(_ask, tasks, answers, name) for name in names}
        _limit(seconds, megabytes)
        try:
            answer = ("returned", task(**proxies))
        except MemoryError:
            return
        except BaseException as error:
            answer = ("raised", _portable(error))
        _limit(None, None)
        _send(answers, answer)


def _portable(error: BaseException) -> BaseException:
    """Return an error that the other process can take in: itself, or its words where it cannot be built again there."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _ask(tasks: Any, answers: Any, name: str, *arguments: object) -> Any:
    _send(answers, ("ask", name, arguments))
    return pickle.load(tasks)


def _limit(seconds: int | None, megabytes: int | None) -> None:
    """Allow so much beside what was used so far; None allows what the system allows."""
    most = resource.getrlimit(resource.RLIMIT_CPU)[1], resource.getrlimit(resource.RLIMIT_AS)[1]
    used = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (most[0] if seconds is None else int(used) + 1 + seconds, most[0]))
    if _STATM.is_file():  # other systems do not keep to a limit of memory
        held = int(_STATM.read_text("ascii").split()[0]) * resource.getpagesize()
        allowed = most[1] if megabytes is None else held + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (allowed, most[1]))


if __name__ == "__main__":
    _serve()
