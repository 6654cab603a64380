"""The page that shows each message as it is sent: `python -m tests.messages > docs/messages.md` writes it anew."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any

from bot.alerts.digest import digest_alert, group_alert
from bot.app import open_ground
from bot.article.reading import read_article
from bot.desk.abilities import Ability
from bot.desk.actions import Form, Verb
from bot.desk.alert_cards import alert_card, dispute_card
from bot.desk.card import Card
from bot.desk.commands import Asked, Asker, Commands
from bot.desk.community import CommunitySettings, Permissions
from bot.desk.handing import Handing
from bot.desk.home import HomeDesk
from bot.desk.replies import Answer, Reply
from bot.desk.sourcing import FeedChange
from bot.intake import SAMPLES
from bot.model.alert import Alert, AlertKind
from bot.model.area import everything
from bot.model.article import Article, RawArticle
from bot.model.claim import Claim
from bot.model.subscription import Content, Digest, Subscription
from bot.pipeline import Ingested
from bot.places.areas import GazetteerAreas
from bot.sources.documents import read_path
from bot.workers import InProcessExtractor, open_gazetteer
from config.schema import DatabaseSettings, Settings
from handlers.discord.commands import CALLED
from handlers.discord.embeds import card_embeds
from handlers.slack.blocks import Block, card_message
from handlers.slack.home import home_blocks
from handlers.slack.modals import command_view
from handlers.slack.usage import usage_card
from tests.desk.world import FEED, LIST, OPERATORS, make_feed_desk

NOW = datetime(2022, 9, 12, 8, 0, tzinfo=UTC)
ON_SLACK = Asker(destination="slack:C0ALERTS1", space="slack:T0DESK001", user="slack:U0ANALYST")
Shown = Card | Form | list[Block]
HERE = Asker(destination="discord:1", space="discord:1", user="discord:1")
# The article of the README, which joins a dispute of the samples.
DENIAL = RawArticle(
    origin="README.md",
    key="denial",
    body="Russia's defence ministry denied on Saturday that Ukrainian forces had retaken the town of Kupiansk.",
    title="Moscow disputes account of Kupiansk",
    publisher="Example Daily",
    published="2022-09-10T20:00:00Z",
    received_at=NOW,
)
# An article as it was first published, and as it stood there an hour later.
PUBLISHED = replace(
    DENIAL,
    key="report",
    body="Fighting went on around the town for a third day. Ukrainian forces retook Kupiansk on Saturday, officials in "
    "Kyiv said. Residents spoke of shelling through the night.",
    title="Third day of fighting in the east",
    url="https://daily.example/east",
)
CHANGED = replace(PUBLISHED, body=PUBLISHED.body.replace("retook Kupiansk", "entered the outskirts of Kupiansk"))
HEAD = """# Messages

