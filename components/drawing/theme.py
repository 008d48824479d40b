"""Named colours and fonts, for light and dark screens. Texts keep 4.5:1 against their background (tested)."""

from dataclasses import dataclass
from typing import Literal

Mode = Literal["light", "dark"]

# Fonts that Japanese office machines have; the last ones serve Linux. No web font: the network is closed.
FONTS = "'BIZ UDPGothic', 'BIZ UDPゴシック', 'Yu Gothic UI', 'Meiryo', 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif"


@dataclass(frozen=True)
class Palette:
    """Colours of one mode."""

    background: str  # Page
    surface: str  # Cards on the page
    text: str  # Body text
    muted: str  # Secondary text
    line: str  # Hairlines and grids
    accent: str  # The one colour that says "look here"
    sequence: tuple[str, str, str, str, str]  # Five steps from little to much
    missing: str  # "No information", always beside its pattern and word


LIGHT = Palette(
    background="#FFFFFF", surface="#F5F7FA", text="#1B2733", muted="#52606D", line="#D5DCE4", accent="#0F4C81",
    sequence=("#DCE9F5", "#A9CBE8", "#6BA3D0", "#2F75AE", "#0B3C66"), missing="#687481",
)  # fmt: skip
DARK = Palette(
    background="#10171F", surface="#1A232E", text="#E8EDF2", muted="#A9B4C0", line="#344150", accent="#8CC4F5",
    sequence=("#22384D", "#2F5F89", "#4C8CBF", "#86BCE6", "#D3E9FB"), missing="#8593A1",
)  # fmt: skip


def palette(mode: Mode) -> Palette:
    """Return the colours of a light or dark screen."""
    return DARK if mode == "dark" else LIGHT
