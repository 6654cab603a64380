"""Bands of MinHash signatures: near-duplicates meet in at least one.

Locality-sensitive hashing by banding (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4.1): with bands of
four rows of 128 permutations, texts of Jaccard similarity 0.7 meet with probability 0.9998, and of 0.2 with 0.05.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from hashlib import blake2b

ROWS = 4


def band_keys(signature: Sequence[int]) -> tuple[int, ...]:
    """Return one key for each whole band of a MinHash signature, as signed 64-bit integers; none for an empty one."""
    return tuple(
        int.from_bytes(
            blake2b(struct.pack(f"<I{ROWS}Q", start, *signature[start : start + ROWS]), digest_size=8).digest(),
            "little",
            signed=True,
        )
        for start in range(0, len(signature) - ROWS + 1, ROWS)
    )


def pack_signature(signature: Sequence[int]) -> bytes:
    """Return a signature as bytes, eight to a value."""
    return struct.pack(f"<{len(signature)}Q", *signature)


def unpack_signature(packed: bytes) -> tuple[int, ...]:
    """Return the signature that `pack_signature` packed."""
    return struct.unpack(f"<{len(packed) // 8}Q", packed)
