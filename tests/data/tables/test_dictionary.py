"""The data dictionary is written from the schema."""

from data.dictionary import TARGET, dictionary_text
from data.schema import TABLES


def test_the_committed_dictionary_is_current():
    assert TARGET.read_text(encoding="utf-8") == dictionary_text(), "python -m data.dictionary で作り直してください"


def test_every_table_and_column_is_in_the_dictionary():
    text = dictionary_text()
    for table in TABLES.values():
        assert f"### `{table.name}` {table.label_ja}" in text
        assert all(f"`{name}`" in text for name in table.column_names)
