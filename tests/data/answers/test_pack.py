"""The facts of a report: of the right place, of one moment, kept until something is written."""

import pytest

from data import answers, dataset, store
from data.errors import StoreUnavailableError, UnknownEditionError, UnknownRecordError
from tests.data.attainment_rows import BANDS


@pytest.fixture(autouse=True)
def with_bands(data_folder, tables):
    """The small dataset with the bands, without which nothing can be rated."""
    tables["attainment_bands"] = BANDS.astype(object).where(BANDS.notna(), None).to_dict("records")
    dataset.publish(tables, data_folder / "normalized")


def test_the_facts_are_those_of_the_place(data_folder):
    whole, town = answers.pack_facts("01"), answers.pack_facts("01", "012068")
    assert (whole.prefecture_ja, whole.town, len(whole.towns)) == ("北海道", None, 3)
    assert town.town.row["name_ja"] == "釧路市"
    assert set(town.targets["area_code"]) == {"012068"}
    assert len(town.towns) == 3


def test_the_same_state_gives_the_same_facts_and_a_written_report_gives_new_ones(store_url):
    first = answers.pack_facts("01")
    assert answers.pack_facts("01") is first
    store.set_calendar(["012068"], 2019, "full_year", "2020-05-31", set_by="県 花子")
    later = answers.pack_facts("01")
    assert later is not first
    assert (first.reported, later.reported.year) == (None, 2019)


def test_a_frozen_edition_gives_its_own_facts_whatever_was_written_later(store_url, data_folder, tables):
    store.freeze_edition("第1回", frozen_by="県 花子")
    version = dataset.dataset_version()
    tables["targets"][0]["value"] = 70
    dataset.publish(tables, data_folder / "normalized")
    store.set_calendar(["012068"], 2019, "full_year", "2020-05-31", set_by="県 花子")
    facts = answers.pack_facts("01", edition="第1回")
    assert (facts.version, facts.targets["value"].max(), facts.reported) == (version, 50, None)
    assert facts.judged_on == facts.frozen_at[:10]


def test_documents_are_reported_on_also_while_the_store_is_out_of_reach(data_folder, monkeypatch):
    monkeypatch.setenv("MONITOR_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    facts = answers.pack_facts("01")
    assert facts.reported is None
    assert "報告の保存先" in facts.trouble_ja
    with pytest.raises(StoreUnavailableError):
        answers.pack_facts("01", edition="第1回")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("77",), UnknownRecordError),
        (("01", "131016"), UnknownRecordError),
        (("01", None, "なし"), UnknownEditionError),
    ],
)
def test_what_does_not_exist_is_refused(store_url, arguments, error):
    with pytest.raises(error):
        answers.pack_facts(*arguments)
