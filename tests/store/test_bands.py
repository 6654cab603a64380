from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.bands import band_keys, pack_signature, unpack_signature

signatures = st.lists(st.integers(0, 2**64 - 1), max_size=140).map(tuple)


@given(signatures)
def test_a_signature_comes_back_equal(signature: tuple[int, ...]) -> None:
    """Packing loses nothing."""
    assert unpack_signature(pack_signature(signature)) == signature


@given(signatures)
def test_keys_fit_the_column(signature: tuple[int, ...]) -> None:
    """Every key is a signed integer of 64 bits, one for each four values."""
    keys = band_keys(signature)

    assert len(keys) == len(signature) // 4
    assert all(-(2**63) <= key < 2**63 for key in keys)


@pytest.mark.parametrize(
    ("changed", "shared"),
    [
        pytest.param((), 32, id="none"),
        pytest.param((0,), 31, id="one"),
        pytest.param((0, 1, 2, 3), 31, id="four-of-one-band"),
        pytest.param((0, 4, 8), 29, id="three-of-three-bands"),
        pytest.param(tuple(range(0, 128, 4)), 0, id="one-of-every-band"),
    ],
)
def test_a_changed_value_changes_its_band_alone(changed: tuple[int, ...], shared: int) -> None:
    """Signatures share a band where all four of its values are equal."""
    signature = tuple(range(128))
    other = tuple(value + 1000 * (place in changed) for place, value in enumerate(signature))

    assert len(set(band_keys(signature)) & set(band_keys(other))) == shared


def test_the_same_values_in_another_band_are_another_key() -> None:
    """A band is a place in the signature, not only what stands there."""
    assert len(set(band_keys((7,) * 128))) == 32
