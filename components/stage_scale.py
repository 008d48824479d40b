"""The stage of a programme in one fiscal year as an indicator of the map. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from components import theme, wording
from components.map_scales import MapClass, Scale


@dataclass(frozen=True)
class StageScale(Scale):
    """Stages instead of numbers; a municipality that nobody speaks of has 情報なし, whatever else is known of it."""

    @property
    def is_group(self) -> bool:
        """Stages are no programme groups: the tooltip names both."""
        return False

    @property
    def no_record_ja(self) -> str:
        """No plan here says nothing about the stage."""
        return wording.NO_RECORD

    def is_told(self, municipalities: pd.DataFrame) -> pd.Series[bool]:
        """Return which municipalities have a known stage or a record."""
        return municipalities["has_record"].astype(bool) | (municipalities[self.column] != "unknown")

    def classes(self, mode: theme.Mode) -> tuple[MapClass, ...]:
        """Return one class per stage; the last one is "no information"."""
        colours = theme.palette(mode)
        known = [
            MapClass(mark.label_ja, mark.colour(mode), mark.pattern, colours.background)
            for code, mark in theme.STAGES.items()
            if code != "unknown"
        ]
        unknown = theme.STAGES["unknown"]
        return (*known, MapClass(unknown.label_ja, colours.background, unknown.pattern, colours.missing))

    def numbers(self, municipalities: pd.DataFrame) -> pd.Series[float]:
        """Return no number for any municipality."""
        return pd.Series(np.nan, index=municipalities.index)

    def classify(self, municipalities: pd.DataFrame) -> pd.Series[int]:
        """Return the position of each municipality's stage in `classes()`; one without a stage is unknown."""
        order = {stage: number for number, stage in enumerate(theme.STAGES)}
        return municipalities[self.column].map(order).fillna(order["unknown"]).astype(int)


STAGE_SCALE = StageScale(
    column="stage",
    choice_ja="段階（年度別）",
    label_ja="段階",
    unit_ja="",
    edges=(),
    decimals=0,
    is_capped=False,
    missing_ja=theme.STAGES["unknown"].label_ja,
    definition_ja="その年度に分かる最も進んだ事業の段階。予定として書かれたものを含みます。情報なしは、実施していないという意味ではありません。",
)
