"""Lines with light markdown: kind, sign and text."""

import pytest

from loaders.readers.cases import read_markdown_lines


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("## 1 小鳥町による計画", ("heading", "1", "小鳥町による計画")),
        ("### 📌 取組のポイント", ("heading", "📌", "取組のポイント")),
        ("### 123 基本目標", ("heading", "123", "基本目標")),
        ("#### 取組のポイント", ("heading", "", "取組のポイント")),
        ("- ▶ 町では", ("bullet", "▶", "町では")),
        ("- ✓ 声をかける", ("bullet", "✓", "声をかける")),
        ("- 1 声の輪  ", ("bullet", "1", "声の輪")),
        ("-  町民（となり）", ("bullet", "", "町民（となり）")),
        ("- 12人の輪", ("bullet", "", "12人の輪")),
        ("**2 取組の柱：声**  ", ("bold", "2", "取組の柱：声")),
        ("「ともす  ", ("text", "", "「ともす")),
        ("**太字** の続き", ("text", "", "**太字** の続き")),
        ("### １ 朝の声", ("heading", "1", "朝の声")),
    ],
)
def test_a_line_has_a_kind_a_sign_and_a_text(line, read):
    (found,) = read_markdown_lines([line], 7)
    assert (found.line, found.kind, found.sign, found.text) == (7, *read)


def test_blank_lines_are_left_out_and_still_counted():
    assert [found.line for found in read_markdown_lines(["あ", " ", "　", "い"], 3)] == [3, 6]
