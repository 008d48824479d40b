"""What charts over years mark, from the declaration and the data."""

from data import answers


def test_the_law_is_marked_everywhere_and_grants_in_the_years_that_are_known():
    rows = answers.events()
    assert rows.loc[rows["kind"] == "law", ["date", "kind_ja", "fiscal_year"]].to_numpy().tolist() == [
        ["2021-04-01", "法の施行", 2021]
    ]
    assert set(rows.loc[rows["kind"] == "grant", "fiscal_year"]) == set(answers.grants()["fiscal_year"])
    assert "change" not in set(rows["kind"])
    assert list(rows["date"]) == sorted(rows["date"])


def test_a_change_of_name_is_marked_at_its_place_only_from_its_first_day():
    changes = answers.table("area_changes")
    one = changes.sort_values("valid_to").iloc[-1]
    rows = answers.events(area_code=one["area_code"])
    mine = rows[rows["kind"] == "change"]
    assert (mine["date"] > one["valid_to"]).any()
    assert mine["name_ja"].str.startswith(one["former_name"]).any()
