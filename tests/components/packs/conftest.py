"""Facts of real places, and of the practice prefecture, whose municipalities have reported."""

import pytest

from data import answers
from data.store.engine import close_all


@pytest.fixture
def committed_dataset(monkeypatch):
    """Read the committed dataset, whatever the machine is set to."""
    monkeypatch.delenv("MONITOR_DATA", raising=False)


@pytest.fixture(scope="session")
def practised(practice_folder):
    """The facts of the practice prefecture and of its municipality 仮置市."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_DATA", str(practice_folder))
        patch.delenv("MONITOR_DATABASE_URL")
        whole = answers.pack_facts("99")
        (code,) = whole.towns.loc[whole.towns["name_ja"] == "仮置市", "area_code"]
        facts = whole, answers.pack_facts("99", code)
        close_all()
    return facts
