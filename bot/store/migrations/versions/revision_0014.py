"""The queue of accepted articles, the keys of requests that brought them, and what is done by the clock."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("announce", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("published_at", sa.String(27), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", sa.String(27)),
        sa.Column("done_at", sa.String(27)),
        sa.Column("reason", sa.Text()),
        sa.Column("data", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_arrivals"),
        sa.UniqueConstraint("article_id", name="uq_arrivals_article_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_arrivals_source_published_at", "arrivals", ["source", "published_at"])
    open_ones = sa.text("state IN ('waiting', 'reading', 'failed')")
    op.create_index("ix_arrivals_open", "arrivals", ["state", "id"], sqlite_where=open_ones)
    op.create_index("ix_arrivals_done", "arrivals", ["done_at"], sqlite_where=sa.text("state = 'done'"))
    op.create_table(
        "arrival_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_arrival_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_arrival_keys_at", "arrival_keys", ["at"])
    op.create_table(
        "chores",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", sa.String(27), nullable=False),
        sa.Column("done_at", sa.String(27)),
        sa.Column("result", sa.Text()),
        sa.Column("failed", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_chores"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("chores", "arrival_keys", "arrivals"):
        op.drop_table(table)
