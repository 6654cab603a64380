import pytest
from thinc.api import NumpyOps, get_current_ops

from bot.language.arithmetic import fast_arithmetic, single_thread


def test_the_environment_decides_on_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number of threads that the environment sets is left alone."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    assert single_thread() is False


def test_arithmetic_is_put_back() -> None:
    """Outside the context thinc's choice is what it was."""
    before = get_current_ops()
    with fast_arithmetic():
        inside = get_current_ops()
        assert not isinstance(inside, NumpyOps) or before.name != "numpy" or not inside.use_blis
    assert get_current_ops() is before
