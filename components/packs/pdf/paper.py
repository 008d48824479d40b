"""What pictures on paper share: the Japanese font, a canvas, and patterns that speak without colour.

matplotlib draws without a browser and without pyplot's global state, so that several readers can be served at once.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.patches import Patch

from components.drawing.marks import PATTERNS, Mark
from components.drawing.theme import LIGHT

DPI: Final = 200
FONT: Final = "IPAexGothic"
SMALL, NORMAL = 7.0, 8.5  # points


@cache
def font_file() -> Path:
    """Return the Japanese font that the package matplotlib-fontja brings (IPAexGothic)."""
    spec = find_spec("matplotlib_fontja")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("package matplotlib-fontja is not installed: run `make setup`")
    return Path(spec.origin).parent / "fonts" / "ipaexg.ttf"


def canvas(width_px: int, height_px: int) -> Figure:
    """Return an empty white figure in the size of a picture."""
    _use_font()
    figure = Figure(figsize=(width_px / DPI, height_px / DPI), dpi=DPI, facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def png(figure: Figure) -> bytes:
    """Return the figure as PNG; equal input gives equal bytes."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


def swatch(label: str, fill: str, pattern: str, ink: str) -> Patch:
    """Return an entry of a legend: a filled and hatched box."""
    return Patch(facecolor=fill, edgecolor=ink or LIGHT.text, hatch=PATTERNS[pattern].hatch, label=label, linewidth=0.6)


def mark_swatch(mark: Mark) -> Patch:
    """Return the entry of a legend for a group of bars."""
    return swatch(mark.label_ja, mark.light, mark.pattern, "#FFFFFF" if mark.pattern else LIGHT.text)


def legend_above(axes: Axes, entries: Iterable[Patch], columns: int) -> Legend:
    """Put a legend above the plot, where it hides nothing."""
    return axes.legend(
        handles=list(entries), loc="lower left", bbox_to_anchor=(0, 1.0), ncols=columns, frameon=False,
        fontsize=NORMAL, handlelength=1.8, handleheight=1.1, borderaxespad=0.2, columnspacing=1.2,
    )  # fmt: skip


def quiet(axes: Axes) -> None:
    """Leave only the lines that are read."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(LIGHT.muted)
    axes.tick_params(labelsize=NORMAL, colors=LIGHT.text, length=2)


@cache
def _use_font() -> None:
    font_manager.fontManager.addfont(font_file())
    mpl.rcParams.update({"font.family": FONT, "hatch.linewidth": 0.7, "axes.unicode_minus": False})
