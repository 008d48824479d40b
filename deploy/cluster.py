"""`make cluster N=2`: nginx, N processes and PostgreSQL on this machine, from the very files that an operator copies.

Only names, ports and folders of those files are replaced; everything stands in `var/cluster/`. What dies is started again as
systemd would do it, until `make cluster-stop`.
"""

import os
import pwd
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree, which

PROJECT = Path(__file__).resolve().parent.parent
SITE = PROJECT / "deploy" / "nginx.conf.example"
UNIT = PROJECT / "deploy" / "kyosei-monitor@.service"
NAME, HOME = "monitor.example.lg.jp", "/srv/kyosei-monitor"
BODIES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
RESTART_SECONDS = 2
START_SECONDS = 120


@dataclass(frozen=True)
class Cluster:
    """Where everything of a cluster stands."""

    folder: Path
    processes: int
    port: int  # Of nginx; process n listens on the nth port behind it

    @property
    def database(self) -> str:
        """The address of the store."""
        return f"postgresql://monitor@/postgres?host={self.folder / 'postgresql'}"

    def unit(self, number: int) -> tuple[list[str], dict[str, str]]:
        """Return command and environment of a process, as the unit gives them."""
        text = UNIT.read_text(encoding="utf-8").replace("850%i", str(self.port + number)).replace("%i", str(number))
        text = text.replace(NAME, "localhost").replace(HOME, str(PROJECT))
        named = dict(line.split("=", 1) for line in re.findall(r"^Environment=(.+)$", text, re.MULTILINE))
        if not Path(named["MONITOR_SOURCES"]).is_dir():
            named.pop("MONITOR_SOURCES")
        [command] = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
        return shlex.split(command), named | {"MONITOR_DATABASE_URL": self.database}

    def site(self) -> str:
        """Return the site of nginx: a line of the second process is repeated for each further one."""
        lines: list[str] = []
        for line in SITE.read_text(encoding="utf-8").splitlines():
            if ":8502" not in line:
                lines.append(line)
                continue
            further = [(n, re.sub(r"(?<=\s)2\b", str(n), line)) for n in range(2, self.processes + 1)]
            lines += [own.replace(":8502", f":{self.port + n}") for n, own in further]
        text = "\n".join(lines).replace(":8501", f":{self.port + 1}")
        folders = {"/etc/ssl/certs/" + NAME + ".pem": self.folder / "certificate.pem",
                   "/etc/ssl/private/" + NAME + ".key": self.folder / "key.pem", HOME: PROJECT}  # fmt: skip
        for written, there in folders.items():
            text = text.replace(written, str(there))
        text = text.replace("listen 443", f"listen 127.0.0.1:{self.port}")
        return text.replace("listen 80", f"listen 127.0.0.1:{self.port + 10}").replace(NAME, "localhost")


def run_cluster(cluster: Cluster) -> None:
    """Start everything, start again what dies, and end everything at a signal."""
    folder = cluster.folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pid").write_text(str(os.getpid()), encoding="ascii")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with suppress(FileNotFoundError):
        (folder / "ready").unlink()
    starts: dict[str, Callable[[], subprocess.Popen[bytes]]] = {
        "postgresql": _postgresql(folder / "postgresql"),
        **{f"process-{n}": _start(folder, f"process-{n}", *cluster.unit(n)) for n in range(1, cluster.processes + 1)},
        "nginx": _nginx(cluster),
    }
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, start in starts.items():
            running[name] = start()
            (folder / f"{name}.pid").write_text(str(running[name].pid), encoding="ascii")
            if name == "postgresql":
                _wait_until((folder / "postgresql" / ".s.PGSQL.5432").exists)
        for number in range(1, cluster.processes + 1):
            _wait_until(partial(_answers, cluster.port + number))
        (folder / "ready").touch()
        _keep_running(folder, starts, running)
    finally:
        for process in reversed(running.values()):
            process.send_signal(signal.SIGINT if process is running.get("postgresql") else signal.SIGTERM)
            process.wait(timeout=60)
        (folder / "pid").unlink()


def _keep_running(
    folder: Path,
    starts: Mapping[str, Callable[[], subprocess.Popen[bytes]]],
    running: dict[str, subprocess.Popen[bytes]],
) -> None:
    died: dict[str, float] = {}
    while True:
        time.sleep(0.1)
        for name, process in running.items():
            if process.poll() is None:
                continue
            if time.monotonic() - died.setdefault(name, time.monotonic()) >= RESTART_SECONDS:
                del died[name]
                running[name] = starts[name]()
                (folder / f"{name}.pid").write_text(str(running[name].pid), encoding="ascii")


