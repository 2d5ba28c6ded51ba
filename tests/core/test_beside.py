"""What is done beside other work comes to the same as done in turn; what fails there is not lost."""

import threading

import numpy as np
import pytest

from custecon.core.beside import Beside, sort


def test_what_came_of_it_is_told_as_often_as_it_is_asked() -> None:
    seen: list[threading.Thread] = []
    work = Beside(lambda: seen.append(threading.current_thread()) or 7)
    assert work.result() == work.result() == 7
    assert len(seen) == 1
    assert seen[0] is not threading.current_thread()


@pytest.mark.parametrize("error", [ValueError("wrong"), KeyboardInterrupt()])
def test_a_failure_is_raised_where_the_result_is_asked_for(error, capsys) -> None:
    def fail() -> None:
        raise error

    with Beside(fail) as work:
        work.wait()
    with pytest.raises(type(error)):
        work.result()
    assert capsys.readouterr() == ("", "")


def test_as_a_context_it_has_ended_with_it_even_if_that_fails() -> None:
    go, done = threading.Event(), []
    with pytest.raises(ZeroDivisionError), Beside(lambda: go.wait(5) and done.append(1)):  # noqa: PT012
        go.set()
        raise ZeroDivisionError
    assert done == [1]


def test_without_a_thread_to_be_had_it_is_done_at_once(monkeypatch) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with Beside(threading.current_thread) as work:
        assert work.result() is threading.current_thread()


@pytest.mark.parametrize("length", [0, 1, 2, 3, 10, 1001])
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_two_halves_are_the_whole_sorted(length, kind) -> None:
    numbers = np.random.default_rng(length).integers(-5, 50, length).astype(kind)
    expected = sorted(numbers.tolist())
    sort(numbers)
    assert numbers.tolist() == expected
