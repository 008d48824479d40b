"""Set-up: once with a package server, afterwards without any."""

import os
import subprocess

CLOSED_NETWORK = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "no-such-folder", "PIP_CONFIG_FILE": os.devnull}


def test_second_setup_is_quick_and_asks_no_server(project_dir):
    before = os.times()
    command = ["make", "--no-print-directory", "setup", "setup-dev"]
    result = subprocess.run(
        command, cwd=project_dir, env=os.environ | CLOSED_NETWORK, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    after = os.times()
    own = [getattr(after, kind) - getattr(before, kind) for kind in ("children_user", "children_system")]
    assert sum(own) < 5  # seconds of the processor: a busy machine is no fault of the set-up


def test_missing_debian_package_is_named_with_the_way_to_get_it(project_dir, tmp_path):
    # A machine without apt-get: an empty folder of programs, but for those that the script itself needs.
    for program in ("sh", "id"):
        (tmp_path / program).symlink_to(f"/usr/bin/{program}")
    result = subprocess.run(
        ["/bin/sh", ".ci/debian-packages", "chromium"],
        cwd=project_dir,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "次のパッケージがありません: chromium — これを使う試験は省略されます。管理者として: apt-get install chromium",
        "Missing: chromium — tests that need them are skipped. As root: apt-get install chromium",
    ]
