"""Destinations that are paused, and whether a platform asked to wait."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of pauses, and a column for waits that a platform asked for."""
    op.add_column("outbox", sa.Column("asked", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    op.create_table(
        "pauses",
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("since", sa.String(27), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("destination", name="pk_pauses"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("pauses")
    op.drop_column("outbox", "asked")
