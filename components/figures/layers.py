"""The layers of the map, made of layers.yml: every one in one table. docs/adding_an_indicator.md adds one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from components.drawing import tables, wording
from components.drawing.map_classes import CategoryScale, Empty, NumberScale, Scale
from components.drawing.marks import COVERAGE_PARTS, marks_of
from components.figures.aging import COVERAGES
from data.folders import yaml_beside

Source = Literal["plans", "census", "stages", "report_states", "report_shares", "services"]


@dataclass(frozen=True)
class Layer:
    """One indicator of the map."""

    scale: Scale  # Its column, its words and how it is cut into classes
    source: Source = "plans"  # Where the view fetches its column; the frame's sentence goes by it, too
    census: str = ""  # The layer that shows the same of the census, where the reader wants it so


NO_RECORD_JA = f"情報なし（{wording.NO_RECORD}）"


def layer_of(declared: Mapping[str, Any]) -> Layer:
    """Return a layer as layers.yml declares it."""
    own = dict(declared)
    if "coverage" in own:  # it takes over the words of the scatter
        coverage = COVERAGES[own.pop("coverage")]
        own = {
            "column": coverage.column, "choice_ja": coverage.choice_ja, "label_ja": coverage.name_ja, "unit_ja": "%",
            "cap": 100, "missing_ja": COVERAGE_PARTS["not_computable"].label_ja,
            "definition_ja": coverage.note_ja + own.pop("more_ja", ""), **own,
        }  # fmt: skip
    about = {name: own.pop(name) for name in ("source", "census") if name in own}
    if "missing_ja" in own:
        empties = {True: (own.pop("missing_ja"), "."), False: (NO_RECORD_JA, "/")}
        own |= {"is_of_plans": True, "empties": empties}
    elif about["source"] == "census":
        own |= {"empty_column": "", "empties": {"missing": ("国勢調査に値なし", "/")}}
    own["empties"] = {state: Empty(*look) for state, look in own["empties"].items()}
    if "marks" not in own:
        return Layer(NumberScale(**own | {"edges": tuple(own["edges"])}), **about)
    group, *codes = own["marks"]
    return Layer(CategoryScale(**own | {"marks": {code: marks_of(group)[code] for code in codes}}), **about)


# Value in the address → layer, in the order of the choice.
LAYERS = {name: layer_of(declared) for name, declared in yaml_beside(__file__).items()}


def choices() -> dict[str, str]:
    """Return the layers that have a button of their own, with its word: not the census's side of another one."""
    beside = {layer.census for layer in LAYERS.values()}
    return {name: layer.scale.choice_ja for name, layer in LAYERS.items() if name not in beside}


def town_columns() -> list[str]:
    """Return the columns of data.answers.municipalities that map, words and table need: a narrow table is quick."""
    of_plans = [layer.scale.column for layer in LAYERS.values() if layer.source == "plans" and layer.scale.unit_ja]
    first = ("area_code", "name_ja", "prefecture_ja", "has_record", "programme_group")
    return [*first, *of_plans, *tables.SOURCE_HEADINGS]
