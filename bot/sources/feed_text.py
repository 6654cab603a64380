"""A feed's bytes -> text that an XML parser can take: decoded, without a document type, with its entities resolved.

Hostile feeds work through document types (entities that unfold to gigabytes, or that name files) and through encodings
that hide them. No document type gets past this module.
"""

from __future__ import annotations

import codecs
import html
import html.entities
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

# What a feed's own entities may come to altogether, in characters, and one of them. Feeds name things with them
# ("&id;"), and do not write articles with them.
MAX_UNFOLDED: Final = 100_000
MAX_ENTITY: Final = 500
# How far a document type is read; none of a feed's is longer.
_MAX_DOCTYPE: Final = 20_000
_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    # "<?" without a byte order mark (XML 1.0, appendix F).
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
# Python's codecs of other kinds (idna, unicode_escape, rot13, …) are no document's encoding.
_ENCODINGS: Final = re.compile(
    r"utf-?8|utf-?(?:16|32)(?:-?[lb]e)?|us-?ascii|(?:windows|cp)-?\d{3,4}|iso-?8859-?\d{1,2}|latin-?1|koi8-?[rut]|"
    r"mac-?(?:cyrillic|roman)|gb(?:k|2312|18030)|big5(?:hkscs)?|euc-?(?:jp|kr)|shift[-_]?jis|iso-?2022-?jp",
    re.IGNORECASE,
)
# XML 1.0 section 2.2: what no document may hold.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE: Final = re.compile(r"&(?:#([0-9]+|[xX][0-9a-fA-F]+);?|([A-Za-z_][\w.-]{0,60});)")
_ENTITY: Final = re.compile(r"<!ENTITY\s+([A-Za-z_][\w.-]{0,60})\s+(?:\"([^\"]*)\"|'([^']*)')\s*>")
_XML_ENTITIES: Final = frozenset({"lt", "gt", "amp", "quot", "apos"})
_DOCTYPE_PART: Final = re.compile(r"<!--.*?-->|\"[^\"]*\"|'[^']*'|[\[\]>]", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedText:
    """A document from its root element on; `root` is that element's name in lower case, empty where there is none."""

    root: str
    text: str


def read_feed_text(data: bytes, *, charset: str | None) -> FeedText:
    """Return the document that the bytes are; `charset` is what the HTTP header says.

    What stands before the root element (comments, style sheets, a server's warnings) is left out. Entities of HTML
    become their characters, as do the document's own as far as they are plain text and come to no more than
    MAX_UNFOLDED; others stay as they are written, and unfold to nothing.
    """
    text = _ILLEGAL.sub("", decode(data, charset=charset))
    doctype, start = _root(text)
    body = text[start:]
    name = re.match(r"<([A-Za-z_][\w.:-]*)", body)
    return FeedText(root=name[1].lower() if name else "", text=_resolve(body, _entities(doctype)))


def decode(data: bytes, *, charset: str | None = None) -> str:
    """Return the text of an XML document in whatever encoding it fits.

    A byte order mark decides, then the header's charset, then the XML declaration (RFC 7303 section 3), each only if
    the bytes fit it: what is said is wrong often. Then it is UTF-8 with faults, or Windows' Latin.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    declared = _DECLARED.search(data[:1000])
    for name in (charset, declared[1].decode("ascii") if declared else None, "utf-8"):
        fitting = _python_name(name or "")
        if fitting is None:
            continue
        try:
            return data.decode(fitting)
        except (UnicodeDecodeError, LookupError):
            continue
    lenient = data.decode("utf-8", errors="replace")
    faults = lenient.count("\ufffd")
    whole = sum(len(run) for run in re.findall("[^\x00-\x7f\ufffd]+", lenient))
    return lenient if whole > faults else data.decode("cp1252", errors="replace")


def _python_name(name: str) -> str | None:
    if not _ENCODINGS.fullmatch(name):
        return None
    # What says Latin-1 or ASCII means Windows' superset of it, and GB 2312 that of GB 18030 (WHATWG Encoding, 4.2).
    if re.fullmatch(r"(?i)iso-?8859-?1|latin-?1|us-?ascii", name):
        # ASCII proper is UTF-8 too, which is what most of it is.
        return "utf-8" if name[:1].lower() == "u" else "cp1252"
    if name.lower() == "gb2312":
        return "gb18030"
    # Without a byte order mark it is not UTF-16 or UTF-32: the declaration could be read.
    return None if re.match(r"(?i)utf-?(?:16|32)", name) else re.sub(r"(?i)^windows-?", "cp", name)


def _root(text: str) -> tuple[str, int]:
    """Return the document type and where the root element begins; both empty where there is no root."""
    doctype, at = "", 0
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
        elif text.startswith("<?", at):
            # To ">" and not to "?>": XML declarations without the second "?" are about.
            end = text.find(">", at + 2)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, at + 9)
            doctype = text[at:end] if end >= 0 else ""
        elif text[at + 1 : at + 2].isalpha() or text[at + 1 : at + 2] == "_":
            return doctype, at
        else:
            end = at
        if end < 0:
            break
        at = end + 1
    return "", len(text)


def _doctype_end(text: str, start: int) -> int:
    """Return where the document type's ">" stands, behind its own declarations in brackets; -1 where it has none."""
    depth = 0
    for part in _DOCTYPE_PART.finditer(text, start, start + _MAX_DOCTYPE):
        match part[0]:
            case "[":
                depth += 1
            case "]":
                depth -= 1
            case ">" if depth <= 0:
                return part.start()
            case _:
                pass
    return -1


def _entities(doctype: str) -> dict[str, str]:
    """Return the entities that are nothing but text: no markup, no other entities, no files or addresses."""
    found: dict[str, str] = {}
    for name, double, single in _ENTITY.findall(doctype):
        value = html.unescape(double or single)
        if len(value) <= MAX_ENTITY and not re.search(r"[&<%]", value) and name not in _XML_ENTITIES:
            # XML 1.0 section 4.2: the first declaration counts.
            found.setdefault(name, value)
    return found


def _resolve(text: str, entities: Mapping[str, str]) -> str:
    left = MAX_UNFOLDED

    def replace(reference: re.Match[str]) -> str:
        nonlocal left
        number, name = reference[1], reference[2]
        if number is not None:
            return reference[0] if _is_character(number) else "\ufffd"
        if name in entities:
            left -= len(entities[name])
            return escape(entities[name], {'"': "&quot;"}) if left >= 0 else reference[0]
        # A document type that names HTML's entities in a file that is not read, or no document type at all.
        if name not in _XML_ENTITIES and (character := html.entities.html5.get(f"{name};")):
            return escape(character, {'"': "&quot;"})
        return reference[0]

    return _REFERENCE.sub(replace, text)


def _is_character(number: str) -> bool:
    """Whether a numeric reference names a character that XML allows; halves of surrogate pairs are written often."""
    if len(number) > 9:
        return False
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return code <= 0x10FFFF and (code > 0xFFFF or not _ILLEGAL.match(chr(code)))