Each message as it is sent, made from the sample articles and the one that the README invents (`python -m
tests.messages` writes this page; a test compares). Both platforms show the same card: headings, lines, quotes and
links are the desk's, and only the markup is the platform's. Times stand here in UTC; in a channel each reader sees them
in the zone of their own device. On Discord the two positions of a conflict stand side by side, as inline fields; on
Slack as the two fields of one section.
"""


class _Nothing:
    """Takes nothing in."""

    async def submit(self, what: str) -> Ingested:
        """Refuse."""
        raise NotImplementedError(what)

    async def submit_file(self, name: str, data: bytes) -> list[Ingested]:
        """Refuse."""
        raise NotImplementedError(name)

    async def find(self, text: str) -> tuple[Article, tuple[Claim, ...]]:
        """Refuse."""
        raise NotImplementedError(text)


async def _corrected(settings: Settings) -> Alert:
    """Return what is told of an article that was changed after publication."""
    extractor = InProcessExtractor(settings)
    async with open_ground(settings, clock=lambda: NOW) as ground:
        for raw in (PUBLISHED, CHANGED):
            article = read_article(raw, now=NOW)
            result = await ground.pipeline().record(article, next(extractor.extract_many([article])))
    (alert,) = result.alerts
    return alert


async def cards() -> dict[str, Shown]:
    """Return every kind of message by the name it has on the page."""
    settings = Settings(database=DatabaseSettings(url=":memory:"))
    async with open_ground(settings, clock=lambda: NOW) as ground:
        alerts: list[Alert] = []
        raws = [raw for raw in read_path(SAMPLES, now=NOW) if isinstance(raw, RawArticle)]
        articles = sorted((read_article(raw, now=NOW) for raw in (*raws, DENIAL)), key=lambda one: one.published_at)
        async for result in ground.pipeline().ingest_many(articles, InProcessExtractor(settings)):
            if isinstance(result, Ingested):
                alerts += result.alerts
        first = {
            kind: next(one for one in alerts if one.kind is kind) for kind in (AlertKind.CONFLICT, AlertKind.UPDATE)
        }
        summary = next(one for one in alerts if one.kind is AlertKind.SUMMARY and "BBC" in one.title)
        digest = digest_alert(
            _follower(), alerts, since=NOW - timedelta(days=1), until=NOW, now=NOW, label=ground.sides.label
        )
        assert digest is not None
        group = group_alert(alerts[-4:], HERE.destination, now=NOW, label=ground.sides.label)
        opening = next(one for one in alerts if one.dispute == first[AlertKind.UPDATE].dispute)
        with closing(open_gazetteer(settings)) as gazetteer:
            ids = count(1)
            commands = Commands(
                desk=ground.desk(),
                store=ground.store,
                subscriptions=ground.store.subscriptions,
                communities=ground.store.communities,
                record=ground.pipeline().decide,
                feed_desk=make_feed_desk(),
                feeds=ground.store.feeds,
                areas=GazetteerAreas(gazetteer),
                submissions=_Nothing(),
                resume=ground.store.outbox.resume,
                paused=ground.store.outbox.pause_of,
                clock=lambda: NOW,
                new_id=lambda: f"subscription-{next(ids)}",
                version="0.0.0",
                started_at=NOW - timedelta(hours=2),
            )
            found = await commands.search(place="Balakliya")
            conflicts = await commands.conflicts()
            shown = await commands.show_conflict(conflicts.menus[0].choices[0].args[0])
            claim = await commands.show_claim(found.menus[0].choices[0].args[0])
            pair = next(one.args for one in shown.actions if one.verb is Verb.EXPLAIN)
            subscribed = await commands.subscribe(HERE, place="Kharkiv", asked=Asked(digest_at="8am", zone="Kyiv"))
            listed = await commands.list_subscriptions(HERE)
            one = listed.menus[0].choices[0].args[0]
            operator = replace(HERE, destination=OPERATORS, manages=True)
            moderator = replace(HERE, manages=True, name="Ann")
            resolve = next(one for one in shown.actions if one.label == "Resolve")
            answers = {"reason": "Two towns of one name.", "position": "1"}
            return {
                "A conflict": alert_card(first[AlertKind.CONFLICT]),
                "What is new in one": alert_card(first[AlertKind.UPDATE]),
                "The message on a dispute, brought up to date": dispute_card(opening, [first[AlertKind.UPDATE]]),
                "An article's claims": alert_card(summary),
                "An article that was changed after publication": alert_card(await _corrected(settings)),
                "A daily digest": alert_card(digest),
                "What came at once": alert_card(group),
                "`/subscribe` Kharkiv, with a digest": subscribed,
                "`/subscriptions`": listed,
                "One of them": await commands.acting.subscribing.show(HERE, one),
                "Edit it": await commands.acting.subscribing.edit_form(moderator, one),
                "Preview it": await commands.acting.subscribing.preview(HERE, one),
                "Delete it": await commands.acting.subscribing.show(HERE, one, sure=True),
                "`/claims search` Balakliya": found,
                "`/claims show`": claim,
                "`/claims timeline` Balakliya": await commands.timeline("Balakliya"),
                "`/conflicts list`": conflicts,
                "`/conflicts show`": shown,
                "`/explain`": await commands.explain(*pair),
                "Resolve a conflict": await commands.acting.judging.form(moderator, resolve),
                "What is said of the decision": _note(await commands.act(moderator, resolve, answers)),
                "`/mute`": await commands.mute(HERE, what="Kharkiv region", how_long="2h"),
                "`/digest now`": await commands.digest_now(HERE),
                "`/sources list`": await commands.sources(),
                "`/sources add`, where anybody may ask": await commands.change_feed(HERE, FeedChange.ADD, FEED),
                "`/sources import`, in the operators' channel": await commands.change_feed(
                    operator, FeedChange.IMPORT, LIST
                ),
                "`/sources test`, in the operators' channel": await commands.change_feed(
                    operator, FeedChange.TEST, FEED
                ),
                "`/settings`": await commands.settings(HERE),
                "Change the settings": await CommunitySettings(commands, Permissions(commands)).form(moderator),
                "Submit an article": Handing(commands).form(),
                "`/help`": commands.help(CALLED),
                "On Slack: the Home tab": home_blocks(
                    await HomeDesk(commands).home(
                        ON_SLACK,
                        [replace(one, destination=ON_SLACK.destination) for one in await commands.subscriptions.all()],
                    )
                ),
                "On Slack: `/claims` without words": _view_blocks(Ability.SEARCH),
                "On Slack: `/subscribe` without words": _view_blocks(Ability.SUBSCRIBE),
                "On Slack: `/claims help`": usage_card("/claims"),
                "`/status`": await commands.status(HERE),
                "`/unsubscribe` Kharkiv region": await commands.unsubscribe(HERE, place="Kharkiv region"),
                "A place that nobody knows": await commands.search(place="Kupyanskovo"),
            }


def page(shown: Mapping[str, Shown]) -> str:
    """Return the page."""
    return "\n".join((HEAD, *(part for name, card in shown.items() for part in _part(name, card))))


def _part(name: str, card: Shown) -> Iterator[str]:
    yield f"## {name}\n"
    if isinstance(card, list):
        yield "```text"
        yield from _blocks(card)
        yield "```\n"
        return
    if isinstance(card, Form):
        yield "A form:\n"
        yield "```text"
        yield from _form(card)
        yield "```\n"
        return
    for platform, lines in (("Discord", _on_discord(card)), ("Slack", _on_slack(card))):
        yield f"{platform}:\n"
        yield "```text"
        yield from lines
        yield "```\n"


def _on_discord(card: Card) -> Iterator[str]:
    for embed in card_embeds(card):
        texts = [embed.title, embed.description]
        for field in embed.fields:
            texts += [field.name, field.value]
        texts.append(embed.footer.text)
        yield from _lines(text for text in texts if text)
    if card.actions:
        yield " ".join(f"[{one.label}]" for one in card.actions)
    for menu in card.menus:
        yield f"[{menu.prompt} ▾ {len(menu.choices)}]"


def _form(form: Form) -> Iterator[str]:
    yield form.title
    for field in form.fields:
        choices = " / ".join(one.label for one in field.choices)
        yield f"{field.label}: {choices or field.value or '…'}" + (f" ({field.hint})" if field.hint else "")
    yield f"[{form.submit}]"


def _note(answer: Answer) -> Card:
    assert isinstance(answer, Reply)
    assert answer.note is not None
    return answer.note


def _on_slack(card: Card) -> Iterator[str]:
    yield from _blocks(card_message(card).blocks)


def _view_blocks(ability: Ability) -> list[Block]:
    """Return the blocks of a command's form, and the button that sends it."""
    view = command_view(ability, private="")
    return [*view["blocks"], {"type": "actions", "elements": [{"type": "button", "text": view["submit"]}]}]


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield Slack's blocks as they look."""
    for block in blocks:
        parts = [block["text"]] if "text" in block else block.get("fields") or block.get("elements") or []
        match block["type"]:
            case "actions":
                yield " ".join(_control(part) for part in parts)
            case "context":
                yield from _lines(iter([" · ".join(part["text"] for part in parts)]))
            case "input":
                hint = block["element"].get("placeholder", {}).get("text")
                choices = " / ".join(one["text"]["text"] for one in block["element"].get("options", ()))
                shown = f"{block['label']['text']}: {choices or '…'}"
                yield f"{shown} ({hint})" if hint else shown
            case "divider":
                yield "———"
            case _:
                yield from _lines(part["text"] for part in parts)


