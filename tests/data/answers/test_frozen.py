"""Inside `as_frozen` every answer is that of the edition; outside nothing has changed."""

import threading

import pytest

from data import answers, dataset, store
from data.answers.facts import as_frozen, in_force
from data.errors import UnknownEditionError


@pytest.fixture
def edition(store_url, data_folder, tables):
    """An edition, after which the name of a town and a target changed in the dataset."""
    store.freeze_edition("第1回", frozen_by="県 花子")
    before = dataset.dataset_version()
    tables["areas"][1]["name_ja"] = "新釧路市"
    tables["targets"][0]["value"] = 70
    dataset.publish(tables, data_folder / "normalized")
    assert dataset.dataset_version() != before
    return before


def names():
    return list(answers.municipalities("01")["name_ja"])


def test_tables_and_answers_are_those_of_the_edition_and_then_those_of_now_again(edition):
    assert names()[0] == "新釧路市"
    with as_frozen("第1回") as frozen:
        assert frozen.name == "第1回"
        assert (dataset.dataset_version(), names()[0]) == (edition, "釧路市")
        assert answers.targets("012068")["value"].max() == 50
    assert in_force() is None
    assert (names()[0], answers.targets("012068")["value"].max()) == ("新釧路市", 70)


def test_without_a_name_nothing_is_frozen(data_folder):
    with as_frozen(None) as frozen:
        assert frozen is None
        assert in_force() is None


def test_an_unknown_edition_is_refused(store_url):
    with pytest.raises(UnknownEditionError), as_frozen("なし"):
        pass


def test_another_thread_goes_on_with_the_present_state(edition):
    seen = []
    with as_frozen("第1回"):
        thread = threading.Thread(target=lambda: seen.append((names()[0], dataset.dataset_version())))
        thread.start()
        thread.join()
    assert seen[0][0] == "新釧路市"
    assert seen[0][1] != edition


def test_looking_at_an_edition_does_not_bring_its_tables_back_into_the_store(edition):
    with as_frozen("第1回"):
        answers.editions()
        store.freeze_edition("第2回", frozen_by="県 花子")
    versions = answers.editions().set_index("name")["dataset_version"]
    assert versions["第2回"] == dataset.dataset_version() != versions["第1回"]


def test_the_judgement_of_an_edition_is_that_of_its_day(edition):
    day = str(answers.editions()["frozen_at"].iloc[0])[:10]
    with as_frozen("第1回"):
        assert answers.rated_on() == day
