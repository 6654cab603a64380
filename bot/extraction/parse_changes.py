"""What a repair makes of a word in the parse, and words that more than one repair looks for."""

from __future__ import annotations

from dataclasses import dataclass

# Verbs behind which a clause may stand without "that", and before which the speaker stands at a sentence's end.
SAYING = frozenset(
    {
        "said", "says", "denied", "denies", "claimed", "claims", "insisted", "insists", "announced", "reported",
        "added", "confirmed", "acknowledged", "admitted", "declared", "stated", "told", "tweeted", "wrote",
    }
)  # fmt: skip
DENYING = frozenset({"denied", "dismissed", "rejected", "refuted", "disputed", "ridiculed", "contradicted"})
NAMES = frozenset({"NNP", "NNPS"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# How many words further a repair looks.
LONGEST = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a token becomes: the token above it (itself for the root), its label, and its tag where that changes."""

    head: int
    label: str
    tag: str | None = None
    pos: str | None = None
