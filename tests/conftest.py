"""What tests need from the machine: the real documents, Chromium, PostgreSQL.

A developer without one of them skips the tests that need it and is told how to get it. Under CI=true a skipped test
is a failed test: a green run must have run everything.
"""

import fcntl
import gc
import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.browser.server import chromium_program
from tests.postgresql_server import PostgresqlServer, newest_programs, running_postgresql

pytest_plugins = ["pytester"]

PROJECT = Path(__file__).resolve().parent.parent
gc.set_threshold(
    20_000, 20, 20
)  # each run of a page makes some hundred thousand objects: look less often which are gone
os.environ.setdefault("MONITOR_WARM", "0")  # the servers of the tests do not read their own pages meanwhile


# What takes longest starts first, so that only short work is left when the workers come to the end (make test keeps
# this order). A name stands for every path that begins with it.
FIRST = ["tests/browser/test_visits", "tests/browser/test_imported", "tests/browser/", "tests/app/", "tests/data/"]
# Files whose tests need nothing of one another: spread over the workers.
SPREAD = {"test_readings.py", "test_variants.py"}
# A file whose tests use the same server as those of another: where that is started, it is used again.
TOGETHER = {
    "tests/browser/test_report_map.py": "tests/browser/test_reports.py",
    "tests/browser/test_peers.py": "tests/browser/test_imported_map.py",
}


class ByFile(LoadFileScheduling):
    """Keeps the tests of a file in one worker, so that what it prepares is prepared once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if Path(file).name in SPREAD else TOGETHER.get(file, file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Group the tests here: with this pytest xdist no longer heeds its own mark for that (its issue 1386)."""
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    path = item.path.relative_to(PROJECT).as_posix() if item.path.is_relative_to(PROJECT) else ""
    return next((place for place, start in enumerate(FIRST) if path.startswith(start)), len(FIRST))


_MAIN = sys.modules["__main__"]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    """Give the main module back: a test of a page leaves its script there, and a new process would run that again."""
    sys.modules["__main__"] = _MAIN


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Turn a skip into a failure under CI=true; an expected failure stays what it is."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2].removeprefix("Skipped: ")
        report.longrepr = f"CI=true では省略できません: {reason}"
    return report


@pytest.fixture(scope="module", autouse=True)
def one_worker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Fail a file whose tests came to two workers: each would start its servers, and nobody would notice but the clock."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and request.path.name not in SPREAD:
        mark = tmp_path_factory.getbasetemp().parent / f"{request.node.nodeid.replace('/', '.')}.worker"
        with suppress(FileExistsError), mark.open("x") as file:
            file.write(worker)
        assert mark.read_text() == worker


@pytest.fixture(scope="session")
def project_dir() -> Path:
    """The folder of app.py, absolute."""
    return PROJECT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with the real documents and answer keys: MONITOR_SHARED, by default ../shared."""
    folder = PROJECT / os.environ.get("MONITOR_SHARED", "../shared")
    if not (folder / "sources").is_dir():
        pytest.skip("原文書のフォルダーがありません。環境変数 MONITOR_SHARED に指定してください。")
    return folder.resolve()


@pytest.fixture(scope="session")
def sources_dir(shared_dir: Path) -> Path:
    """The folder with the real documents."""
    return shared_dir / "sources"


@pytest.fixture(scope="session")
def census_path(shared_dir: Path) -> Path:
    """The workbook of the census as e-Stat publishes it."""
    path = shared_dir / "census" / "major_results_2020.xlsx"
    if not path.is_file():
        pytest.skip("国勢調査の表がありません。MONITOR_SHARED の census/ に置いてください。")
    return path


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Debian's Chromium, for playwright's executable_path."""
    path = chromium_program()
    if path is None:
        pytest.skip("chromium がありません。管理者として: apt-get install chromium-headless-shell fonts-noto-cjk")
    return path


@pytest.fixture(scope="session")
def postgresql_bin() -> Path:
    """The folder of the newest PostgreSQL server's programs (initdb, pg_ctl)."""
    programs = newest_programs()
    if programs is None:
        pytest.skip("PostgreSQL がありません。管理者として: apt-get install postgresql")
    return programs


@pytest.fixture(scope="session")
def libreoffice_path() -> str:
    """LibreOffice, which opens and computes the office files that we write."""
    path = shutil.which("soffice")
    if path is None:
        pytest.skip("LibreOffice がありません。管理者として: apt-get install libreoffice-calc-nogui")
    return path


@pytest.fixture(scope="session")
def nginx_path() -> str:
    """nginx, which stands before the application in an office."""
    path = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        pytest.skip("nginx がありません。管理者として: apt-get install nginx-light")
    return path


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Keep the tests, and the servers that they start, away from the reports and imports of this machine."""
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'monitor.sqlite'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_DATABASE_URL", url)
        patch.setenv("MONITOR_IMPORTED", str(tmp_path_factory.mktemp("imported")))
        yield url


@pytest.fixture(scope="session", autouse=True)
def one_component_scan() -> Iterator[None]:
    """Keep what Streamlit finds when it searches all installed packages for components: each AppTest asks anew."""
    with pytest.MonkeyPatch.context() as patch:
        if "streamlit.testing" in sys.modules:  # a session without such tests does not wait for Streamlit
            scanner = importlib.import_module("streamlit.components.v2.manifest_scanner")
            patch.setattr(scanner, "scan_component_manifests", cache(scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a worker's own copy of a folder that the first worker to ask has filled by a command."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def prepare(name: str, *command: str, **environment: str) -> Path:
        folder = shared / f"prepared-{name}"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                made = folder.with_suffix(".part")
                parts = [part.format(folder=made) for part in command]
                own = os.environ | {key: value.format(folder=made) for key, value in environment.items()}
                subprocess.run([sys.executable, "-m", *parts], cwd=PROJECT, env=own, check=True, capture_output=True)
                made.rename(folder)
        return Path(shutil.copytree(folder, tmp_path_factory.mktemp(name), dirs_exist_ok=True))

    return prepare


@pytest.fixture(scope="session")
def census_folder(census_path: Path, own_store: str, prepared: Callable[..., Path]) -> Path:
    """A folder of imports that holds the real census, brought in by the command; not to be changed."""
    return prepared("census", "loaders", "import", "census", str(census_path), MONITOR_IMPORTED="{folder}")


@pytest.fixture(scope="session")
def practice_folder(own_store: str, prepared: Callable[..., Path]) -> Path:
    """The folder of a practice prefecture with its own store and the shapes of its map, made by the command."""
    return prepared("practice", "loaders.practice", "{folder}")


@pytest.fixture
def imported_census(census_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers of this test know the real census."""
    monkeypatch.setenv("MONITOR_IMPORTED", str(census_folder))


@pytest.fixture(scope="session")
def postgresql_server(postgresql_bin: Path) -> Iterator[PostgresqlServer]:
    """A PostgreSQL server of the tests' own: private folder, no network port, gone at the end."""
    with running_postgresql(postgresql_bin) as server:
        yield server
