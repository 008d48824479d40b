"""A plan of invented words: two goals, a chapter, three cited action targets, a repeated measure."""

from tests.data.typed_rows import typed_rows


def nodes(*action_numbers):
    rows = [
        {"node_id": "g1", "level": "basic_goal", "number": "1", "path": "1", "title_ja": "つどう"},
        {"node_id": "g2", "level": "basic_goal", "number": "2", "path": "2", "title_ja": "ささえる"},
        {"node_id": "c7", "level": "chapter", "number": "7", "path": "第7章", "title_ja": "権利をまもる"},
    ]
    rows += [
        {
            "node_id": f"a{n}",
            "level": "action_target",
            "number": str(n),
            "path": f"行動目標{n}",
            "title_ja": f"行動目標{n}",
        }
        for n in action_numbers or (1, 2, 4)
    ]
    return typed_rows("plan_nodes", *[{"plan_id": "p", **row} for row in rows])


def measures():
    rows = [
        {"measure_id": "m1", "node_id": "g1", "number": "1", "title_ja": "集いの場をひらく", "line_start": 10},
        {"measure_id": "m2", "node_id": "g2", "number": "1", "title_ja": "見守りカード", "line_start": 20},
        {"measure_id": "m1-again", "node_id": "g2", "number": "2", "title_ja": "集いの場をひらく", "line_start": 21,
         "repost_of": "m1"},
        {"measure_id": "m7", "node_id": "c7", "number": "1", "title_ja": "後見の相談", "line_start": 30},
    ]  # fmt: skip
    return typed_rows("measures", *[{"plan_id": "p", "fiscal_year": 2022, **row} for row in rows])


def links():
    pairs = [("m1", "a1", 5), ("m2", "a2", 6), ("m1-again", "a4", 7), ("m7", "c7", 50)]
    return typed_rows(
        "measure_links", *[{"measure_id": m, "action_node_id": a, "page": p, "item_count": 1} for m, a, p in pairs]
    )
