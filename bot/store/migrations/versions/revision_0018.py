"""Later editions of an article, and what a feed's items looked like."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the address of later editions, and the digest of items with when they were last looked at."""
    op.add_column("articles", sa.Column("edition_of", sa.Text()))
    op.create_index("ix_articles_edition_of", "articles", ["edition_of"])
    op.add_column("feed_items", sa.Column("digest", sa.String()))
    op.add_column("feed_items", sa.Column("looked_at", sa.String(27)))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("feed_items", "looked_at")
    op.drop_column("feed_items", "digest")
    op.drop_index("ix_articles_edition_of", "articles")
    op.drop_column("articles", "edition_of")
