"""Feeds that commands list and pause, that move, and that are asked as often as they change."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COLUMNS = ("moved_to", "changes", "watched_seconds", "changed_at", "told_at", "listed", "paused")


def upgrade() -> None:
    """Add the columns."""
    op.add_column("feeds", sa.Column("moved_to", sa.Text()))
    op.add_column("feeds", sa.Column("changes", sa.Float(), server_default=sa.text("0"), nullable=False))
    op.add_column("feeds", sa.Column("watched_seconds", sa.Float(), server_default=sa.text("0"), nullable=False))
    op.add_column("feeds", sa.Column("changed_at", sa.String(27)))
    op.add_column("feeds", sa.Column("told_at", sa.String(27)))
    op.add_column("feeds", sa.Column("listed", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    op.add_column("feeds", sa.Column("paused", sa.Boolean(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    """Drop them."""
    for name in reversed(_COLUMNS):
        op.drop_column("feeds", name)