def _wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + START_SECONDS
    while not is_so():
        if time.monotonic() > end:
            raise RuntimeError("それぞれの記録（var/cluster/*.log）を見てください。")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
        return True
    return False


def _start(
    folder: Path, name: str, command: list[str], environment: Mapping[str, str], user: str | None = None
) -> Callable[[], subprocess.Popen[bytes]]:
    """Return what starts a program whose words go to its own file."""

    def start() -> subprocess.Popen[bytes]:
        with (folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, cwd=PROJECT, env=os.environ | dict(environment), stdout=log, stderr=log,
                start_new_session=True, user=user, extra_groups=[] if user else None,
            )  # fmt: skip

    return start


def _postgresql(folder: Path) -> Callable[[], subprocess.Popen[bytes]]:
    """Make an empty database where there is none. Root may not run PostgreSQL: then it runs as the user `postgres`."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    user = "postgres" if os.getuid() == 0 else None
    if not (folder / "data").exists():
        folder.mkdir(mode=0o700)
        if user:
            account = pwd.getpwnam(user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        make = [programs / "initdb", "-D", folder / "data", "--username=monitor", "--auth=trust", "--encoding=UTF8",
                "--no-locale"]  # fmt: skip
        made = subprocess.run(make, cwd="/", user=user, capture_output=True, text=True, check=False)
        if made.returncode:
            rmtree(folder)
            raise RuntimeError(made.stderr)
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder), "-c", "listen_addresses="]
    return _start(folder.parent, "postgresql", command, {}, user)


def _nginx(cluster: Cluster) -> Callable[[], subprocess.Popen[bytes]]:
    """Write the site with a certificate of its own."""
    folder = cluster.folder
    if not (folder / "key.pem").exists():
        request = "openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=localhost -keyout key.pem -out certificate.pem"
        subprocess.run(shlex.split(request), cwd=folder, check=True, capture_output=True)
    (folder / "site.conf").write_text(cluster.site(), encoding="utf-8")
    places = "".join(f"{name}_temp_path {folder}/{name}; " for name in BODIES)
    account = f"user {pwd.getpwuid(os.getuid()).pw_name};" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"daemon off; {account} pid {folder}/nginx-own.pid; error_log {folder}/nginx.log; worker_processes 1;"
        f"events {{ worker_connections 2048; }} http {{ access_log {folder}/access.log; {places} include {folder}/site.conf; }}",
        encoding="utf-8",
    )
    program = which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    if tested.returncode:
        raise RuntimeError(tested.stderr)
    return _start(folder, "nginx", command, {})


def stop_cluster(folder: Path) -> None:
    """End a cluster and wait for its end."""
    if not (folder / "pid").is_file():
        return
    with suppress(ProcessLookupError):
        os.kill(int((folder / "pid").read_text("ascii")), signal.SIGTERM)
        _wait_until(lambda: not (folder / "pid").exists())
    (folder / "pid").unlink(missing_ok=True)


def start_cluster(cluster: Cluster) -> None:
    """Start a cluster in the background and return once all of it answers."""
    stop_cluster(cluster.folder)
    (cluster.folder / "ready").unlink(missing_ok=True)
    cluster.folder.mkdir(parents=True, exist_ok=True)
    arguments = ["run", str(cluster.processes), str(cluster.port), str(cluster.folder)]
    with (cluster.folder / "cluster.log").open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, __file__, *arguments], stdout=log, stderr=log, start_new_session=True
        )
    _wait_until(lambda: keeper.poll() is not None or (cluster.folder / "ready").exists())
    if keeper.poll() is not None:
        raise RuntimeError((cluster.folder / "cluster.log").read_text("utf-8"))


if __name__ == "__main__":
    verb, number, at, where = [*sys.argv[1:], *("", "2", "8443", str(PROJECT / "var" / "cluster"))[len(sys.argv) - 1 :]]
    asked = Cluster(Path(where).resolve(), int(number), int(at))
    if verb == "start":
        start_cluster(asked)
        sys.stdout.write(
            f"開きました: https://localhost:{asked.port}/ （証明書はこの端末だけのもの。止めるとき: make cluster-stop）\n"
            f"保存先: MONITOR_DATABASE_URL={asked.database}\n記録: {asked.folder}\n"
        )
    elif verb == "run":
        run_cluster(asked)
    else:
        stop_cluster(asked.folder)
