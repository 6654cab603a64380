"""One form for the many addresses under which a page is passed around."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

_PORTS: Final = {"http": 80, "https": 443}
# Parameters that say how a reader came to the page, and never which page it is.
_TRACKING: Final = re.compile(
    r"(?:utm|mtm|pk|piwik|hsa|wt)_.*|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|"
    r"msclkid|yclid|ttclid|twclid|li_fat_id|obclid|igshid|igsh|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|__twitter_impression|"
    r"at_(?:medium|campaign|custom\d|link_.*|format|ptr_name|bbc_team)|ocid|cmpid|smid|smtyp|guccounter|guce_.*|"
    r"ref_?src|ref_?url|s_cid|_ga|_gl|xtor",
    re.IGNORECASE,
)
_ESCAPED: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_PATH_SAFE: Final = "/:@!$&'()*+,;=~-._%"


def canonical_url(url: str) -> str:
    """Return the address in one form: what names the same page is then the same text.

    Scheme and host in lower case, no user, default port, fragment or tracking parameter, the query sorted, `/` for an
    empty path, percent signs as RFC 3986 section 6.2.2 normalises them. What is no http(s) address stays as it is.
    """
    url = url.strip()
    parts = _split(url)
    if parts is None:
        return url
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    scheme = parts.scheme.lower()
    if parts.port is not None and parts.port != _PORTS[scheme]:
        host = f"{host}:{parts.port}"
    path = quote(_ESCAPED.sub(_unescape, parts.path), safe=_PATH_SAFE) or "/"
    query = sorted(
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(name)
    )
    return urlunsplit((scheme, host, path, urlencode(query), ""))


def host_of(url: str) -> str | None:
    """Return the host of an address, without `www.`; None where it has none."""
    parts = _split(url.strip())
    return parts.hostname.removeprefix("www.") if parts and parts.hostname else None


def _split(url: str) -> SplitResult | None:
    """Return the parts of an http(s) address, or None; a port that is no number is no address."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme.lower() in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def _unescape(found: re.Match[str]) -> str:
    """Write out what needs no percent sign; upper-case the digits of what does."""
    character = unquote(found[0])
    return character if re.fullmatch(r"[A-Za-z0-9._~-]", character) else found[0].upper()
