"""Who follows what, and the feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of subscriptions and feeds, and find alerts by when they were made."""
    op.create_index("ix_alerts_created_at", "alerts", ["created_at"])
    op.add_column("alerts", sa.Column("announced", sa.Boolean(), server_default=sa.text("1"), nullable=False))
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("digest_due_at", sa.String(27)),
        sa.Column("digest_since", sa.String(27)),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("destination", "area", name="uq_subscriptions_destination_area"),
    )
    op.create_index("ix_subscriptions_digest_due_at", "subscriptions", ["digest_due_at"])
    op.create_table(
        "subscription_keys",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name="fk_subscription_keys_subscription_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", "subscription_id", name="pk_subscription_keys"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("due_at", sa.String(27), nullable=False),
        sa.Column("read_at", sa.String(27)),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("url", name="pk_feeds"),
    )
    op.create_table(
        "feed_items",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_feed_items"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("feed_items", "feeds", "subscription_keys", "subscriptions"):
        op.drop_table(table)
    op.drop_column("alerts", "announced")
    op.drop_index("ix_alerts_created_at", "alerts")
