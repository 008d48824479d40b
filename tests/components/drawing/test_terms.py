"""Terms in sentences: marked once, with their explanation, and nothing of a text becomes HTML."""

from components.drawing.html import terms, with_terms


def test_a_term_is_marked_where_it_stands_first():
    marked = str(with_terms("高齢化率は33%で、高齢化率の中央値は30%です。"))
    assert marked.count("<abbr") == 2
    assert marked.startswith(
        f'<abbr class="km-term" tabindex="0" title="{terms()["高齢化率"]}">高齢化率</abbr>は33%で、高齢'
    )


def test_the_longer_term_wins():
    assert ">重層的支援体制整備事業</abbr>" in str(with_terms("重層的支援体制整備事業の市町村"))


def test_all_else_is_escaped():
    assert with_terms("<b>x</b>") == "&lt;b&gt;x&lt;/b&gt;"


def test_the_names_of_the_definitions_are_terms_too():
    assert {"機能充足率", "市町村実施率", "対象地域の人口割合"} <= terms().keys()
