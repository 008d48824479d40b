"""One script at a time, in a fair order, and nobody waits for ever."""

from __future__ import annotations

import threading
import time

import pytest

from components.views.gate import BACKGROUND, WIDGET, Gate


def _wait_until(is_so) -> None:
    end = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.001)


def _queue(gate: Gate, names: dict[str, float]) -> tuple[list[str], list[threading.Thread]]:
    """Let scripts line up behind the one that holds the gate, in this order."""
    order: list[str] = []

    def run(name: str, ahead: float) -> None:
        with gate.turn(ahead):
            order.append(name)

    threads = []
    for number, (name, ahead) in enumerate(names.items(), start=1):
        threads.append(threading.Thread(target=run, args=(name, ahead)))
        threads[-1].start()
        _wait_until(lambda number=number: len(gate._waiting) == number)
    return order, threads


def test_scripts_pass_in_the_order_they_came_but_a_changed_widget_first():
    gate = Gate()
    with gate.turn():
        order, threads = _queue(gate, {"the server": BACKGROUND, "page 1": 0, "page 2": 0, "widget": WIDGET})
        assert order == []
    for thread in threads:
        thread.join(5)
    assert order == ["widget", "page 1", "page 2", "the server"]


@pytest.mark.parametrize("end", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_whatever_ends_a_script_leaves_the_gate(end):
    gate = Gate()
    with pytest.raises(end), gate.turn():
        raise end
    assert gate._holder is None


def test_a_script_inside_another_one_passes_at_once_and_keeps_the_turn():
    gate = Gate()
    with gate.turn():
        with gate.turn(WIDGET):
            pass
        assert gate._holder is not None


def test_long_work_outside_lets_the_next_one_pass():
    gate = Gate()
    with gate.turn():
        order, (thread,) = _queue(gate, {"reader": 0})
        with gate.outside():
            thread.join(5)
            assert order == ["reader"]
        assert gate._holder is not None
    assert gate._holder is None


def test_one_that_never_ends_is_overtaken_and_does_not_open_the_gate_for_two():
    gate = Gate(patience=0.05)
    with gate.turn():
        order, (thread,) = _queue(gate, {"reader": 0})
        thread.join(5)
        assert order == ["reader"]
        inside = threading.Event()
        release = threading.Event()

        def stay() -> None:
            with gate.turn():
                inside.set()
                release.wait(5)

        staying = threading.Thread(target=stay)
        staying.start()
        inside.wait(5)
        held = gate._holder
    assert gate._holder == held
    release.set()
    staying.join(5)
    assert gate._holder is None


def test_the_wait_outside_a_turn_does_nothing():
    gate = Gate()
    with gate.outside():
        assert gate._holder is None


def test_it_is_quiet_only_while_no_reader_is_there():
    gate = Gate()
    with gate.turn(BACKGROUND):
        assert gate.is_quiet()
    with gate.turn(WIDGET):
        assert not gate.is_quiet()
    assert not gate.is_quiet()
