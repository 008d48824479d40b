"""A PostgreSQL server for tests: Debian's programs, a folder of its own, reached by a socket in that folder only."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg


def newest_programs() -> Path | None:
    """Return the folder of the newest server's programs (initdb, pg_ctl), or None where there is none."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


@dataclass
class PostgresqlServer:
    """A running server; each test takes an empty database of its own."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the address of an empty database, dropped afterwards."""
        name = f"monitor_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name}")
        try:
            yield f"postgresql://monitor@/{name}?host={self.folder}"
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(f"host={self.folder} user=monitor dbname=postgres", autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_postgresql(programs: Path) -> Iterator[PostgresqlServer]:
    """Start a server and stop it afterwards. Root may not run one: then it runs as the user `postgres`."""
    # Not below pytest's folder, which other users cannot enter; the path of a socket must also be short.
    folder = Path(tempfile.mkdtemp(prefix="monitor-pg-"))
    user = {}
    if os.getuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=60, **user)

    try:
        run("initdb", "--username=monitor", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=50"
        run("pg_ctl", "start", "--wait", "--log", str(folder / "log"), "-o", options)
        try:
            yield PostgresqlServer(folder)
        finally:
            run("pg_ctl", "stop", "--wait", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
