"""A statement cut into clauses."""

import pytest

from loaders.text.clauses import clauses_of


@pytest.mark.parametrize(
    ("prepared", "expected"),
    [
        ("研修を開く。声をかける。", ["研修を開く", "声をかける"]),
        ("・訪問 20件 ・相談 30件", ["訪問 20件", "相談 30件"]),
        ("①訪問 ②相談", ["訪問", "相談"]),
        ("現状4回→6回", ["現状4回→6回"]),
        ("研修4回 → 実績3回", ["研修4回", "実績3回"]),
        ("ボランティア・サポーター", ["ボランティア・サポーター"]),
        ("研修(講師。司会)を開く", ["研修(講師。司会)を開く"]),
    ],
)
def test_a_clause_ends_at_a_sign_but_not_inside_brackets(prepared, expected):
    assert [clause for clause, _ in clauses_of(prepared)] == expected


def test_a_heading_belongs_to_the_clause_behind_it():
    assert clauses_of("【目標】研修6回【実績】研修4回") == [("研修6回", "目標"), ("研修4回", "実績")]
