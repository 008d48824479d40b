"""Measure how fast the product is and write docs/performance.md: `make bench`, or `python -m tests.bench [N]`.

N repeats of each measurement (20). Takes about twenty minutes; nothing else should run on the machine.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from playwright.sync_api import Browser

from components.views.navigation import entries
from components.views.operations import WARM
from tests.bench import (
    browser_time,
    import_time,
    load,
    loader_time,
    pack_time,
    peer_time,
    report,
    report_time,
    script_time,
)
from tests.bench.browser_time import Waited
from tests.bench.figures import Measured
from tests.bench.imported import imported_statistics
from tests.browser.reader import chromium
from tests.browser.server import chromium_program, running_server

MAP, PLAIN = "progress_map", "plain_map"
SCOPES = {"全国": "00", "北海道": "01"}
WANTED_SCRIPT_MS = {MAP: 60}
WANTED_SCRIPT_MS_ELSEWHERE = 100


def main(repeats: int) -> None:
    """Measure everything and write the page."""
    os.chdir(Path(report.PAGE).parent.parent)
    os.environ[WARM] = "0"  # nothing runs beside what is measured, but for the crowds
    with imported_statistics():
        _measure(repeats)


def _measure(repeats: int) -> None:
    logging.disable(logging.WARNING)
    titles = {entry.name: entry.title for entry in entries()}
    _say("サーバーの計算時間")
    scripts = {name: script_time.rerun_ms(Path("pages") / f"{name}.py", repeats) for name in titles}
    with chromium(chromium_program() or "chromium") as browser:
        with running_server() as address:
            _say("操作してから描き終わるまで")
            changes = {name: browser_time.change(browser, address, _place(name), repeats) for name in titles}
            _say("最初に開いたとき")
            loads = {name: browser_time.first_load(browser, address, _place(name), repeats) for name in titles}
        _say("地図：素朴な作り方との比較")
        compared = "\n\n".join(_compare(browser, label, code, repeats) for label, code in SCOPES.items())
    _say("多くの読者")
    readers = load.table(rounds=3, seconds=90)
    _say("読み込み")
    parts = [report.machine(), f"中央値／95パーセンタイル（{repeats}回）。"]
    parts += ["## 操作（指標または都道府県を変える）", _pages_table(titles, scripts, changes)]
    parts += ["## 最初に開いたとき（キャッシュなし）", _loads_table(titles, loads)]
    parts += ["## 地図：素朴な作り方（毎回 GeoJSON を埋め込む folium）との比較", compared]
    parts += ["## 多くの読者（画面を開くまで。ブラウザーなし、考える時間8秒）", readers]
    parts += ["## 文書の読み込み", _loader_table()]
    _say("統計の取り込み")
    parts += ["## 統計の取り込み", import_time.table()]
    _say("類似自治体")
    parts += ["## 類似自治体（全市町村から探し、理由をことばにする）", _peers_table(repeats)]
    _say("議会説明資料")
    parts += ["## 議会説明資料（都道府県ごとに PDF・PPTX・XLSX を作る）", pack_time.table()]
    _say("実績報告")
    parts += ["## 実績報告（全市町村の様式を受け付ける）", report_time.table()]
    report.write("\n\n".join(parts))
    _say(f"→ {report.PAGE}")


def _pages_table(titles: dict[str, str], scripts: dict[str, Measured], changes: dict[str, Waited]) -> str:
    rows = []
    for name, title in titles.items():
        wanted = WANTED_SCRIPT_MS.get(name, WANTED_SCRIPT_MS_ELSEWHERE)
        verdict = "○" if scripts[name].p95 <= wanted else "×"
        rows.append([title, _ms(scripts[name]), f"{wanted} {verdict}", *_waited(changes[name])])
    return report.table(["画面", "サーバー計算 ms", "95%点の目標 ms", "応答まで ms", "描画まで ms", "受信 KB"], rows)


def _loads_table(titles: dict[str, str], loads: dict[str, Waited]) -> str:
    rows = [[title, *_waited(loads[name])] for name, title in titles.items()]
    return report.table(["画面", "応答まで ms", "描画まで ms", "受信 KB"], rows)


def _compare(browser: Browser, label: str, prefecture: str, repeats: int) -> str:
    ours = script_time.rerun_ms(Path("pages") / f"{MAP}.py", repeats, prefecture)
    theirs = script_time.rerun_ms(script_time.PLAIN, repeats, prefecture)
    with running_server() as address:
        changed = browser_time.change(browser, address, MAP, repeats, pref=prefecture)
    with browser_time.plain_server() as address:
        plainly = browser_time.change(browser, address, PLAIN, repeats, pref=prefecture)
    pairs = [
        (theirs, ours),
        (plainly.answered, changed.answered),
        (plainly.drawn, changed.drawn),
        (plainly.received, changed.received),
    ]
    ratios = [f"{plain.median / own.median:.1f}倍" for plain, own in pairs]
    rows = [
        [f"素朴な作り方（{label}）", _ms(theirs), *_waited(plainly)],
        [f"この製品（{label}）", _ms(ours), *_waited(changed)],
        ["比（中央値）", *ratios],
    ]
    return report.table(["1回の指標の変更", "サーバー計算 ms", "応答まで ms", "描画まで ms", "受信 KB"], rows)


def _loader_table() -> str:
    one, many = (loader_time.build_seconds(copies, 3) for copies in (1, loader_time.COPIES))
    ratio = many.median / one.median
    rows = [
        ["001 を1つ", f"{one.median:.2f}", "2 秒未満"],
        [
            f"001 を{loader_time.COPIES}",
            f"{many.median:.2f}",
            f"1つの {loader_time.COPIES * 1.2:.1f} 倍未満：{ratio:.1f} 倍",
        ],
    ]
    return report.table(["文書", "秒（3回の中央値）", "目標"], rows)


def _peers_table(repeats: int) -> str:
    found = peer_time.find_ms(repeats)
    verdict = "○" if found.p95 < peer_time.WANTED_MS else "×"
    return report.table(
        ["対象", "ms", "95%点の目標 ms"],
        [[f"{peer_time.MUNICIPALITIES:,}市町村", _ms(found), f"{peer_time.WANTED_MS} 未満 {verdict}"]],
    )


def _waited(waited: Waited) -> list[str]:
    return [
        _ms(waited.answered),
        _ms(waited.drawn),
        f"{waited.received.median / 1000:.1f}／{waited.received.p95 / 1000:.1f}",
    ]


def _ms(measured: Measured) -> str:
    return f"{measured.median:,.0f}／{measured.p95:,.0f}"


def _place(name: str) -> str:
    return "" if name == entries()[0].name else name


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
