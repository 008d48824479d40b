"""What documents other than its programme plan say about one municipality: stages, plans, cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from components.drawing import wording
from components.drawing.model import Basis
from components.figures import cases, plan_list, stages
from components.figures.stages import STAGE_SOURCE_JA
from components.views import card, navigation
from components.views.filters import Filters


class Dataset(Protocol):
    """What these figures ask of data.answers."""

    def stage_ladder(self, *, area_code: str | None = None) -> pd.DataFrame:
        """Return one row per fiscal year."""

    def programme_stages(self, area_code: str | None = None) -> pd.DataFrame:
        """Return every statement on a stage."""

    def plans(self, area_code: str | None = None) -> pd.DataFrame:
        """Return the plans."""

    def good_cases(self, area_code: str | None = None) -> pd.DataFrame:
        """Return the cases."""

    def case_points(self) -> pd.DataFrame:
        """Return the points of all cases."""

    def documents(self) -> pd.DataFrame:
        """Return the documents."""


def show(dataset: Dataset, town: Mapping[Any, Any], chosen: Filters) -> None:
    """Draw stages by year, and plans and cases where there are any."""
    area, place = str(town["area_code"]), str(town["name_ja"])
    basis = Basis(place, chosen.as_of, STAGE_SOURCE_JA)
    card.show(stages.of_town(dataset.stage_ladder(area_code=area), dataset.programme_stages(area), basis), chosen)
    plans, found = dataset.plans(area), dataset.good_cases(area)
    if len(plans):
        card.show(plan_list.of_town(plans, Basis(place, chosen.as_of, "各行の出典のとおり")), chosen)
        for row in plans.to_dict("records"):
            if int(row["node_count"]):
                query = chosen.query(plan=row["plan_id"]) | {"pref": town["prefecture_code"]}
                navigation.link("plans", f"{row['name_ja']}の体系", **query)
    if len(found):
        source = wording.sources(dataset.documents(), "good_practices")
        card.show(cases.cards(found, dataset.case_points(), Basis(place, chosen.as_of, source), None), chosen)
