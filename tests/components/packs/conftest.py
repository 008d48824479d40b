"""Facts of real places, and of the practice prefecture, whose municipalities have reported."""

import pytest

from data import answers
from data.store.engine import close_all
from loaders.practice.__main__ import build


@pytest.fixture
def committed_dataset(monkeypatch):
    """Read the committed dataset, whatever the machine is set to."""
    monkeypatch.delenv("MONITOR_DATA", raising=False)


@pytest.fixture(scope="session")
def practised(tmp_path_factory):
    """The facts of the practice prefecture and of its municipality 仮置市."""
    folder = tmp_path_factory.mktemp("practice")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_DATA", str(folder))
        patch.setenv("MONITOR_DATABASE_URL", "")
        build(folder, folder / "geo")
        whole = answers.pack_facts("99")
        (code,) = whole.towns.loc[whole.towns["name_ja"] == "仮置市", "area_code"]
        facts = whole, answers.pack_facts("99", code)
        close_all()
    return facts
