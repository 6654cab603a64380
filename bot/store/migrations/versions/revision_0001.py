"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and the FTS5 table that claims' words are looked up in."""
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dispute", sa.String()),
        sa.Column("article", sa.String()),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
    )
    op.create_index("ix_alerts_dispute", "alerts", ["dispute"])
    op.create_table(
        "articles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("publisher_fold", sa.Text(), nullable=False),
        sa.Column("published", sa.String(), nullable=False),
        sa.Column("published_at", sa.String(27), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("url", name="uq_articles_url"),
    )
    op.create_index("ix_articles_content_hash", "articles", ["content_hash"])
    op.create_table(
        "disputes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_disputes"),
    )
    op.create_index("ix_disputes_slot", "disputes", ["slot"])
    op.create_index("ix_disputes_updated_at", "disputes", ["updated_at"])
    op.create_table(
        "article_bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_article_bands_article_id"),
        sa.PrimaryKeyConstraint("band", "article_id", name="pk_article_bands"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("predicate", sa.String()),
        sa.Column("asset_kind", sa.String()),
        sa.Column("state", sa.String()),
        sa.Column("actor_side", sa.String()),
        sa.Column("opponent_side", sa.String()),
        sa.Column("speaker_side", sa.String()),
        sa.Column("speaker", sa.Text()),
        sa.Column("place_fold", sa.Text()),
        sa.Column("place_text_fold", sa.Text()),
        sa.Column("region_fold", sa.Text()),
        sa.Column("geonameid", sa.Integer()),
        sa.Column("country", sa.String()),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("published_at", sa.String(27), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_claims_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    op.create_index("ix_claims_article_id", "claims", ["article_id"])
    op.create_index("ix_claims_geonameid", "claims", ["geonameid"])
    op.create_index(
        "ix_claims_search",
        "claims",
        [
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
        ],
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.String(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.String(27)),
        sa.Column("leased_until", sa.String(27)),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("reference", sa.Text()),
        sa.Column("sent_at", sa.String(27)),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_outbox_alert_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("alert_id", "destination", "revision", name="uq_outbox_alert_id_destination_revision"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_unsent", "outbox", ["destination", "id"], sqlite_where=sa.text("state IN ('pending', 'leased')")
    )
    op.create_table(
        "claim_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date()),
        sa.Column("last_day", sa.Date()),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_claim_keys_claim_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claim_keys"),
    )
    op.create_index("ix_claim_keys_key_claim_id", "claim_keys", ["key", "claim_id"])
    op.create_table(
        "relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["claims.id"], name="fk_relations_a"),
        sa.ForeignKeyConstraint(["b"], ["claims.id"], name="fk_relations_b"),
        sa.PrimaryKeyConstraint("id", name="pk_relations"),
        sa.UniqueConstraint("a", "b", "slot", name="uq_relations_a_b_slot"),
    )
    op.create_index("ix_relations_b", "relations", ["b"])
    op.create_index("ix_relations_slot_relation", "relations", ["slot", "relation"])
    op.execute(
        "CREATE VIRTUAL TABLE claim_words USING fts5("
        "claim_id UNINDEXED, quotes, speaker, place, tokenize = 'unicode61 remove_diacritics 2')"
    )


def downgrade() -> None:
    """Drop everything."""
    for table in (
        "claim_words",
        "relations",
        "claim_keys",
        "outbox",
        "claims",
        "article_bands",
        "disputes",
        "articles",
        "alerts",
    ):
        op.drop_table(table)
