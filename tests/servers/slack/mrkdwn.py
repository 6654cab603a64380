"""What a message would ping and link, read the way Slack reads its own markup.

Facts from Slack's documentation, "Formatting message text" and "Text object": `<!channel>`, `<!here>`, `<!everyone>`,
`<@U…>`, `<!subteam^S…>` and `<url|label>` are markup wherever text is mrkdwn; `&lt;` and the like are plain characters.
Where a text object is not `verbatim`, and where `parse=full` or `link_names` is given, bare addresses and bare mentions
are turned into links and pings too: these carry `automatic=True`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.servers.slack.values import Json

MARKUP = re.compile(r"<([^<>\n]+)>")
BARE_ADDRESS = re.compile(r"(?<![\w<|])https?://[^\s<>|]+")
BARE_MENTION = re.compile(r"(?<![\w@<!])@(channel|here|everyone)\b")
MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
BROADCASTS = frozenset({"channel", "here", "everyone", "group"})
# Fields of legacy attachments that Slack reads as mrkdwn.
ATTACHMENT_TEXTS = ("pretext", "text", "fallback")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ping:
    """Somebody that a message would notify."""

    kind: str
    """`channel`, `here`, `everyone`, `user` or `usergroup`."""
    target: str | None
    where: str
    automatic: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An address that a reader could follow, and the words it is shown under."""

    url: str
    label: str | None
    where: str
    automatic: bool = False


def read_markup(text: str, where: str, *, addresses: bool, mentions: bool) -> Iterator[Ping | Link]:
    """Yield what one mrkdwn text pings and links.

    `addresses` and `mentions` say whether Slack would also pick up bare ones.
    """
    for match in MARKUP.finditer(text):
        found = _read_brackets(match.group(1), where)
        if found is not None:
            yield found
    rest = MARKUP.sub(" ", text)
    if addresses:
        for match in BARE_ADDRESS.finditer(rest):
            url = html.unescape(match.group().rstrip(".,;:!?)"))
            yield Link(url=url, label=None, where=where, automatic=True)
    if mentions:
        for match in BARE_MENTION.finditer(rest):
            yield Ping(kind=match.group(1), target=None, where=where, automatic=True)


def _read_brackets(inside: str, where: str) -> Ping | Link | None:
    head, _, label = inside.partition("|")
    shown = html.unescape(label) or None
    if head.startswith("!"):
        name, *parts = head[1:].split("^")
        if name in BROADCASTS:
            return Ping(kind="channel" if name == "group" else name, target=None, where=where)
        if name == "subteam" and parts:
            return Ping(kind="usergroup", target=parts[0], where=where)
        if name == "date" and len(parts) > 2:
            return Link(url=html.unescape(parts[2]), label=shown, where=where)
        return None
    if head.startswith("@"):
        return Ping(kind="user", target=head[1:], where=where)
    if head.startswith("#"):
        return Link(url=head, label=shown, where=where)
    if ADDRESS.match(head):
        return Link(url=html.unescape(head), label=shown, where=where)
    return None


def read_message(
    *,
    text: str,
    blocks: list[Json],
    attachments: list[Json],
    parse: str | None,
    link_names: bool,
    mrkdwn: bool,
) -> tuple[tuple[Ping, ...], tuple[Link, ...]]:
    """Return what a whole message would ping, and what it links.

    The top-level text counts beside blocks as well: it is what a notification shows.
    """
    full = parse == "full"
    found: list[Ping | Link] = []
    if mrkdwn:
        found += read_markup(text, "/text", addresses=parse != "none", mentions=full or link_names)
    for index, block in enumerate(blocks):
        found += _read_tree(block, f"/blocks/{index}")
    for index, attachment in enumerate(attachments):
        found += _read_attachment(attachment, f"/attachments/{index}")
    pings = tuple(each for each in found if isinstance(each, Ping))
    return pings, tuple(each for each in found if isinstance(each, Link))


def _read_attachment(attachment: Json, where: str) -> Iterator[Ping | Link]:
    for name in ATTACHMENT_TEXTS:
        if isinstance(attachment.get(name), str):
            yield from read_markup(attachment[name], f"{where}/{name}", addresses=True, mentions=False)
    for index, field in enumerate(attachment.get("fields") or []):
        yield from read_markup(
            str(field.get("value", "")), f"{where}/fields/{index}/value", addresses=True, mentions=False
        )
    for name in ("title_link", "author_link", "from_url", "image_url"):
        if attachment.get(name):
            label = attachment.get(name.replace("_link", "")) if name.endswith("_link") else None
            yield Link(url=attachment[name], label=label, where=f"{where}/{name}")
    for index, block in enumerate(attachment.get("blocks") or []):
        yield from _read_tree(block, f"{where}/blocks/{index}")


def _read_tree(node: object, where: str) -> Iterator[Ping | Link]:
    """Walk one block; every kind of text in it is read by the rules of that kind."""
    if isinstance(node, list):
        for index, each in enumerate(node):
            yield from _read_tree(each, f"{where}/{index}")
        return
    if not isinstance(node, dict):
        return
    match node.get("type"):
        case "mrkdwn":
            loose = not node.get("verbatim", False)
            yield from read_markup(str(node.get("text", "")), where, addresses=loose, mentions=loose)
            return
        case "markdown":
            yield from _read_markdown(str(node.get("text", "")), where)
            return
        case "button" | "link" if node.get("url"):
            label = node.get("text")
            yield Link(url=str(node["url"]), label=label.get("text") if isinstance(label, dict) else label, where=where)
        case "user":
            yield Ping(kind="user", target=node.get("user_id"), where=where)
        case "usergroup":
            yield Ping(kind="usergroup", target=node.get("usergroup_id"), where=where)
        case "broadcast":
            yield Ping(kind=str(node.get("range")), target=None, where=where)
    for name, each in node.items():
        yield from _read_tree(each, f"{where}/{name}")


def _read_markdown(text: str, where: str) -> Iterator[Ping | Link]:
    """Read a `markdown` block: standard links, and (to be on the safe side) Slack's own markup."""
    for match in MARKDOWN_LINK.finditer(text):
        yield Link(url=match.group(2), label=match.group(1), where=where)
    yield from read_markup(MARKDOWN_LINK.sub(" ", text), where, addresses=True, mentions=True)
