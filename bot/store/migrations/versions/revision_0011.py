"""What servers and workspaces have set, long questions, and outlets found by the beginnings of their names."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the index."""
    op.create_table(
        "communities",
        sa.Column("space", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("space", name="pk_communities"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "kept",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_kept_asked_at", "kept", ["asked_at"])
    op.create_index("ix_articles_publisher_fold", "articles", ["publisher_fold"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_articles_publisher_fold", "articles")
    op.drop_table("kept")
    op.drop_table("communities")
