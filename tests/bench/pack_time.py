"""How long it takes to make the council pack of every prefecture with a plan: `python -m tests.bench.pack_time`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from tqdm import tqdm

from components.packs import content
from components.packs.model import Pack
from components.packs.pdf import pdf
from components.packs.slides import slides
from components.packs.workbook import workbook
from data import answers
from tests.bench import report
from tests.bench.figures import Measured

WANTED_SECONDS = 10
FORMATS: dict[str, Callable[[Pack], bytes]] = {"PDF": pdf.to_pdf, "PPTX": slides.to_pptx, "XLSX": workbook.to_xlsx}


@dataclass(frozen=True)
class PackTime:
    """Seconds for one prefecture: the facts and sentences, and each file."""

    place_ja: str
    content: float
    files: dict[str, float]

    @property
    def whole(self) -> float:
        """Seconds for everything."""
        return self.content + sum(self.files.values())


def pack_seconds() -> list[PackTime]:
    """Make the pack of every prefecture with a plan once; the first one also loads the libraries and the dataset."""
    towns = answers.municipalities()
    codes = sorted(towns.loc[towns["has_record"], "prefecture_code"].unique())
    return [_measure(str(code)) for code in tqdm(codes, desc="議会資料", unit="県", disable=None, file=sys.stderr)]


def _measure(prefecture_code: str) -> PackTime:
    start = time.perf_counter()
    boundaries = answers.boundaries()
    facts = answers.pack_facts(prefecture_code)
    made = content.pack(facts, boundaries.credit_ja, boundaries.geojson(prefecture_code))
    seconds = time.perf_counter() - start
    files = {}
    for name, write in FORMATS.items():
        start = time.perf_counter()
        write(made)
        files[name] = time.perf_counter() - start
    return PackTime(made.place_ja, seconds, files)


def table() -> str:
    """Return the measurement as a table for docs/performance.md: median, 95th percentile, and the slowest prefecture."""
    times = pack_seconds()
    parts = {"数字と文": [time.content for time in times]}
    parts |= {name: [time.files[name] for time in times] for name in FORMATS}
    rows = [[name, *_cells(Measured.of(seconds)), ""] for name, seconds in parts.items()]
    slowest = max(times, key=lambda time: time.whole)
    verdict = "○" if slowest.whole < WANTED_SECONDS else "×"
    whole = Measured.of([time.whole for time in times])
    rows.append(
        ["全部", *_cells(whole), f"{WANTED_SECONDS} 秒未満 {verdict}（最大 {slowest.place_ja} {slowest.whole:.1f}）"]
    )
    return report.table([f"計画書のある{len(times)}都道府県", "中央値 秒", "95%点 秒", "目標"], rows)


def _cells(measured: Measured) -> list[str]:
    return [f"{measured.median:.2f}", f"{measured.p95:.2f}"]


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
