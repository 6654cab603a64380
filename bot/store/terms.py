"""What somebody types as a question to the index of words.

A word may be the beginning of one. FTS5 answers such a question by reading all that every word with that beginning
stands in, before it gives out the first, which is long for "captured" in a million claims. Where few words begin so,
each is asked for whole, and the newest come at once.
"""

from __future__ import annotations

import json

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.folding import quoted, searched_words

FEW = 16
"""As many words of one beginning are asked for whole."""

# The index has the terms in order: from each, one leap leads past all its places to the next.
_BEGUN = text(
    """WITH RECURSIVE begun (word, term, number) AS (
    SELECT asked.value, (SELECT term FROM claim_terms WHERE term >= asked.value ORDER BY term LIMIT 1), 1
    FROM json_each(:words) AS asked
    UNION ALL
    SELECT word, (SELECT term FROM claim_terms WHERE term >= begun.term || char(1) ORDER BY term LIMIT 1), number + 1
    FROM begun WHERE substr(term, 1, length(word)) = word AND number <= :few)
SELECT word, term FROM begun WHERE substr(term, 1, length(word)) = word"""
)


async def match_claims(connection: AsyncConnection, words: str) -> str | None:
    """Return the FTS5 query for claims that hold every word, or one that begins so; `None` where none can."""
    asked = searched_words(words)
    # Of words in other letters only the index knows how it writes them.
    plain = {word: word.lower() for word in asked if word.isascii() and word.isalnum()}
    terms: dict[str, list[str]] = {word: [] for word in plain.values()}
    rows = await connection.execute(_BEGUN, {"words": json.dumps(sorted(terms)), "few": FEW})
    for word, term in rows:
        terms[word].append(term)
    parts = []
    for word in asked:
        found = terms[plain[word]] if word in plain else None
        if found is None or len(found) > FEW:
            parts.append(f"{quoted(word)}*")
        elif found:
            parts.append(f"({' OR '.join(map(quoted, found))})")
        else:
            return None
    return " AND ".join(parts) or None
