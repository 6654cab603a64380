"""The tables, as the newest migration leaves them (a test compares the two).

Values are kept whole as the contract's JSON (`data`); columns beside it are what is searched, joined or ordered by.
Claims are append-only. `claim_words` is an FTS5 table and stands outside the metadata.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    column,
    table,
    text,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware time, kept as text in UTC that sorts as the times do."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Return UTC with six digits of a second; a naive time is an error of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A time without a zone: {value.isoformat()}")
        utc = value.astimezone(UTC).replace(tzinfo=None)
        return utc.isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Return an aware time in UTC."""
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData(naming_convention=NAMING)

FAR = 62
"""So many days from its publication nearly every event begins and ends."""

IS_FAR = (
    f"abs(julianday(published_at) - julianday(first_day)) > {FAR}"
    f" OR abs(julianday(published_at) - julianday(last_day)) > {FAR}"
)

# FTS5: only their columns are known here. The first one's rowids are in the order of publication
# (`bot.store.rows.word_number`); the second holds the words of claims in disputes alone, which are few.
claim_words = table(
    "claim_words", column("rowid"), column("claim_id"), column("quotes"), column("speaker"), column("place")
)
disputed_words = table("disputed_words", column("claim_id"), column("quotes"), column("speaker"), column("place"))

