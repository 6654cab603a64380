"""What was handled: a platform may tell of one thing twice."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "handled",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("at", sa.String(27), nullable=False, index=True),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("handled")
