"""Which feed lists an item, and since when it does no more."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; keys that begin with a feed's address, and a line's end, say which feed it is."""
    op.add_column("feed_items", sa.Column("feed", sa.Text()))
    op.add_column("feed_items", sa.Column("gone_at", sa.String(27)))
    op.execute("UPDATE feed_items SET feed = substr(key, 1, instr(key, char(10)) - 1) WHERE instr(key, char(10)) > 0")
    op.create_index("ix_feed_items_listed", "feed_items", ["feed"], sqlite_where=sa.text("gone_at IS NULL"))
    op.create_index("ix_feed_items_gone", "feed_items", ["gone_at"], sqlite_where=sa.text("gone_at IS NOT NULL"))


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_feed_items_gone", "feed_items")
    op.drop_index("ix_feed_items_listed", "feed_items")
    op.drop_column("feed_items", "gone_at")
    op.drop_column("feed_items", "feed")
