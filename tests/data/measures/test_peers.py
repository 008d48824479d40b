"""Municipalities that are alike: the distance, what it is made of, and what is not known."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.measures.peers import LEAST_UNKNOWN_DIFFERENCE, VARIABLES, default_weights, inside_bands, scaled
from data.measures.peers import differences as differences_on
from data.measures.peers import nearest as nearest_on

EVEN = dict.fromkeys(VARIABLES, 1.0)
NAMES = list(VARIABLES)


def towns(rows):
    """Return municipalities 000000, 000001, …; each row holds the variables in their order."""
    frame = pd.DataFrame(rows, columns=NAMES, dtype="float64")
    return frame.assign(area_code=[f"{number:06d}" for number in range(len(frame))])


def nearest(frame, area_code, weights):
    return nearest_on(scaled(frame), area_code, weights)


def differences(frame, area_code, peers, weights):
    return differences_on(frame, scaled(frame), area_code, peers, weights)


def distance(frame, one, other, weights=EVEN):
    return nearest(frame, one, weights).set_index("area_code")["distance"].get(other)


number = st.floats(0.1, 1e5, allow_nan=False)
complete = st.lists(st.lists(number, min_size=7, max_size=7), min_size=3, max_size=12).map(towns)
patchy = st.lists(st.lists(st.one_of(number, st.just(np.nan)), min_size=7, max_size=7), min_size=3, max_size=12)
weights_of_all = st.lists(st.floats(0.1, 5), min_size=7, max_size=7).map(lambda w: dict(zip(NAMES, w, strict=True)))


@settings(max_examples=30, deadline=None)
@given(complete)
def test_a_town_with_the_same_values_is_at_distance_zero(frame):
    twin = frame.iloc[[0]].assign(area_code="999999")
    assert distance(pd.concat([frame, twin], ignore_index=True), "000000", "999999") == pytest.approx(0)


@settings(max_examples=30, deadline=None)
@given(complete, weights_of_all)
def test_where_nothing_is_missing_the_distance_is_the_same_in_both_directions(frame, weights):
    there, back = distance(frame, "000000", "000001", weights), distance(frame, "000001", "000000", weights)
    assert there == pytest.approx(back)


@settings(max_examples=30, deadline=None)
@given(patchy.map(towns), weights_of_all)
def test_the_contributions_of_a_peer_add_up_to_its_distance(frame, weights):
    found = nearest(frame, "000000", weights)
    parts = differences(frame, "000000", found["area_code"], weights)
    total = parts.groupby("area_code")["contribution"].sum().reindex(found["area_code"])
    assert total.to_numpy() == pytest.approx(found["distance"].to_numpy())


@settings(max_examples=20, deadline=None)
@given(patchy.map(towns), weights_of_all, st.sampled_from(NAMES))
def test_a_dropped_variable_neither_contributes_nor_matters(frame, weights, dropped):
    without = weights | {dropped: 0.0}
    shuffled = frame.assign(**{dropped: frame[dropped].to_numpy()[::-1]})
    pd.testing.assert_frame_equal(nearest(frame, "000000", without), nearest(shuffled, "000000", without))
    assert dropped not in set(differences(frame, "000000", ["000001"], without)["variable"])


@settings(max_examples=20, deadline=None)
@given(patchy.map(towns), weights_of_all, st.floats(0.01, 100))
def test_only_the_proportion_of_the_weights_matters(frame, weights, factor):
    larger = {name: factor * weight for name, weight in weights.items()}
    one, other = nearest(frame, "000000", weights), nearest(frame, "000000", larger)
    by_code = [found.set_index("area_code")["distance"].sort_index() for found in (one, other)]
    pd.testing.assert_series_equal(*by_code)


@settings(max_examples=20, deadline=None)
@given(complete, st.sampled_from(NAMES))
def test_a_heavier_variable_takes_a_larger_part_of_the_distance(frame, name):
    light, heavy = (
        differences(frame, "000000", ["000001"], EVEN | {name: weight}).set_index("variable")["contribution"]
        for weight in (1.0, 3.0)
    )
    assert heavy[name] >= light[name] - 1e-12


@settings(max_examples=20, deadline=None)
@given(complete, st.floats(0.1, 10))
def test_the_unit_of_a_variable_does_not_matter(frame, factor):
    others = frame.assign(aging_rate_pct=factor * frame["aging_rate_pct"], area_km2=factor * frame["area_km2"])
    assert scaled(others).to_numpy() == pytest.approx(scaled(frame).to_numpy(), abs=1e-6)


class TestFiveTowns:
    """Population 1,000 to 16,000, doubling; all else equal but for what a test changes."""

    def frame(self, **columns):
        rows = [[people, 30, 100, 2.5, -3, 10, 50] for people in (1000, 2000, 4000, 8000, 16000)]
        return towns(rows).assign(**columns)

    def test_the_population_counts_by_its_ratio(self):
        assert distance(self.frame(), "000002", "000001") == pytest.approx(distance(self.frame(), "000002", "000003"))

    def test_the_difference_of_a_ratio_is_a_share_and_of_a_rate_its_points(self):
        frame = self.frame(aging_rate_pct=[30, 32.1, 30, 30, 30])
        found = differences(frame, "000000", ["000001"], EVEN).set_index("variable")["difference"]
        assert found["population"] == pytest.approx(1.0)
        assert found["aging_rate_pct"] == pytest.approx(2.1)

    def test_a_missing_value_of_a_usual_town_counts_as_one_interquartile_range_and_is_said(self):
        frame = self.frame(aging_rate_pct=[30, np.nan, 30, 30, 30])
        part = differences(frame, "000000", ["000001"], EVEN).set_index("variable").loc["aging_rate_pct"]
        assert not part["is_known"]
        assert np.isnan(part["difference"])
        assert part["contribution"] == pytest.approx(LEAST_UNKNOWN_DIFFERENCE / len(VARIABLES))
        assert nearest(frame, "000000", EVEN).set_index("area_code").at["000001", "known_count"] == 6

    def test_a_missing_value_does_not_bring_a_town_near_to_an_extreme_one(self):
        frame = self.frame(population=1000, aging_rate_pct=[90, np.nan, 30, 31, 32])
        part = differences(frame, "000000", ["000001", "000003"], EVEN)
        aging = part[part["variable"] == "aging_rate_pct"].set_index("area_code")["contribution"]
        assert aging["000001"] == pytest.approx(aging["000003"])

    def test_a_town_of_which_less_than_half_is_known_is_no_peer(self):
        frame = self.frame()
        frame.loc[1, NAMES[1:]] = np.nan
        assert "000001" not in set(nearest(frame, "000000", EVEN)["area_code"])
        assert nearest(frame, "000001", EVEN).empty

    def test_without_any_weight_there_are_no_peers(self):
        assert nearest(self.frame(), "000000", {}).empty
        assert differences(self.frame(), "000000", ["000001"], {}).empty

    def test_a_locked_variable_lets_only_its_band_pass(self):
        frame = self.frame(aging_rate_pct=[30, 32, 32.1, 27.9, np.nan])
        assert inside_bands(frame, "000000", {"aging_rate_pct"}).tolist() == [True, True, False, False, False]

    def test_a_locked_ratio_is_a_share_of_the_own_value(self):
        frame = self.frame(population=[1000, 1300, 1301, 700, 699])
        assert inside_bands(frame, "000000", {"population"}).tolist() == [True, True, False, True, False]

    def test_towns_at_the_same_distance_stand_in_the_order_of_their_codes(self):
        frame = self.frame(population=1000)
        assert list(nearest(frame, "000002", EVEN)["area_code"]) == ["000000", "000001", "000003", "000004"]

    def test_one_extreme_town_leaves_the_scale_of_the_others_alone(self):
        usual = self.frame(aging_rate_pct=[28, 29, 30, 31, 32])
        extreme = self.frame(aging_rate_pct=[28, 29, 30, 31, 320])
        assert scaled(usual)["aging_rate_pct"].iloc[0] == scaled(extreme)["aging_rate_pct"].iloc[0] == -1

    def test_a_population_of_zero_has_no_ratio_and_counts_as_missing(self):
        frame = self.frame(population=[1000, 0, 4000, 8000, 16000])
        part = differences(frame, "000000", ["000001"], EVEN).set_index("variable").loc["population"]
        assert not part["is_known"]

    def test_a_variable_that_few_towns_state_is_not_used_at_first(self):
        frame = self.frame(welfare_rate_permille=[10, 10, np.nan, np.nan, np.nan])
        assert default_weights(frame) == EVEN | {"welfare_rate_permille": 0.0}


def test_all_municipalities_are_compared_in_less_than_50_milliseconds():
    random = np.random.default_rng(0)
    frame = towns(random.lognormal(3, 1, size=(1741, 7)))
    frame = frame.mask(random.random(frame.shape) < 0.1).assign(area_code=frame["area_code"])
    nearest(frame, "000000", EVEN)
    times = []
    for _ in range(5):
        start = time.process_time()
        found = nearest(frame, "000000", EVEN)
        differences(frame, "000000", found["area_code"].head(20), EVEN)
        times.append(time.process_time() - start)
    assert min(times) < 0.05
