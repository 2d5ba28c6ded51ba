"""What is done beside other work comes to the same as done in turn; what fails there is not lost."""

import threading

import numpy as np
import pytest

from custecon.core.beside import beside, sort


def test_what_came_of_it_is_told_as_often_as_it_is_asked() -> None:
    seen: list[threading.Thread] = []
    ended = beside(lambda: seen.append(threading.current_thread()) or 7)
    assert ended() == ended() == 7
    assert len(seen) == 1
    assert seen[0] is not threading.current_thread()


@pytest.mark.parametrize("error", [ValueError("wrong"), KeyboardInterrupt()])
def test_a_failure_is_raised_where_it_is_waited_for(error, capsys) -> None:
    def fail() -> None:
        raise error

    ended = beside(fail)
    with pytest.raises(type(error)):
        ended()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("length", [0, 1, 2, 3, 10, 1001])
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_two_halves_are_the_whole_sorted(length, kind) -> None:
    numbers = np.random.default_rng(length).integers(-5, 50, length).astype(kind)
    expected = sorted(numbers.tolist())
    sort(numbers)
    assert numbers.tolist() == expected