articles = Table(
    "articles",
    metadata,
    Column("id", String, primary_key=True),
    Column("key", String, nullable=False),
    Column("title", Text),
    Column("publisher", Text),
    Column("publisher_fold", Text, nullable=False, index=True),
    Column("byline", Text),
    Column("published", String, nullable=False),  # as given, with its own offset: it says which day it was there
    Column("published_at", Instant, nullable=False),
    Column("url", Text, unique=True),
    Column("edition_of", Text, index=True),  # of a later edition, its address: the first one has it as `url`
    Column("language", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("content_hash", String, nullable=False, index=True),
    Column("signature", LargeBinary, nullable=False),
    Index("ix_articles_with_text", "published_at", sqlite_where=text("text != ''")),
)

article_bands = Table(
    "article_bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    sqlite_with_rowid=False,
)

claims = Table(
    "claims",
    metadata,
    Column("id", String, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False, index=True),
    Column("domain", String, nullable=False),
    Column("predicate", String),
    Column("asset_kind", String),
    Column("state", String),
    Column("actor_side", String),
    Column("opponent_side", String),
    Column("speaker_side", String),
    Column("speaker", Text),
    Column("place_fold", Text),
    Column("place_text_fold", Text),
    Column("region_fold", Text),
    Column("geonameid", Integer),
    Column("country", String),
    Column("first_day", Date, nullable=False),  # of the event; where that is not known, of the publication
    Column("last_day", Date, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("data", Text, nullable=False),
    Index(None, "geonameid", "published_at", "id"),
    Index(None, "country", "published_at", "id"),
    Index(None, "region_fold", "published_at", "id"),
    # What is told long after, or before, its time, or lasts long.
    Index("ix_claims_far", "published_at", "id", "first_day", "last_day", sqlite_where=text(IS_FAR)),
    # The order of every search, with all that a search looks at: rows that do not match are never read.
    Index(
        "ix_claims_search",
        "published_at",
        "id",
        "place_fold",
        "place_text_fold",
        "region_fold",
        "geonameid",
        "actor_side",
        "opponent_side",
        "speaker_side",
        "domain",
        "predicate",
        "first_day",
        "last_day",
    ),
)

# The names of a claim's place, folded, and all names there are: what is looked for may stand anywhere within a name.
claim_names = Table(
    "claim_names",
    metadata,
    Column("name", Text, primary_key=True),
    Column("published_at", Instant, primary_key=True),
    Column("claim_id", ForeignKey("claims.id"), primary_key=True),
    sqlite_with_rowid=False,
)

place_names = Table("place_names", metadata, Column("name", Text, primary_key=True), sqlite_with_rowid=False)

claim_keys = Table(
    "claim_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False),
    Column("claim_id", ForeignKey("claims.id"), nullable=False),
    # Claims of one position under a key say the same; the day counts as Python's ordinals do.
    Column("position", BigInteger, nullable=False, server_default=text("0")),
    Column("day", Integer, nullable=False, server_default=text("0")),
    Index(None, "key", "position", "day", "claim_id"),
)

relations = Table(
    "relations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("a", ForeignKey("claims.id"), nullable=False),
    Column("b", ForeignKey("claims.id"), nullable=False, index=True),
    Column("slot", String, nullable=False),  # empty where there is none: NULLs would all be different
    Column("relation", String, nullable=False),
    Column("data", Text, nullable=False),
    Column("telling", String),  # of a conflict: why it was told, or was not
    UniqueConstraint("a", "b", "slot"),
    Index(None, "slot", "relation"),
)

disputes = Table(
    "disputes",
    metadata,
    Column("id", String, primary_key=True),
    Column("slot", String, nullable=False),
    Column("status", String, nullable=False),
    Column("place_fold", Text),
    Column("region_fold", Text),
    Column("label_fold", Text),
    Column("geonameid", Integer),
    Column("country", String),
    Column("opened_at", Instant),
    Column("updated_at", Instant, nullable=False, index=True),
    Column("data", Text, nullable=False),
    Index(None, "slot", "updated_at"),
)

dispute_claims = Table(
    "dispute_claims",
    metadata,
    Column("claim_id", String, primary_key=True),  # no foreign key: claims never go
    Column("dispute_id", ForeignKey("disputes.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("data", Text, nullable=False),
)

# What a decision is about: the keys of slots, and the ids of claims.
decision_subjects = Table(
    "decision_subjects",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("decision_id", ForeignKey("decisions.id"), primary_key=True),
    sqlite_with_rowid=False,
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("dispute", String, index=True),  # no foreign key: a merged dispute goes, what was told about it stays
    Column("article", String),
    Column("created_at", Instant, nullable=False, index=True),
    Column("announced", Boolean, nullable=False, server_default=text("1")),  # a backlog's alerts are not
    Column("data", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("destination", String, nullable=False),
    Column("revision", Integer, nullable=False, server_default=text("0")),
    Column("state", String, nullable=False),
    Column("due_at", Instant),  # NULL: at once
    Column("leased_until", Instant),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("reason", Text),
    Column("reference", Text),
    Column("sent_at", Instant),
    Column("asked", Boolean, nullable=False, server_default=text("0")),  # whether the platform said when it is due
    Column("manner", String, nullable=False, server_default=text("'thread'")),
    Column("thread", Text),  # the message on its dispute that it stands under, or is
    UniqueConstraint("alert_id", "destination", "revision"),
    Index(
        "ix_outbox_unsent",
        "destination",
        "id",
        sqlite_where=text("state IN ('pending', 'leased')"),
    ),
    sqlite_autoincrement=True,
)

# Alerts that wait for others, to be told together; they become a row of the outbox when they are due.
gathered = Table(
    "gathered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("destination", String, nullable=False),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("manner", String, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    UniqueConstraint("destination", "alert_id"),
)

windows = Table(
    "windows",
    metadata,
    Column("destination", String, primary_key=True),
    Column("until", Instant, nullable=False),
    Column("summaries", Integer, nullable=False),
    Column("conflicts", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Destinations, and whole platforms, that take nothing until a person has mended something.
pauses = Table(
    "pauses",
    metadata,
    Column("destination", String, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String, primary_key=True),
    Column("destination", String, nullable=False),
    Column("area", String, nullable=False),
    Column("digest_due_at", Instant, index=True),  # NULL: no digest
    Column("digest_since", Instant),  # where the next digest begins
    Column("data", Text, nullable=False),
    UniqueConstraint("destination", "area"),
)

subscription_keys = Table(
    "subscription_keys",
    metadata,
    Column("key", String, primary_key=True),
    Column("subscription_id", ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)

mutes = Table(
    "mutes",
    metadata,
    Column("destination", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)

# What servers and workspaces have set.
communities = Table(
    "communities",
    metadata,
    Column("space", String, primary_key=True),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Questions whose next page is asked for by a button that is too small for them.
kept = Table(
    "kept",
    metadata,
    Column("id", String, primary_key=True),
    Column("data", Text, nullable=False),
    Column("asked_at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("title", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("due_at", Instant, nullable=False),
    Column("read_at", Instant),  # NULL: never yet
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("reason", Text),
    Column("moved_to", Text),
    Column("changes", Float, nullable=False, server_default=text("0")),
    Column("watched_seconds", Float, nullable=False, server_default=text("0")),
    Column("changed_at", Instant),
    Column("told_at", Instant),
    Column("articles", Integer, nullable=False, server_default=text("0")),
    Column("teasers", Integer, nullable=False, server_default=text("0")),  # of them, read in the feed's own words alone
    Column("teaser_reason", Text),  # of the newest
    Column("listed", Boolean, nullable=False, server_default=text("0")),  # by a command, and not in the settings
    Column("paused", Boolean, nullable=False, server_default=text("0")),
)

feed_items = Table(
    "feed_items",
    metadata,
    Column("key", Text, primary_key=True),
    Column("first_seen", Instant, nullable=False),
    Column("digest", String),  # of what the item said when it was last looked at
    Column("looked_at", Instant),
    Column("feed", Text),  # which lists it, or did last; NULL: that is not known
    Column("gone_at", Instant),  # when that feed was first seen without it; NULL: it is listed
    Index("ix_feed_items_listed", "feed", sqlite_where=text("gone_at IS NULL")),
    Index("ix_feed_items_gone", "gone_at", sqlite_where=text("gone_at IS NOT NULL")),
    sqlite_with_rowid=False,
)

handled = Table(
    "handled",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# Articles that were accepted: they wait to be read, are done, or were set aside. Of what is done the text is gone.
arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", String, nullable=False, unique=True),
    Column("origin", Text, nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("announce", Boolean, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("due_at", Instant),  # NULL: at once
    Column("done_at", Instant),
    Column("reason", Text),
    Column("data", Text),
    Index(None, "source", "published_at"),
    Index("ix_arrivals_open", "state", "id", sqlite_where=text("state IN ('waiting', 'reading', 'failed')")),
    Index("ix_arrivals_done", "done_at", sqlite_where=text("state = 'done'")),
    sqlite_autoincrement=True,
)

# Which article a request of another program was for.
arrival_keys = Table(
    "arrival_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("digest", String, nullable=False),
    Column("article_id", String, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# What the program does by the clock: when each is due next, and how it went last.
chores = Table(
    "chores",
    metadata,
    Column("name", String, primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("result", Text),
    Column("failed", Boolean, nullable=False, server_default=text("0")),
    sqlite_with_rowid=False,
)