def _control(element: Mapping[str, Any]) -> str:
    """Return a button or a menu as it looks."""
    if element["type"] == "button":
        return f"[{element['text']['text']}]"
    return f"[{element['placeholder']['text']} ▾]"


def _lines(texts: Iterator[str]) -> Iterator[str]:
    """Yield lines as a reader in UTC sees them: times in words, invisible signs left out."""
    for text in texts:
        seen = re.sub(r"<t:(\d+):(\w)>|<!date\^(\d+)\^([^|]*)\|[^>]*>", _time, text)
        for one in seen.split("\n"):
            if bare := re.sub("[\u200b\u2060]", "", one).rstrip():
                yield bare


def _time(found: re.Match[str]) -> str:
    at = datetime.fromtimestamp(int(found[1] or found[3]), tz=UTC)
    with_time = found[2] == "f" or "time" in (found[4] or "")
    return f"{at.day} {at:%b %Y %H:%M}" if with_time else f"{at.day} {at:%b %Y}"


def _follower() -> Subscription:
    return Subscription(
        id="follower",
        destination=HERE.destination,
        space=HERE.space,
        area=everything(),
        content=Content.DIGEST,
        digest=Digest(at=time(8), zone="UTC"),
        created_at=NOW - timedelta(days=1),
        created_by=HERE.user,
    )


def main() -> None:
    """Write the page to standard output."""
    sys.stdout.write(page(asyncio.run(cards())))


if __name__ == "__main__":
    main()
