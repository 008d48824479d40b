"""What a page keeps is frozen once, not at every run."""

from __future__ import annotations

import gc

from components.views.frame import _freeze_memory


def test_the_first_run_of_a_page_freezes_what_it_left_and_the_second_does_nothing():
    gc.unfreeze()
    _freeze_memory("a page of this test")
    frozen = gc.get_freeze_count()
    assert frozen > 0
    kept = [[] for _ in range(1_000)]
    _freeze_memory("a page of this test")
    assert gc.get_freeze_count() <= frozen
    assert len(kept) == 1_000
    gc.unfreeze()
