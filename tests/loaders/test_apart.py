"""Work in a process of its own: what it returns, raises and asks, and what happens when it takes too much."""

import os
from functools import partial
from pathlib import Path

import pytest

from loaders import apart
from loaders.errors import InvalidListError, LoaderError, UnreadableFileError, refusal

FOR_EVER = "while True: pass"


def test_what_a_task_returns_raises_and_prints_comes_back_as_it_is(capfd):
    assert apart.run(partial(divmod, 7, 2)) == (3, 1)
    with pytest.raises(ZeroDivisionError, match="by zero"):
        apart.run(partial(divmod, 7, 0))
    assert apart.run(partial(print, "読めない")) is None
    assert capfd.readouterr().out == ""
    assert apart.run(os.getpid) != os.getpid()


@pytest.mark.parametrize(
    "error", [refusal("unreadable.boundaries/zip", "a.zip"), InvalidListError("a.csv", ["1行目: x", "2行目: y"])]
)
def test_an_error_of_the_loaders_comes_back_with_its_texts(error):
    task = partial(exec, "raise error", {"error": error})
    with pytest.raises(type(error)) as caught:
        apart.run(task)
    assert (str(caught.value), vars(caught.value)) == (str(error), vars(error))


class _BoundError(Exception):
    """An error that cannot be sent to another process, such as those of lxml."""

    def __init__(self, what, file):
        self.what, self.file = what, file
        super().__init__(f"{what} is broken")


def fail(name):
    with Path(name).open() as file:
        raise _BoundError("the form", file)


def test_an_error_that_cannot_be_sent_comes_back_in_words():
    with pytest.raises(RuntimeError, match="_BoundError: the form is broken"):
        apart.run(partial(fail, __file__))


def test_a_task_asks_what_only_this_process_knows():
    assert apart.run(partial(map_twice, 3), times=lambda number: number * 7) == [0, 7, 14]


def map_twice(count, times):
    return [times(number) for number in range(count)]


@pytest.mark.parametrize("task", [partial(exec, FOR_EVER), partial(bytes, 3_000_000_000), partial(os._exit, 3)])
def test_a_task_that_takes_too_much_ends_alone_and_the_next_one_is_done(task):
    with pytest.raises(apart.TooMuchError):
        apart.run(task, seconds=0, megabytes=100)
    assert apart.run(partial(divmod, 7, 2)) == (3, 1)


def test_a_file_that_takes_too_much_or_fails_unforeseen_is_refused_with_a_remedy(caplog):
    with pytest.raises(UnreadableFileError) as caught:
        apart.read_file(partial(exec, FOR_EVER), "表.xlsx", seconds=0)
    assert str(caught.value) == (
        "表.xlsx: 大きすぎて読めない（読み取りが時間かメモリの上限を超えた）。本来は公開元のファイル。"
        "対処: 公開元の、都道府県ごとなど小さく分けたファイルを選んでください。前のデータは元のままです"
    )
    with pytest.raises(LoaderError, match="このファイルは読めません"):
        apart.read_file(partial(divmod, 1, 0), "表.xlsx")
    assert "ZeroDivisionError" in caplog.text
