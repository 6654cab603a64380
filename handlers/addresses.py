"""Web addresses made safe to stand in a platform's markup."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from handlers.text import clean

LONGEST_LINK = 512
"""Longer addresses stay out of a line: one of them could fill a field by itself."""

# RFC 3986 section 2.2, without what begins or ends markup: brackets of all kinds, the asterisk, the bar, the "@".
_URL_SAFE = "/?#:!$&+,;=%"
_HOST = re.compile(r"[0-9A-Za-z._-]+|[0-9a-f:.]+")


def safe_url(url: str, *, longest: int = LONGEST_LINK) -> str | None:
    """Return the address with all that could end a link percent-encoded.

    `None` where it is no web address (http, https), or longer than `longest`. Its host stands as the network knows it
    (RFC 3490), and a user before it, who could pose as the host, is left out.
    """
    try:
        parts = urlsplit(clean(url))
        host, port = parts.hostname, parts.port
        if parts.scheme not in {"http", "https"} or not host:
            return None
        named = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError:
        return None
    if not _HOST.fullmatch(named):
        return None
    where = f"[{named}]" if ":" in named else named
    made = SplitResult(
        scheme=parts.scheme,
        netloc=where if port is None else f"{where}:{port}",
        path=quote(parts.path, safe=_URL_SAFE),
        query=quote(parts.query, safe=_URL_SAFE),
        fragment=quote(parts.fragment, safe=_URL_SAFE),
    ).geturl()
    return made if len(made) <= longest else None
