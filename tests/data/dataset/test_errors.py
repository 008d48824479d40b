"""What a reader meets stands in one file, an entry for each error."""

import yaml

from data.errors import DatasetError


def test_every_error_has_three_sentences(project_dir):
    texts = yaml.safe_load((project_dir / "data/errors.yml").read_text("utf-8"))
    assert set(texts) == {error.__name__ for error in DatasetError.__subclasses__()}
    assert {len(sentences) for sentences in texts.values()} == {3}
