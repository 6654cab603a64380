"""The exception tree.

    ClaimwatchError
    ├── ConfigurationError          a setting or a knowledge file is wrong
    ├── SourceError                 an input cannot be read (says where and why)
    │   ├── UnreadableError         empty, binary, wrongly encoded, too large, broken front matter, cut JSON
    │   ├── UnsupportedLanguageError
    │   ├── ReaderError             what would read it cannot be started just now
    │   └── FetchError              a URL cannot be fetched, or must not be
    │       └── DisallowedError     the site's robots.txt keeps programs from it
    ├── NotFoundError               no claim, dispute or place of that id or name
    ├── RequestError                what somebody asked for cannot be done as it was put
    └── StoreError                  the database cannot be opened or is of another version
        └── StoreBusyError          another process writes to it for too long

Each carries fields; its text is a sentence for a person that says what to do where something can be done.
"""

from __future__ import annotations

from datetime import timedelta

# HTTP statuses of what is no longer there (RFC 9110 sections 15.5.5 and 15.5.11).
_GONE = frozenset({404, 410})
# Of what is there and not for us (sections 15.5.2 to 15.5.4, and RFC 7725).
_REFUSED = frozenset({401, 402, 403, 451})


class ClaimwatchError(Exception):
    """Anything that Claimwatch itself says went wrong."""


class ConfigurationError(ClaimwatchError):
    """A setting or a knowledge file is wrong; `where` names it."""

    def __init__(self, *, where: str, reason: str) -> None:
        self.where = where
        self.reason = reason
        super().__init__(f"{where}: {reason}")


class SourceError(ClaimwatchError):
    """An input cannot be read; `origin` names it (a path with its line, or a URL).

    `passing`: the reason may be none of the input's, so that another try is worth its while.
    """

    passing = False

    def __init__(self, *, origin: str, reason: str) -> None:
        self.origin = origin
        self.reason = reason
        super().__init__(f"{origin}: {reason}")


class UnreadableError(SourceError):
    """The input holds no article that can be read."""


class UnsupportedLanguageError(SourceError):
    """The article is in a language that Claimwatch does not read."""


class ReaderError(SourceError):
    """What would read the input cannot be started just now, which the input has no part in."""

    passing = True


class FetchError(SourceError):
    """A URL cannot be fetched, or must not be.

    `status` is what the server answered, where it did; `retry_after` how long it asks to be left alone.
    """

    def __init__(
        self, *, origin: str, reason: str, status: int | None = None, retry_after: timedelta | None = None
    ) -> None:
        self.status = status
        self.retry_after = retry_after
        super().__init__(origin=origin, reason=reason)

    @property
    def refused(self) -> bool:
        """Whether the server will not show it to us (401, 402, 403, 451), and asking again is of no use."""
        return self.status in _REFUSED

    @property
    def gone(self) -> bool:
        """Whether the server says that there is nothing at this address (404, 410)."""
        return self.status in _GONE


class DisallowedError(FetchError):
    """The site's robots.txt keeps programs from a page (RFC 9309)."""

    @property
    def refused(self) -> bool:
        """Always: it is there, and not for us."""
        return True


class NotFoundError(ClaimwatchError):
    """There is no such thing; `kind` and `wanted` say what was asked for, `hint` what could be meant."""

    def __init__(self, *, kind: str, wanted: str, hint: str | None = None) -> None:
        self.kind = kind
        self.wanted = wanted
        self.hint = hint
        super().__init__(f"No {kind} {wanted!r}." + (f" {hint}" if hint else ""))


class RequestError(ClaimwatchError):
    """What somebody asked for cannot be done as it was put; the text says why, and how to put it."""


class StoreError(ClaimwatchError):
    """The database cannot be used; `url` is shown without a password."""

    def __init__(self, *, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"{url}: {reason}")


class StoreBusyError(StoreError):
    """Another process has been writing to the database for too long; it works again when that has ended."""
