"""The measurements as a Japanese page: docs/performance.md between its two marks."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.browser.server import chromium_program

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; all columns but the first are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine() -> str:
    """Return where and when this was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"計測: {date.today().isoformat()}、{_processor()} {os.cpu_count()}コア、メモリー {memory:.0f} GiB、"
        f"{platform.freedesktop_os_release()['PRETTY_NAME']}、Python {platform.python_version()}、{_chromium()}"
        "（画面なし・ソフトウェア描画。ブラウザーとサーバーは同じコアを分け合う）"
    )


def write(text: str, page: Path = PAGE) -> None:
    """Replace what stands between the marks."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{text.strip()}\n{END}{after}", encoding="utf-8")


def _processor() -> str:
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return found.group(1).strip() if found else platform.processor()


def _chromium() -> str:
    answer = subprocess.run(
        [chromium_program() or "chromium", "--version"], capture_output=True, text=True, check=False
    )
    words = answer.stdout.split()
    return " ".join(words[:2]) if words else "Chromium なし"
