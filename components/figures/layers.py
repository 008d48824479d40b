"""The layers of the map: every one in one table, in the order of its choice. docs/adding_an_indicator.md adds one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from components.drawing import marks, tables, wording
from components.drawing.map_classes import CategoryScale, Empty, NumberScale, Scale
from components.figures.aging import COVERAGES
from components.figures.coverage import NEARLY_WHOLE_JA
from components.figures.reporting import REPORT_STATES

Source = Literal["plans", "census", "stages", "report_states", "report_shares"]


@dataclass(frozen=True)
class Layer:
    """One indicator of the map."""

    scale: Scale  # Its column, its words and how it is cut into classes
    source: Source = "plans"  # Where the view fetches its column; the frame's sentence goes by it, too
    census: str = ""  # The layer that shows the same of the census, where the reader wants it so


NO_RECORD_JA = f"情報なし（{wording.NO_RECORD}）"
NOT_COMPUTABLE_JA = marks.COVERAGE_PARTS["not_computable"].label_ja


def _of_plans(missing_ja: str) -> Mapping[Any, Empty]:
    """Return the classes without a value of what plans say: has_record → class."""
    return {True: Empty(missing_ja, "."), False: Empty(NO_RECORD_JA, "/")}


_OF_CENSUS: Mapping[Any, Empty] = {"missing": Empty("国勢調査に値なし", "/")}


def _coverage(name: str, edges: tuple[float, ...], note_ja: str = "") -> NumberScale:
    coverage = COVERAGES[name]
    return NumberScale(
        column=coverage.column,
        choice_ja=coverage.choice_ja,
        label_ja=coverage.name_ja,
        unit_ja="%",
        edges=edges,
        cap=100,
        empties=_of_plans(NOT_COMPUTABLE_JA),
        is_of_plans=True,
        definition_ja=coverage.note_ja + note_ja,
    )


# Value in the address → layer, in the order of the choice.
LAYERS: dict[str, Layer] = {
    "programme": Layer(
        CategoryScale(
            column="programme_group",
            choice_ja="事業",
            label_ja="計画書にある事業",
            marks={code: mark for code, mark in marks.PROGRAMME_GROUPS.items() if code not in ("none", "no_record")},
            empties=_of_plans(marks.PROGRAMME_GROUPS["none"].label_ja),
            is_of_plans=True,
            definition_ja="計画書に記載された地域力強化推進事業と多機関の協働による包括的支援体制構築事業の組み合わせ。",
        )
    ),
    "consultation": Layer(_coverage("consultation", (25, 50, 75, 95), NEARLY_WHOLE_JA)),
    "community": Layer(_coverage("community", (25, 50, 75, 95), NEARLY_WHOLE_JA)),
    "functions": Layer(_coverage("functions", (40, 60, 80, 100))),
    "aging": Layer(
        NumberScale(
            column="aging_rate_pct",
            choice_ja="高齢化率",
            label_ja="高齢化率",
            unit_ja="%",
            edges=(25, 30, 35, 40),
            empties=_of_plans("記載なし・確認中"),
            is_of_plans=True,
            definition_ja="65歳以上の人が人口に占める割合（計画書の記載）。高いこと・低いことに良し悪しはない。",
        ),
        census="census_aging",
    ),
    "coordinators": Layer(
        NumberScale(
            column="coordinators_per_10k",
            choice_ja="推進員",
            label_ja="相談支援包括化推進員",
            unit_ja="人／人口1万人",
            edges=(0.25, 0.5, 1, 2),
            decimals=2,
            empties=_of_plans(NOT_COMPUTABLE_JA),
            is_of_plans=True,
            definition_ja="相談支援包括化推進員の人数を、人口1万人あたりにしたもの（計画書の記載）。",
        )
    ),
    "census_aging": Layer(
        NumberScale(
            column="census_aging_rate_pct",
            choice_ja="高齢化率",
            label_ja="高齢化率（国勢調査）",
            unit_ja="%",
            edges=(25, 30, 35, 40),
            empty_column="",
            empties=_OF_CENSUS,
            definition_ja="65歳以上の人が人口に占める割合（国勢調査。計画書の値とは時点が異なる）。高いこと・低いことに良し悪しはない。",
        ),
        source="census",
    ),
    "population": Layer(
        NumberScale(
            column="census_population",
            choice_ja="人口",
            label_ja="人口（国勢調査）",
            unit_ja="人",
            edges=(5_000, 10_000, 50_000, 200_000),
            decimals=0,
            is_large=True,
            empty_column="",
            empties=_OF_CENSUS,
            definition_ja="国勢調査の人口。地図の上では上3桁までを約として示し、表にはそのままの値がある。",
        ),
        source="census",
    ),
    # The furthest stage known for one fiscal year.
    "stage": Layer(
        CategoryScale(
            column="stage",
            choice_ja="段階",
            label_ja="段階",
            marks={code: mark for code, mark in marks.STAGES.items() if code != "unknown"},
            empty_column="",
            empties={"unknown": Empty(marks.STAGES["unknown"].label_ja, "/")},
            definition_ja="その年度に分かる最も進んだ事業の段階。予定として書かれたものを含みます。情報なしは、実施していないという意味ではありません。",
        ),
        source="stages",
    ),
    # What the municipalities reported for one fiscal year; the columns come from figures/report_map.py.
    "report_state": Layer(
        CategoryScale(
            column="report_state",
            choice_ja="報告状態",
            label_ja="報告の状態",
            marks={code: REPORT_STATES[code] for code in ("confirmed", "submitted", "returned")},
            empty_column="report_state",
            empties={
                "not_submitted": Empty(REPORT_STATES["not_submitted"].label_ja, "|"),
                "not_asked": Empty("対象外（期限の設定なし）", "."),
            },
            definition_ja="年度報告（通年）の状態。差戻しは未提出として数えます。対象外は、報告を求めていないことです。",
        ),
        source="report_states",
    ),
    "attained": Layer(
        NumberScale(
            column="attained_pct",
            choice_ja="達成割合",
            label_ja="達成割合",
            unit_ja="%",
            edges=(25, 50, 75, 100),
            cap=100,
            count_column="rateable_count",
            count_ja="評価できた目標",
            empty_column="no_share",
            empties={
                "unreported": Empty("未報告", "|"),
                "suppressed": Empty("秘匿（少数の件数）", "x"),
                "before_due": Empty("期日前・評価困難", "."),
                "not_applicable": Empty("対象外（評価できる目標なし）", "/"),
            },
            definition_ja="評価できた数値の目標のうち、達成した（段階S・A）ものの割合。少ない件数は秘匿した後に計算します。",
        ),
        source="report_shares",
    ),
}


def choices() -> dict[str, str]:
    """Return the layers that have a button of their own, with its word: not the census's side of another one."""
    beside = {layer.census for layer in LAYERS.values()}
    return {name: layer.scale.choice_ja for name, layer in LAYERS.items() if name not in beside}


def town_columns() -> list[str]:
    """Return the columns of data.answers.municipalities that map, words and table need: a narrow table is quick."""
    of_plans = [layer.scale.column for layer in LAYERS.values() if layer.source == "plans" and layer.scale.unit_ja]
    first = ("area_code", "name_ja", "prefecture_ja", "has_record", "programme_group")
    return [*first, *of_plans, *tables.SOURCE_HEADINGS]
